"""Sends activities to a channel: in order within a conversation, and again where the channel is busy or away."""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from weakref import WeakValueDictionary

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from pydantic_core import to_json

from bot.channels.teams.credentials import TokenError, Tokens
from bot.log import log

_TRY = ClientTimeout(total=10)  # seconds
_AGAIN = frozenset([412, 429, 502, 503, 504])  # statuses after which Teams wants to be asked again
_REDIRECT, _UNAUTHORIZED = 300, 401
_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_FIRST, _LONGEST = 0.5, 8.0  # seconds: the first pause at most, and the longest
_LARGEST = 100_000  # bytes in UTF-16: Teams takes no more


class ConnectorError(Exception):
    """The channel did not take it now."""


class RejectedError(ConnectorError):
    """The channel will never take it."""


class Connector:
    """Sends through one shared session. `within`: seconds that a send goes on trying."""

    def __init__(self, session: Callable[[], ClientSession], tokens: Tokens, within: float = 9.0) -> None:
        self._session = session
        self._tokens = tokens
        self._within = within
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def send(
        self, service: str, conversation: str, activity: Mapping[str, Any], reply_to: str | None = None
    ) -> str:
        """Send to a conversation; the channel's id of it. Raises ConnectorError.

        An answer that gets lost on its way back makes it go out twice; its own number tells.
        """
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        path += f"/{quote(reply_to, safe='')}" if reply_to else ""
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            return await self._post(f"{service.rstrip('/')}/{path}", activity)

    async def create(self, service: str, body: Mapping[str, Any]) -> str:
        """Open a conversation; its id. Raises ConnectorError."""
        return await self._post(f"{service.rstrip('/')}/v3/conversations", body)

    async def _post(self, url: str, body: Mapping[str, Any]) -> str:
        data = to_json(body)  # a third of a millisecond faster than json for a card
        if 2 * len(data) > _LARGEST and len(data.decode().encode("utf-16-le")) > _LARGEST:
            raise RejectedError(f"larger than {_LARGEST} bytes")
        clock = asyncio.get_running_loop().time
        ends, longest, renewed = clock() + self._within, _FIRST, False
        while True:
            wait: float | None = None
            try:
                async with self._session().post(
                    url, data=data, headers=await self._headers(url), timeout=_TRY, allow_redirects=False
                ) as response:
                    if response.status < _REDIRECT:
                        return await _id_in(response)
                    why = f"status {response.status}"
                    wait = _asked_to_wait(response)
                    if response.status == _UNAUTHORIZED and not renewed:  # the token was ended before its time
                        self._tokens.drop()
                        renewed, wait = True, 0.0
                    elif response.status not in _AGAIN:
                        raise RejectedError(why)
            except (ClientError, TimeoutError) as error:
                why = type(error).__name__
            except TokenError as error:
                why = str(error)
                log("token", logging.ERROR, why=why)  # Entra's code tells an administrator what to mend
            pause = wait if wait is not None else random.uniform(0, longest)  # noqa: S311 - spreads load, hides nothing
            if clock() + pause >= ends:
                raise ConnectorError(why)
            await asyncio.sleep(pause)
            longest = min(longest * 2, _LONGEST)

    async def _headers(self, url: str) -> dict[str, str]:
        """The token goes to no address that others could listen to."""
        headers = {"Content-Type": "application/json"}
        token = await self._tokens.token()
        if token is None:
            return headers
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise RejectedError("a token goes over https only")
        return headers | {"Authorization": f"Bearer {token}"}


def _asked_to_wait(response: ClientResponse) -> float | None:
    """Seconds that the channel asks to wait; None where it does not say."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else None


async def _id_in(response: ClientResponse) -> str:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        return ""
    return str(answer.get("id") or "") if isinstance(answer, dict) else ""
