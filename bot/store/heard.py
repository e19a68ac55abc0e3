"""What became of questions, for whoever keeps the knowledge: their words only where a deployment keeps those."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from bot.store.engine import Database
from bot.store.keys import Keys, LostKeyError, Seal
from bot.store.schema import heard
from dialogs.records import Heard


@dataclass(frozen=True)
class HeardAt:
    """A question at a time, in milliseconds since 1970."""

    at: int
    heard: Heard


def keep_heard(connection: Connection, person: str, noted: Sequence[Heard], seal: Seal, now: int) -> None:
    """Keep them; whose they are only with the words, which go with what else is that person's."""
    rows = [
        {
            "id": secrets.token_hex(12),
            "at": now,
            "outcome": each.outcome,
            "about": " ".join(each.about),
            "person": person if each.text else None,
            "text": seal.sealed(each.text) if each.text else None,
        }
        for each in noted
    ]
    connection.execute(insert(heard), rows)


def forget_heard(connection: Connection, person: str) -> None:
    """Delete what a person asked."""
    connection.execute(delete(heard).where(heard.c.person == person))


class HeardQuestions:
    """Reads them."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def since(self, time: int) -> list[HeardAt]:
        """What was heard since a time in milliseconds since 1970, by age."""
        query = select(heard).where(heard.c.at >= time).order_by(heard.c.at, heard.c.id)

        def operation(connection: Connection) -> list[HeardAt]:
            return [
                HeardAt(row.at, Heard(row.outcome, tuple(row.about.split()), self._opened(connection, row)))
                for row in connection.execute(query)
            ]

        return await self._database.run(operation)

    def _opened(self, connection: Connection, row: Row[Any]) -> str:
        if row.text is None:
            return ""
        try:
            return self._keys.to_read(connection, row.person).opened(row.text)
        except LostKeyError:
            return ""
