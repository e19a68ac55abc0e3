"""Conversations and their messages: what a turn loads and commits."""

import asyncio
import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, not_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.log import failed
from bot.store.engine import Database
from bot.store.practices import answers_of, keep, ms, person_of
from bot.store.questions import forget_questions, keep_question
from bot.store.schema import conversations, credentials, examples, messages, people, practices, questions
from dialogs.records import Answered, Changes, Person

FOREVER = 1 << 62


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
    """What a turn commits. `heard` is the person's message where the channel shows a log of its own."""

    conversation: str
    person: str
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
class Due:
    """A conversation whose state holds something overdue."""

    conversation: str
    state: str
    last: int


_unsent = messages.alias()
_FOUND = (
    select(
        conversations.c.state,
        conversations.c.last,
        messages.c.number,
        messages.c.reply,
        messages.c.body,
        messages.c.sent,
        messages.c.at,
        exists().where(_unsent.c.conversation == conversations.c.id, not_(_unsent.c.sent)).label("behind"),
    )
    .select_from(conversations)
    .outerjoin(
        messages, and_(messages.c.conversation == conversations.c.id, messages.c.activity == bindparam("activity"))
    )
    .where(conversations.c.id == bindparam("conversation"))
    .order_by(messages.c.number)
)
_MOVE = (
    update(conversations)
    .where(conversations.c.id == bindparam("conversation"), conversations.c.last == bindparam("before"))
    .values(
        state=bindparam("new_state"),
        last=bindparam("now_last"),
        used_at=bindparam("now"),
        due_at=bindparam("new_due"),
        address=bindparam("new_address"),
    )
)
_OPEN = insert(conversations).on_conflict_do_nothing()
_KEEP = insert(messages)
_SENT = (
    update(messages)
    .where(messages.c.conversation == bindparam("c"), messages.c.number == bindparam("n"))
    .values(sent=True)
)
_UNSENT = (
    select(messages)
    .where(
        messages.c.conversation == bindparam("conversation"),
        not_(messages.c.sent),
        messages.c.reply,
        messages.c.body.is_not(None),
    )
    .order_by(messages.c.number)
)
_LOG = (
    select(messages)
    .where(
        messages.c.conversation == bindparam("conversation"),
        messages.c.number > bindparam("after"),
        messages.c.body.is_not(None),
    )
    .order_by(messages.c.number)
    .limit(bindparam("most"))
)


