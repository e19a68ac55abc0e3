"""Faults tried for real, on real servers under load, and whether anything acknowledged is lost or said twice.

`python -m benchmarks.faults [--kills 100] [--only NAME]` prints a row for each fault. A message is acknowledged by the
status 200; it is lost where the log has it not, or without a reply behind it. It is repeated where the log has it
twice. A crash between sending and marking may send one reply again under its number (DESIGN 3): clients drop it, and
it is counted apart. Exit code 1 where something was lost or repeated.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, CookieJar, TCPConnector
from sqlalchemy import create_engine

from benchmarks.clients import Person
from bot.store.schema import conversations
from tests.conftest import ROOT
from tests.databases import Postgres
from tests.serving import Channel, Server

USERS = 16
SAID = ("whats lvl 2 ownership", "and level 3?", "neg indicators courage", "help", "what is integrity")
OK = 200
_FREE = {"CVF_MESSAGES_PER_MINUTE": "0"}


@dataclass
class Row:
    """What became of the messages under a fault."""

    name: str
    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    repeated: int = 0
    sent_again: int = 0
    note: str = ""


@dataclass
class Talker:
    """Somebody who sends a message under its name until it is acknowledged, as the page does."""

    person: Person
    row: Row
    kept: list[str] = field(default_factory=list)

    async def say(self, text: str, patience: float = 60) -> None:
        """Send until it is acknowledged or patience is over."""
        name = uuid.uuid4().hex
        self.row.sent += 1
        until = time.monotonic() + patience
        while time.monotonic() < until:
            try:
                if await self.person.send(text, name) == OK:
                    self.row.acknowledged += 1
                    self.kept.append(name)
                    return
            except (ClientError, OSError, TimeoutError):
                pass
            await asyncio.sleep(0.1)

    async def count(self) -> None:
        """Compare the log with what was acknowledged."""
        self.person.watermark = ""
        names: list[str] = []
        answered: set[str] = set()
        ids: list[str] = []
        for activity in await self.person.read():
            ids.append(activity["id"])
            if activity["from"].get("role") == "user":
                names.append(activity["channelData"]["clientActivityID"])
            elif names:
                answered.add(names[-1])
        self.row.lost += sum(name not in answered for name in self.kept)
        self.row.repeated += sum(times - 1 for times in (Counter(names) + Counter(ids)).values())


@asynccontextmanager
async def talkers(url: str, row: Row, many: int = USERS) -> AsyncIterator[list[Talker]]:
    """People who have come in; counted at the end."""
    async with ClientSession(connector=TCPConnector(limit=0), cookie_jar=CookieJar(unsafe=True)) as http:
        people = []
        for _ in range(many):
            http.cookie_jar.clear()
            person = Person(http, url)
            await person.enter()
            people.append(Talker(person, row))
        yield people
        await asyncio.gather(*(talker.count() for talker in people))


async def going(people: list[Talker], over: asyncio.Event) -> None:
    """Everybody talks until it is over."""

    async def talk(talker: Talker) -> None:
        number = 0
        while not over.is_set() and number < MOST_SAID:
            await talker.say(SAID[number % len(SAID)])
            number += 1
            await asyncio.sleep(PAUSE)

    await asyncio.gather(*map(talk, people))


PAUSE, MOST_SAID = 0.5, 95  # seconds between messages; a log is read in pages of 200


async def killed(row: Row, folder: Path, kills: int) -> None:
    """The process is killed at random moments and started again."""
    with Server(folder, **_FREE) as server:
        done = 0
        while done < kills:
            async with talkers(server.url, row) as people:
                over = asyncio.Event()
                talking = asyncio.create_task(going(people, over))
                for _ in range(min(20, kills - done)):
                    await asyncio.sleep(random.uniform(0.05, 1.0))  # noqa: S311 - a moment, no secret
                    await asyncio.to_thread(server.kill)
                    await asyncio.to_thread(server.start)
                    done += 1
                over.set()
                await talking
    row.note = f"{kills} times"


async def database_killed(row: Row, folder: Path, _: int) -> None:
    """PostgreSQL is killed and started again, three times."""
    postgres = Postgres(folder / "postgres")
    data = folder / "postgres"
    with Server(folder, CVF_DATABASE_URL=postgres.database(), **_FREE) as server:
        async with talkers(server.url, row) as people:
            over = asyncio.Event()
            talking = asyncio.create_task(going(people, over))
            for _ in range(3):
                await asyncio.sleep(2)
                pid = int((data / "postmaster.pid").read_text().splitlines()[0])
                for process in (pid, *_children(pid)):
                    with suppress(ProcessLookupError):  # it has ended by itself
                        os.kill(process, signal.SIGKILL)
                await asyncio.sleep(1)
                postgres = await asyncio.to_thread(_started_again, postgres, data)
            over.set()
            await talking
    postgres.stop()
    row.note = "3 times"


def _started_again(killed: Postgres, data: Path) -> Postgres:
    with suppress(Exception):  # the wheel forgets its server, and finds nobody to stop
        killed.stop()
    (data / "postmaster.pid").unlink(missing_ok=True)
    return Postgres(data)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


async def disk_full(row: Row, folder: Path, _: int) -> None:
    """The disk of the SQLite file fills up, and is freed."""
    disk = folder / "disk"
    disk.mkdir()
    if await _ran("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)):
        row.note = "not tried: a small disk can only be mounted by root"
        return
    try:
        with Server(folder, CVF_DATABASE=str(disk / "cvf.sqlite"), **_FREE) as server:
            async with talkers(server.url, row) as people:
                over = asyncio.Event()
                talking = asyncio.create_task(going(people, over))
                await asyncio.sleep(2)
                filler = disk / "filler"
                with suppress(OSError), filler.open("wb", buffering=0) as filling:
                    while True:
                        filling.write(b"x" * 4096)
                await asyncio.sleep(4)
                seen = row.acknowledged
                await asyncio.sleep(1)
                row.note = f"{row.acknowledged - seen} acknowledged in its last second"
                filler.unlink()
                await asyncio.sleep(1)
                over.set()
                await talking
    finally:
        await _ran("umount", str(disk))


async def _ran(*command: str) -> int | None:
    process = await asyncio.create_subprocess_exec(*command)
    return await process.wait()


async def slow_channel(row: Row, folder: Path, _: int) -> None:
    """A channel that refuses with 429 and 503, and in between is away."""
    with Server(folder, CVF_PLAYGROUND="1") as server:
        async with ClientSession() as http, Channel(http, server.url) as channel:
            got: Counter[int] = Counter()
            for number in range(40):
                channel.answers = [random.choice((429, 503, 502)) for _ in range(random.randrange(4))]  # noqa: S311
                row.sent += 1
                row.acknowledged += await channel.send(channel.activity(text=SAID[number % len(SAID)])) == OK
            async with asyncio.timeout(90):
                while len(got) < row.acknowledged:
                    got[(await channel.got.get())["channelData"]["number"]] += 1
            row.lost = row.acknowledged - len(got)
            row.sent_again = sum(times - 1 for times in got.values())


async def five_times(row: Row, folder: Path, _: int) -> None:
    """Every message comes five times at once."""
    with Server(folder, **_FREE) as server:
        async with talkers(server.url, row) as people:
            for number in range(20):
                await asyncio.gather(*(_five(talker, SAID[number % len(SAID)]) for talker in people))


async def _five(talker: Talker, text: str) -> None:
    name = uuid.uuid4().hex
    talker.row.sent += 1
    statuses = await asyncio.gather(*(talker.person.send(text, name) for _ in range(5)))
    if OK in statuses:
        talker.row.acknowledged += 1
        talker.kept.append(name)


async def two_replicas(row: Row, folder: Path, _: int) -> None:
    """One conversation's messages at two replicas at once."""
    postgres = Postgres(folder / "postgres")
    url = postgres.database()
    (folder / "second").mkdir()
    settings = {"CVF_DATABASE_URL": url, **_FREE}
    with Server(folder, **settings) as first, Server(folder / "second", **settings) as second:
        async with talkers(first.url, row, 8) as people:
            for number in range(40):
                said = [_at_both(talker, second.url, SAID[number % len(SAID)]) for talker in people]
                await asyncio.gather(*said)
    postgres.stop()


