"""How much one person and one address may ask for, so that nobody takes the coach from the others."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.channels.web import RefusedError
from bot.settings import Settings

MINUTE = 60.0  # seconds
_MOST = 50_000  # buckets remembered at once: about 10 MB
ENTRIES = 120  # people from one address in a minute: a workshop behind one address comes in at once
GUESSES = 10  # wrong codes from one address in a minute: at 60 bits a code, nobody guesses one
STREAMS = 6  # open streams of one person: a few tabs and devices
ALL_STREAMS = 5_000  # open streams of one server


@dataclass
class _Bucket:
    full: float
    at: float


class Limit:
    """A token bucket for each name: so many a minute, and a minute's worth at once. 0: no limit."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = a_minute
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, name: str) -> None:
        """Take one. Raises RefusedError (429), with the seconds to wait, where there is none left."""
        wait = self._wait(name, take=True)
        if wait:
            raise too_many(wait)

    def check(self, name: str) -> None:
        """The same without taking one."""
        wait = self._wait(name, take=False)
        if wait:
            raise too_many(wait)

    def _wait(self, name: str, *, take: bool) -> int:
        if not self._most:
            return 0
        now = self._clock()
        if len(self._buckets) >= _MOST:
            self._forget(now)
        bucket = self._buckets.setdefault(name, _Bucket(self._most, now))
        gained = max(0.0, now - bucket.at) * self._most / MINUTE
        bucket.full, bucket.at = min(self._most, bucket.full + gained), now
        if bucket.full < 1:
            return math.ceil((1 - bucket.full) * MINUTE / self._most)
        bucket.full -= take
        return 0

    def _forget(self, now: float) -> None:
        """Drop those that are full again, or all where there are none: a flood of names must not fill the memory."""
        self._buckets = {name: bucket for name, bucket in self._buckets.items() if now - bucket.at < MINUTE}
        if len(self._buckets) >= _MOST:
            self._buckets.clear()


def too_many(seconds: int) -> RefusedError:
    """The refusal that says when to come again."""
    return RefusedError(429, "TooMany", f"Too much at once. Try again in {seconds} s.", seconds)


def address_of(request: web.Request, settings: Settings) -> str:
    """Where a request comes from; behind a trusted proxy, the address that the proxy saw."""
    if request.remote in settings.proxies:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or str(request.remote)
    return str(request.remote)
