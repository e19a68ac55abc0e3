"""`report` on the command line: what was practised in this terminal, as a page or as Markdown."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from bot.chat import WHO
from bot.library import library_of
from bot.report import html, markdown, reported
from bot.settings import Settings
from bot.store.prepare import prepare
from bot.store.store import Store
from dialogs.records import Answered
from dialogs.wording import report as say

DONE, FOUND = 0, 1


def report(settings: Settings, interview: str, file: Path | None, out: TextIO) -> int:
    """Write the report to a file (.html or .md), or as Markdown to the output."""
    prepare(settings.store_url)
    answers = asyncio.run(_kept(settings))
    found = reported(answers, interview, library_of(settings), settings.keep_days)
    if found is None:
        out.write(say.NOTHING + "\n")
        return FOUND
    if file is None:
        out.write(markdown(found))
        return DONE
    file.write_text(html(found) if file.suffix == ".html" else markdown(found), encoding="utf-8")
    out.write(f"{file}\n")
    return DONE


async def _kept(settings: Settings) -> Sequence[Answered]:
    store = Store(settings.store_url, settings.masters)
    try:
        return (await store.conversations.kept(WHO))[0]
    finally:
        await store.close()
