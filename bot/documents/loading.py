"""Official wording out of the database into the coach: at start, and whenever some replica has changed it."""

import asyncio
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.documents.adding import Shelf
from bot.log import failed, log
from bot.settings import Settings
from bot.store import documents
from bot.store.engine import AwayError, Database
from bot.store.opening import opened
from dialogs.conversation import Coach
from knowledge.library import Library
from knowledge.official.matching import marks_of
from knowledge.official.wordings import Wordings

_GLANCE = 2.0  # seconds between looks whether something has changed


def wordings(connection: Connection, library: Library) -> Wordings:
    """What is loaded now."""
    held = ((sentence.fingerprint, sentence.official) for sentence in documents.sentences_of(connection))
    return Wordings(marks_of(library), held)


def loaded(settings: Settings, library: Library) -> Wordings:
    """The same for a command that opens no database otherwise."""
    engine = opened(settings.store_url)
    try:
        with engine.connect() as connection:
            return wordings(connection, library)
    except DBAPIError as error:  # it is away, or older than this table
        failed("documents", error)
        return Wordings()
    finally:
        engine.dispose()


async def keep_up(database: Database, coach: Coach) -> None:
    """Load what is there, then what changes, until cancelled."""
    seen: tuple[int, int] | None = (0, 0)
    while True:
        try:
            stamp = await database.run(documents.stamp)
            if stamp != seen:
                coach.official = await database.run(lambda connection: wordings(connection, coach.library))
                log("wording", documents=stamp[0])
                seen = stamp
        except AwayError as error:
            failed("documents", error)
        await asyncio.sleep(_GLANCE)


def search_folder(url: str, folder: Path, library: Library) -> None:
    """Add what is new or has changed in a folder; what cannot be read is logged without its words."""
    if not folder.is_dir():
        return
    engine = opened(url)
    try:
        for added in Shelf.of(engine, library).add([folder]):
            if added.wrong:
                log("unreadable", document=added.name, wrong=added.wrong)
            elif added.editions is not None:
                log("searched", document=added.name, found=sum(held.found for held in added.editions.values()))
    except DBAPIError as error:
        failed("documents", error)
    finally:
        engine.dispose()
