"""Workshops, the acts of their people and what goes to whom: taken in and given out in one transaction."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Connection, Row, delete, exists, insert, not_, or_, select, update

from bot.log import failed, hashed
from bot.store.engine import AwayError, Database
from bot.store.keys import Keys, LostKeyError, Seal
from bot.store.people import new_code, plain_code
from bot.store.schema import conversations, workshop_acts, workshop_posts, workshops
from bot.store.times import now_ms
from dialogs.acts import Act
from dialogs.messages import WorkshopSays
from dialogs.records import Changes
from dialogs.workshop.saving import Addressed, restored_act, restored_post, saved_act, saved_post

_CODE, _NEW = "code:", "new:"
_MOST = 200  # acts taken in at once


@dataclass(frozen=True)
class Acted:
    """An act, whose, and where they did it."""

    person: str
    conversation: str
    act: Act


@dataclass(frozen=True)
class Posted:
    """Something that a workshop says to somebody; `address` is where their conversation takes replies.

    `name` is its own for good: numbers come again, in a restored database for one.
    """

    id: int
    name: str
    person: str
    conversation: str
    says: WorkshopSays
    address: str | None


@dataclass(frozen=True)
class Conducted:
    """A workshop as it is after some acts, and what goes to whom."""

    state: str
    over: bool
    facilitator: str
    said: Sequence[Addressed]


class Conduct(Protocol):
    """What the store asks of whoever conducts: all of it is pure."""

    def begun(self, name: str, opening: Acted, code: str) -> Conducted:
        """A workshop that is set up."""

    def taken(self, name: str, state: str, acts: Sequence[Acted]) -> Conducted:
        """A workshop after some acts; after none of them it is ended, as its time is over."""

    def unknown(self, acted: Acted) -> Addressed:
        """What is said of an act for a workshop that is not there."""


def keep_acts(connection: Connection, person: str, conversation: str, changes: Changes, seal: Seal) -> None:
    """Keep what a person has done, to be taken in soon after the turn."""
    name = changes.workshop or f"{_NEW}{secrets.token_hex(8)}"
    if name.startswith(_CODE):
        name = f"{_CODE}{_hash(name.removeprefix(_CODE))}"
    for act in changes.acts:
        row = {"workshop": name[:80], "person": person, "conversation": conversation}
        connection.execute(insert(workshop_acts).values(row | {"act": seal.sealed(saved_act(act))}))


def forget_acts(connection: Connection, person: str) -> None:
    """Delete what is on its way from and to a person."""
    for table in (workshop_acts, workshop_posts):
        connection.execute(delete(table).where(table.c.person == person))


class Workshops:
    """Takes acts in and gives posts out."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def work(self, conduct: Conduct) -> bool:
        """Take in what people have done; whether there was anything."""
        waiting = await self._database.run(
            lambda connection: connection.execute(select(workshop_acts.c.workshop).distinct()).scalars().all()
        )
        for name in waiting:
            try:
                await self._database.run(partial(self._take, name, conduct), name)
            except AwayError:
                raise
            except Exception as error:  # noqa: BLE001 - one workshop must not hold up the others
                failed("workshop", error, workshop=hashed(name))
        return bool(waiting)

    def _take(self, name: str, conduct: Conduct, connection: Connection) -> None:
        """All acts of one workshop, as one transaction. Its row is locked, so that replicas take turns."""
        lasting = self._named(connection, name)
        query = select(workshop_acts).where(workshop_acts.c.workshop == name).order_by(workshop_acts.c.id).limit(_MOST)
        rows = connection.execute(query.with_for_update()).all()
        connection.execute(delete(workshop_acts).where(workshop_acts.c.id.in_([row.id for row in rows])))
        acts = []
        for row in rows:
            try:
                act = restored_act(self._keys.to_read(connection, row.person).opened(row.act))
            except (LostKeyError, ValueError) as error:
                failed("act", error, workshop=hashed(name))
                continue
            acts.append(Acted(row.person, row.conversation, act))
        if not acts:
            return
        if name.startswith(_NEW):
            self._begin(connection, acts[0], conduct)
        elif lasting is None or (lasting.over and name.startswith(_CODE)):
            self._give(connection, [conduct.unknown(act) for act in acts])
        else:
            state = self._keys.to_read(connection, lasting.id).opened(lasting.state)
            self._keep(connection, lasting.id, conduct.taken(lasting.id, state, acts))

    def _named(self, connection: Connection, name: str) -> Row[Any] | None:
        own = workshops.c.code == name.removeprefix(_CODE) if name.startswith(_CODE) else workshops.c.id == name
        return connection.execute(select(workshops).where(own).with_for_update()).first()

    def _begin(self, connection: Connection, opening: Acted, conduct: Conduct) -> None:
        name, code = secrets.token_hex(12), new_code()
        begun = conduct.begun(name, opening, code)
        row = {"id": name, "code": _hash(code), "facilitator": opening.person, "began_at": now_ms(), "over": False}
        sealed = self._keys.to_write(connection, name).sealed(begun.state)
        connection.execute(insert(workshops).values(row | {"state": sealed}))
        self._give(connection, begun.said)

    def _keep(self, connection: Connection, name: str, conducted: Conducted) -> None:
        state = self._keys.to_write(connection, name).sealed(conducted.state)
        here = update(workshops).where(workshops.c.id == name)
        connection.execute(here.values(state=state, over=conducted.over, facilitator=conducted.facilitator))
        self._give(connection, conducted.said)

    def _give(self, connection: Connection, said: Iterable[Addressed]) -> None:
        for each in said:
            seal = self._keys.to_write(connection, each.person)
            row = {"person": each.person, "conversation": each.conversation, "name": secrets.token_hex(12)}
            connection.execute(insert(workshop_posts).values(row | {"says": seal.sealed(saved_post(each.says))}))

    async def end_overdue(self, before: int, conduct: Conduct) -> None:
        """End those that were set up before a time and are not over."""
        query = select(workshops.c.id).where(workshops.c.began_at < before, not_(workshops.c.over))

        def operation(connection: Connection) -> None:
            for name in connection.execute(query).scalars().all():
                row = self._named(connection, name)
                if row is None or row.over:
                    continue
                state = self._keys.to_read(connection, name).opened(row.state)
                self._keep(connection, name, conduct.taken(name, state, ()))

        await self._database.run(operation)

    # --- what it says

    async def claim(self, now: int, until: int, most: int) -> list[Posted]:
        """Posts that nobody else is bringing, the oldest of their conversations first; ours until the time given."""
        earlier = workshop_posts.alias()
        held = exists().where(
            earlier.c.conversation == workshop_posts.c.conversation,
            earlier.c.id < workshop_posts.c.id,
            earlier.c.taken_until >= now,
        )
        free = or_(workshop_posts.c.taken_until.is_(None), workshop_posts.c.taken_until < now)
        some = select(workshop_posts.c.id).where(free, not_(held)).order_by(workshop_posts.c.id).limit(most)

        def operation(connection: Connection) -> list[Posted]:
            wanted = connection.execute(some.with_for_update(skip_locked=True)).scalars().all()
            if not wanted:
                return []
            claiming = update(workshop_posts).where(workshop_posts.c.id.in_(wanted)).values(taken_until=until)
            connection.execute(claiming)
            query = (
                select(workshop_posts, conversations.c.address)
                .outerjoin(conversations, conversations.c.id == workshop_posts.c.conversation)
                .where(workshop_posts.c.id.in_(wanted))
                .order_by(workshop_posts.c.id)
            )
            return [post for row in connection.execute(query) if (post := self._opened(connection, row))]

        return await self._database.run(operation)

    def _opened(self, connection: Connection, row: Row[Any]) -> Posted | None:
        try:
            says = restored_post(self._keys.to_read(connection, row.person).opened(row.says))
        except (LostKeyError, ValueError) as error:
            failed("post", error, conversation=hashed(row.conversation))
            connection.execute(delete(workshop_posts).where(workshop_posts.c.id == row.id))
            return None
        return Posted(row.id, row.name, row.person, row.conversation, says, row.address)

    async def brought(self, post: int) -> None:
        """Forget a post that has reached its conversation."""
        statement = delete(workshop_posts).where(workshop_posts.c.id == post)
        await self._database.run(lambda connection: connection.execute(statement))

    # --- looking at one

    async def state(self, name: str) -> str | None:
        """The state of a workshop; None where there is none. Whoever asks has to see to whom it is shown."""

        def operation(connection: Connection) -> str | None:
            row = connection.execute(select(workshops).where(workshops.c.id == name)).first()
            try:
                return None if row is None else self._keys.to_read(connection, row.id).opened(row.state)
            except LostKeyError:
                return None

        return await self._database.run(operation)


def _hash(code: str) -> str:
    return hashlib.sha256(plain_code(code).encode()).hexdigest()
