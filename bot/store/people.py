"""Who someone is on the page: a random name, what lets a browser in, resume codes and access codes."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, not_, select, update

from bot.store import opening
from bot.store.engine import Database
from bot.store.schema import access_codes, credentials, people, workshops
from bot.store.times import now_ms

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else
_DAY = 24 * 3600 * 1000  # milliseconds: a workshop's code lets in for a day, and who came in may read on for another
_CODE = 16  # letters: 78 bits, so that a code cannot be guessed


@dataclass(frozen=True)
class AccessCode:
    """A code that lets people in until a time; `facilitates`: they may set up workshops."""

    label: str
    until: int
    facilitates: bool = False


class People:
    """Makes and finds people. Only hashes of what lets someone in are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, until: int | None = None, *, facilitates: bool = False) -> str:
        """A new person."""
        person = secrets.token_hex(16)
        await self.ensure(person, until, facilitates=facilitates)
        return person

    async def ensure(self, person: str, until: int | None = None, *, facilitates: bool = False) -> None:
        """Know a person whom a proxy has signed in."""
        row = {"id": person, "access_until": until, "seen_at": now_ms(), "facilitates": facilitates}

        def operation(connection: Connection) -> None:
            ensuring = opening.insert(connection, people).values(row)
            connection.execute(ensuring.on_conflict_do_update(index_elements=["id"], set_={"seen_at": row["seen_at"]}))

        await self._database.run(operation)

    async def grant(self, person: str, expires_at: int | None = None) -> str:
        """A new credential: a cookie, or with an end the token of a page."""
        token = secrets.token_urlsafe(32)

        def operation(connection: Connection) -> None:
            row = {"hash": _hash(token), "person": person, "expires_at": expires_at}
            connection.execute(insert(credentials).values(row))
            connection.execute(update(people).where(people.c.id == person).values(seen_at=now_ms()))

        await self._database.run(operation)
        return token

    async def holder(self, token: str, *, page: bool) -> str | None:
        """The person that a cookie or a page's token belongs to, if it still lets them in."""
        query = (
            select(credentials.c.person, credentials.c.expires_at, people.c.access_until)
            .join(people, people.c.id == credentials.c.person)
            .where(credentials.c.hash == _hash(token))
        )
        row = await self._database.run(lambda connection: connection.execute(query).first())
        now = now_ms()
        if row is None or (row.expires_at is not None) != page:
            return None
        over = (row.expires_at or now) < now or (row.access_until or now) < now
        return None if over else str(row.person)

    async def resume_code(self, person: str) -> str:
        """A new code to go on with elsewhere; a former one ends."""
        code = new_code()
        statement = update(people).where(people.c.id == person).values(resume_hash=_hash(plain_code(code)))
        await self._database.run(lambda connection: connection.execute(statement).rowcount)
        return code

    async def resumed(self, code: str) -> str | None:
        """The person that a resume code belongs to, if they may still come in."""
        query = select(people.c.id, people.c.access_until).where(people.c.resume_hash == _hash(plain_code(code)))
        row = await self._database.run(lambda connection: connection.execute(query).first())
        now = now_ms()
        return None if row is None or (row.access_until or now) < now else str(row.id)

    async def add_code(self, label: str, until: int, *, facilitates: bool = False) -> str:
        """A new access code, told this once."""
        code = new_code()
        row = {"hash": _hash(plain_code(code)), "label": label, "until": until, "facilitates": facilitates}
        statement = insert(access_codes).values(row)
        await self._database.run(lambda connection: connection.execute(statement).rowcount)
        return code

    async def codes(self) -> list[AccessCode]:
        """The access codes, without the codes themselves."""
        query = select(access_codes).order_by(access_codes.c.until)
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return [AccessCode(row.label, row.until, row.facilitates) for row in rows]

    async def remove_codes(self, label: str) -> int:
        """End the codes of a label; how many there were."""
        statement = delete(access_codes).where(access_codes.c.label == label)
        return await self._database.run(lambda connection: connection.execute(statement).rowcount)

    async def entered(self, code: str) -> AccessCode | None:
        """The access that a code gives, that of a workshop too while it lasts; None for a wrong or an old code."""
        name, now = _hash(plain_code(code)), now_ms()
        query = select(access_codes).where(access_codes.c.hash == name, access_codes.c.until > now)
        joining = select(workshops.c.began_at).where(workshops.c.code == name, not_(workshops.c.over))

        def operation(connection: Connection) -> AccessCode | None:
            row = connection.execute(query).first()
            if row:
                return AccessCode(row.label, row.until, row.facilitates)
            began = connection.execute(joining).scalar()
            return AccessCode("", began + 2 * _DAY) if began and began + _DAY > now else None

        return await self._database.run(operation)


def new_code() -> str:
    """A code that nobody guesses and that can be read out."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
    return "-".join(letters[i : i + 4] for i in range(0, _CODE, 4))


def plain_code(code: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(char for char in code.upper() if char.isalnum())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
