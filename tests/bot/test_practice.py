"""What is kept of a practice, over a real database and a real server: reports, export, deletion, crashes."""

import asyncio
import datetime as dt
import json
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, TCPConnector
from sqlalchemy import Connection, create_engine, select, text

from bot.report import html, markdown, reported
from bot.store.conversations import Stored
from bot.store.schema import metadata
from bot.store.store import Store
from bot.sweeping import sweep
from bot.turns import Message, Turns, read_reply
from dialogs.conversation import Coach
from dialogs.messages import Chose, Event, Said
from dialogs.privacy import Keeping
from knowledge.library import Library
from tests.dialogs.practising import CARE_HOME, NAMED
from tests.serving import Server, WebChat

START = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=1)
        return self.now


class Talk:
    """A person through the one door, over a database made by the migrations."""

    def __init__(self, library: Library, store: Store) -> None:
        self.clock = Clock()
        self.store = store.conversations
        self.retention = store.retention
        self.turns = Turns(Coach(library, Keeping(90)), self.store, self.clock)
        self.number = 0
        self.latest: tuple[Stored, ...] = ()

    async def take(self, event: Event, who: str = "someone") -> str:
        self.number += 1
        heard = json.dumps({"type": "message", "text": getattr(event, "text", "")})
        message = Message(f"web:{who}", who, f"a{self.number}", event, heard)
        self.latest = tuple(await self.turns.take(message))
        return " ".join(reply.body or "" for reply in self.latest)

    async def say(self, *said: str) -> str:
        for words in said:
            shown = await self.take(Said(words))
        return shown

    async def press(self, label: str) -> str:
        replies = [read_reply(reply.body or "") for reply in self.latest]
        value = next(choice.value for reply in replies for choice in reply.choices if choice.label == label)
        return await self.take(Chose(value))


@pytest.fixture
async def talk(library: Library, url: str) -> AsyncIterator[Talk]:
    store = Store(url)
    yield Talk(library, store)
    await store.close()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def everything(url: str) -> str:
    """All that the tables hold."""
    with connected(url) as connection:
        rows = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
        return repr([tuple(row) for table in rows for row in table])  # a Row's own repr cuts long texts


async def test_an_answer_is_kept_with_its_figures_and_deleted_on_request(talk: Talk, url: str) -> None:
    await talk.say("practise compassion, 1 question", CARE_HOME, "done", "4", "stop")
    answers, person = await talk.store.kept("someone")
    assert [answer.text for answer in answers] == [CARE_HOME]
    assert person.practices[0].mark == 4
    assert "1 practised answer" in await talk.say("what do you store about me")
    await talk.say("delete my data")
    assert "care home" not in everything(url)
    assert await talk.store.kept("someone") == ([], person.__class__())


async def test_deleting_takes_nothing_of_others(talk: Talk) -> None:
    for who in ("someone", "other"):
        for words in ("practise compassion, 1 question", CARE_HOME, "done", "4"):
            await talk.take(Said(words), who)
    await talk.take(Said("delete my data"))
    assert len((await talk.store.kept("other"))[0]) == 1
    assert (await talk.store.kept("someone"))[0] == []


async def test_names_taken_out_are_nowhere_left(talk: Talk, url: str) -> None:
    await talk.say("practise compassion, 1 question", NAMED, "that's all")
    assert "Hollingworth" in everything(url)  # in the conversation, until the person has said
    await talk.press("Take the names out")
    assert "Hollingworth" not in everything(url)
    assert "Acacia" not in everything(url)
    assert "care home" in everything(url)


async def test_practice_without_keeping_leaves_no_words(talk: Talk, url: str) -> None:
    await talk.say("practise compassion without keeping anything", NAMED, "done", "3", "stop")
    left = everything(url)
    assert "Hollingworth" not in left
    assert "night shift" not in left


async def test_an_abandoned_practice_without_keeping_is_swept(talk: Talk, url: str) -> None:
    await talk.say("practise compassion without keeping anything", NAMED, "done")
    assert await sweep(talk.retention, 90, talk.clock.now + dt.timedelta(hours=23)) == 0
    assert "Hollingworth" in everything(url)
    await sweep(talk.retention, 90, talk.clock.now + dt.timedelta(hours=25))
    assert "Hollingworth" not in everything(url)