async def _at_both(talker: Talker, other: str, text: str) -> None:
    here = talker.person
    there = Talker(Person(here.http, other, here.person, here.headers), talker.row, talker.kept)
    await asyncio.gather(talker.say(text), there.say(text))


async def clock_set_back(row: Row, folder: Path, _: int) -> None:
    """The machine's clock goes back a day between two starts, and forward again."""
    if not shutil.which("faketime"):
        row.note = "not tried: faketime is not installed"
        return
    server = Server(folder, **_FREE)
    with server:
        async with talkers(server.url, row, 4) as people:
            for clock in ("", "-1d", ""):
                await asyncio.to_thread(server.stop)
                os.environ.pop("FAKETIME", None)
                os.environ.pop("LD_PRELOAD", None)
                if clock:
                    asked = ("faketime", "-f", clock, "printenv", "LD_PRELOAD")
                    asking = await asyncio.create_subprocess_exec(*asked, stdout=asyncio.subprocess.PIPE)
                    library, _errors = await asking.communicate()
                    os.environ |= {"FAKETIME": clock, "LD_PRELOAD": library.decode().strip()}
                await asyncio.to_thread(server.start)
                for text in SAID:
                    await asyncio.gather(*(talker.say(text) for talker in people))
            os.environ.pop("FAKETIME", None)
            os.environ.pop("LD_PRELOAD", None)


