"""The server: routes, background work and a stop that lets turns finish."""

import asyncio
import datetime as dt
import gc
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import web

from bot.channels.access import Access
from bot.channels.direct_line import DirectLine
from bot.channels.handouts import HandoutPages
from bot.channels.pages import Pages
from bot.channels.probes import PATHS, Probes
from bot.channels.reports import Reports
from bot.channels.web import BODY, guard, problem
from bot.channels.workshops import WorkshopPages
from bot.documents.loading import keep_up, search_folder
from bot.library import library_of
from bot.log import configure, log
from bot.settings import Settings, SettingsError
from bot.store.prepare import prepare
from bot.store.store import Store
from bot.sweeping import sweep_hourly
from bot.turns import Deliver, Turns
from bot.workshops import Conducting, Workshops
from dialogs.conversation import Coach
from dialogs.privacy import Keeping

WEB = Path(__file__).parent / "web"
FILES = {"page.css": "text/css", "page.js": "text/javascript", "connection.js": "text/javascript"} | {
    "workshop.js": "text/javascript",
    "markdown.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_HOW = "set CVF_TEAMS_APP_ID, or for tests on this machine CVF_PLAYGROUND=1"
DRAIN = 20.0  # seconds that turns have to finish after the signal to stop


def make_app(settings: Settings, port: int) -> web.Application:
    """The application; `port` is the one that it listens on."""
    app = web.Application(middlewares=[guard(settings.hosts(port), PATHS)], client_max_size=BODY)
    keeping = Keeping(settings.keep_days, settings.keep_questions)
    coach = Coach(library_of(settings), keeping, experts=bool(settings.teams_experts))
    store = Store(settings.store_url, settings.masters)
    turns = Turns(coach, store.conversations)
    access = Access(settings, store.people)
    pages = DirectLine(turns, store, access, settings.messages_per_minute)
    pages.add_to(app)
    Reports(store.conversations, access, coach.library, settings.keep_days).add_to(app)
    Pages(coach.library, settings).add_to(app)
    HandoutPages(coach, access, settings).add_to(app)
    WorkshopPages(store.workshops, access, coach.library).add_to(app)
    app.router.add_get("/", _page, name="page")
    app.router.add_get("/chat/{file}", _file, name="file")
    Probes(store, settings.metrics_token.get_secret_value()).add_to(app)
    deliver: Callable[[str], Deliver] | None = None
    if settings.teams_app_id or settings.playground:
        from bot.channels.teams.wiring import Teams  # noqa: PLC0415 - 25 MB that only this channel needs

        teams = Teams(settings, coach, turns, store)
        teams.add_to(app)
        deliver = teams.deliver
    else:
        app.router.add_post("/api/messages", _closed, name="messages")

    address = settings.public_url or (f"http://{settings.host}:{port}" if settings.access == "local" else "")
    conducting = Conducting(coach.library, address, lambda: dt.datetime.now(dt.UTC))
    workshops = Workshops(store.workshops, conducting, turns, deliver, pages.tell)
    turns.acted = workshops.poke

    async def background(_: web.Application) -> AsyncIterator[None]:
        missing = await store.keys_missing()
        if missing:
            await store.close()
            raise SettingsError(f"CVF_KEYS: {len(missing)} of the keys in use are not set -> add them after the newest")
        tasks = [
            asyncio.create_task(sweep_hourly(store.retention, settings.keep_days)),
            asyncio.create_task(keep_up(store.database, coach)),
            asyncio.create_task(workshops.go_round()),
            asyncio.create_task(
                asyncio.to_thread(search_folder, settings.store_url, settings.documents, coach.library)
            ),
        ]
        yield
        for task in tasks:
            task.cancel()
        await store.close()

    app.cleanup_ctx.append(background)
    return app


def serve(settings: Settings) -> int:
    """Run until told to stop. 1 where the port is taken."""
    configure(settings.log_level)
    try:
        listening = socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        sys.stderr.write(f"cannot listen on {where}: {error.strerror} -> set CVF_PORT to a free port\n")
        return 1
    with listening:
        return _served(settings, listening)


def _served(settings: Settings, listening: socket.socket) -> int:
    port = listening.getsockname()[1]
    prepare(settings.store_url)
    app = make_app(settings, port)

    async def started(_: web.Application) -> None:
        where = settings.public_url or f"http://{settings.host}:{port}"
        sys.stdout.write(f"The CVF coach is at {where}  (Ctrl+C stops it)\n")
        sys.stdout.flush()
        log("started", access=settings.access)

    app.on_startup.append(started)
    gc.collect()
    gc.freeze()  # what is known stays: no need to look through it again and again
    web.run_app(app, sock=listening, print=None, access_log=None, shutdown_timeout=DRAIN, loop=_loop())
    log("stopped")
    return 0


def _loop() -> asyncio.AbstractEventLoop:
    """The faster event loop where there is one: uvloop is not made for Windows."""
    try:
        import uvloop  # noqa: PLC0415 - where it is installed
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(WEB / "index.html", headers={"Content-Type": "text/html; charset=utf-8"})


async def _file(request: web.Request) -> web.StreamResponse:
    name = request.match_info["file"]
    if name not in FILES:
        return problem(404, "NotFound", "There is no such page here.")
    return web.FileResponse(WEB / name, headers={"Content-Type": FILES[name]})


async def _closed(_: web.Request) -> web.StreamResponse:
    return problem(401, "Unauthorized", f"This endpoint is closed: {_HOW}.")
