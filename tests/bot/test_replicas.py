"""Several replicas on one PostgreSQL: each reply is sent once, in order, whoever made it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store.store import Store
from bot.turns import LaterError, Message, Turns
from dialogs.conversation import Coach
from dialogs.messages import Reply, Said
from dialogs.privacy import Keeping
from knowledge.library import Library
from tests.databases import Postgres, address, migrated


@pytest.fixture
async def stores(postgres: Postgres) -> AsyncIterator[list[Store]]:
    url = migrated(address(postgres.database()))
    both = [Store(url), Store(url)]
    yield both
    for store in both:
        await store.close()


def said(activity: str, conversation: str = "msteams:1") -> Message:
    return Message(conversation, "someone", activity, Said("courage"), address="somewhere")


async def test_what_one_replica_leaves_while_another_sends_is_sent_by_that_one(
    library: Library, stores: list[Store]
) -> None:
    first, second = (Turns(Coach(library, Keeping(90)), store.conversations) for store in stores)
    sent: list[tuple[str, int]] = []
    begun, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(number: int, _: Reply) -> None:
        begun.set()
        await go_on.wait()
        sent.append(("first", number))
        if len(sent) == 2:
            done.set()

    async def fast(number: int, _: Reply) -> None:
        sent.append(("second", number))

    sending = asyncio.create_task(first.take(said("a"), slow))
    await begun.wait()
    await second.take(said("b"), fast)
    assert sent == []  # the first has the conversation, and what comes later must not overtake
    go_on.set()
    await sending
    async with asyncio.timeout(10):
        await done.wait()
    assert sent == [("first", 2), ("first", 4)]


async def test_messages_of_one_conversation_at_both_replicas_are_each_answered_once(
    library: Library, stores: list[Store]
) -> None:
    replicas = [Turns(Coach(library, Keeping(90)), store.conversations) for store in stores]
    sent: list[int] = []
    done = asyncio.Event()

    async def deliver(number: int, _: Reply) -> None:
        await asyncio.sleep(0)
        sent.append(number)
        if len(sent) == 8:
            done.set()

    await asyncio.gather(*(replicas[n % 2].take(said(f"a{n}"), deliver) for n in range(8)))
    async with asyncio.timeout(10):
        await done.wait()
    assert sent == sorted(set(sent))


async def test_a_replica_that_cannot_send_leaves_it_to_whoever_comes_next(
    library: Library, stores: list[Store]
) -> None:
    first, second = (Turns(Coach(library, Keeping(90)), store.conversations) for store in stores)
    sent: list[int] = []

    async def away(_: int, __: Reply) -> None:
        raise LaterError

    async def deliver(number: int, _: Reply) -> None:
        sent.append(number)

    await first.take(said("a"), away)
    await stores[0].database.alive()
    await second.take(said("b"), deliver)
    assert sent == [2, 4]
