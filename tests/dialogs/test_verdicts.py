"""What is noted of questions, for whoever keeps the knowledge."""

import datetime as dt

import pytest

from dialogs.conversation import Coach
from dialogs.messages import Chose, Said
from dialogs.privacy import Keeping
from dialogs.records import NO_CHANGES, Heard
from dialogs.state import NEW, due, pruned
from dialogs.verdicts import LONGEST, RIGHT
from knowledge.library import Library
from tests.dialogs.practising import Practising

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
QUESTION = "whats lvl 2 ownership"
LEVEL_2 = ("competency/take-ownership/level-2",)
UNSURE = "which value gets broken if you blag freebies cos of the uniform"
UNKNOWN = "when is the next sergeant board this year?"


@pytest.fixture(scope="module")
def keeping(library: Library) -> Coach:
    return Coach(library, Keeping(90, questions=True))


@pytest.mark.parametrize(("button", "outcome"), [("Yes", "right"), ("No", "wrong")])
def test_a_verdict_is_noted_with_the_answer_and_without_the_words(coach: Coach, button: str, outcome: str) -> None:
    asking = Practising(coach)
    asking.say(QUESTION)
    assert "not who you are or what you wrote" in asking.press("Was this right?")
    step = asking.take(Chose(asking.choice(button).value))
    assert step.changes.heard == (Heard(outcome, LEVEL_2),)  # type: ignore[arg-type] # one of two literals
    assert asking.take(Chose(RIGHT)).changes == NO_CHANGES  # pressed twice
    assert "Ask it again" in asking.shown


def test_where_the_deployment_keeps_words_it_says_so_and_keeps_them(keeping: Coach) -> None:
    asking = Practising(keeping)
    asking.say(QUESTION)
    assert "the words of your question" in asking.press("Was this right?")
    step = asking.take(Said("no"))  # typed as the button reads
    assert step.changes.heard == (Heard("wrong", LEVEL_2, QUESTION),)


def test_the_words_leave_the_state_with_the_next_message_or_a_day_later(keeping: Coach) -> None:
    state = keeping.step(NEW, Said(QUESTION), NOON).state
    assert state.asked_last
    assert due(state, 90) == NOON + dt.timedelta(days=1)
    assert pruned(state, 90, NOON + dt.timedelta(days=1)).asked_last is None
    assert keeping.step(state, Said("thanks"), NOON).state.asked_last is None


def test_refusals_and_questions_asked_back_are_noted(coach: Coach, keeping: Coach) -> None:
    for who, words in ((coach, ""), (keeping, UNKNOWN)):
        (heard,) = who.step(NEW, Said(UNKNOWN), NOON).changes.heard
        assert (heard.outcome, heard.text) == ("refused", words)
    (heard,) = keeping.step(NEW, Said(UNSURE), NOON).changes.heard
    assert (heard.outcome, heard.text) == ("asked back", UNSURE)
    assert heard.about


@pytest.mark.parametrize("text", ["I want to end it all tonight", "you useless bot", f"{UNKNOWN} {'x' * LONGEST}"])
def test_words_that_are_nobodys_business_are_not_kept(keeping: Coach, text: str) -> None:
    assert all(not heard.text for heard in keeping.step(NEW, Said(text), NOON).changes.heard)


def test_words_in_the_middle_of_a_practice_are_not_kept(keeping: Coach) -> None:
    asking = Practising(keeping)
    asking.say("practise courage, 1 question")
    step = asking.take(Said(UNKNOWN))
    assert all(not heard.text for heard in step.changes.heard)


def test_a_button_is_no_question_to_judge(coach: Coach) -> None:
    asking = Practising(coach)
    asking.take(Chose("value/courage"))
    assert "Was this right?" not in [choice.label for choice in asking.replies[0].choices]
