"""`questions` on the command line: what became of questions, for whoever keeps the knowledge."""

import asyncio
import csv
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TextIO

from bot.settings import Settings
from bot.store.heard import HeardAt
from bot.store.prepare import prepare
from bot.store.store import Store
from bot.store.times import ms

_OUTCOMES = ("wrong", "refused", "asked back", "right")  # what wants the keeper's eye first
_MOST = 20  # questions shown of each kind
_FORMULA = ("=", "+", "-", "@", "\t")  # begins what a spreadsheet would run


def questions(settings: Settings, days: int, out: TextIO, *, as_csv: bool) -> int:
    """Print what was heard in the last days: as a list by what it was about, or each question as CSV."""
    prepare(settings.store_url)
    heard = asyncio.run(_heard(settings, dt.datetime.now(dt.UTC) - dt.timedelta(days=days)))
    if as_csv:
        _table(heard, out)
    else:
        _list(heard, days, out, texts=settings.keep_questions)
    return 0


async def _heard(settings: Settings, since: dt.datetime) -> list[HeardAt]:
    store = Store(settings.store_url, settings.masters)
    try:
        return await store.heard.since(ms(since))
    finally:
        await store.close()


def _list(heard: Sequence[HeardAt], days: int, out: TextIO, *, texts: bool) -> None:
    counts = Counter(str(each.heard.outcome) for each in heard)
    out.write(f"The last {days} days: {', '.join(f'{counts[name]} {name}' for name in _OUTCOMES)}\n")
    said: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in heard:
        said.setdefault((each.heard.outcome, each.heard.about), []).append(" ".join(each.heard.text.split()))
    for outcome in _OUTCOMES[:-1]:
        alike = [(about, words) for (name, about), words in said.items() if name == outcome]
        for about, words in sorted(alike, key=lambda one: -len(one[1])):
            out.write(f"\n{len(words):5}  {outcome}: {', '.join(about)}\n")
            often = Counter(filter(None, words)).most_common(_MOST)
            out.writelines(f"{times:12}  {text}\n" for text, times in often)
    if heard and not texts:
        out.write("\nThe words of questions are kept from when CVF_KEEP_QUESTIONS=1 is set.\n")


def _table(heard: Sequence[HeardAt], out: TextIO) -> None:
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["day", "outcome", "about", "question"])
    for each in heard:
        day = dt.datetime.fromtimestamp(each.at / 1000, dt.UTC).date()
        text = f"'{each.heard.text}" if each.heard.text.startswith(_FORMULA) else each.heard.text
        rows.writerow([day, each.heard.outcome, " ".join(each.heard.about), text])
