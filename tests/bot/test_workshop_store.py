"""Workshops in the database, on both kinds: nothing lost, nothing twice, over in a day, gone with the setting."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.store.backup import back_up, keys_beside, restore
from bot.store.schema import keys, workshop_acts, workshop_posts, workshops
from bot.store.store import Store
from bot.store.times import ms
from bot.turns import Message, Turns
from bot.workshops import Conducting, Workshops
from dialogs.conversation import Coach
from dialogs.messages import Chose, Event, Said
from dialogs.privacy import Keeping
from dialogs.workshop.course import LASTS
from dialogs.workshop.saving import restored, saved
from knowledge.library import Library
from tests.bot.workshop import code_in
from tests.databases import KINDS, address

NOW = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
MASTER = bytes(range(32))


class Replica:
    """The door and the work of one replica, without HTTP."""

    def __init__(self, url: str, library: Library) -> None:
        self.store = Store(url, (MASTER,))
        self.turns = Turns(Coach(library, Keeping(90)), self.store.conversations)
        conducting = Conducting(library, "", lambda: dt.datetime.now(dt.UTC))
        self.work = Workshops(self.store.workshops, conducting, self.turns, None, lambda _: None)
        self._number = 0

    async def say(self, who: str, event: Event) -> None:
        self._number += 1
        message = Message(f"test:{who}", who, f"{id(self)}:{self._number}", event, facilitates=who == "boss")
        await self.turns.take(message)

    async def seen(self, who: str) -> str:
        return "\n".join(m.body or "" for m in await self.store.conversations.log(f"test:{who}", 0, 1000) if m.reply)


@pytest.fixture
async def replicas(url: str, library: Library) -> AsyncIterator[list[Replica]]:
    made = [Replica(url, library) for _ in range(1 if url.startswith("sqlite") else 2)]
    yield made
    for replica in made:
        await replica.store.close()


async def opened(replica: Replica) -> str:
    await replica.say("boss", Said("set up a workshop: courage, 1 round"))
    await replica.say("boss", Said("open the workshop"))
    await replica.work.once()
    return code_in(await replica.seen("boss"))


async def test_two_replicas_take_in_and_bring_each_thing_once(replicas: list[Replica]) -> None:
    code = await opened(replicas[0])
    people = [f"p{number}" for number in range(12)]
    await asyncio.gather(
        *(replicas[i % len(replicas)].say(who, Said(f"join {code} as {who}")) for i, who in enumerate(people))
    )
    await asyncio.gather(*(replica.work.once() for replica in replicas * 3))
    for replica in replicas:
        await replica.work.once()
    for who in people:
        assert (await replicas[0].seen(who)).count(f"You are {who} here.") == 1
    assert "12 people" in await replicas[0].seen("boss")
    for table in (workshop_acts, workshop_posts):
        assert await replicas[0].store.database.run(lambda c, t=table: c.execute(select(t)).all()) == []


async def test_a_crash_between_taking_in_and_bringing_loses_nothing(
    replicas: list[Replica], url: str, library: Library
) -> None:
    one = replicas[0]
    code = await opened(one)
    await one.say("ann", Said(f"join {code} as Ann Bell"))
    await one.store.workshops.work(one.work._conducting)  # noqa: SLF001 - and then it dies
    posts = await one.store.database.run(lambda c: c.execute(select(workshop_posts)).all())
    assert posts
    assert all("Ann Bell" not in post.says for post in posts)  # sealed; no space stands in base64 by chance
    await one.store.workshops.claim(0, 1, 80)  # claimed by the dead one, for a millisecond
    after = Replica(url, library)
    await after.work.once()
    await after.work.once()
    assert (await after.seen("ann")).count("You are Ann Bell here.") == 1
    await after.store.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_it_goes_on_in_a_database_that_was_restored(
    replicas: list[Replica], url: str, kind: str, library: Library, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    code = await opened(replicas[0])
    await replicas[0].say("ann", Said(f"join {code} as Ann"))
    await replicas[0].store.workshops.work(replicas[0].work._conducting)  # noqa: SLF001 - and nothing is brought yet
    file = tmp_path / "backup.gz"
    back_up(url, file)
    fresh = tmp_path / "restored.sqlite"
    target = f"sqlite:///{fresh}" if kind == "sqlite" else address(request.getfixturevalue("postgres").database())
    assert restore(target, file, keys_beside(file), [MASTER])[1] == 0
    after = Replica(target, library)
    await after.work.once()
    for number in range(4):
        await after.say(f"p{number}", Said(f"join {code} as P{number}"))
        await after.work.once()
        assert (await after.seen(f"p{number}")).count(f"You are P{number} here.") == 1
    assert (await after.seen("ann")).count("You are Ann here.") == 1
    assert "5 people" in await after.seen("boss")
    await after.store.close()


async def test_it_is_over_in_a_day_and_gone_with_its_key_after_the_setting(replicas: list[Replica]) -> None:
    one = replicas[0]
    code = await opened(one)
    await one.say("ann", Said(f"join {code} as Ann"))
    await one.work.once()
    conducting = one.work._conducting  # noqa: SLF001 - the worker asks once a minute
    await one.store.workshops.end_overdue(ms(dt.datetime.now(dt.UTC) - LASTS), conducting)
    await one.work.once()
    assert "The workshop is over" not in await one.seen("ann")
    long_ago = ms(dt.datetime.now(dt.UTC) - LASTS) - 1000
    await one.store.database.run(lambda c: c.execute(update(workshops).values(began_at=long_ago)))
    await one.store.workshops.end_overdue(ms(dt.datetime.now(dt.UTC) - LASTS), conducting)
    await one.work.once()
    assert "The workshop is over" in await one.seen("ann")
    name = await one.store.database.run(lambda c: c.execute(select(workshops.c.id, workshops.c.over)).one())
    assert name.over
    owners = select(keys.c.owner)
    assert name.id in await one.store.database.run(lambda c: c.execute(owners).scalars().all())
    await one.store.retention.drop_older(ms(dt.datetime.now(dt.UTC)) + 1000, 0)
    assert await one.store.database.run(lambda c: c.execute(select(workshops)).all()) == []
    assert name.id not in await one.store.database.run(lambda c: c.execute(owners).scalars().all())
    await one.say("ann", Chose("do/workshop#ready@0.ended"))
    await one.work.once()
    assert "You are not in a workshop now" in await one.seen("ann")


def test_a_saved_workshop_of_every_version_can_be_read() -> None:
    for file in sorted((Path(__file__).parent.parent / "saved_states" / "workshops").glob("*.json")):
        workshop = restored(file.read_text(encoding="utf-8"))
        assert restored(saved(workshop)) == workshop
        assert workshop.in_round
        assert workshop.here
