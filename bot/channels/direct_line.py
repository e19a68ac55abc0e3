"""The Direct Line 3.0 subset that the chat page and Microsoft's Web Chat speak (research/platform.md, section 2)."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any

from aiohttp import WSMsgType, web
from pydantic import TypeAdapter

from bot import metrics
from bot.channels.access import Access, Entry
from bot.channels.activities import COACH, Incoming, activity_id, heard, shown
from bot.channels.limits import ALL_STREAMS, STREAMS, Limit, too_many
from bot.channels.web import RefusedError, body_of
from bot.log import log
from bot.store.engine import AwayError
from bot.store.store import Store
from bot.store.times import now_ms
from bot.turns import Message, Turns
from dialogs.messages import Joined
from dialogs.records import Answered, Example
from dialogs.seat import Received

ROOT = "/v3/directline"
PAGE = 200  # messages sent at once, and how much of the past a new page shows
SLOW = 0.5  # seconds after which a turn shows that the coach is writing
_PRACTISED: TypeAdapter[Answered] = TypeAdapter(Answered)
_EXAMPLE: TypeAdapter[Example] = TypeAdapter(Example)
_SHEET: TypeAdapter[Received] = TypeAdapter(Received)
_WEB = "web:"
_GLANCE = 0.5  # seconds between looks at what other replicas have answered
_SPAN = 10_000  # milliseconds that such a look goes back, for clocks that differ
_PATIENCE = 30.0  # seconds that a client has to take what it is sent
_PING = 25  # seconds between pings that find dead connections


class _Listener:
    """One open stream."""

    def __init__(self, after: int, cut_off: Callable[[], None]) -> None:
        self.cut_off = cut_off
        self.news = asyncio.Event()
        self.typing = False
        self.after = after  # the newest message that it has shown


class DirectLine:
    """The routes. A conversation belongs to a person, and a token to that conversation."""

    def __init__(self, turns: Turns, store: Store, access: Access, a_minute: int) -> None:
        """`a_minute`: messages that one person may send in a minute; 0: no limit."""
        self._turns, self._store, self._people, self._access = turns, store.conversations, store.people, access
        self._shared = store.database.shared
        self._listeners: dict[str, set[_Listener]] = {}
        self._sockets: set[web.WebSocketResponse] = set()
        self._limit = Limit(a_minute)

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        here = f"{ROOT}/conversations/{{id}}"
        app.router.add_post(f"{ROOT}/tokens/generate", self._generate, name="generate")
        app.router.add_post(f"{ROOT}/tokens/refresh", self._refresh, name="refresh")
        app.router.add_post(f"{ROOT}/conversations", self._start, name="start")
        app.router.add_get(here, self._again, name="reconnect")
        app.router.add_get(f"{here}/activities", self._poll, name="poll")
        app.router.add_post(f"{here}/activities", self._post, name="post")
        app.router.add_get(f"{here}/stream", self._stream, name="stream")
        app.router.add_post("/chat/resume-code", self._resume_code, name="resume-code")
        app.router.add_get("/chat/export", self._export, name="export")
        app.on_shutdown.append(self._close)
        if self._shared:
            app.cleanup_ctx.append(self._watching)

    # --- tokens and conversations

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        person, cookie = await self._access.enter(request, await body_of(request, Entry))
        response = web.json_response(await self._access.page_token(person))
        if cookie:
            self._access.keep(response, cookie)
        return response

    async def _refresh(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(await self._access.page_token(await self._person(request)))

    async def _start(self, request: web.Request) -> web.StreamResponse:
        person = await self._person(request)
        await self._turns.take(Message(_key(person), person, "joined", Joined()))
        self._tell(person)
        return web.json_response(await self._open(request, person), status=201)

    async def _again(self, request: web.Request) -> web.StreamResponse:
        person = await self._owner(request)
        return web.json_response(await self._open(request, person, request.query.get("watermark", "")))

    async def _open(self, request: web.Request, person: str, watermark: str = "") -> dict[str, Any]:
        given = await self._access.page_token(person)
        scheme = "wss" if request.headers.get("X-Forwarded-Proto", request.scheme) == "https" else "ws"
        url = f"{scheme}://{request.host}{ROOT}/conversations/{person}/stream"
        return given | {"streamUrl": f"{url}?watermark={_number(watermark) or ''}&t={given['token']}"}

    # --- messages

    async def _post(self, request: web.Request) -> web.StreamResponse:
        person = await self._owner(request)
        activity = await body_of(request, Incoming)
        name = activity.data.client_id or secrets.token_hex(8)
        if activity.type != "message":
            return web.json_response({"id": f"{person}|{name}"})
        self._limit.take(person)
        may = self._access.facilitates(request)
        message = Message(_key(person), person, f"web:{name}", activity.event, heard(activity), facilitates=may)
        typing = asyncio.get_running_loop().call_later(SLOW, self._tell, person, True)  # noqa: FBT003 - positional only
        try:
            replies = await self._turns.take(message)
        finally:
            typing.cancel()
        self._tell(person)
        return web.json_response({"id": activity_id(person, replies[0].number - 1 if replies else 0)})

    async def _poll(self, request: web.Request) -> web.StreamResponse:
        person = await self._owner(request)
        return web.json_response(await self._batch(person, await self._from(person, request)))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        person = await self._owner(request, request.query.get("t"))
        after = await self._from(person, request)
        if request.headers.get("Upgrade", "").lower() != "websocket":  # aiohttp fails on a header that is no text
            raise RefusedError(400, "NoWebSocket", "Open the stream as a WebSocket.")
        if len(self._listeners.get(person, ())) >= STREAMS or len(self._sockets) >= ALL_STREAMS:
            raise too_many(_PING)
        socket = web.WebSocketResponse(heartbeat=_PING, max_msg_size=4096)
        await socket.prepare(request)
        assert request.transport
        self._sockets.add(socket)
        metrics.SOCKETS.set(len(self._sockets))
        listener = _Listener(after, request.transport.abort)
        self._listeners.setdefault(person, set()).add(listener)
        writing = asyncio.create_task(self._write(socket, person, listener))
        try:
            async for frame in socket:  # clients send empty frames to stay connected
                if frame.type is not WSMsgType.TEXT:
                    break
        finally:
            writing.cancel()
            self._sockets.discard(socket)
            metrics.SOCKETS.set(len(self._sockets))
            self._listeners[person].discard(listener)
            if not self._listeners[person]:
                del self._listeners[person]
        return socket

    async def _write(self, socket: web.WebSocketResponse, person: str, listener: _Listener) -> None:
        while not socket.closed:
            if listener.typing:
                listener.typing = False
                await self._send(socket, listener, {"activities": [{"type": "typing", "from": COACH}]})
            batch = await self._batch(person, listener.after)
            if batch["activities"]:
                await self._send(socket, listener, batch)
                listener.after = int(batch["watermark"])
                continue
            await listener.news.wait()
            listener.news.clear()

    async def _send(self, socket: web.WebSocketResponse, listener: _Listener, batch: dict[str, Any]) -> None:
        """Send, or cut off a client that does not read: what waits for it must not fill the memory."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await socket.send_json(batch)
        except TimeoutError:
            log("slow")
            listener.cut_off()

    async def _batch(self, person: str, after: int) -> dict[str, Any]:
        log = await self._store.log(_key(person), after, PAGE)
        watermark = log[-1].number if log else after
        return {"activities": [shown(person, message) for message in log], "watermark": str(watermark)}

    async def _from(self, person: str, request: web.Request) -> int:
        """Where to go on. A page that knows nothing gets the latest part of the conversation."""
        after = _number(request.query.get("watermark", ""))
        return after or max(0, await self._store.last(_key(person)) - PAGE)

    async def _watching(self, _: web.Application) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        yield
        watching.cancel()

    async def _watch(self) -> None:
        """Tell listeners here of what other replicas have answered: one small query for all of them."""
        while True:
            await asyncio.sleep(_GLANCE)
            if not self._listeners:
                continue
            try:
                moved = await self._store.moved(now_ms() - _SPAN)
            except AwayError:
                continue
            for conversation, last in moved.items():
                person = conversation.removeprefix(_WEB)
                for listener in self._listeners.get(person, ()) if conversation.startswith(_WEB) else ():
                    if listener.after < last:
                        listener.news.set()

    def tell(self, conversation: str) -> None:
        """Show something that came into a conversation from elsewhere."""
        if conversation.startswith(_WEB):
            self._tell(conversation.removeprefix(_WEB))

    def _tell(self, person: str, typing: bool = False) -> None:  # noqa: FBT001, FBT002 - called by the loop's timer
        for listener in self._listeners.get(person, ()):
            listener.typing |= typing
            listener.news.set()

    # --- what is a person's own

    async def _resume_code(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"code": await self._people.resume_code(await self._person(request))})

    async def _export(self, request: web.Request) -> web.StreamResponse:
        person = await self._person(request)
        kept = []
        for conversation in await self._store.of(person):
            log = await self._store.log(conversation, 0, 1_000_000)
            kept.append({"conversation": conversation, "messages": [shown(person, message) for message in log]})
        answers, held = await self._store.kept(person)
        practised = [_PRACTISED.dump_python(answer, mode="json") for answer in answers]
        examples = [_EXAMPLE.dump_python(example, mode="json") for example in held.examples]
        sheets = [_SHEET.dump_python(sheet, mode="json") for sheet in held.received]
        found = {"person": person, "conversations": kept, "practised": practised, "examples": examples}
        found["received"] = sheets
        return web.json_response(found)

    async def _person(self, request: web.Request, token: str | None = None) -> str:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        return await self._access.of_token(token or (bearer.strip() if scheme.lower() == "bearer" else None))

    async def _owner(self, request: web.Request, token: str | None = None) -> str:
        person = await self._person(request, token)
        if request.match_info["id"] != person:
            raise RefusedError(403, "WrongConversation", "This token belongs to another conversation.")
        return person

    async def _close(self, _: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=1001, message=b"restarting")


def _key(person: str) -> str:
    return f"{_WEB}{person}"


def _number(watermark: str) -> int:
    """A watermark as a number; anything that is none counts as none."""
    return min(int(watermark), 2**31 - 1) if watermark.isascii() and watermark.isdigit() and len(watermark) < 12 else 0
