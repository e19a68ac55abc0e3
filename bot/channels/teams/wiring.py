"""Microsoft Teams put together from the settings."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import ClientSession, web

from bot.channels.teams import outbound
from bot.channels.teams.bearer import Bearer, Trust
from bot.channels.teams.connector import Connector
from bot.channels.teams.credentials import Anonymous, Entra, Registration, Tokens
from bot.channels.teams.delivery import Delivery
from bot.channels.teams.endpoint import Endpoint, Handler
from bot.channels.teams.experts import Experts
from bot.channels.teams.extension import Extension
from bot.channels.teams.gate import Gate, Playground, Signed
from bot.channels.teams.inbound import Body
from bot.channels.teams.postman import Postman
from bot.settings import Settings, SettingsError
from bot.store.store import Store
from bot.turns import Deliver, Turns
from dialogs.conversation import Coach


class Teams:
    """The endpoint, and what sends for it while the application runs."""

    def __init__(self, settings: Settings, coach: Coach, turns: Turns, store: Store) -> None:
        self._session: ClientSession | None = None
        gate, tokens = self._signed(settings) if settings.teams_app_id else (Playground(), Anonymous())
        delivery = Delivery(Connector(self._connected, tokens))
        experts = Experts(settings.teams_experts, store.questions, turns, delivery)
        greets = settings.teams_welcome == "message"
        self._delivery = delivery

        def facilitates(body: Body) -> bool:
            named = str(body["from"].get("aadObjectId") or "").casefold() in settings.named_facilitators
            return named or (settings.playground and not settings.facilitators)

        handler = Handler(turns, delivery, Extension(coach), experts, facilitates, greets=greets)
        self._endpoint = Endpoint(gate, handler)
        self._postman = Postman(store.outbox, turns, delivery, experts)

    def add_to(self, app: web.Application) -> None:
        """Register the route and the background work."""
        self._endpoint.add_to(app)
        app.cleanup_ctx.append(self._running)

    def deliver(self, address: str) -> Deliver:
        """How replies go to an address that a conversation has kept."""
        return self._delivery.to(outbound.read(address))

    def _signed(self, settings: Settings) -> tuple[Gate, Tokens]:
        trust = Trust(settings.teams_app_id, settings.tenants, settings.reply_hosts)
        registration = Registration(
            settings.teams_app_type,
            settings.teams_app_id,
            settings.teams_tenant,
            settings.teams_secret.get_secret_value(),
            settings.teams_certificate,
        )
        try:
            return Signed(Bearer(trust, self._connected)), Entra(registration)
        except ValueError as error:
            raise SettingsError(f"CVF_TEAMS_CERTIFICATE={error}") from None

    def _connected(self) -> ClientSession:
        assert self._session
        return self._session

    async def _running(self, _: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as self._session:
            going_round = asyncio.create_task(self._postman.go_round())
            yield
            going_round.cancel()
