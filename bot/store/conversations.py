"""Conversations and their messages: what a turn loads and commits."""

import asyncio
import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    select,
    update,
)

from bot.log import failed
from bot.store import opening
from bot.store import statements as sql
from bot.store.engine import Database
from bot.store.heard import forget_heard, keep_heard
from bot.store.keys import Keys, LostKeyError, Seal
from bot.store.practices import answers_of, keep, person_of
from bot.store.questions import forget_questions, keep_question
from bot.store.schema import conversations, messages
from bot.store.times import ms, now_ms
from bot.store.workshops import forget_acts, keep_acts
from dialogs.records import Answered, Changes, Person

FOREVER = 1 << 62
LEASE = 20_000  # milliseconds that the sending of a conversation is one replica's, from its latest sign of life


@dataclass(frozen=True)
class Stored:
    """A message of a conversation; `number` is its place and never changes."""

    number: int
    activity: str
    reply: bool
    body: str | None
    sent: bool
    at: int


@dataclass(frozen=True)
class Loaded:
    """What a turn starts from. `replies` is None unless this activity was answered before."""

    state: str | None
    last: int
    replies: tuple[Stored, ...] | None
    person: Person
    behind: bool = False  # whether earlier replies were not sent


@dataclass(frozen=True)
class Write:
    """What a turn commits. `heard` is the person's message where the channel shows a log of its own.

    `owner` is whose key it is sealed with: the person's, or the conversation's own where others read it too.
    """

    conversation: str
    person: str
    owner: str
    activity: str
    state: str
    last: int  # the version that the turn started from
    heard: str | None
    replies: tuple[str, ...]
    sent: bool  # whether storing is sending: the channel reads the log
    changes: Changes
    address: str | None = None  # where the channel takes replies
    due: dt.datetime | None = None  # when something in the state has to be deleted


@dataclass(frozen=True)
class Kept:
    """What a turn has kept: its replies, and whether it is for this replica to send them."""

    replies: tuple[Stored, ...]
    ours: bool


