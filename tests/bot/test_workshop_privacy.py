"""What people try in a workshop that is not theirs to see or do; docs/threats.md lists it."""

import asyncio
import datetime as dt
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from sqlalchemy import create_engine, text

import app
from tests.bot.test_workshops import SETTINGS, gathered, joined
from tests.bot.workshop import OnThePage, Room, Somebody, code_in
from tests.deployment.image import free_port
from tests.dialogs.practising import CARE_HOME
from tests.serving import Server

NAMES = ("Annabel", "Bertram", "Cyprian", "Dorothea", "Evadne", "Ferdinand")


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path, **SETTINGS)


@pytest.fixture
async def room(server: Server) -> AsyncIterator[Room]:
    with server:
        async with Room(server) as room:
            yield room


def page_of(person: Somebody) -> str:
    """The address of the facilitator's page, as they were sent it."""
    found = re.search(r"http://[^\s()]+/workshop/[a-z0-9]+\?key=[0-9a-f]+", "\n".join(person.seen))
    assert found
    return found[0]


async def status(person: OnThePage | None, url: str) -> int:
    """What an address answers to somebody's browser, or to a stranger's."""
    if person:
        async with person.http.get(url) as response:
            return response.status
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http, http.get(url) as response:
        return response.status


async def test_the_page_and_its_figures_are_for_their_facilitator_alone(room: Room) -> None:
    boss, code = await gathered(room)
    await joined(room, NAMES[:3], code)
    other = await room.on_the_page("Other")
    await other.say("set up a workshop: integrity")
    await other.press("Open the workshop")
    await other.until("Code to join")
    page, theirs = page_of(boss), page_of(other)
    bare, key = page.partition("?")[0], page.partition("?")[2]
    ann = room.people["Annabel"]
    assert isinstance(ann, OnThePage)
    assert isinstance(boss, OnThePage)
    attempts = {
        "its facilitator, by cookie": (boss, bare, 200),
        "its facilitator, by key, in another browser": (None, page, 200),
        "a stranger": (None, bare, 404),
        "a participant": (ann, bare, 404),
        "the facilitator of another workshop": (other, bare, 404),
        "with the key of another workshop": (other, f"{bare}?{theirs.partition('?')[2]}", 404),
        "with a key cut short": (None, page[:-1], 404),
        "with the code as key": (None, f"{bare}?key={code}", 404),
        "a stranger, the figures": (None, f"{bare}/figures.csv", 404),
        "a participant, the figures": (ann, f"{bare}/figures.csv", 404),
        "its facilitator, the figures before the end": (None, f"{bare}/figures.csv?{key}", 409),
        "a workshop that is not there": (boss, bare[:-4] + "0000", 404),
    }
    found = {what: await status(who, url) for what, (who, url, _) in attempts.items()}
    assert found == {what: wanted for what, (_, _, wanted) in attempts.items()}


async def test_nobody_steers_or_joins_what_is_not_theirs(room: Room) -> None:
    boss, code = await gathered(room)
    await joined(room, NAMES[:3], code)
    await boss.until("3 people")
    for name in NAMES[:3]:
        before = len(room.people[name].seen)
        await room.people[name].say("", {"choose": "do/workshop#next@0.gathering"})
        await room.people[name].say("", {"choose": "do/workshop#end@0.gathering"})
        await room.people[name].say("where are we")
        await room.people[name].until(f"You are {name} here.", before)
    outsider = await room.on_the_page("Outsider")
    await outsider.say("", {"choose": "do/workshop#next@0.gathering"})
    assert "You are not in a workshop" in outsider.seen[-1]
    await outsider.say(f"join {code[:-1]}{'A' if code[-1] != 'A' else 'B'}")
    await outsider.until("No workshop here has that code")
    await boss.say("workshop")
    assert "3 people" in await boss.until("People are coming in", len(boss.seen) - 1)


