"""Questions that people had handed on to a person."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, or_, select, update

from bot.store.engine import Database
from bot.store.keys import Keys, LostKeyError
from bot.store.schema import conversations, questions


@dataclass(frozen=True)
class Question:
    """A question; `address` is that of the conversation that it was asked in."""

    id: str
    person: str
    conversation: str
    text: str
    address: str | None


_ALL = select(questions, conversations.c.address).join(
    conversations, conversations.c.id == questions.c.conversation, isouter=True
)


def keep_question(connection: Connection, person: str, conversation: str, text: str, now: int) -> None:
    """Remember a question that is to be handed on."""
    row = {"person": person, "conversation": conversation, "text": text, "asked_at": now}
    connection.execute(insert(questions).values(id=secrets.token_hex(12), **row))


def forget_questions(connection: Connection, person: str) -> None:
    """Empty what a person asked; the thread stays known, so that an answer there is not taken for a question."""
    connection.execute(update(questions).where(questions.c.person == person).values(person="", text=""))


class Questions:
    """Finds and marks questions."""

    def __init__(self, database: Database, keys: Keys | None = None) -> None:
        self._database = database
        self._keys = keys or Keys()

    async def claim(self, now: int, until: int) -> list[Question]:
        """Questions that have not reached the people yet and that nobody else is sending; ours until the time given."""

        def operation(connection: Connection) -> list[Question]:
            free = or_(questions.c.sending_until.is_(None), questions.c.sending_until < now)
            here = and_(questions.c.thread.is_(None), questions.c.text != "", free)
            unposted = update(questions).where(here).values(sending_until=until)
            mine = connection.execute(unposted.returning(questions.c.id)).scalars().all()
            rows = connection.execute(_ALL.where(questions.c.id.in_(mine)).order_by(questions.c.asked_at))
            return [self._opened(connection, row) for row in rows]

        return await self._database.run(operation)

    async def posted(self, question: str, thread: str) -> None:
        """Remember where the people see it."""
        marking = update(questions).where(questions.c.id == question).values(thread=thread)
        await self._database.run(lambda connection: connection.execute(marking))

    async def asked_in(self, thread: str) -> Question | None:
        """The question that a thread is about, with an empty text where it was deleted."""
        query = _ALL.where(questions.c.thread == thread)

        def operation(connection: Connection) -> Question | None:
            row = connection.execute(query).one_or_none()
            return self._opened(connection, row) if row else None

        return await self._database.run(operation)

    def _opened(self, connection: Connection, row: Row[Any]) -> Question:
        try:
            text = self._keys.to_read(connection, row.person).opened(row.text)
        except LostKeyError:  # its person's data were deleted
            text = ""
        return Question(row.id, row.person, row.conversation, text, row.address)