class Conversations:
    """Loads and commits turns, and says who sends what they left to send.

    Replicas that share a database have a name each. One that has it alone needs none: all the sending is its own.
    """

    def __init__(self, database: Database, keys: Keys | None = None) -> None:
        self._database = database
        self._keys = keys or Keys()
        self.name = secrets.token_hex(8) if database.shared else None

    async def load(self, conversation: str, activity: str, person: str, owner: str) -> Loaded:
        """The state to start from, and the replies if this activity was answered before."""

        def operation(connection: Connection) -> Loaded:
            rows = connection.execute(sql.FOUND, {"conversation": conversation, "activity": activity}).all()
            own = self._keys.to_read(connection, person)
            who = person_of(connection, person, own)
            if not rows:
                return Loaded(None, 0, None, who)
            seal = own if owner == person else self._keys.to_read(connection, owner)
            try:
                state = seal.opened(rows[0].state)
                kept = [_stored(r, seal) for r in rows if r.number is not None]
            except LostKeyError as error:
                failed("sealed", error)
                return Loaded(None, rows[0].last, None, who)
            replies = tuple(message for message in kept if message.reply) if kept else None
            return Loaded(state, rows[0].last, replies, who, rows[0].behind)

        return await self._database.run(operation, conversation)

    async def commit(self, write: Write) -> Kept | None:
        """Keep a turn, or None if the conversation has moved on meanwhile."""
        kept = await self._database.run(lambda connection: self._commit(connection, write), write.conversation)
        if kept and write.changes.forget:
            await self._database.scrub()
        return kept

    # --- sending

    def mark_sent(self, conversation: str, numbers: Iterable[int]) -> None:
        """Remember that replies reached the channel, with the next commit: later loads see it, nobody waits for it."""
        rows = [{"c": conversation, "n": number} for number in numbers]
        lease = {"conversation": conversation, "me": self.name, "until": now_ms() + LEASE}

        def operation(connection: Connection) -> None:
            connection.execute(sql.SENT, rows)
            if self.name:
                connection.execute(sql.EXTEND, lease)

        self._database.soon(operation, conversation).add_done_callback(_marked)

    def release(self, conversation: str, *, everything: bool) -> "asyncio.Future[bool] | None":
        """Leave the sending of a conversation to others; False where others have left something to send meanwhile.

        `everything`: whether all was sent that was to be; else it is left as it is. None where there are no others.
        """
        if self.name is None:
            return None
        given = {"conversation": conversation, "me": self.name}

        def operation(connection: Connection) -> bool:
            done = connection.execute(sql.RELEASE_ALL_SENT if everything else sql.RELEASE, given).rowcount == 1
            return done or not everything

        return self._database.soon(operation, conversation)

    async def claim(self, conversation: str) -> bool:
        """Whether it is for this replica to send what a conversation was not sent so far."""
        given = {"conversation": conversation, "me": self.name, "now": now_ms(), "until": now_ms() + LEASE}
        return await self._database.run(
            lambda connection: connection.execute(sql.CLAIM, given).rowcount == 1, conversation
        )

    async def unsent(self, conversation: str) -> list[Stored]:
        """The replies of a conversation that still have to go out, in order."""
        return await self._read(conversation, sql.UNSENT, {"conversation": conversation})

    # --- reading

    async def log(self, conversation: str, after: int, most: int) -> list[Stored]:
        """The messages after a number, in order."""
        return await self._read(conversation, sql.LOG, {"conversation": conversation, "after": after, "most": most})

    async def last(self, conversation: str) -> int:
        """The number of the newest message, 0 where there is none."""
        query = select(func.max(messages.c.number)).where(messages.c.conversation == conversation)
        return await self._database.run(lambda connection: connection.execute(query).scalar() or 0, conversation)

    async def moved(self, since: int) -> dict[str, int]:
        """Conversations that were used since a time, with the number of their newest message."""
        query = select(conversations.c.id, conversations.c.last).where(conversations.c.used_at >= since)
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return {row.id: row.last for row in rows}

    async def of(self, person: str) -> Sequence[str]:
        """The conversations of a person."""
        query = select(conversations.c.id).where(conversations.c.person == person).order_by(conversations.c.id)
        return await self._database.run(lambda connection: connection.execute(query).scalars().all())

    async def kept(self, person: str) -> tuple[Sequence[Answered], Person]:
        """Every practised answer of a person, and their examples."""

        def operation(connection: Connection) -> tuple[Sequence[Answered], Person]:
            seal = self._keys.to_read(connection, person)
            return answers_of(connection, person, seal), person_of(connection, person, seal)

        return await self._database.run(operation)

    async def _read(self, conversation: str, query: Select[Any], given: Mapping[str, object]) -> list[Stored]:
        def operation(connection: Connection) -> list[Stored]:
            owner = connection.execute(sql.OWNER, {"conversation": conversation}).scalar()
            seal = self._keys.to_read(connection, owner or "")
            return [_stored(row, seal) for row in connection.execute(query, given)]

        return await self._database.run(operation, conversation)

    def _commit(self, connection: Connection, write: Write) -> Kept | None:
        now, size = now_ms(), 1 + len(write.replies)
        changes, due = write.changes, ms(write.due) if write.due else None
        if changes.forget:
            self._keys.destroy(connection, write.owner)
        seal = self._keys.to_write(connection, write.owner)
        own = seal if write.owner == write.person else self._keys.to_write(connection, write.person)
        state, last = seal.sealed(write.state), write.last + size
        sends = write.address is not None and self.name is not None
        lease = {"me": self.name, "until": now + LEASE} if sends else {"me": None, "until": None}
        if write.last == 0:
            row = {"id": write.conversation, "person": write.owner, "state": state, "last": last, "used_at": now}
            row |= {"due_at": due, "address": write.address, "sender": lease["me"], "sending_until": lease["until"]}
            opened = opening.insert(connection, conversations).on_conflict_do_nothing().returning(conversations.c.id)
            if connection.execute(opened, row).first() is None:
                return None
            ours = True
        else:
            given = {"conversation": write.conversation, "before": write.last, "new_state": state, "new_due": due}
            given |= {"new_address": write.address, "now_last": last, "now": now, **lease}
            moved = connection.execute(sql.MOVE, given).first()
            if moved is None:
                return None
            ours = moved.sender == lease["me"]
        keep(connection, write.person, changes, own, now)
        if changes.handed:
            keep_question(connection, write.person, write.conversation, own.sealed(changes.handed), now)
        if changes.heard:
            keep_heard(connection, write.person, changes.heard, own, now)
        if changes.clean_since:
            clean(connection, write.conversation, changes.clean_since)
        if changes.forget:
            forget_acts(connection, write.person)
            forget_questions(connection, write.person)
            forget_heard(connection, write.person)
            others = conversations.c.id != write.conversation
            mine = select(conversations.c.id).where(conversations.c.person == write.person)
            connection.execute(delete(messages).where(messages.c.conversation.in_(mine)))
            connection.execute(delete(conversations).where(conversations.c.person == write.person, others))
        if changes.acts:
            keep_acts(connection, write.person, write.conversation, changes, own)
        # The wish to forget goes too; its number stays, so that a repeat is known.
        heard = None if changes.forget else write.heard
        kept = [Stored(write.last + 1, write.activity, reply=False, body=heard, sent=True, at=now)]
        kept += [
            Stored(write.last + 1 + i, write.activity, reply=True, body=body, sent=write.sent, at=now)
            for i, body in enumerate(write.replies, 1)
        ]
        sealed = [vars(message) | {"body": message.body and seal.sealed(message.body)} for message in kept]
        connection.execute(sql.KEEP, [{"conversation": write.conversation, **message} for message in sealed])
        return Kept(tuple(kept[1:]), ours)


def _stored(row: Row[Any], seal: Seal) -> Stored:
    return Stored(
        row.number, row.activity, row.reply, None if row.body is None else seal.opened(row.body), row.sent, row.at
    )


def clean(connection: Connection, conversation: str, since: dt.datetime) -> None:
    """Empty the messages from a time on; their numbers stay."""
    here = and_(messages.c.conversation == conversation, messages.c.at >= ms(since))
    connection.execute(update(messages).where(here).values(body=None))


def _marked(marking: "asyncio.Future[None]") -> None:
    """Without its mark a reply may go out once more, which its number tells; so a failure is logged, not raised."""
    error = None if marking.cancelled() else marking.exception()
    if error:
        failed("mark", error)
