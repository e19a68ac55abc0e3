"""Microsoft Teams put together from the settings."""

import asyncio
from collections.abc import AsyncIterator

from aiohttp import ClientSession, web

from bot.channels.teams.connector import Connector
from bot.channels.teams.credentials import Anonymous
from bot.channels.teams.delivery import Delivery
from bot.channels.teams.endpoint import Endpoint, Handler
from bot.channels.teams.experts import Experts
from bot.channels.teams.gate import Playground
from bot.channels.teams.postman import Postman
from bot.settings import Settings
from bot.store.engine import Database
from bot.store.outbox import Outbox
from bot.store.questions import Questions
from bot.turns import Turns


class Teams:
    """The endpoint, and what sends for it while the application runs."""

    def __init__(self, settings: Settings, turns: Turns, database: Database) -> None:
        self._session: ClientSession | None = None
        delivery = Delivery(Connector(self._connected, Anonymous()))
        experts = Experts(settings.teams_experts, Questions(database), turns, delivery)
        self._endpoint = Endpoint(Playground(), Handler(turns, delivery, experts))
        self._postman = Postman(Outbox(database), turns, delivery, experts)

    def add_to(self, app: web.Application) -> None:
        """Register the route and the background work."""
        self._endpoint.add_to(app)
        app.cleanup_ctx.append(self._running)

    def _connected(self) -> ClientSession:
        assert self._session
        return self._session

    async def _running(self, _: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as self._session:
            going_round = asyncio.create_task(self._postman.go_round())
            yield
            going_round.cancel()
