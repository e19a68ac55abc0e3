"""The step: events in, replies out; the state survives saving, and deletion is never guessed."""

import datetime as dt
from pathlib import Path

import pytest

from bot.cards.text import plain
from dialogs.conversation import Coach
from dialogs.messages import Chose, Event, Joined, Said
from dialogs.privacy import FORGET_NOW, Keeping
from dialogs.state import NEW, SavedStateError, State, restored, saved
from knowledge.library import Library

NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
GOLDEN = Path(__file__).parent.parent / "saved_states"


@pytest.fixture(scope="module")
def keeping(library: Library) -> Coach:
    return Coach(library, Keeping(30))


def after(coach: Coach, *events: Event, state: State = NEW, now: dt.datetime = NOON) -> State:
    for event in events:
        state = restored(saved(coach.step(state, event, now).state))
    return state


def test_the_welcome_comes_once_and_says_what_is_kept(keeping: Coach) -> None:
    first = keeping.step(NEW, Joined(), NOON)
    assert "30 days" in plain(first.replies[0])
    assert keeping.step(first.state, Joined(), NOON).replies == ()


def test_a_message_before_joining_counts_as_welcome(keeping: Coach) -> None:
    assert keeping.step(after(keeping, Said("help")), Joined(), NOON).replies == ()


@pytest.mark.parametrize("said", ["and level 3?", "and 3", "3", "what about 3"])
def test_a_follow_up_uses_the_saved_context(keeping: Coach, said: str) -> None:
    state = after(keeping, Said("level 2 ownership"))
    assert keeping.step(state, Said(said), NOON).replies[0].topics == ("competency/take-ownership/level-3",)


def test_a_day_later_the_context_is_gone(keeping: Coach) -> None:
    state = after(keeping, Said("level 2 ownership"))
    later = keeping.step(state, Said("and level 3?"), NOON + dt.timedelta(days=1)).replies[0]
    assert later.topics != ("competency/take-ownership/level-3",)


def test_plain_words_delete_at_once_and_others_ask_back(keeping: Coach) -> None:
    assert keeping.step(NEW, Said("Delete my data."), NOON).changes.forget
    asked = keeping.step(NEW, Said("could you please forget everything about me"), NOON)
    assert not asked.changes.forget
    assert FORGET_NOW in {choice.value for choice in asked.replies[0].choices}
    assert keeping.step(NEW, Chose(FORGET_NOW), NOON).changes.forget


def test_an_old_button_does_no_harm(keeping: Coach) -> None:
    state = after(keeping, Said("courage"))
    step = keeping.step(state, Chose("interview/started-long-ago"), NOON)
    assert step.replies[0].kind == "decline"
    assert step.state.context == state.context


def test_a_topic_that_is_gone_from_the_knowledge_base_is_forgotten(keeping: Coach) -> None:
    text = saved(after(keeping, Said("courage"))).replace("value/courage", "value/bravery")
    assert keeping.step(restored(text), Said("why does that matter"), NOON).replies


# What each saved state is in the middle of, and what a message then leads to.
GOES_ON = {
    "v1-ownership": ("and level 3?", "competency/take-ownership/level-3"),
    "v2-interview": ("go on with the interview", "do/interview"),
    "v3-unanswered": ("courage", "value/courage"),
    "v4-seat": ("courage", "value/courage"),
    "v5-verdict": ("Was this right?", "do/help"),
    "v6-hosting": ("4 rounds", "do/workshop"),
}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_states_of_every_version_still_load(keeping: Coach, path: Path) -> None:
    state = restored(path.read_text(encoding="utf-8"))
    said, topic = GOES_ON[path.stem]
    step = keeping.step(state, Said(said), state.at or NOON)
    assert step.replies[0].topics == (topic,)
    assert restored(saved(step.state)) == step.state


@pytest.mark.parametrize("text", ["", "[]", '{"version": 99}', '{"version": 1, "state": {"context": 3}}'])
def test_anything_else_is_named(text: str) -> None:
    with pytest.raises(SavedStateError, match="cannot be read"):
        restored(text)
