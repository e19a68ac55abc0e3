"""In front of others: questions are answered, what is somebody's own is not."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.text import plain
from dialogs.conversation import Coach
from dialogs.messages import Chose, Event, Joined, OwnChat, Said
from dialogs.privacy import Keeping
from dialogs.records import NO_CHANGES, NOBODY
from dialogs.state import NEW, State
from dialogs.step import Step
from dialogs.together import is_own
from knowledge.library import Library, load_library
from tests.dialogs.practising import CARE_HOME

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
COACH = Coach(load_library(), Keeping(90), experts=True)


def aloud(coach: Coach, event: Event, state: State = NEW) -> Step:
    return coach.step(state, event, NOON, NOBODY, shared=True)


def test_questions_and_follow_ups_are_answered(keeping: Coach) -> None:
    first = aloud(keeping, Said("what's level 2 ownership?"))
    assert first.replies[0].topics == ("competency/take-ownership/level-2",)
    assert all(not is_own(choice.value) for choice in first.replies[0].choices)
    second = aloud(keeping, Said("and level 3?"), first.state)
    assert second.replies[0].topics == ("competency/take-ownership/level-3",)
    pressed = aloud(keeping, Chose("value/courage"), second.state)
    assert pressed.replies[0].topics == ("value/courage",)


@pytest.mark.parametrize(
    "event",
    [
        Said("start a mock interview"),
        Said("practise courage"),
        Said("help me build an example"),
        Said(f"check this example: {CARE_HOME}"),
        Said("my progress"),
        Said("export my data"),
        Said("delete my data"),
        Said("what do you store about me?"),
        Chose("do/interview"),
        Chose("do/interview#new:value/courage"),
        Chose("do/forget#now"),
        Chose("do/example#keep"),
    ],
)
def test_what_is_ones_own_goes_on_elsewhere(keeping: Coach, event: Event) -> None:
    step = aloud(keeping, event)
    (reply,) = step.replies
    assert [block for block in reply.blocks if isinstance(block, OwnChat)]
    assert "night shift" not in plain(reply)
    assert step.state.interview is None
    assert step.state.building is None
    assert replace(step.changes, heard=()) == NO_CHANGES


def test_the_welcome_is_short_and_comes_once(keeping: Coach) -> None:
    first = aloud(keeping, Joined())
    assert "Mention me" in plain(first.replies[0])
    assert aloud(keeping, Joined(), first.state).replies == ()


def test_a_mention_alone_gets_help_and_old_buttons_do_no_harm(keeping: Coach) -> None:
    assert aloud(keeping, Said("  ")).replies[0].topics == ("do/help",)
    assert aloud(keeping, Chose("no/such-thing")).replies[0].kind == "decline"
    assert aloud(keeping, Said("help")).replies[0].topics == ("do/help",)
    assert aloud(keeping, Said("stop")).replies


event = st.one_of(
    st.just(Joined()),
    st.one_of(st.text(max_size=60), st.sampled_from(["practise courage", "weather tomorrow?", CARE_HOME])).map(Said),
    st.sampled_from(["do/interview", "do/person#ask", "do/person#send", "do/example#new", "value/courage"]).map(Chose),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(event, min_size=1, max_size=5))
def test_nothing_of_ones_own_is_ever_begun_or_offered(events: list[Event]) -> None:
    state = NEW
    for what in events:
        step = aloud(COACH, what, state)
        assert replace(step.changes, heard=()) == NO_CHANGES
        assert (step.state.interview, step.state.building, step.state.unanswered) == (None, None, "")
        assert all(not is_own(choice.value) for reply in step.replies for choice in reply.choices)
        state = step.state


def test_the_library_is_the_same(library: Library) -> None:
    assert set(COACH.library.entries) == set(library.entries)
