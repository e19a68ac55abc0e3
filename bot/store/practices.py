"""What is kept of a person's practice: their answers with the figures, and their examples."""

import hashlib
import secrets
from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, literal, null, select, union_all

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
_ANSWERS = (
    select(practices.c.figures, practices.c.answer)
    .where(practices.c.person == bindparam("person"))
    .order_by(practices.c.at, practices.c.id)
)
_WHOSE: BindParameter[str] = bindparam("person")
_FIGURES = (
    select(practices.c.figures.label("body"), practices.c.at, practices.c.id)
    .where(practices.c.person == _WHOSE)
    .order_by(practices.c.at.desc(), practices.c.id.desc())
    .limit(MOST)
    .subquery()
)
_RECEIVED = (
    select(received.c.sheet.label("body"), received.c.at, received.c.id)
    .where(received.c.person == _WHOSE)
    .order_by(received.c.at.desc(), received.c.id.desc())
    .limit(MOST)
    .subquery()
)
# One statement, since every turn asks: four cost a quarter of a turn.
_ABOUT = union_all(
    select(literal("practice").label("kind"), _FIGURES.c.body, _FIGURES.c.at, _FIGURES.c.id),
    select(literal("received"), _RECEIVED.c.body, _RECEIVED.c.at, _RECEIVED.c.id),
    select(literal("example"), examples.c.body, literal(0), examples.c.id).where(examples.c.person == _WHOSE),
    select(literal("facilitates"), null(), literal(0), people.c.id).where(people.c.id == _WHOSE, people.c.facilitates),
)


def person_of(connection: Connection, person: str, seal: Seal) -> Person:
    """What a turn may know of a person: figures and examples, not the answers' texts."""
    held: dict[str, list[str]] = {"practice": [], "received": [], "example": [], "facilitates": []}
    for row in sorted(connection.execute(_ABOUT, {"person": person}), key=lambda row: (row.at, row.id)):
        held[row.kind].append(row.body)
    return Person(
        tuple(_PRACTICE.validate_json(seal.opened(body)) for body in held["practice"]),
        tuple(_EXAMPLE.validate_json(seal.opened(body)) for body in held["example"]),
        tuple(_SHEET.validate_json(seal.opened(body)) for body in held["received"]),
        facilitates=bool(held["facilitates"]),
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
