"""A workshop of 200 people in 50 groups on PostgreSQL with two replicas, and a channel that throttles as Teams does.

`python -m benchmarks.workshop [--people 200] [--rate 50]` sets it up over real HTTP, half of the people at each replica
and goes through one round. A row for each step: the time from “next” to the last card, cards missing, cards at a wrong
person. Exit code 1 where a card is missing or wrong, or a step takes longer than 8 s.
"""

import argparse
import asyncio
import itertools
import json
import re
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector, web

from tests.bot.workshop import code_in
from tests.databases import Postgres
from tests.serving import Server, offered_in, text_of

LIMIT = 8.0  # seconds from "next" to the last card
STEPS = (("Start round 1", "Round 1"), ("Next step", "Round 1"), ("Next step", "Round 1"), ("Next step", "Round 1"))
_PATIENCE = 60.0


class Service:
    """The channel's side: takes so many requests a second and refuses the rest with 429 and when to come again."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._room = float(rate)
        self._filled = time.monotonic()
        self.got: dict[str, list[tuple[float, dict[str, Any]]]] = defaultdict(list)
        self.refused = 0

    async def start(self) -> str:
        """Serve; the address."""
        app = web.Application()
        app.router.add_post("/v3/conversations/{id}/activities/{reply}", self._take)
        app.router.add_post("/v3/conversations/{id}/activities", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """No more."""
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        now = time.monotonic()
        self._room = min(self._rate, self._room + (now - self._filled) * self._rate)
        self._filled = now
        if self._room < 1:
            self.refused += 1
            return web.Response(status=429, headers={"Retry-After": "1"})
        self._room -= 1
        body = json.loads(await request.read())
        if body["type"] == "message":
            self.got[request.match_info["id"]].append((now, body))
        return web.json_response({"id": "kept"})


class Crowd:
    """People, each with a conversation of their own, at one of the replicas."""

    def __init__(self, http: ClientSession, replicas: Sequence[Server], service: Service, address: str) -> None:
        self._http, self._replicas, self._service, self._address = http, replicas, service, address
        self._next = itertools.cycle(replicas)
        self._at: dict[str, Server] = {}

    async def say(self, who: str, text: str, value: object = None) -> None:
        """Somebody's message; their conversation stays at one replica, as with a proxy that is faithful."""
        server = self._at.setdefault(who, next(self._next))
        activity = {
            "type": "message",
            "id": uuid.uuid4().hex,
            "channelId": "msteams",
            "serviceUrl": self._address,
            "from": {"id": f"29:{who}", "name": who},
            "recipient": {"id": "28:bot", "name": "CVF coach"},
            "conversation": {"id": f"a:{who}", "conversationType": "personal"},
            "text": text,
            "value": value,
        }
        async with self._http.post(f"{server.url}/api/messages", json=activity) as response:
            assert response.status == 200, await response.text()

    def seen(self, who: str) -> list[tuple[float, str]]:
        """What somebody was shown, and when."""
        return [(at, text_of(body)) for at, body in self._service.got[f"a:{who}"]]

    def button(self, who: str, label: str) -> dict[str, str]:
        """The value of a button shown to somebody."""
        for _, body in reversed(self._service.got[f"a:{who}"]):
            offered = offered_in(body)
            if label in offered:
                return {"choose": offered[label]}
        raise AssertionError(f"{who} has no {label}")

    async def until(self, who: str, words: str, since: float) -> float:
        """When somebody was shown a message with these words."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            for at, text in self.seen(who):
                if at >= since and words in text:
                    return at
            await asyncio.sleep(0.05)
        return float("inf")


async def run(people: int, rate: int) -> int:
    """Print the rows; the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        postgres = Postgres(Path(folder) / "postgres")
        settings = {"CVF_DATABASE_URL": postgres.database(), "CVF_PLAYGROUND": "1"}
        places = [Path(folder) / name for name in ("a", "b")]
        for place in places:
            place.mkdir()
        try:
            with Server(places[0], **settings) as one, Server(places[1], **settings) as other:
                service = Service(rate)
                address = await service.start()
                async with ClientSession(connector=TCPConnector(limit=50)) as http:
                    worst = await _workshop(Crowd(http, (one, other), service, address), service, people)
                await service.stop()
        finally:
            postgres.stop()
    return int(worst > LIMIT)


async def _workshop(crowd: Crowd, service: Service, people: int) -> float:
    names = [f"P{number:03}" for number in range(1, people + 1)]
    started = time.monotonic()
    await crowd.say("boss", "set up a workshop: courage, groups of four, 1 round")
    await crowd.until("boss", "Observers", started)
    await crowd.say("boss", "", crowd.button("boss", "Open the workshop"))
    await crowd.until("boss", "Code to join", started)
    code = next(code_in(text) for _, text in reversed(crowd.seen("boss")) if "Code to join" in text)
    await asyncio.gather(*(crowd.say(name, f"join {code} as {name}") for name in names))
    here = [await crowd.until(name, f"You are {name} here.", started) for name in names]
    await crowd.until("boss", f"{people} people", started)
    print(f"{'joined':32} {people:4} people  {max(here) - started:5.1f} s  {service.refused} refused by the channel")
    worst = 0.0
    for number, (label, words) in enumerate(STEPS, 1):
        service.refused = 0
        value, since = crowd.button("boss", label), time.monotonic()
        await crowd.say("boss", "", value)
        came = [await crowd.until(name, words, since) for name in names]
        missing = sum(at == float("inf") for at in came)
        wrong = sum(_misplaced(crowd, name, since) for name in names)
        took = max(came) - since
        worst = max(worst, took if not (missing or wrong) else float("inf"))
        print(
            f"{f'step {number}: {label}':32} {people:4} cards  {took:6.1f} s  {missing} missing  {wrong} wrong  "
            f"{service.refused} refused by the channel"
        )
        await asyncio.sleep(2)
    return worst


def _misplaced(crowd: Crowd, name: str, since: float) -> bool:
    """Whether somebody was shown another's card: their own name never stands among those with them."""
    cards = [text for at, text in crowd.seen(name) if at >= since and "Round 1" in text]
    return len(cards) != 1 or name in re.findall(r"P\d{3}", cards[0].partition("With you:")[2].partition("\n")[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=int, default=50, help="requests a second that the channel takes")
    given = parser.parse_args()
    sys.exit(asyncio.run(run(given.people, given.rate)))
