"""What the manifest promises is what the coach does."""

import json
from typing import Any

import pytest

from bot.channels.teams.extension import Extension
from bot.teams_app.manifest import ALONE, STRINGS, TOGETHER
from bot.teams_app.rules import MANIFEST
from dialogs.conversation import Coach
from dialogs.messages import Said
from dialogs.records import NOBODY
from dialogs.state import NEW
from dialogs.together import is_own
from tests.bot.teams_app.packing import APP, HOST, files
from tests.dialogs.test_together import NOON


def manifest(*, starters: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(files(starters=starters)[MANIFEST])
    return made


@pytest.mark.parametrize("title", [command.title for command in ALONE])
def test_what_a_command_says_is_understood(coach: Coach, title: str) -> None:
    assert coach.say(title).reply.kind in ("answer", "action")


@pytest.mark.parametrize("title", [command.title for command in TOGETHER])
def test_what_a_command_says_in_front_of_others_is_answered_there(coach: Coach, title: str) -> None:
    (reply,) = coach.step(NEW, Said(title), NOON, NOBODY, shared=True).replies
    assert reply.kind in ("answer", "action")
    assert not any(is_own(topic) for topic in reply.topics)


def test_the_search_is_the_one_that_the_coach_answers(coach: Coach) -> None:
    (command,) = manifest()["composeExtensions"][0]["commands"]
    (parameter,) = command["parameters"]
    asked = {"commandId": command["id"], "parameters": [{"name": parameter["name"], "value": "courage"}]}
    found = Extension(coach).answer(asked)["composeExtension"]["attachments"]
    assert found[0]["preview"]["content"]["title"] == "Met value: Courage"


def test_starters_stand_in_a_chat_of_ones_own_and_one_does_not_begin_with_stop() -> None:
    lists = manifest(starters=True)["bots"][0]["commandLists"]
    starters = [each["title"] for one in lists for each in one["commands"] if each["type"] == "prompt"]
    assert starters == [command.title for command in ALONE if command.title != "Stop"]
    plain = manifest()["bots"][0]["commandLists"]
    assert all(each["type"] == "basic" and "prompt" not in each for one in plain for each in one["commands"])


def test_the_app_leads_to_the_pages_of_its_deployment() -> None:
    made = manifest()
    developer = made["developer"]
    assert [developer[name] for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl")] == [
        f"https://{HOST}/{page}" for page in ("", "privacy", "terms")
    ]
    assert made["validDomains"] == [HOST]
    assert {made["id"], made["bots"][0]["botId"], made["composeExtensions"][0]["botId"]} == {APP}


def test_every_text_that_people_read_can_be_translated() -> None:
    told = json.loads(files(starters=True)[STRINGS])
    made = manifest(starters=True)
    assert told["name.short"] == made["name"]["short"]
    commands = [each for one in made["bots"][0]["commandLists"] for each in one["commands"]]
    read = [text for each in commands for name, text in each.items() if name != "type"]
    assert all(text in told.values() for text in read)
    assert sum(name.startswith("composeExtensions[0].commands[0].") for name in told) == 4
