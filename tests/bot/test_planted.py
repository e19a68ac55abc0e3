"""A planted sentence in the raw files of both engines: gone after deletion, never there where answers are sealed."""

import datetime as dt
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from bot.store.keys import Keys, LostKeyError
from bot.store.schema import conversations, examples, messages, practices
from bot.store.store import Store
from bot.sweeping import sweep
from bot.turns import Message, Turns
from dialogs.conversation import Coach
from dialogs.messages import Said
from dialogs.privacy import Keeping
from knowledge.library import Library
from tests.databases import Postgres, address, migrated
from tests.dialogs.practising import CARE_HOME

PLANTED = "The heron stood by the lock at Saltaire."
ANSWER = f"{CARE_HOME} {PLANTED}"
SAID = ("practise compassion, 1 question", ANSWER, "that's all", "skip", "check this example: " + ANSWER, "keep it")
MASTER = secrets.token_bytes(32)


class Kept:
    """A database, and every byte of the files that it lies in."""

    def __init__(self, url: str, folder: Path, flush: Callable[[], None]) -> None:
        self.url, self._folder, self._flush = url, folder, flush

    def holds(self, words: str = PLANTED) -> bool:
        self._flush()
        sought = words.encode()
        return any(sought in path.read_bytes() for path in self._folder.rglob("*") if path.is_file())


@pytest.fixture
def sqlite_kept(tmp_path: Path) -> Kept:
    return Kept(migrated(f"sqlite:///{tmp_path / 'cvf.sqlite'}"), tmp_path, lambda: None)


@pytest.fixture
def postgresql_kept(tmp_path: Path) -> Iterator[Kept]:
    postgres = Postgres(tmp_path / "postgres")
    url = migrated(address(postgres.database()))

    def flush() -> None:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
        engine.dispose()
        os.sync()

    yield Kept(url, tmp_path / "postgres", flush)
    postgres.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest) -> Kept:
    found = request.getfixturevalue(f"{request.param}_kept")
    assert isinstance(found, Kept)
    return found


async def tell(library: Library, store: Store, *said: str) -> None:
    turns = Turns(Coach(library, Keeping(90)), store.conversations)
    for number, words in enumerate(said):
        heard = f'{{"type": "message", "text": "{words}"}}'
        await turns.take(Message("web:ann", "ann", f"{said[0][:9]}{number}", Said(words), heard))


async def test_without_keys_the_sentence_is_gone_from_every_sqlite_file_after_deletion(
    library: Library, sqlite_kept: Kept
) -> None:
    store = Store(sqlite_kept.url)
    await tell(library, store, *SAID)
    assert sqlite_kept.holds()
    await tell(library, store, "delete my data")
    assert not sqlite_kept.holds()
    await store.close()
    assert not sqlite_kept.holds()


async def test_without_keys_the_sentence_is_gone_once_its_time_is_over(library: Library, sqlite_kept: Kept) -> None:
    store = Store(sqlite_kept.url)
    await tell(library, store, *SAID)
    assert sqlite_kept.holds()
    await sweep(store.retention, 90, dt.datetime.now(dt.UTC) + dt.timedelta(days=400))
    assert not sqlite_kept.holds()
    await store.close()


async def test_with_keys_the_sentence_is_never_in_the_files(library: Library, kept: Kept) -> None:
    store = Store(kept.url, [MASTER])
    await tell(library, store, *SAID)
    assert kept.holds("web:ann")  # the files are those that are written
    assert not kept.holds()
    await tell(library, store, "delete my data")
    assert not kept.holds()
    await store.close()


async def test_what_was_copied_before_a_deletion_cannot_be_opened_with_the_keys_that_are_left(
    library: Library, kept: Kept
) -> None:
    store = Store(kept.url, [MASTER])
    await tell(library, store, *SAID)
    columns = [conversations.c.state, messages.c.body, practices.c.answer, practices.c.figures, examples.c.body]
    engine = create_engine(kept.url)
    with engine.begin() as connection:
        copied = [kept for column in columns for kept in connection.execute(select(column)).scalars() if kept]
        opened = [Keys([MASTER]).to_read(connection, "ann").opened(sealed) for sealed in copied]
    assert sum(PLANTED in words for words in opened) > 2
    await tell(library, store, "delete my data")
    await tell(library, store, "courage")  # a new key for what comes after
    with engine.begin() as connection:
        seal = Keys([MASTER]).to_read(connection, "ann")
        for sealed in copied:
            with pytest.raises(LostKeyError):
                seal.opened(sealed)
    engine.dispose()
    await store.close()


def test_sqlite_overwrites_what_is_deleted(sqlite_kept: Kept) -> None:
    """The check can fail: without secure_delete the sentence stays in the file."""
    path = sqlite_kept.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE bare (words TEXT)")
        connection.execute("INSERT INTO bare VALUES (?)", (PLANTED,))
        connection.commit()
        connection.execute("DELETE FROM bare")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert sqlite_kept.holds()
