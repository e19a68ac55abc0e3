"""Everything that is kept, put together."""

from collections.abc import Sequence

from bot.store.conversations import Conversations
from bot.store.engine import Database
from bot.store.heard import HeardQuestions
from bot.store.keys import Keys
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.questions import Questions
from bot.store.retention import Retention
from bot.store.workshops import Workshops


class Store:
    """One database and what reads and writes it. `masters`: master keys, the newest first; none: nothing is sealed."""

    def __init__(self, url: str, masters: Sequence[bytes] = ()) -> None:
        self.database = Database(url)
        self.keys = Keys(masters)
        self.conversations = Conversations(self.database, self.keys)
        self.people = People(self.database)
        self.questions = Questions(self.database, self.keys)
        self.heard = HeardQuestions(self.database, self.keys)
        self.workshops = Workshops(self.database, self.keys)
        self.outbox = Outbox(self.database, self.conversations.name)
        self.retention = Retention(self.database, self.keys)

    async def keys_missing(self) -> list[str]:
        """Names of master keys that something is sealed with and that are not set."""
        return await self.database.run(self.keys.missing)

    async def close(self) -> None:
        """Finish what waits and close the database."""
        await self.database.close()
