"""What people wrote is sealed, and nobody can read it once its key is gone."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, select

from bot.store.keys import Keys, LostKeyError, Seal
from bot.store.schema import keys, metadata
from bot.store.store import Store
from bot.turns import Message, Turns
from dialogs.conversation import Coach
from dialogs.messages import Said
from dialogs.privacy import Keeping
from knowledge.library import Library

OLD, NEW = bytes(32), bytes(range(32))
PLANTED = "the greengrocer in Wetherby weighed every pear twice"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    kept = Store(url, [OLD])
    yield kept
    await kept.close()


async def rows(store: Store) -> str:
    def every(connection: Connection) -> str:
        return repr([tuple(row) for table in metadata.sorted_tables for row in connection.execute(select(table))])

    return await store.database.run(every)


async def test_a_sentence_is_never_in_the_tables_and_its_key_goes_with_the_wish(
    library: Library, store: Store, url: str
) -> None:
    turns = Turns(Coach(library, Keeping(90)), store.conversations)
    for number, text in enumerate(("practise courage, 1 question", f"I said that {PLANTED}.", "what is integrity?")):
        heard = f'{{"type": "message", "text": "{text}"}}'
        await turns.take(Message("web:a", "someone", str(number), Said(text), heard))
    assert "Wetherby" not in await rows(store)
    log = await store.conversations.log("web:a", 0, 20)
    assert any("Wetherby" in (message.body or "") for message in log)
    sealed = next(
        row for row in (await store.database.run(lambda c: c.execute(select(metadata.tables["messages"])).all()))
    )

    await turns.take(Message("web:a", "someone", "z", Said("delete my data"), "{}"))

    def still_opens(connection: Connection) -> bool:
        for owner in connection.execute(select(keys.c.owner)).scalars():
            try:
                Keys([OLD]).to_read(connection, owner).opened(sealed.body)
            except LostKeyError:
                continue
            return True
        return False

    assert not await store.database.run(still_opens)
    assert len(await store.conversations.log("web:a", 0, 20)) == 1
    other = Store(url)
    assert await other.keys_missing()
    await other.close()


async def test_keys_are_wrapped_anew_and_the_old_master_is_needed_no_more(store: Store, url: str) -> None:
    sealed = await store.database.run(lambda c: store.keys.to_write(c, "someone").sealed(PLANTED))
    both = Store(url, [NEW, OLD])
    assert await both.keys_missing() == []
    assert await both.database.run(both.keys.rotate) == 1
    assert await both.database.run(both.keys.rotate) == 0
    await both.close()
    new = Store(url, [NEW])
    assert await new.keys_missing() == []
    assert await new.database.run(lambda c: new.keys.to_read(c, "someone").opened(sealed)) == PLANTED
    await new.close()
    with pytest.raises(LostKeyError):
        await store.database.run(lambda c: store.keys.to_read(c, "someone").opened(sealed))


def test_a_seal_is_bound_to_its_owner_and_finds_every_change() -> None:
    sealed = Seal("a", OLD).sealed(PLANTED)
    assert Seal("a", OLD).opened(sealed) == PLANTED
    assert Seal("a", OLD).sealed(PLANTED) != sealed
    for wrong in (Seal("b", OLD), Seal("a", NEW), Seal("a", None)):
        with pytest.raises(LostKeyError):
            wrong.opened(sealed)
    with pytest.raises(LostKeyError):
        Seal("a", OLD).opened(sealed[:-8] + "AAAAAAA=")


def test_what_was_written_before_there_was_a_key_stays_readable_and_nothing_passes_for_sealed() -> None:
    assert Seal("a", OLD).opened(PLANTED) == PLANTED
    assert Seal("a", None).opened(Seal("a", None).sealed(f"\x02{PLANTED}")) == PLANTED
