"""Setting a workshop up in words and by buttons."""

import datetime as dt

import pytest

from bot.cards.text import plain
from dialogs.acts import Open
from dialogs.conversation import Coach
from dialogs.hosting import Hosting
from dialogs.messages import Chose, Said
from dialogs.privacy import Keeping
from dialogs.records import Person
from dialogs.state import NEW, State
from knowledge.library import Library

NOW = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
BOSS = Person(facilitates=True)


@pytest.fixture(scope="module")
def hosting(library: Library) -> Coach:
    return Coach(library, Keeping(90))


def after(coach: Coach, *said: str) -> State:
    state = NEW
    for text in said:
        state = coach.step(state, Said(text), NOW, BOSS).state
    return state


@pytest.mark.parametrize(
    "text",
    [
        "set up a workshop",
        "can you set up a workshop for 12 people on integrity tomorrow",
        "I want to run a positive action workshop",
        "new workshop: level 2 ownership, four rounds, marks 1-5",
        "workshop pls",
    ],
)
def test_asking_for_one_begins_a_draft_with_what_was_said(hosting: Coach, text: str) -> None:
    assert after(hosting, text).hosting


@pytest.mark.parametrize(
    "text", ["how do I run a workshop?", "what happened in the workshop", "a workshop on the values"]
)
def test_a_question_about_workshops_is_one(text: str) -> None:
    assert not Hosting.asks(text)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("courage and integrity", "About: Courage and Integrity"),
        ("level 2 ownership", "About: We take ownership, level 2"),
        ("6 rounds, groups of four", "6 rounds, groups of 4; roles go round"),
        ("2 rounds", "2 rounds, groups of 3: with fewer rounds"),
        ("90 seconds to think, 6 minutes to answer", "1 minute 30 seconds to think, 6 minutes to answer"),
        ("3 minutes for notes and 10 minutes to discuss", "3 minutes to go through notes, 10 minutes to discuss"),
        ("marks from A to D", "a mark, A to D"),
        ("marks 1 to 5", "1 to 5 as in the sergeant pack of 2023"),
        ("evidence only", "evidence only: no judgement, no marks"),
        ("title: Leeds, spring", "Leeds, spring"),
        ("the sergeant interview", "About: "),
    ],
)
def test_what_is_said_changes_the_draft(hosting: Coach, said: str, shown: str) -> None:
    step = hosting.step(after(hosting, "set up a workshop"), Said(said), NOW, BOSS)
    assert shown in plain(step.replies[-1])


def test_questions_are_answered_and_the_draft_stays(hosting: Coach) -> None:
    state = after(hosting, "set up a workshop", "only compassion", "what is courage?", "help")
    assert state.hosting
    assert state.hosting.plan.targets == ("value/compassion",)


def test_competencies_ask_for_their_level(hosting: Coach) -> None:
    state = after(hosting, "set up a workshop", "ownership and collaborative")
    step = hosting.step(state, Said("open it"), NOW, BOSS)
    assert "At which level" in plain(step.replies[-1])
    assert step.changes.acts == ()
    step = hosting.step(state, Chose(step.replies[-1].choices[1].value), NOW, BOSS)
    assert "We are collaborative, level 2" in plain(step.replies[-1])


def test_buttons_change_open_and_drop(hosting: Coach) -> None:
    state = after(hosting, "set up a workshop")
    for label in ("Groups of 4", "4 rounds", "Marks 1 to 5", "Evidence only", "With a strength and a suggestion"):
        step = hosting.step(state, Said(label), NOW, BOSS)
        state = step.state
    (opened,) = hosting.step(state, Said("Open the workshop"), NOW, BOSS).changes.acts
    assert isinstance(opened, Open)
    assert (opened.plan.size, opened.plan.rounds, opened.plan.scale, opened.plan.evidence_only) == (4, 4, "1-5", False)
    assert hosting.step(state, Said("Drop it"), NOW, BOSS).state.hosting is None
    assert "no draft" in plain(hosting.step(NEW, Chose("do/workshop#set:open"), NOW, BOSS).replies[-1])


def test_only_facilitators(hosting: Coach) -> None:
    step = hosting.step(NEW, Said("set up a workshop"), NOW)
    assert step.state.hosting is None
    assert "Workshops are set up by facilitators" in plain(step.replies[-1])