async def test_no_export_differs_by_what_somebody_did_later(room: Room) -> None:
    boss, code = await gathered(room, "set up a workshop: courage, 1 round, groups of three")
    await joined(room, NAMES, code)
    await boss.until("6 people")
    await boss.press("Start round 1")
    await boss.until("Thinking")
    await boss.press("Next step")
    await boss.until("· Answering")
    for name in NAMES:
        await room.people[name].say("", {"choose": "do/workshop#type@1.answering"})
    await boss.press("End the workshop")
    await boss.until("· Over")
    url = page_of(boss).replace("?", "/figures.csv?")
    async with ClientSession() as http:
        async with http.get(url) as response:
            first = await response.read()
        ann = room.people["Annabel"]
        await ann.say(CARE_HOME)
        await ann.say("that's all")
        await ann.say("", {"choose": "do/workshop#rate=5@1.evaluating"})
        late = await room.on_the_page("Late")
        await late.say(f"join {code}")
        await late.until("No workshop here has that code")
        await room.people["Bertram"].say("delete my data")
        async with http.get(url) as response:
            assert await response.read() == first
    assert not any(name.encode() in first for name in NAMES)


async def test_names_are_in_no_address_and_in_no_log_and_go_with_the_wish(
    room: Room, server: Server, tmp_path: Path
) -> None:
    boss, code = await gathered(room)
    await joined(room, NAMES[:3], code)
    await boss.until("3 people")
    addresses = "\n".join(re.findall(r"http://\S+", "\n".join("\n".join(p.seen) for p in room.people.values())))
    assert not any(name in addresses for name in NAMES)
    await room.people["Bertram"].say("delete my data")
    await room.people["Bertram"].until("has been deleted")
    await boss.until("2 people")
    async with ClientSession() as http, http.get(page_of(boss)) as response:
        live = await response.text()
    assert "Annabel" in live
    assert "Bertram" not in live
    assert not any(name in server.log.read_text() for name in NAMES)
    engine = create_engine(f"sqlite:///{tmp_path / 'cvf.sqlite'}")
    for _ in range(50):  # a post goes a moment after it has reached its conversation
        with engine.connect() as connection:
            if not connection.execute(text("SELECT count(*) FROM workshop_posts")).scalar():
                break
        await asyncio.sleep(0.1)
    else:
        pytest.fail("something is kept of what was brought")
    with engine.connect() as connection:
        states = connection.execute(text("SELECT state FROM workshops")).scalars().all()
    engine.dispose()
    assert json.loads(states[0])["workshop"]["members"][1]["name"] == ""


async def test_a_chat_that_all_read_is_shown_the_step_and_nobody_joins_there(room: Room) -> None:
    boss, code = await gathered(room)
    await joined(room, NAMES[:3], code)
    sam = await room.in_teams("Sam")
    shared = {"id": "19:meeting@thread.v2", "conversationType": "groupChat", "isGroup": True}
    activity = sam.channel.activity(text=f"<at>CVF coach</at> join {code}", conversation=shared)
    activity["entities"] = [{"type": "mention", "mentioned": {"id": "28:bot"}, "text": "<at>CVF coach</at>"}]
    assert await sam.channel.send(activity) == 200
    await sam.until("in a chat of your own")
    assert "3 people" in await boss.until("3 people")
    await boss.press("Start round 1")
    told = await sam.until("Candidates think")
    assert "Round 1 of 3" in told
    await boss.until("Thinking")
    assert not any(name in "\n".join(sam.seen) for name in NAMES)
    await boss.press("End the workshop")
    await sam.until("· Over")


async def test_the_code_lets_in_where_codes_are_needed_while_the_workshop_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    settings = {"CVF_ACCESS": "codes", "CVF_PUBLIC_URL": address, "CVF_PORT": address.rpartition(":")[2]}
    with Server(tmp_path, **settings) as server:
        monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
        tomorrow = str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))
        given = []
        for extra in ([], ["--facilitator"]):
            await asyncio.to_thread(app.main, ["codes", "add", "all", "--until", tomorrow, *extra])
            given.append(capsys.readouterr().out.split()[0])
        async with Room(server) as room:
            plain = await room.on_the_page("Plain", given[0])
            await plain.say("set up a workshop")
            assert "Workshops are set up by facilitators" in plain.seen[-1]
            boss = await room.on_the_page("Boss", given[1])
            await boss.say("set up a workshop")
            await boss.press("Open the workshop")
            code = code_in(await boss.until("Code to join"))
            guest = await room.on_the_page("Guest", code)
            await guest.say(f"join {code} as Guest")
            await guest.until("You are Guest here.")
            await guest.say("set up a workshop")
            assert "Workshops are set up by facilitators" in guest.seen[-1]
            await boss.press("End the workshop")
            await boss.until("· Over")
            async with ClientSession() as http:
                entry = f"{server.url}/v3/directline/tokens/generate"
                async with http.post(entry, json={"code": code}) as response:
                    assert response.status == 401
