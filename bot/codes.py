"""`codes` on the command line: who may open the page when CVF_ACCESS is codes."""

import asyncio
import datetime as dt
from argparse import Namespace
from typing import TextIO

from bot.settings import Settings
from bot.store.engine import Database
from bot.store.people import People
from bot.store.prepare import prepare

DONE, FOUND = 0, 1


def codes(options: Namespace, settings: Settings, out: TextIO) -> int:
    """Add, list or remove access codes. 1 where there is nothing to remove or the last day is past."""
    prepare(settings.store_url)
    return asyncio.run(_codes(options, settings, out))


async def _codes(options: Namespace, settings: Settings, out: TextIO) -> int:
    database = Database(settings.store_url)
    people = People(database)
    try:
        if options.use == "add":
            end = dt.datetime.combine(options.until + dt.timedelta(days=1), dt.time()).astimezone()
            if end <= dt.datetime.now(dt.UTC):
                out.write(f"{options.until} is past -> choose a later day\n")
                return FOUND
            code = await people.add_code(options.label, int(end.timestamp() * 1000), facilitates=options.facilitator)
            out.write(f"{code}  for {options.label}, until the end of {options.until}. It is not shown again.\n")
        elif options.use == "list":
            for held in await people.codes():
                last = dt.datetime.fromtimestamp(held.until / 1000, dt.UTC).astimezone() - dt.timedelta(days=1)
                out.write(f"{last.date()}  {held.label}{', for facilitators' if held.facilitates else ''}\n")
        else:
            removed = await people.remove_codes(options.label)
            out.write(f"{removed} removed; people who came in with one stay until its last day\n")
            return DONE if removed else FOUND
    finally:
        await database.close()
    return DONE