async def test_what_is_older_than_the_setting_is_swept(talk: Talk, url: str) -> None:
    await talk.say("practise compassion, 2 questions", CARE_HOME, "done", "4", "keep as an example", "Soup")
    await talk.say("pause")
    with connected(url) as connection:  # the person came back later for something else
        later = int((talk.clock.now + dt.timedelta(days=60)).timestamp() * 1000)
        connection.execute(text("update conversations set used_at = :later"), {"later": later})
    await sweep(talk.retention, 90, talk.clock.now + dt.timedelta(days=91))
    answers, person = await talk.store.kept("someone")
    assert answers == []
    assert [example.name for example in person.examples] == ["Soup"]
    with connected(url) as connection:
        states = connection.execute(text("select state from conversations")).scalars().all()
    assert states
    assert "care home" not in repr(states)
    await sweep(talk.retention, 90, talk.clock.now + dt.timedelta(days=366))
    assert (await talk.store.kept("someone"))[1].examples == ()


async def test_the_report_holds_the_full_answers_and_what_was_found(talk: Talk, library: Library) -> None:
    await talk.say(
        "practise compassion, 2 questions", CARE_HOME, "done", "4", "next", "<b>It & I</b> " + CARE_HOME, "done"
    )
    await talk.say("skip", "stop")
    answers, _ = await talk.store.kept("someone")
    report = reported(answers, answers[0].practice.interview, library, 90)
    assert report
    page = html(report)
    assert CARE_HOME.replace("'", "&#39;") in page
    assert "<b>It" not in page
    assert "&lt;b&gt;It &amp; I" in page
    for part in ("Situation", "Task", "Action", "Result"):
        assert f'<th scope="col">{part}</th>' in page
    found = answers[0].practice.ratings
    in_words = ", ".join(f"{part} {found[part]}" for part in ("situation", "task", "action", "result"))
    assert f"{talk.clock.now:%-d %b}: {in_words}." in page  # the plot in words
    written = markdown(report)
    assert "> " + CARE_HOME in written
    assert "Your own mark: 4 of 5" in written
    assert "| Result | clear | clear |" in written
    assert reported(answers, "nosuch", library, 90) is None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as running:
        yield running


def session() -> ClientSession:
    return ClientSession(cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(force_close=True))


def link_in(replies: list[dict[str, Any]]) -> str:
    return str(replies[-1]["text"].partition("](")[2].partition(")")[0])


async def test_a_report_is_for_its_own_browser_only(server: Server) -> None:
    async with session() as http, session() as stranger:
        person = WebChat(http, server.url)
        await person.open()
        for words in ("practise compassion, 1 question", CARE_HOME, "done", "4"):
            await person.say(words)
        link = link_in(await person.say("stop"))
        assert link.startswith("/chat/report/")
        async with http.get(server.url + link) as response:
            assert (response.status, response.content_type) == (200, "text/html")
            assert "style-src 'sha256-" in response.headers["Content-Security-Policy"]
            assert "night shift" in await response.text()
        async with http.get(f"{server.url}{link}?format=md") as response:
            assert (response.status, response.content_type) == (200, "text/markdown")
        async with http.get(f"{server.url}/chat/report/all") as response:
            assert response.status == 200
        async with http.get(f"{server.url}/chat/report/zzz") as response:
            assert response.status == 404
        async with stranger.get(server.url + link) as response:
            assert response.status == 401
        await WebChat(stranger, server.url).open()
        async with stranger.get(server.url + link) as response:
            assert response.status == 404  # known here, but it is not theirs
        async with http.get(f"{server.url}/chat/export", headers=person.headers) as response:
            kept = await response.json()
        assert kept["practised"][0]["text"] == CARE_HOME
        assert kept["examples"] == []


async def test_killed_at_random_moments_of_an_interview(server: Server) -> None:
    """kill -9 between sending and answering: what was acknowledged is there, what was not can be sent again."""
    moments = random.Random(5)  # noqa: S311 - moments, no secrets
    parts = [part + "." for part in CARE_HOME.split(". ")]
    async with session() as http:
        person = WebChat(http, server.url)
        await person.open()
        await person.say("practise compassion, 1 question")
        for number, part in enumerate(parts):
            sending = asyncio.create_task(person.send(part, f"part-{number}"))
            await asyncio.sleep(moments.uniform(0, 0.03))
            server.kill()
            await asyncio.gather(sending, return_exceptions=True)
            server.start()
            await person.send(part, f"part-{number}")
        assert "from 1 to 5" in (await person.say("that's all"))[-1]["text"]
        replies = await person.say("4")
        assert "Situation: clear" in replies[-1]["text"]
        async with http.get(f"{server.url}/chat/export", headers=person.headers) as response:
            kept = await response.json()
    assert kept["practised"][0]["text"].replace("\n\n", " ") == " ".join(parts)
