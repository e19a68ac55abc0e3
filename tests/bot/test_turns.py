"""The one door over real databases of both kinds made by the migrations, with what people wrote sealed and not."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from bot.settings import NotReadyError
from bot.store.conversations import Conversations, Write
from bot.store.engine import Database
from bot.store.prepare import prepare
from bot.store.schema import metadata
from bot.store.store import Store
from bot.store.times import now_ms
from bot.turns import Message, Turns, read_reply
from dialogs.conversation import Coach
from dialogs.messages import Joined, Reply, Said
from dialogs.privacy import Keeping
from dialogs.records import NO_CHANGES
from knowledge.library import Library

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@pytest.fixture(params=[(), (bytes(32),)], ids=["open", "sealed"])
async def everything(url: str, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    kept = Store(url, request.param)
    yield kept
    await kept.close()


@pytest.fixture
def store(everything: Store) -> Conversations:
    return everything.conversations


@pytest.fixture
def turns(library: Library, store: Conversations) -> Turns:
    return Turns(Coach(library, Keeping(90)), store, lambda: NOON)


def said(text: str, activity: str, conversation: str = "test:1") -> Message:
    return Message(conversation, "someone", activity, Said(text), heard=f'{{"text": "{text}"}}')


def test_the_migrations_make_the_tables_that_the_code_uses(url: str) -> None:
    engine = create_engine(url)
    made = inspect(engine)
    assert set(made.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.sorted_tables:
        columns = {(c["name"], str(c["type"]), c["nullable"]) for c in made.get_columns(table.name)}
        assert columns == {(c.name, c.type.compile(engine.dialect), bool(c.nullable)) for c in table.columns}
        indexed = {tuple(index["column_names"]) for index in made.get_indexes(table.name)}
        assert indexed >= {tuple(c.name for c in index.columns) for index in table.indexes}
    engine.dispose()


async def test_a_conversation_goes_on_from_what_was_stored(turns: Turns) -> None:
    await turns.take(said("level 2 ownership", "a"))
    replies = await turns.take(said("and level 3?", "b"))
    assert read_reply(replies[0].body or "").topics == ("competency/take-ownership/level-3",)


async def test_the_same_message_is_answered_once(turns: Turns, store: Conversations) -> None:
    found = await asyncio.gather(*(turns.take(said("courage", "a")) for _ in range(5)))
    assert len({reply.number for replies in found for reply in replies}) == 1
    assert [message.number for message in await store.log("test:1", 0, 10)] == [1, 2]


async def test_a_reply_that_was_not_sent_is_sent_again_and_one_that_was_is_not(turns: Turns) -> None:
    sent: list[int] = []

    async def broken(_: int, __: Reply) -> None:
        raise ConnectionError

    async def working(number: int, _: Reply) -> None:
        sent.append(number)

    with pytest.raises(ConnectionError):
        await turns.take(said("courage", "a"), broken)
    await turns.take(said("courage", "a"), working)
    await turns.take(said("courage", "a"), working)
    assert sent == [2]


async def test_messages_side_by_side_are_all_kept_in_order(turns: Turns, store: Conversations) -> None:
    await asyncio.gather(*(turns.take(said("courage", str(i))) for i in range(20)))
    log = await store.log("test:1", 0, 100)
    assert [message.number for message in log] == list(range(1, 41))
    assert [message.reply for message in log] == [False, True] * 20


async def test_two_replicas_on_one_conversation_lose_nothing(library: Library, url: str) -> None:
    stores = [Store(url), Store(url)]
    replicas = [Turns(Coach(library, Keeping(90)), store.conversations) for store in stores]
    await asyncio.gather(*(replicas[i % 2].take(said("courage", str(i))) for i in range(8)))
    assert len(await stores[0].conversations.log("test:1", 0, 100)) == 16
    for store in stores:
        await store.close()


async def test_a_write_from_an_old_version_is_refused(turns: Turns, store: Conversations) -> None:
    await turns.take(said("courage", "a"))
    for last in (0, 1):
        late = Write("test:1", "someone", "someone", "b", "{}", last, None, ("{}",), sent=True, changes=NO_CHANGES)
        assert await store.commit(late) is None
    assert len(await store.log("test:1", 0, 10)) == 2


async def test_deleting_takes_everything_of_that_person_and_nothing_of_others(
    turns: Turns, store: Conversations
) -> None:
    await turns.take(said("courage", "a", "test:1"))
    await turns.take(said("integrity", "a", "test:2"))
    await turns.take(Message("test:other", "other", "a", Said("compassion"), heard="{}"))
    replies = await turns.take(said("delete my data", "b", "test:1"))
    assert "has been deleted" in (replies[0].body or "")
    assert len(await store.log("test:1", 0, 10)) == 1
    assert await store.of("someone") == ["test:1"]
    assert len(await store.log("test:other", 0, 10)) == 2


async def test_what_is_older_than_the_setting_goes(turns: Turns, store: Conversations, everything: Store) -> None:
    await turns.take(said("courage", "a"))
    assert await everything.retention.drop_older(now_ms() - 60_000, 0) == 0
    assert await everything.retention.drop_older(now_ms() + 1, 0) > 0
    assert await store.of("someone") == []


async def test_one_failing_operation_fails_nobody_else(url: str) -> None:
    database = Database(url)

    def breaks(_: object) -> None:
        raise ZeroDivisionError

    results = await asyncio.gather(
        database.run(breaks), database.run(lambda _: 1), database.run(lambda _: 2), return_exceptions=True
    )
    assert isinstance(results[0], ZeroDivisionError)
    assert results[1:] == [1, 2]
    await database.close()


async def test_a_state_that_cannot_be_read_starts_afresh(
    turns: Turns, store: Conversations, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Write("test:1", "someone", "someone", "a", '{"version": 99}', 0, None, (), sent=True, changes=NO_CHANGES)
    await store.commit(broken)
    replies = await turns.take(said("courage", "b"))
    assert read_reply(replies[0].body or "").kind == "answer"
    assert "state" in caplog.messages


async def test_joining_twice_welcomes_once(turns: Turns) -> None:
    first = await turns.take(Message("test:1", "someone", "joined", Joined()))
    again = await turns.take(Message("test:1", "someone", "joined-again", Joined()))
    assert (len(first), len(again)) == (1, 0)


def test_the_migration_is_a_program_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "new.sqlite"
    for _ in range(2):
        prepare(f"sqlite:///{path}")
    assert path.exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(NotReadyError, match="file"):
        prepare(f"sqlite:///{tmp_path / 'file' / 'new.sqlite'}")
    with pytest.raises(NotReadyError, match="refused"):
        prepare("postgresql+psycopg://nobody@127.0.0.1:1/none")
