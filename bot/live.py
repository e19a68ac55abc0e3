"""`check --live`: a running coach, looked at from outside as a browser, a stranger and a forger would."""

import asyncio
import datetime as dt
import ssl
from collections.abc import AsyncIterator
from typing import Any, TextIO
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, WSMsgType
from pydantic import ValidationError

from bot.channels.direct_line import ROOT
from bot.channels.web import HEADERS
from bot.points import Point, told
from dialogs.privacy import FORGET_NOW
from dialogs.wording import FORGOTTEN

WRONG_USE = 2
_OK = 200
_PATIENCE = 10.0  # seconds for one request
_DAYS = 14  # before the end of a certificate, when it is time for a new one
_QUESTION = "what is level 2 of courage?"
_STRANGER = "check-live.invalid"


def check_live(url: str, code: str, header: str, out: TextIO, errors: TextIO) -> int:
    """Look at the coach at an address and write the points. 1 where something is missing, 2 for no address.

    `code`: an access code or resume code, where the page asks for one. `header`: what a sign-in proxy names people in.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        errors.write(f"{url}: not an address -> write one such as https://cvf.example.org, or set CVF_PUBLIC_URL\n")
        return WRONG_USE

    async def looked() -> int:
        timeout = ClientTimeout(total=_PATIENCE)
        async with ClientSession(timeout=timeout) as http:
            found = _Visit(http, f"{parts.scheme}://{parts.netloc}", code, header)
            return told([point async for point in found.points()], out)

    return asyncio.run(looked())


class _Visit:
    def __init__(self, http: ClientSession, url: str, code: str, header: str) -> None:
        self._http, self._url, self._code, self._header = http, url, code, header
        self._own = {"Origin": url}
        self._here = urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}

    async def points(self) -> AsyncIterator[Point]:
        alive = await self._probe("Alive", "/healthz", "start the coach, and have the proxy hand on every path")
        yield alive
        if alive.missing:
            return
        yield await self._probe("Ready", "/readyz", "look whether its database can be reached")
        yield await self._encryption()
        yield await self._headers()
        yield await self._refused(
            "Foreign host", {403, 404, 421}, {"Host": _STRANGER}, "hand on Host as it came, and answer to no other name"
        )
        yield await self._messages()
        yield await self._metrics()
        yield await self._strangers()
        async for point in self._conversation():
            yield point

    async def _status(
        self, path: str, headers: dict[str, str] | None = None, body: dict[str, str] | None = None
    ) -> int:
        """The status of an answer; 0 where none comes."""
        method = "GET" if body is None else "POST"
        asked = self._http.request(method, self._url + path, headers=headers, json=body, allow_redirects=False)
        try:
            async with asked as response:
                return response.status
        except (ClientError, TimeoutError):
            return 0

    async def _probe(self, what: str, path: str, todo: str) -> Point:
        try:
            async with self._http.get(self._url + path) as response:
                right, found = response.status == _OK, f"{path} answers {response.status}"
        except (ClientError, TimeoutError) as error:
            right, found = False, f"no answer: {str(error) or type(error).__name__}"
        return Point(what, found, "" if right else todo)

    async def _encryption(self) -> Point:
        if not self._url.startswith("https:"):
            return Point(
                "Encryption",
                "none, on this machine" if self._here else "none: what people write can be read on the way",
                "put a reverse proxy with TLS in front",
                optional=self._here,
            )
        parts = urlsplit(self._url)
        _, writer = await asyncio.open_connection(parts.hostname, parts.port or 443, ssl=ssl.create_default_context())
        held: dict[str, Any] = writer.get_extra_info("peercert")
        version: str = writer.get_extra_info("ssl_object").version()
        writer.close()
        ends = dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(held["notAfter"]), dt.UTC)
        soon = ends - dt.datetime.now(dt.UTC) < dt.timedelta(days=_DAYS)
        return Point("Encryption", f"{version}, certificate good until {ends:%Y-%m-%d}", "renew it" if soon else "")

    async def _headers(self) -> Point:
        async with self._http.get(self._url + "/") as response:
            given = response.headers
            wrong = [name for name, value in HEADERS.items() if given.get(name) != value]
        todo = "have the proxy pass the coach's own headers on"
        if wrong:
            return Point("Security headers", f"not as sent: {', '.join(wrong)}", todo)
        return Point("Security headers", f"all {len(HEADERS)} arrive")

    async def _refused(self, what: str, wanted: set[int], headers: dict[str, str], todo: str) -> Point:
        status = await self._status("/", headers)
        if not status:
            return Point(what, "refused, without an answer")
        return Point(what, f"answered with {status}", "" if status in wanted else todo)

    async def _messages(self) -> Point:
        status = await self._status("/api/messages", body={})
        shut = status in {401, 403, 404}
        todo = "unset CVF_PLAYGROUND, and set CVF_TEAMS_APP_ID where Teams is used"
        return Point("Unsigned messages", f"/api/messages answers {status}", "" if shut else todo)

    async def _metrics(self) -> Point:
        status = await self._status("/metrics")
        shut = status != _OK
        return Point("Figures", f"/metrics answers {status}", "" if shut else "keep /metrics from the public address")

    async def _strangers(self) -> Point:
        """Somebody without a code, and somebody who claims a name that only a sign-in may give."""
        entering = f"{ROOT}/tokens/generate"
        forged = await self._status(entering, self._own | {self._header: "check-live"}, {})
        if forged != _OK:
            return Point("Strangers", f"not let in ({forged})")
        if await self._status(entering, self._own, {}) != _OK:
            todo = f"drop the {self._header} that comes from outside"
            return Point("Strangers", f"let in under any name that they write in {self._header}", todo)
        todo = "set CVF_ACCESS to codes or proxy"
        return Point("Strangers", "let in without a code or sign-in", todo, optional=self._here)

    async def _conversation(self) -> AsyncIterator[Point]:
        """A question asked and answered as on the page, then the data of this visit deleted."""
        try:
            async with asyncio.timeout(_PATIENCE * 2):
                async for point in self._talk():
                    yield point
        except (ClientError, TimeoutError, KeyError, ValidationError) as error:
            yield Point("Conversation", f"broke off: {type(error).__name__}", "have the proxy hand on WebSockets")

    async def _talk(self) -> AsyncIterator[Point]:
        async with self._http.post(
            f"{self._url}{ROOT}/tokens/generate", json={"code": self._code}, headers=self._own
        ) as response:
            if response.status != _OK:
                what = "the code is not known" if self._code else "not tried: the page asks for a code or a sign-in"
                todo = "name a code with --code, as `app.py codes add` gives one"
                yield Point("Conversation", what, todo, optional=not self._code)
                return
            given = await response.json()
        signed = self._own | {"Authorization": f"Bearer {given['token']}"}
        async with self._http.post(f"{self._url}{ROOT}/conversations", headers=signed) as response:
            stream = (await response.json())["streamUrl"]
        home = f"{self._url}{ROOT}/conversations/{given['conversationId']}/activities"
        async with self._http.ws_connect(stream, headers=self._own) as socket:
            async with self._http.post(home, json=_said(_QUESTION), headers=signed):
                answered = await _comes(socket, "Source: ")
            todo = "" if answered else "look at the coach's log"
            yield Point("Conversation", "answered with its source" if answered else "no answer", todo)
            async with self._http.post(home, json=_said("", choose=FORGET_NOW), headers=signed):
                gone = await _comes(socket, FORGOTTEN)
        yield Point(
            "Deletion", "this visit is deleted" if gone else "refused", "" if gone else "look at the coach's log"
        )


def _said(text: str, **value: str) -> dict[str, Any]:
    return {"type": "message", "text": text, "value": value or None, "from": {"id": "me"}}


async def _comes(socket: ClientWebSocketResponse, words: str) -> bool:
    async for frame in socket:
        if frame.type is WSMsgType.TEXT and words in frame.data:
            return True
    return False
