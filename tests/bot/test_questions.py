"""What became of questions: kept, printed for whoever keeps the knowledge, deleted with the rest."""

import asyncio
import csv
import datetime as dt
import io
from typing import Protocol

import pytest
from sqlalchemy import select

import app
from bot.store.schema import heard
from bot.store.store import Store
from bot.sweeping import sweep
from bot.turns import Message, Turns
from dialogs.conversation import Coach
from dialogs.messages import Said
from dialogs.privacy import Keeping
from knowledge.library import Library

SAID = (
    "when is the next sergeant board this year?",
    "which value gets broken if you blag freebies cos of the uniform",
    "whats lvl 2 ownership",
    "was this right?",
    "no",
)


class Printed(Protocol):
    """Runs the command; what it prints."""

    async def __call__(self, *options: str) -> str: ...


@pytest.fixture
def printed(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    name = "CVF_DATABASE_URL" if url.startswith("postgresql") else "CVF_DATABASE"
    monkeypatch.setenv(name, url.replace("+psycopg", "").removeprefix("sqlite:///"))

    async def run(*options: str) -> str:
        assert await asyncio.to_thread(app.main, ["questions", *options]) == 0
        return capsys.readouterr().out

    return run


async def ask(library: Library, url: str, *said: str, words: bool, person: str = "ann") -> None:
    store = Store(url)
    turns = Turns(Coach(library, Keeping(90, words)), store.conversations)
    for number, text in enumerate(said):
        await turns.take(Message(f"web:{person}", person, f"{text[:8]}{number}", Said(text), None))
    await store.close()


async def test_without_the_setting_only_what_became_of_them(library: Library, url: str, printed: Printed) -> None:
    await ask(library, url, *SAID, words=False)
    told = await printed()
    assert "1 wrong, 1 refused, 1 asked back, 0 right" in told
    assert "wrong: competency/take-ownership/level-2" in told
    assert "board" not in told
    assert "CVF_KEEP_QUESTIONS=1" in told


async def test_with_it_the_words_the_most_frequent_first(
    library: Library, url: str, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CVF_KEEP_QUESTIONS", "1")
    for person in ("ann", "ben"):
        await ask(library, url, *SAID, words=True, person=person)
    await ask(library, url, "=cmd|' /C calc'!A0 when is the next board in 2027?", words=True, person="eve")
    told = await printed("--days", "1")
    assert f"2  {SAID[0]}" in told
    rows = list(csv.DictReader(io.StringIO(await printed("--csv"))))
    assert [row["outcome"] for row in rows] == ["refused", "asked back", "wrong"] * 2 + ["refused"]
    assert rows[-1]["question"].startswith("'=")  # no spreadsheet runs it
    assert not any("ann" in str(row) for row in rows)


async def test_they_go_with_the_rest_and_after_their_days(library: Library, url: str, printed: Printed) -> None:
    await ask(library, url, *SAID, words=True)
    await ask(library, url, "delete my data", words=True)
    assert SAID[0] not in await printed()
    assert "0 wrong, 0 refused" in await printed()
    await ask(library, url, SAID[0], words=True, person="ben")
    store = Store(url)
    await sweep(store.retention, 90, dt.datetime.now(dt.UTC) + dt.timedelta(days=91))
    await store.close()
    assert "0 wrong, 0 refused" in await printed()


async def test_their_words_are_sealed(library: Library, url: str) -> None:
    store = Store(url, [bytes(range(32))])
    turns = Turns(Coach(library, Keeping(90, questions=True)), store.conversations)
    await turns.take(Message("web:ann", "ann", "1", Said(SAID[0]), None))
    raw = await store.database.run(lambda connection: connection.execute(select(heard.c.text)).scalars().all())
    (kept,) = await store.heard.since(0)
    await store.close()
    assert kept.heard.text == SAID[0]
    assert "board" not in str(raw)
