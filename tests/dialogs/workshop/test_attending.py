"""A workshop from somebody's own chat: coming in, notes, the sheet, and what is done with the buttons."""

import datetime as dt

import pytest

from dialogs.acts import Act, HandOver, Join, Leave, MoreTime, Rate, Ready, Steer
from dialogs.attending import Attending, forgetting
from dialogs.messages import Paragraph, Reply, WorkshopSays
from dialogs.seat import Noted, Place, Received, Role, Seat, Sheet
from dialogs.state import NEW, State, due, pruned, restored, saved
from dialogs.step import Step
from dialogs.workshop.buttons import placed
from knowledge.library import Library

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
CARD = Reply("action", (Paragraph("A card"),))


@pytest.fixture(scope="session")
def attending(library: Library) -> Attending:
    return Attending(library)


def placed_at(stage: str, role: Role, marks: tuple[str, ...] = ("1", "2", "3")) -> Place:
    return Place("w1", 1, stage, role, "value/courage", "courage-1", "Ann", marks)


def state_at(stage: str, role: Role, sheet: Sheet | None = None) -> State:
    return State(seat=Seat(placed_at(stage, role), sheet or Sheet()), at=NOW)


def acts(step: Step | None) -> tuple[Act, ...]:
    assert step
    return step.changes.acts


@pytest.mark.parametrize(
    ("said", "code", "name"),
    [
        ("join ABCD-EFGH-JKLM-NPQR", "ABCD-EFGH-JKLM-NPQR", ""),
        ("join ABCD-EFGH-JKMN-PQRS, I'm Sam", "ABCD-EFGH-JKMN-PQRS", "Sam"),
        ("hi, my name is Sam Lee, the code is abcd-efgh-jkmn-pqrs!", "abcd-efgh-jkmn-pqrs", "Sam Lee"),
        ("ABCD-EFGH-JKMN-PQRS", "ABCD-EFGH-JKMN-PQRS", ""),
        ("Join abcd efgh jklm npqr as Sam Lee", "abcd efgh jklm npqr", "Sam Lee"),
        ("please join the workshop with code ABCDEFGHJKLMNPQR.", "ABCDEFGHJKLMNPQR", ""),
    ],
)
def test_a_code_lets_somebody_in_under_a_name_or_none(attending: Attending, said: str, code: str, name: str) -> None:
    step = attending.take(NEW, said)
    assert step
    assert step.changes.workshop == f"code:{code}"
    assert step.changes.acts == (Join("", name),)


@pytest.mark.parametrize(
    "said", ["join the police", "how do I join?", "join us for tea", "join ABCD", "join code ABCD EFGH JKLM"]
)
def test_other_messages_about_joining_are_left_alone(attending: Attending, said: str) -> None:
    assert attending.take(NEW, said) is None


def test_a_card_brings_its_place_and_a_new_round_a_clean_sheet(attending: Attending) -> None:
    state = state_at("answering", "observer", Sheet((Noted("x"),)))
    same = attending.says(state, WorkshopSays(CARD, placed_at("evaluating", "observer")))
    assert same.replies == (CARD,)
    assert same.state.seat
    assert same.state.seat.sheet.notes == (Noted("x"),)
    later = attending.says(state, WorkshopSays(CARD, Place("w1", 2)))
    assert later.state.seat == Seat(Place("w1", 2))
    received = Received(1, "value/courage", "Why?", Sheet(strength="clear"))
    assert attending.says(state, WorkshopSays(CARD, None, received)).changes.received == received


