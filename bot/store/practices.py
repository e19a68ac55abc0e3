"""What is kept of a person's practice: their answers with the figures, and their examples."""

import hashlib
import secrets
from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import Connection, and_, bindparam, delete, select

from bot.store.keys import Seal
from bot.store.opening import insert
from bot.store.schema import examples, people, practices, received
from bot.store.times import ms
from dialogs.records import Answered, Changes, Example, Person, Practice
from dialogs.seat import Received

MOST = 500  # of the latest practices that a turn looks at
_PRACTICE: TypeAdapter[Practice] = TypeAdapter(Practice)
_EXAMPLE: TypeAdapter[Example] = TypeAdapter(Example)
_SHEET: TypeAdapter[Received] = TypeAdapter(Received)
_FIGURES = (
    select(practices.c.figures)
    .where(practices.c.person == bindparam("person"))
    .order_by(practices.c.at.desc(), practices.c.id.desc())
    .limit(MOST)
)
_ANSWERS = (
    select(practices.c.figures, practices.c.answer)
    .where(practices.c.person == bindparam("person"))
    .order_by(practices.c.at, practices.c.id)
)
_EXAMPLES = select(examples.c.body).where(examples.c.person == bindparam("person")).order_by(examples.c.id)


_FACILITATES = select(people.c.facilitates).where(people.c.id == bindparam("person"))
_RECEIVED = (
    select(received.c.sheet)
    .where(received.c.person == bindparam("person"))
    .order_by(received.c.at.desc(), received.c.id)
    .limit(MOST)
)


def person_of(connection: Connection, person: str, seal: Seal) -> Person:
    """What a turn may know of a person: figures and examples, not the answers' texts."""
    given = {"person": person}
    figures = connection.execute(_FIGURES, given).scalars().all()
    bodies = connection.execute(_EXAMPLES, given).scalars().all()
    sheets = connection.execute(_RECEIVED, given).scalars().all()
    return Person(
        tuple(_PRACTICE.validate_json(seal.opened(row)) for row in reversed(figures)),
        tuple(_EXAMPLE.validate_json(seal.opened(body)) for body in bodies),
        tuple(_SHEET.validate_json(seal.opened(sheet)) for sheet in reversed(sheets)),
        facilitates=bool(connection.execute(_FACILITATES, given).scalar()),
    )


def answers_of(connection: Connection, person: str, seal: Seal) -> Sequence[Answered]:
    """Every answer kept of a person, the oldest first."""
    rows = connection.execute(_ANSWERS, {"person": person})
    return [Answered(_PRACTICE.validate_json(seal.opened(row.figures)), seal.opened(row.answer)) for row in rows]


def keep(connection: Connection, person: str, changes: Changes, seal: Seal, now: int) -> None:
    """Make the changes of a step to what is kept of a person."""
    if changes.forget:
        for table in (practices, examples, received):
            connection.execute(delete(table).where(table.c.person == person))
    for answered in changes.answered:
        figures = answered.practice
        found, text = seal.sealed(_PRACTICE.dump_json(figures).decode()), seal.sealed(answered.text)
        values = {"at": ms(figures.at), "figures": found, "answer": text}
        statement = insert(connection, practices).values(person=person, id=figures.id, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["person", "id"], set_=values))
    for example in changes.examples:
        values = {"used_at": ms(example.used), "body": seal.sealed(_EXAMPLE.dump_json(example).decode())}
        statement = insert(connection, examples).values(person=person, id=example.id, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["person", "id"], set_=values))
    if changes.received:
        values = {"at": now, "sheet": seal.sealed(_SHEET.dump_json(changes.received).decode())}
        statement = insert(connection, received).values(person=person, id=_name_of(changes.received), **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["person", "id"], set_=values))
    for name in changes.dropped:
        connection.execute(delete(examples).where(and_(examples.c.person == person, examples.c.id == name)))


def _name_of(sheet: Received) -> str:
    """Sheets have a name each; a mark of one's own takes the place of the one before for the same answer."""
    if sheet.own is None:
        return secrets.token_hex(12)
    asked = f"{sheet.round} {sheet.target} {sheet.question}"
    return f"own-{hashlib.sha256(asked.encode()).hexdigest()[:24]}"
