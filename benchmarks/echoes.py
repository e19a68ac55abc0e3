"""What our endpoint is measured against: `python -m benchmarks.echoes aiohttp|botbuilder`. Prints its port."""

import socket
import sys
from collections.abc import AsyncIterator

from aiohttp import ClientSession, web
from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, TurnContext
from botbuilder.schema import Activity


async def bare(request: web.Request) -> web.Response:
    """Read JSON and send an answer, with nothing in between."""
    said = await request.json()
    session: ClientSession = request.app["session"]
    url = f"{said['serviceUrl']}/v3/conversations/{said['conversation']['id']}/activities/{said['id']}"
    async with session.post(url, json={"type": "message", "text": said["text"]}):
        return web.Response()


ADAPTER = BotFrameworkAdapter(BotFrameworkAdapterSettings("", ""))


async def stock(request: web.Request) -> web.Response:
    """The SDK's own adapter, without sign-in."""

    async def logic(context: TurnContext) -> None:
        await context.send_activity(context.activity.text)

    await ADAPTER.process_activity(Activity().deserialize(await request.json()), "", logic)
    return web.Response()


def main(kind: str) -> None:
    """Serve until killed."""
    app = web.Application()
    app.router.add_post("/api/messages", {"aiohttp": bare, "botbuilder": stock}[kind])

    async def session(app: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as app["session"]:
            yield

    async def started(app: web.Application) -> None:  # noqa: ARG001 - aiohttp's own shape
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)

    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    app.cleanup_ctx.append(session)
    app.on_startup.append(started)
    web.run_app(app, sock=listening, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1])
