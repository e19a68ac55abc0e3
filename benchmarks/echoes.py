"""What our endpoint is measured against: `python -m benchmarks.echoes aiohttp|ours|botbuilder|agents`.

Each sends the text back, without sign-in, and prints its address. The SDKs are set up as their own samples do.
"""

import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiohttp import ClientSession, web


def bare(app: web.Application) -> None:
    """Read JSON and send an answer, with nothing in between."""

    async def messages(request: web.Request) -> web.Response:
        said = await request.json()
        session: ClientSession = request.app["session"]
        url = f"{said['serviceUrl']}/v3/conversations/{said['conversation']['id']}/activities/{said['id']}"
        async with session.post(url, json={"type": "message", "text": said["text"]}):
            return web.Response()

    async def session(app: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as app["session"]:
            yield

    app.cleanup_ctx.append(session)
    app.router.add_post("/api/messages", messages)


def ours(app: web.Application) -> None:
    """Our endpoint and connector with an echo in place of the turn."""
    from bot.channels.teams.wiring import Teams  # noqa: PLC0415 - each kind imports only its own
    from bot.settings import Settings  # noqa: PLC0415
    from bot.store.conversations import Stored  # noqa: PLC0415
    from bot.store.prepare import prepare  # noqa: PLC0415
    from bot.store.store import Store  # noqa: PLC0415
    from bot.turns import Deliver, Message, Turns  # noqa: PLC0415
    from dialogs.conversation import Coach  # noqa: PLC0415
    from dialogs.messages import Paragraph, Reply, Said  # noqa: PLC0415
    from knowledge.library import load_library  # noqa: PLC0415

    class Echo(Turns):
        def __init__(self) -> None:
            pass  # it keeps nothing

        async def take(self, message: Message, deliver: Deliver | None = None) -> Sequence[Stored]:
            assert deliver
            assert isinstance(message.event, Said)
            await deliver(1, Reply("answer", (Paragraph(message.event.text),)))
            return ()

    settings = Settings(playground=True, database=Path(tempfile.mkdtemp()) / "echo.sqlite")
    prepare(settings.store_url)
    Teams(settings, Coach(load_library()), Echo(), Store(settings.store_url)).add_to(app)


def botbuilder(app: web.Application) -> None:
    """The stock adapter of botbuilder-integration-aiohttp."""
    from botbuilder.core import ActivityHandler, TurnContext  # noqa: PLC0415
    from botbuilder.integration.aiohttp import (  # noqa: PLC0415
        CloudAdapter,
        ConfigurationBotFrameworkAuthentication,
    )

    class Echo(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(turn_context.activity.text)

    class Config:
        APP_ID = APP_PASSWORD = ""

    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config()))

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, Echo()) or web.Response()

    app.router.add_post("/api/messages", messages)


def agents(app: web.Application) -> None:
    """The stock adapter of the Microsoft 365 Agents SDK, botbuilder's successor."""
    from microsoft_agents.hosting.aiohttp import CloudAdapter  # noqa: PLC0415
    from microsoft_agents.hosting.core import (  # noqa: PLC0415
        ActivityHandler,
        ClaimsIdentity,
        RestChannelServiceClientFactory,
        TurnContext,
    )

    class Echo(ActivityHandler):  # type: ignore[misc]  # its types are not at hand here
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(turn_context.activity.text or "")

    adapter = CloudAdapter(channel_service_client_factory=RestChannelServiceClientFactory(None))

    async def messages(request: web.Request) -> web.StreamResponse:
        request["claims_identity"] = ClaimsIdentity(authentication_type="anonymous")
        return await adapter.process(request, Echo()) or web.Response()

    app.router.add_post("/api/messages", messages)


def main(kind: str) -> None:
    """Serve until killed."""
    app = web.Application()
    {"aiohttp": bare, "ours": ours, "botbuilder": botbuilder, "agents": agents}[kind](app)

    async def started(_: web.Application) -> None:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)

    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    app.on_startup.append(started)
    web.run_app(app, sock=listening, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1])