async def former_states(row: Row, folder: Path, _: int) -> None:
    """Conversations in the middle of what a former version saved."""
    with Server(folder, **_FREE) as server:
        async with talkers(server.url, row, 0) as people:
            http = ClientSession(cookie_jar=CookieJar(unsafe=True))
            for saved in sorted((ROOT / "tests" / "saved_states").glob("*.json")):
                http.cookie_jar.clear()
                person = Person(http, server.url)
                await person.enter()
                engine = create_engine(f"sqlite:///{folder / 'cvf.sqlite'}")
                with engine.begin() as connection:
                    here = conversations.c.id == f"web:{person.person}"
                    connection.execute(conversations.update().where(here).values(state=saved.read_text()))
                engine.dispose()
                people.append(Talker(person, row))
                await people[-1].say("and level 3?")
                await people[-1].say("help")
            for talker in people:
                await talker.count()
            people.clear()
            await http.close()
        if '"event": "state"' in server.log.read_text():
            row.lost += 1
            row.note = "a state could not be read"


FAULTS: dict[str, Callable[[Row, Path, int], Awaitable[None]]] = {
    "kill -9 under load": killed,
    "PostgreSQL killed under load": database_killed,
    "disk full": disk_full,
    "slow channel": slow_channel,
    "the same five times at once": five_times,
    "two replicas at once": two_replicas,
    "clock set back": clock_set_back,
    "states of former versions": former_states,
}


async def main(kills: int, only: str) -> int:
    """Try each and print; the exit code."""
    print(f"{'fault':32} {'sent':>6} {'acknowledged':>13} {'lost':>5} {'repeated':>9} {'sent again':>11}")
    bad = 0
    for name, fault in FAULTS.items():
        if only not in name:
            continue
        row = Row(name)
        with tempfile.TemporaryDirectory() as folder:
            await fault(row, Path(folder), kills)
        bad += row.lost + row.repeated
        figures = f"{row.sent:6} {row.acknowledged:13} {row.lost:5} {row.repeated:9} {row.sent_again:11}"
        print(f"{name:32} {figures}  {row.note}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--only", default="", help="a part of the name of a fault")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.kills, given.only)))
