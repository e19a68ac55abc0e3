"""A question that the coach cannot answer, handed on to a person."""

import datetime as dt

import pytest

from bot.cards.text import plain
from dialogs.conversation import Coach
from dialogs.handing import ASK, KEEP_BACK, LONGEST, SEND
from dialogs.messages import Chose, PersonAnswered, Said
from dialogs.privacy import Keeping
from dialogs.records import NO_CHANGES
from dialogs.state import NEW, due, pruned
from knowledge.library import Library
from tests.dialogs.practising import Practising

QUESTION = "when is the next sergeant board this year?"


@pytest.fixture(scope="module")
def experts(library: Library) -> Coach:
    return Coach(library, Keeping(90), experts=True)


@pytest.fixture
def asking(experts: Coach) -> Practising:
    return Practising(experts)


def test_it_goes_only_after_consent_and_word_for_word(asking: Practising) -> None:
    asking.say(QUESTION)
    assert asking.replies[0].kind == "decline"
    shown = asking.press("Ask a person")
    assert f"“{QUESTION}”" in shown
    assert "nothing else, not who you are" in shown
    step = asking.take(Chose(asking.choice("Send these words").value))
    assert step.changes.handed == QUESTION
    assert step.state.unanswered == ""
    assert "comes here" in asking.shown
    assert asking.take(Chose(SEND)).changes == NO_CHANGES  # pressed twice


def test_it_can_be_kept_back(asking: Practising) -> None:
    asking.say(QUESTION)
    asking.press("Ask a person")
    step = asking.take(Chose(KEEP_BACK))
    assert step.changes == NO_CHANGES
    assert asking.state.unanswered == ""
    assert asking.take(Chose(SEND)).changes == NO_CHANGES


def test_the_next_message_forgets_the_question(asking: Practising) -> None:
    asking.say(QUESTION)
    asking.say("courage")
    assert asking.state.unanswered == ""
    asking.take(Chose(ASK))
    assert "Ask it again" in asking.shown


@pytest.mark.parametrize("text", ["I want to end it all tonight", "you useless bot", "asdf qwer", "x" * (LONGEST + 1)])
def test_what_nobody_should_hand_on_is_not_offered(asking: Practising, text: str) -> None:
    asking.say(text)
    assert "Ask a person" not in asking.buttons


def test_without_people_it_is_not_offered(keeping: Coach) -> None:
    person = Practising(keeping)
    person.say(QUESTION)
    assert "Ask a person" not in person.buttons


def test_the_answer_comes_in_the_middle_of_anything(asking: Practising) -> None:
    asking.say("practise compassion, 1 question")
    before = asking.state.interview
    asking.take(PersonAnswered(QUESTION, "In *May*, [see](https://evil.example)."))
    assert "An answer from a person" in asking.shown
    assert QUESTION in asking.shown
    assert "not from the documents" in asking.shown
    assert asking.state.interview == before


def test_a_question_left_lying_is_deleted_after_a_day(experts: Coach) -> None:
    now = dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
    state = experts.step(NEW, Said(QUESTION), now).state
    day = dt.timedelta(days=1)
    assert due(state, 90) == now + day
    assert pruned(state, 90, now + day).unanswered == ""
    assert pruned(state, 90, now + day / 2).unanswered == QUESTION
    assert plain(experts.step(state, Said("hello"), now + day).replies[0])
