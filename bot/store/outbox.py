"""Conversations with replies that have not reached their channel yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, not_, or_, select, update

from bot.store.engine import Database
from bot.store.schema import conversations, messages

_WAITS = and_(not_(messages.c.sent), messages.c.reply.is_(True), messages.c.body.is_not(None))


@dataclass(frozen=True)
class Waiting:
    """A conversation with replies that were not sent, and where they go."""

    conversation: str
    address: str


class Outbox:
    """Finds what was left behind. A claim keeps two replicas from sending the same; `name` is this one's."""

    def __init__(self, database: Database, name: str | None) -> None:
        self._database = database
        self._name = name

    async def claim(self, before: int, now: int, until: int, most: int) -> Sequence[Waiting]:
        """Conversations with replies from before a time that nobody else is sending; ours until the time given."""
        behind = select(messages.c.conversation).where(_WAITS, messages.c.at < before).distinct().limit(most)
        free = or_(conversations.c.sending_until.is_(None), conversations.c.sending_until < now)
        here = and_(conversations.c.id.in_(behind), conversations.c.address.is_not(None), free)
        claiming = (
            update(conversations)
            .where(here)
            .values(sender=self._name, sending_until=until)
            .returning(conversations.c.id, conversations.c.address)
        )
        rows = await self._database.run(lambda connection: connection.execute(claiming).all())
        return [Waiting(row.id, row.address) for row in rows]

    async def depth(self) -> int:
        """How many replies have not reached their channel."""
        query = select(func.count()).select_from(messages).where(_WAITS)
        return int(await self._database.run(lambda connection: connection.execute(query).scalar_one()))
