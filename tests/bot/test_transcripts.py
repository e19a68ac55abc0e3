"""The same conversations through the core, the Bot Framework endpoint and the web chat: they must agree."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession, CookieJar, TCPConnector

from bot.cards.adaptive import card
from bot.channels.activities import reply_fields
from dialogs.conversation import Coach
from dialogs.messages import Chose, Reply, Said
from dialogs.privacy import Keeping
from dialogs.records import Person, Practice
from dialogs.state import NEW
from knowledge.library import Library
from tests.serving import Channel, Server, WebChat, offered_in
from tests.test_transcripts import event_of, offered_by

FOLDER = Path(__file__).parent.parent / "transcripts"
PATHS = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Server(tmp_path_factory.mktemp("server"), CVF_PLAYGROUND="1") as running:
        yield running


def session() -> ClientSession:
    """Cookies for an address without a name; a connection for each request, as the server is restarted in between."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(force_close=True))


def turns_of(path: Path) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return turns


def through_the_core(library: Library, turns: list[dict[str, Any]]) -> list[Reply]:
    coach, state, said, offered = Coach(library, Keeping(90)), NEW, [], {}
    practices: dict[str, Practice] = {}
    for turn in turns:
        now = dt.datetime.now(dt.UTC)
        step = coach.step(state, event_of(turn, offered), now, Person(tuple(practices.values())))
        practices |= {kept.practice.id: kept.practice for kept in step.changes.answered}
        state, offered = step.state, offered_by(step.replies)
        said += step.replies
    return said


async def through_a_channel(person: WebChat | Channel, turns: list[dict[str, Any]], server: Server) -> list[Any]:
    """The replies; where a turn says `restart`, the server is killed and started again before it."""
    found: list[dict[str, Any]] = []
    latest: list[dict[str, Any]] = []
    for turn in turns:
        if turn.get("restart"):
            server.kill()
            server.start()
        offered = {title: value for reply in latest for title, value in offered_in(reply).items()}
        event = event_of(turn, offered)
        value = {"choose": event.value} if isinstance(event, Chose) else None
        latest = await person.say(event.text if isinstance(event, Said) else turn.get("press", turn.get("say")), value)
        found += latest
    return found


def compared(activity: dict[str, Any]) -> tuple[str, list[tuple[str, object]]]:
    """What has to be the same: not the names of interviews, which are the time, nor the links of the page alone."""
    actions = activity.get("suggestedActions", {}).get("actions", [])
    text = activity["text"].partition("\n\n[Report")[0]
    return text, [(action["title"], re.sub(r"@\w+", "@", action["value"]["choose"])) for action in actions]


def unstamped(content: dict[str, Any]) -> str:
    """A card without the names of interviews, which are the time."""
    return re.sub(r"@\w+", "@", json.dumps(content))


def test_there_are_ten_conversations() -> None:
    assert len(PATHS) >= 10


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
async def test_every_channel_says_the_same(library: Library, server: Server, path: Path) -> None:
    turns = turns_of(path)
    said = through_the_core(library, turns)
    core = [compared(reply_fields(reply)) for reply in said]
    async with (
        session() as http,
        Channel(http, server.url, "emulator") as channel,
        Channel(http, server.url, "msteams") as teams,
    ):
        person = WebChat(http, server.url)
        assert len(await person.open()) == 1
        assert list(map(compared, await through_a_channel(person, turns, server))) == core
        assert list(map(compared, await through_a_channel(channel, turns, server))) == core
        came = await through_a_channel(teams, turns, server)
        assert [unstamped(one["attachments"][0]["content"]) for one in came] == [unstamped(card(one)) for one in said]


def test_no_word_of_a_conversation_is_in_the_log(server: Server) -> None:
    log = server.log.read_text().lower()
    assert '"event": "turn"' in log
    for path in PATHS:
        for turn in turns_of(path):
            text = turn.get("say", "")
            assert len(text) < 6 or text.lower()[:60] not in log
