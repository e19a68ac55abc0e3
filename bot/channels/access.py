"""Who someone is on the page, and whether they may come in (DESIGN 7): local, codes or proxy."""

import hashlib
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from bot.channels.limits import ENTRIES, GUESSES, Limit, address_of
from bot.channels.web import RefusedError
from bot.settings import Settings
from bot.store.people import People
from bot.store.times import now_ms

COOKIE = "cvf"
TOKEN_TIME = 30 * 60  # seconds that a page's token lasts; the page renews it in time
_YEAR = 365 * 24 * 3600


class Entry(BaseModel):
    """What someone types to come in: an access code, or the resume code from another browser."""

    model_config = ConfigDict(extra="ignore")

    code: str = Field("", max_length=100)


class Access:
    """Finds or makes the person behind a request."""

    def __init__(self, settings: Settings, people: People) -> None:
        self._settings = settings
        self._people = people
        local = settings.access == "local"  # then there is one address, one machine's own
        self._entries = Limit(0 if local else ENTRIES)
        self._guesses = Limit(0 if local else GUESSES)

    async def enter(self, request: web.Request, entry: Entry) -> tuple[str, str | None]:
        """The person, and a new cookie if the browser needs one. Raises Refused (401) where a code is needed."""
        if self._settings.access == "proxy":
            return await self._signed_in(request), None
        if entry.code:
            return await self._by_code(entry.code, address_of(request, self._settings))
        held = request.cookies.get(COOKIE)
        person = await self._people.holder(held, page=False) if held else None
        if person:
            return person, None
        if self._settings.access == "codes":
            raise RefusedError(401, "CodeNeeded", "Enter the access code that you were given.")
        self._entries.take(address_of(request, self._settings))
        person = await self._people.create()
        return person, await self._people.grant(person)

    async def known(self, request: web.Request) -> str:
        """The person whose browser this is. Raises RefusedError (401) for a stranger's."""
        if self._settings.access == "proxy":
            return await self._signed_in(request)
        held = request.cookies.get(COOKIE)
        person = await self._people.holder(held, page=False) if held else None
        if person is None:
            raise RefusedError(401, "NotKnown", "Open the chat page in this browser first.")
        return person

    async def page_token(self, person: str) -> dict[str, Any]:
        """What a page needs to talk: its token, bound to the person's conversation."""
        token = await self._people.grant(person, now_ms() + TOKEN_TIME * 1000)
        return {"conversationId": person, "token": token, "expires_in": TOKEN_TIME}

    async def of_token(self, token: str | None) -> str:
        """The person that a page's token belongs to. Raises Refused (403)."""
        person = await self._people.holder(token, page=True) if token else None
        if person is None:
            raise RefusedError(403, "TokenExpired", "Ask for a new token.")
        return person

    def keep(self, response: web.StreamResponse, cookie: str) -> None:
        """Give the browser its cookie."""
        response.set_cookie(
            COOKIE, cookie, max_age=_YEAR, path="/", httponly=True, samesite="Strict", secure=self._settings.secure
        )

    def facilitates(self, request: web.Request) -> bool:
        """Whether the deployment itself lets somebody set up workshops: on a local start, or named by the proxy."""
        if self._settings.access == "proxy":
            name = request.headers.get(self._settings.proxy_header, "").strip().casefold()
            return request.remote in self._settings.proxies and name in self._settings.named_facilitators
        return self._settings.access == "local"

    async def _by_code(self, code: str, address: str) -> tuple[str, str]:
        self._guesses.check(address)
        person = await self._people.resumed(code)
        if person is None and self._settings.access == "codes":
            given = await self._people.entered(code)
            person = await self._people.create(given.until, facilitates=given.facilitates) if given else None
        if person is None:
            self._guesses.take(address)
            raise RefusedError(
                401, "WrongCode", "That code is not known here, or its time is over. Check it and try again."
            )
        return person, await self._people.grant(person)

    async def _signed_in(self, request: web.Request) -> str:
        name = request.headers.get(self._settings.proxy_header, "").strip()
        if request.remote not in self._settings.proxies or not name:
            raise RefusedError(401, "NotSignedIn", "Sign in through your force's page.")
        person = hashlib.sha256(f"proxy:{name}".encode()).hexdigest()[:32]
        await self._people.ensure(person)
        return person
