"""The same conversations through the core, the Bot Framework endpoint and the web chat: they must agree."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession, CookieJar

from bot.channels.activities import reply_fields
from dialogs.conversation import Coach
from dialogs.messages import Chose, Said
from dialogs.privacy import Keeping
from dialogs.state import NEW
from knowledge.library import Library
from tests.serving import Channel, Server, WebChat

FOLDER = Path(__file__).parent.parent / "transcripts"
PATHS = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Server(tmp_path_factory.mktemp("server"), CVF_PLAYGROUND="1") as running:
        yield running


def said_in(path: Path) -> list[tuple[str, object]]:
    turns = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(turn["say"], {"choose": turn["choose"]} if "choose" in turn else None) for turn in turns]


def through_the_core(library: Library, turns: list[tuple[str, object]]) -> list[dict[str, Any]]:
    coach, state, fields = Coach(library, Keeping(90)), NEW, []
    for text, value in turns:
        event = Chose(value["choose"]) if isinstance(value, dict) else Said(text)
        step = coach.step(state, event, dt.datetime.now(dt.UTC))
        state = step.state
        fields += [reply_fields(reply) for reply in step.replies]
    return fields


def compared(activity: dict[str, Any]) -> tuple[str, list[tuple[str, object]]]:
    actions = activity.get("suggestedActions", {}).get("actions", [])
    return activity["text"], [(action["title"], action["value"]) for action in actions]


def test_there_are_ten_conversations() -> None:
    assert len(PATHS) >= 10


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
async def test_every_channel_says_the_same(library: Library, server: Server, path: Path) -> None:
    turns = said_in(path)
    core = [compared(fields) for fields in through_the_core(library, turns)]
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http, Channel(http, server.url) as channel:
        person = WebChat(http, server.url)
        assert len(await person.open()) == 1
        assert [compared(a) for text, value in turns for a in await person.say(text, value)] == core
        assert [compared(a) for text, value in turns for a in await channel.say(text, value)] == core


def test_no_word_of_a_conversation_is_in_the_log(server: Server) -> None:
    log = server.log.read_text().lower()
    assert '"event": "turn"' in log
    for path in PATHS:
        for text, _ in said_in(path):
            assert len(text) < 6 or text.lower() not in log
