"""The keys that Microsoft's channel service signs its tokens with."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from bot.log import failed

_FRESH = 24 * 3600.0  # seconds that keys count as new: what the Bot Framework asks for
_ROLLOVER_PAUSE = 30.0  # seconds between two fetches for keys not known: garbage must not make us ask and ask
_AWAY_PAUSE = 5.0  # seconds between two tries while the service is away
_FETCH = ClientTimeout(total=5)  # seconds
_LARGEST = 1 << 20  # bytes of an answer
_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])


class KeysAwayError(Exception):
    """No keys could be had at all."""


@dataclass(frozen=True)
class Key:
    """A key, and the channels that it may speak for."""

    key: PyJWK
    endorsements: frozenset[str]


class Keys:
    """Keys by their id, fetched once for all who wait; old ones serve on while the service is away."""

    def __init__(
        self, metadata: str, session: Callable[[], ClientSession], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._metadata = metadata
        self._session = session
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._fetched: float | None = None
        self._next_rollover = self._next_try = 0.0
        self._fetching = asyncio.Lock()

    async def find(self, name: str) -> Key | None:
        """The key of a name; None where there is none. Raises KeysAwayError."""
        known = self._keys.get(name)
        if known and self._is_fresh():
            return known
        async with self._fetching:
            if self._may_fetch(name):
                await self._fetch()
        if not self._keys:
            raise KeysAwayError
        return self._keys.get(name)

    def _is_fresh(self) -> bool:
        return self._fetched is not None and self._clock() - self._fetched < _FRESH

    def _may_fetch(self, name: str) -> bool:
        """Whether it is time to ask; somebody who waited for the same finds it done."""
        now = self._clock()
        if not self._is_fresh():
            return now >= self._next_try
        if name in self._keys or now < self._next_rollover:
            return False
        self._next_rollover = now + _ROLLOVER_PAUSE
        return True

    async def _fetch(self) -> None:
        try:
            about = await self._json(self._metadata)
            self._keys = dict(_keys(await self._json(self._fitting(about.get("jwks_uri")))))
            self._fetched = self._clock()
        except (ClientError, TimeoutError, ValueError, RecursionError) as error:
            failed("keys", error)
            self._next_try = self._clock() + _AWAY_PAUSE

    async def _json(self, url: str) -> dict[str, Any]:
        async with self._session().get(url, timeout=_FETCH, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            raw = await response.content.read(_LARGEST + 1)
            while len(raw) <= _LARGEST and (more := await response.content.read(_LARGEST + 1)):
                raw += more
        if len(raw) > _LARGEST:
            raise ValueError("too large")
        answer = json.loads(raw)
        if not isinstance(answer, dict):
            raise ValueError("not an object")  # noqa: TRY004 - whatever is wrong with the answer is one kind of error
        return answer

    def _fitting(self, url: object) -> str:
        """The address of the keys: where the metadata is, so that nobody sends us elsewhere."""
        home, there = urlsplit(self._metadata), urlsplit(url if isinstance(url, str) else "")
        if there.hostname != home.hostname or there.scheme != home.scheme:
            raise ValueError("the keys are elsewhere")
        if there.scheme != "https" and there.hostname not in _LOOPBACK:
            raise ValueError("the keys are not on https")
        return there.geturl()


def _keys(answer: Mapping[str, Any]) -> list[tuple[str, Key]]:
    """Every key of an answer that can be used."""
    listed = answer.get("keys")
    found = []
    for given in listed if isinstance(listed, list) else []:
        if not isinstance(given, dict) or not isinstance(given.get("kid"), str) or given.get("kty") != "RSA":
            continue
        endorsements = given.get("endorsements")
        named = endorsements if isinstance(endorsements, list) else []
        try:
            key = PyJWK.from_dict(given, algorithm="RS256")
        except PyJWTError:
            continue
        found.append((given["kid"], Key(key, frozenset(name for name in named if isinstance(name, str)))))
    if not found:
        raise ValueError("no keys")
    return found
