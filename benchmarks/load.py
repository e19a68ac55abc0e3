"""Load on one machine: `python -m benchmarks.load [--seconds 15] [--stored 1000000]`.

Turns a second and their times at 16, 64 and 256 users for SQLite and PostgreSQL; the median turn with a million stored
conversations over that with a thousand; two replicas on PostgreSQL against one. The last two are measured side by side,
turn about in one run: read the ratios. Exit code 1 if the ratio of stored conversations passes its limit. The people
run on the same machine and take their share of it.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from aiohttp import ClientSession, TCPConnector
from sqlalchemy import Connection, create_engine, text

from benchmarks.clients import Person
from tests.databases import Postgres, address, migrated
from tests.serving import Server

ASKED = ("whats lvl 2 ownership", "neg indicators courage", "and level 3?", "how was the interview scored", "help")
USERS = (16, 64, 256)
FEW = 1_000  # stored conversations that many are compared with
MOST = 1.2  # times the median turn with few
ROUNDS = 5  # of what is measured side by side
FREE = {"CVF_MESSAGES_PER_MINUTE": "0"}
_NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
    " SELECT lower(hex(randomblob(16))) AS name FROM numbers",
    "postgresql": "SELECT md5(n::text) AS name FROM generate_series(1, :count) AS n",
}


def fill(url: str, count: int) -> None:
    """Store so many conversations of a question and its answer, in a database with the tables there."""
    engine = create_engine(url)
    with engine.begin() as connection:
        _fill(connection, count)
    if engine.dialect.name == "postgresql":  # as its own housekeeping does in time
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _fill(connection: Connection, count: int) -> None:
    given = {"count": count, "now": time.time_ns() // 1_000_000, "state": "x" * 800, "body": "y" * 400, "no": False}
    numbers = _NUMBERS[connection.dialect.name]
    into_messages = "INSERT INTO messages (conversation, number, activity, reply, body, at, sent)"
    for statement in (
        f"INSERT INTO people (id, seen_at) SELECT name, :now FROM ({numbers}) AS made",  # noqa: S608 - ours
        """INSERT INTO conversations (id, person, state, last, used_at)
        SELECT 'web:' || id, id, :state, 2, :now FROM people""",
        f"{into_messages} SELECT id, 1, 'web:' || person, :no, :body, :now, NOT :no FROM conversations",  # noqa: S608
        f"{into_messages} SELECT id, 2, 'web:' || person, NOT :no, :body, :now, NOT :no FROM conversations",  # noqa: S608
    ):
        connection.execute(text(statement), given)


class Crowd:
    """People who send the next message as soon as the last is answered, shared out among replicas."""

    def __init__(self, http: ClientSession, servers: Sequence[Server], users: int) -> None:
        self._people = [Person(http, servers[number % len(servers)].url) for number in range(users)]

    async def enter(self) -> None:
        """Start their conversations, and warm up."""
        await asyncio.gather(*(person.enter() for person in self._people))
        await self.press_on(1)

    async def press_on(self, seconds: float) -> list[float]:
        """The time of each turn, in milliseconds."""
        times: list[float] = []
        end = time.perf_counter() + seconds

        async def talk(person: Person) -> None:
            number = 0
            while (before := time.perf_counter()) < end:
                assert await person.send(ASKED[number % len(ASKED)]) == 200
                times.append((time.perf_counter() - before) * 1000)
                number += 1

        await asyncio.gather(*map(talk, self._people))
        return times


class Bench:
    """Servers on databases of their own, and what is measured on them."""

    def __init__(self, http: ClientSession, stack: ExitStack, seconds: float) -> None:
        self._http, self._stack, self._seconds = http, stack, seconds
        self._postgres = Postgres(self._folder())
        stack.callback(self._postgres.stop)

    def _folder(self) -> Path:
        return Path(self._stack.enter_context(tempfile.TemporaryDirectory()))

    def servers(self, kind: str, stored: int = 0, replicas: int = 1) -> list[Server]:
        """Replicas on a new database of this kind, with so many conversations in it."""
        folder = self._folder()
        if kind == "sqlite":
            url, settings = f"sqlite:///{folder / 'cvf.sqlite'}", FREE
        else:
            given = self._postgres.database()
            url, settings = address(given), FREE | {"CVF_DATABASE_URL": given}
        migrated(url)
        if stored:
            fill(url, stored)
        return [self._stack.enter_context(Server(self._folder() if n else folder, **settings)) for n in range(replicas)]

    async def rates(self, kind: str) -> None:
        """Turns a second and their times, by users."""
        servers = self.servers(kind)
        for users in USERS:
            crowd = Crowd(self._http, servers, users)
            await crowd.enter()
            times = await crowd.press_on(self._seconds)
            cuts = statistics.quantiles(times, n=100)
            print(
                f"{kind:10}  {users:4} users  {len(times) / self._seconds:5.0f} turns/s  "
                f"p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  p99 {cuts[98]:6.1f} ms",
                flush=True,
            )
        for server in servers:
            server.stop()

    async def stored(self, kind: str, many: int) -> bool:
        """Whether the median turn hardly depends on how much is stored."""
        both = [self.servers(kind, count) for count in (FEW, many)]
        few, lots = await self._turn_about(both, USERS[0])
        ratio = statistics.median(lots) / statistics.median(few)
        fine = ratio <= MOST
        print(
            f"{kind:10}  p50 with {FEW:,} stored {statistics.median(few):.1f} ms, with {many:,} "
            f"{statistics.median(lots):.1f} ms: {ratio:.2f}  at most {MOST}  {'ok' if fine else 'TOO SLOW'}",
            flush=True,
        )
        for server in (*both[0], *both[1]):
            server.stop()
        return fine

    async def replicas(self) -> None:
        """Two on one PostgreSQL against one."""
        both = [self.servers("postgresql", replicas=count) for count in (1, 2)]
        one, two = await self._turn_about(both, USERS[1])
        print(
            f"postgresql  {USERS[1]:4} users  two replicas {len(two) / len(one):.2f} times the turns of one, "
            f"p50 {statistics.median(two):.1f} and {statistics.median(one):.1f} ms",
            flush=True,
        )
        for server in (*both[0], *both[1]):
            server.stop()

    async def _turn_about(self, each: Sequence[list[Server]], users: int) -> list[list[float]]:
        crowds = [Crowd(self._http, servers, users) for servers in each]
        for crowd in crowds:
            await crowd.enter()
        times: list[list[float]] = [[] for _ in crowds]
        for number in range(ROUNDS):
            order = list(zip(crowds, times, strict=True))
            for crowd, kept in order if number % 2 else order[::-1]:
                kept.extend(await crowd.press_on(self._seconds / ROUNDS))
        return times


async def run(seconds: float, many: int) -> bool:
    """Measure and print; whether the limit was kept."""
    with ExitStack() as stack:
        async with ClientSession(connector=TCPConnector(limit=0)) as http:
            bench = Bench(http, stack, seconds)
            for kind in _NUMBERS:
                await bench.rates(kind)
            await bench.replicas()
            fine = [await bench.stored(kind, many) for kind in _NUMBERS]
    return all(fine)


def main() -> int:
    """Run it, and say how it went by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="of each measurement")
    parser.add_argument("--stored", type=int, default=1_000_000, help="conversations that are many")
    given = parser.parse_args()
    return 0 if asyncio.run(run(given.seconds, given.stored)) else 1


if __name__ == "__main__":
    sys.exit(main())