def test_an_observer_notes_sorts_judges_and_hands_over(attending: Attending) -> None:
    state = state_at("answering", "observer")
    for said in ("I rang the neighbour", "then I went back"):
        step = attending.noted(state, said)
        assert step
        state = step.state
    state = attending.says(state, WorkshopSays(CARD, placed_at("evaluating", "observer"))).state
    step = attending.press(state, placed("classify", placed_at("evaluating", "observer")), NOW)
    assert step
    assert "I rang the neighbour" in repr(step.replies)
    for said in ("999", "1", "none", "Clear and short", "Say what came of it"):
        step = attending.take(step.state, said)
        assert step
    assert step.replies[0].choices[-1].label == "Hand over without a mark"
    step = attending.press(step.state, placed("mark", placed_at("evaluating", "observer"), "3"), NOW)
    assert step
    step = attending.press(step.state, placed("hand", placed_at("evaluating", "observer")), NOW)
    assert step
    notes = (Noted("I rang the neighbour", "value/courage/positive#1"), Noted("then I went back"))
    assert acts(step) == (HandOver(1, Sheet(notes, "Clear and short", "Say what came of it", "3")),)
    assert step.state.seat == Seat(placed_at("evaluating", "observer"))


@pytest.mark.parametrize("said", ["help", "Stop!", "what is courage?", "pause"])
def test_help_stop_and_questions_are_never_taken_for_a_strength(attending: Attending, said: str) -> None:
    assert attending.take(state_at("evaluating", "observer", Sheet((Noted("x"),))), said) is None


def test_a_long_note_is_kept_whole(attending: Attending) -> None:
    step = attending.noted(state_at("answering", "observer"), "x" * 2500)
    assert step
    assert step.state.seat
    assert "".join(note.text for note in step.state.seat.sheet.notes) == "x" * 2500


def test_only_those_who_watch_take_notes_and_only_while_somebody_answers(attending: Attending) -> None:
    assert attending.noted(state_at("answering", "candidate"), "I went there") is None
    assert attending.noted(state_at("discussing", "observer"), "I went there") is None
    assert attending.noted(NEW, "I went there") is None


@pytest.mark.parametrize(
    ("name", "argument", "act"),
    [
        ("ready", "", Ready()),
        ("extra", "25", MoreTime(25)),
        ("rate", "4", Rate(1, 4)),
        ("leave", "", Leave()),
        ("next", "", Steer("next", 1, "thinking")),
    ],
)
def test_buttons_do_what_they_say(attending: Attending, name: str, argument: str, act: Act) -> None:
    place = placed_at("thinking", "candidate")
    assert acts(attending.press(state_at("thinking", "candidate"), placed(name, place, argument), NOW)) == (act,)


def test_buttons_of_an_earlier_step_and_strange_ones_do_nothing(attending: Attending) -> None:
    state = state_at("answering", "observer")
    for value in (placed("ready", placed_at("thinking", "observer")), "do/workshop#ready", "do/workshop#x@1.answering"):
        assert acts(attending.press(state, value, NOW)) == ()
    assert acts(attending.press(NEW, placed("ready", placed_at("thinking", "observer")), NOW)) == ()
    assert attending.press(state, "value/courage", NOW) is None


def test_a_candidate_may_type_the_answer_as_a_practice_of_their_own(attending: Attending, library: Library) -> None:
    question = library.bank.next_question("value/courage", (), None, 0)
    place = Place("w1", 1, "answering", "candidate", "value/courage", question.id)
    step = attending.press(State(seat=Seat(place)), placed("type", place), NOW)
    assert step
    assert step.state.interview
    assert step.state.interview.round.question == question.id
    assert question.ask in repr(step.replies)


def test_a_seat_is_saved_goes_after_two_days_and_with_everything_else() -> None:
    state = state_at("answering", "observer", Sheet((Noted("x"),)))
    assert restored(saved(state)) == state
    assert due(state, 90) == NOW + dt.timedelta(days=2)
    assert pruned(state, 90, NOW + dt.timedelta(days=1)).seat == state.seat
    assert pruned(state, 90, NOW + dt.timedelta(days=3)).seat is None
    assert forgetting(state.seat).acts == (Leave(forget=True),)
    assert forgetting(None).acts == ()