class Conversations:
    """Loads and commits turns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, conversation: str, activity: str, person: str) -> Loaded:
        """The state to start from, and the replies if this activity was answered before."""

        def operation(connection: Connection) -> Loaded:
            rows = connection.execute(_FOUND, {"conversation": conversation, "activity": activity}).all()
            who = person_of(connection, person)
            if not rows:
                return Loaded(None, 0, None, who)
            kept = [Stored(r.number, activity, r.reply, r.body, r.sent, r.at) for r in rows if r.number is not None]
            replies = tuple(message for message in kept if message.reply) if kept else None
            return Loaded(rows[0].state, rows[0].last, replies, who, rows[0].behind)

        return await self._database.run(operation)

    async def commit(self, write: Write) -> tuple[Stored, ...] | None:
        """Keep a turn; its replies as stored, or None if the conversation has moved on meanwhile."""
        return await self._database.run(lambda connection: _commit(connection, write))

    def mark_sent(self, conversation: str, numbers: Iterable[int]) -> None:
        """Remember that replies reached the channel, with the next commit: later loads see it, nobody waits for it."""
        rows = [{"c": conversation, "n": number} for number in numbers]
        marking = self._database.soon(lambda connection: connection.execute(_SENT, rows).rowcount)
        marking.add_done_callback(_marked)

    async def log(self, conversation: str, after: int, most: int) -> list[Stored]:
        """The messages after a number, in order."""
        given = {"conversation": conversation, "after": after, "most": most}

        def operation(connection: Connection) -> list[Stored]:
            rows = connection.execute(_LOG, given)
            return [Stored(r.number, r.activity, r.reply, r.body, r.sent, r.at) for r in rows]

        return await self._database.run(operation)

    async def unsent(self, conversation: str) -> list[Stored]:
        """The replies of a conversation that still have to go out, in order."""

        def operation(connection: Connection) -> list[Stored]:
            rows = connection.execute(_UNSENT, {"conversation": conversation})
            return [Stored(r.number, r.activity, r.reply, r.body, r.sent, r.at) for r in rows]

        return await self._database.run(operation)

    async def last(self, conversation: str) -> int:
        """The number of the newest message, 0 where there is none."""
        query = select(func.max(messages.c.number)).where(messages.c.conversation == conversation)
        return await self._database.run(lambda connection: connection.execute(query).scalar() or 0)

    async def of(self, person: str) -> Sequence[str]:
        """The conversations of a person."""
        query = select(conversations.c.id).where(conversations.c.person == person).order_by(conversations.c.id)
        return await self._database.run(lambda connection: connection.execute(query).scalars().all())

    async def kept(self, person: str) -> tuple[Sequence[Answered], Person]:
        """Every practised answer of a person, and their examples."""
        return await self._database.run(
            lambda connection: (answers_of(connection, person), person_of(connection, person))
        )

    async def due(self, now: int) -> list[Due]:
        """Conversations whose state holds something overdue."""
        query = select(conversations.c.id, conversations.c.state, conversations.c.last).where(
            conversations.c.due_at <= now
        )
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return [Due(row.id, row.state, row.last) for row in rows]

    async def prune(self, overdue: Due, state: str, due: dt.datetime | None, clean_since: dt.datetime | None) -> bool:
        """Put a state without what is overdue; False if the conversation has moved on meanwhile."""

        def operation(connection: Connection) -> bool:
            here = and_(conversations.c.id == overdue.conversation, conversations.c.last == overdue.last)
            values = {"state": state, "due_at": ms(due) if due else None}
            pruned = connection.execute(update(conversations).where(here).values(values)).rowcount == 1
            if pruned and clean_since:
                _clean(connection, overdue.conversation, clean_since)
            return pruned

        return await self._database.run(operation)

    async def drop_older(self, before: int, unused_before: int) -> int:
        """Delete what is from before a time, people not seen since and examples long unused; the rows deleted."""

        def operation(connection: Connection) -> int:
            rows = 0
            for statement in (
                delete(messages).where(messages.c.at < before),
                delete(practices).where(practices.c.at < before),
                delete(questions).where(questions.c.asked_at < before),
                delete(examples).where(examples.c.used_at < unused_before),
                delete(conversations).where(conversations.c.used_at < before),
                delete(credentials).where(credentials.c.expires_at < now_ms()),
                delete(people).where(people.c.seen_at < before),
            ):
                rows += connection.execute(statement).rowcount
            return rows

        return await self._database.run(operation)


def _commit(connection: Connection, write: Write) -> tuple[Stored, ...] | None:
    now, size = now_ms(), 1 + len(write.replies)
    changes, due = write.changes, ms(write.due) if write.due else None
    if write.last == 0:
        row = {"id": write.conversation, "person": write.person, "state": write.state, "last": size, "used_at": now}
        row |= {"due_at": due, "address": write.address}
        moved = connection.execute(_OPEN, row).rowcount
    else:
        given = {"conversation": write.conversation, "before": write.last, "new_state": write.state, "new_due": due}
        given["new_address"] = write.address
        moved = connection.execute(_MOVE, {**given, "now_last": write.last + size, "now": now}).rowcount
    if moved != 1:
        return None
    keep(connection, write.person, changes)
    if changes.handed:
        keep_question(connection, write.person, write.conversation, changes.handed, now)
    if changes.clean_since:
        _clean(connection, write.conversation, changes.clean_since)
    if changes.forget:
        forget_questions(connection, write.person)
        others = conversations.c.id != write.conversation
        mine = select(conversations.c.id).where(conversations.c.person == write.person)
        connection.execute(delete(messages).where(messages.c.conversation.in_(mine)))
        connection.execute(delete(conversations).where(conversations.c.person == write.person, others))
    kept = [Stored(write.last + 1, write.activity, reply=False, body=write.heard, sent=True, at=now)]
    kept += [
        Stored(write.last + 1 + i, write.activity, reply=True, body=body, sent=write.sent, at=now)
        for i, body in enumerate(write.replies, 1)
    ]
    if changes.forget:  # the wish itself goes too; its number stays, so that a repeat is known
        kept[0] = Stored(write.last + 1, write.activity, reply=False, body=None, sent=True, at=now)
    connection.execute(_KEEP, [{"conversation": write.conversation, **vars(message)} for message in kept])
    return tuple(kept[1:])


def _clean(connection: Connection, conversation: str, since: dt.datetime) -> None:
    """Empty the messages from a time on; their numbers stay."""
    here = and_(messages.c.conversation == conversation, messages.c.at >= ms(since))
    connection.execute(update(messages).where(here).values(body=None))


def _marked(marking: "asyncio.Future[int]") -> None:
    """Without its mark a reply may go out once more, which its number tells; so a failure is logged, not raised."""
    error = None if marking.cancelled() else marking.exception()
    if error:
        failed("mark", error)


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
