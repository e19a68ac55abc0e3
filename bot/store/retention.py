"""Deletes what is overdue."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, not_, select, union, update

from bot.store.conversations import clean
from bot.store.engine import Database
from bot.store.keys import Keys
from bot.store.schema import (
    conversations,
    credentials,
    examples,
    heard,
    keys,
    messages,
    people,
    practices,
    questions,
    received,
    workshop_acts,
    workshop_posts,
    workshops,
)
from bot.store.times import ms, now_ms


@dataclass(frozen=True)
class Due:
    """A conversation whose state holds something overdue."""

    conversation: str
    state: str
    last: int


class Retention:
    """Finds and deletes it."""

    def __init__(self, database: Database, own_keys: Keys | None = None) -> None:
        self._database = database
        self._keys = own_keys or Keys()

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in SQLite's files."""
        await self._database.scrub()

    async def due(self, now: int) -> list[Due]:
        """Conversations whose state holds something overdue."""
        query = select(conversations).where(conversations.c.due_at <= now)

        def operation(connection: Connection) -> list[Due]:
            rows = connection.execute(query).all()
            seals = {row.person: self._keys.to_read(connection, row.person) for row in rows}
            return [Due(row.id, seals[row.person].opened(row.state), row.last) for row in rows]

        return await self._database.run(operation)

    async def prune(self, overdue: Due, state: str, due: dt.datetime | None, clean_since: dt.datetime | None) -> bool:
        """Put a state without what is overdue; False if the conversation has moved on meanwhile."""
        here = and_(conversations.c.id == overdue.conversation, conversations.c.last == overdue.last)

        def operation(connection: Connection) -> bool:
            owner = connection.execute(select(conversations.c.person).where(here)).scalar()
            if owner is None:
                return False
            kept = self._keys.to_write(connection, owner).sealed(state)
            values = {"state": kept, "due_at": ms(due) if due else None}
            pruned = connection.execute(update(conversations).where(here).values(values)).rowcount == 1
            if pruned and clean_since:
                clean(connection, overdue.conversation, clean_since)
            return pruned

        return await self._database.run(operation, overdue.conversation)

    async def drop_older(self, before: int, unused_before: int) -> int:
        """Delete what is from before a time, people not seen since, examples long unused, and keys of nothing.

        The rows deleted.
        """
        written = (conversations, practices, examples, questions, heard, received, workshop_acts, workshop_posts)
        owners = union(*(select(table.c.person) for table in written), select(workshops.c.id))

        def operation(connection: Connection) -> int:
            rows = 0
            for statement in (
                delete(messages).where(messages.c.at < before),
                delete(practices).where(practices.c.at < before),
                delete(heard).where(heard.c.at < before),
                delete(received).where(received.c.at < before),
                delete(workshops).where(workshops.c.began_at < before),
                delete(questions).where(questions.c.asked_at < before),
                delete(examples).where(examples.c.used_at < unused_before),
                delete(conversations).where(conversations.c.used_at < before),
                delete(credentials).where(credentials.c.expires_at < now_ms()),
                delete(people).where(people.c.seen_at < before),
                delete(keys).where(not_(keys.c.owner.in_(owners))),
            ):
                rows += connection.execute(statement).rowcount
            return rows

        return await self._database.run(operation)
