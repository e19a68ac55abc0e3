"""What a conversation remembers between messages, and how it is saved: versioned JSON of our own."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from dialogs.example.building import Building
from dialogs.interview.course import Interview
from dialogs.interview.wishes import NO_WISH, Wish
from dialogs.messages import Choice
from dialogs.records import Asked
from dialogs.seat import Seat
from dialogs.setup import Draft
from knowledge.understanding.context import NOTHING_SAID, Context

VERSION = 6
SEATED_FOR = dt.timedelta(days=2)  # since the last message: longer than any workshop lasts
PRIVATE_FOR = dt.timedelta(hours=24)  # an abandoned practice that is not to be kept is deleted after this


@dataclass(frozen=True)
class State:
    """One conversation. `at` is when the last message came, None before the first.

    `wish` is how the person likes to practise, `asked` the questions they had, the latest last; `told` is whether it
    was said what is kept of a practice. `unanswered` is a question that could be handed on, `asked_last` the one that
    was answered, both until the next message.
    `seat` is where the person is in a workshop, and the sheet that they write there; `hosting` one that they set up.
    """

    context: Context = NOTHING_SAID
    welcomed: bool = False
    at: dt.datetime | None = None
    interview: Interview | None = None
    building: Building | None = None
    wish: Wish = field(default=NO_WISH)
    asked: tuple[str, ...] = ()
    told: bool = False
    unanswered: str = ""
    asked_last: Asked | None = None
    seat: Seat | None = None
    hosting: Draft | None = None
    offered: tuple[Choice, ...] = ()  # the buttons shown last: their labels can be typed too


NEW = State()


class SavedStateError(Exception):
    """A saved state that this version cannot read."""


@checked(frozen=True)
class _Saved:
    version: int
    state: State


_SAVED: TypeAdapter[_Saved] = TypeAdapter(_Saved)
_ANY: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def saved(state: State) -> str:
    """The state as JSON."""
    return _SAVED.dump_json(_Saved(VERSION, state)).decode()


def restored(text: str) -> State:
    """The state that was saved, by this version or a former one. Raises SavedStateError for anything else.

    A version that changes the shape of `State` raises VERSION, turns the former shape into the new one here, and adds a
    golden file to tests/saved_states. Version 1 had no interview, example, wish or questions, version 2 nothing to hand
    on, version 3 no seat in a workshop, version 4 no verdict, version 5 no draft of one: their defaults stand for that.
    """
    try:
        return _SAVED.validate_json(text).state
    except ValidationError as error:
        try:
            version = _ANY.validate_json(text).get("version")
        except ValidationError:
            version = None
        where = ", ".join(".".join(map(str, part["loc"])) for part in error.errors(include_input=False))
        raise SavedStateError(f"a saved state of version {version} cannot be read: {where or 'not JSON'}") from None


def due(state: State, days: int) -> dt.datetime | None:
    """When something that the person wrote has to go from the state; None where nothing of theirs is in it."""
    practice = (_interview_due(state.interview, days), _building_due(state.building, days))
    every = (*practice, _unanswered_due(state), _seat_due(state))
    return min((time for time in every if time), default=None)


def pruned(state: State, days: int, now: dt.datetime) -> State:
    """The state without what is overdue."""
    interview, building = _interview_due(state.interview, days), _building_due(state.building, days)
    unanswered, seat = _unanswered_due(state), _seat_due(state)
    return replace(
        state,
        unanswered="" if unanswered and unanswered <= now else state.unanswered,
        asked_last=None if unanswered and unanswered <= now else state.asked_last,
        interview=None if interview and interview <= now else state.interview,
        building=None if building and building <= now else state.building,
        seat=None if seat and seat <= now else state.seat,
    )


def _interview_due(interview: Interview | None, days: int) -> dt.datetime | None:
    if interview is None or not any(current.said or current.tries for current in interview.rounds):
        return None
    private = interview.plan is not None and interview.plan.private
    return interview.began + (PRIVATE_FOR if private else dt.timedelta(days=days))


def _seat_due(state: State) -> dt.datetime | None:
    """A workshop is over after a day, and so is whatever was written in it and not handed over."""
    return state.at + SEATED_FOR if state.seat and state.at else None


def _unanswered_due(state: State) -> dt.datetime | None:
    words = state.unanswered or (state.asked_last and state.asked_last.text)
    return state.at + PRIVATE_FOR if words and state.at else None


def _building_due(building: Building | None, days: int) -> dt.datetime | None:
    return building.began + dt.timedelta(days=days) if building and building.holds_words else None
