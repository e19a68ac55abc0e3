"""The course of an interview: its phases, the moves between them, and what is remembered of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from dialogs.interview.plan import Plan
from dialogs.interview.wishes import Wish
from knowledge.star.judging import Rating

MOST_MARK = 5  # of a person's own marks, as in the sergeant pack of 2023


class Phase(StrEnum):
    """Where an interview is."""

    CHOOSING = "choosing"  # what to practise is not said yet
    ASKED = "asked"  # a question was asked, nothing was answered yet
    ANSWERING = "answering"  # some of the answer is there
    NAMING = "naming"  # the answer names people: keep it so?
    PROBING = "probing"  # one thing was asked after
    RATING = "rating"  # the person may rate their answer
    FEEDBACK = "feedback"  # the answer was checked
    PAUSED = "paused"
    ENDED = "ended"


class Move(StrEnum):
    """What a person can do."""

    CHOOSE = "choose"  # say what to practise
    SAY = "say"  # tell (a part of) the answer
    DONE = "done"  # the answer is complete
    OVER = "over"  # start this answer again
    UNDO = "undo"  # take back what was said last
    KEEP = "keep"  # keep the names
    TAKE_OUT = "take out"  # take the names out
    LEAVE_OUT = "leave out"  # do not keep this answer
    MARK = "mark"  # rate the answer, or rather not
    ADD = "add"  # add what was said after the answer was complete
    REDO = "redo"  # answer the same question again
    NEXT = "next"
    SKIP = "skip"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


_CHECKED = (Phase.PROBING, Phase.RATING, Phase.FEEDBACK)
_AFTER = (Phase.ASKED, Phase.ENDED)  # the next question, or the end after the last one
_ALWAYS: dict[Move, tuple[Phase, ...]] = {Move.PAUSE: (Phase.PAUSED,), Move.STOP: (Phase.ENDED,)}
# From each phase, what a move can lead to. What is not here is answered with where the interview is.
TRANSITIONS: Mapping[Phase, Mapping[Move, tuple[Phase, ...]]] = {
    Phase.CHOOSING: {Move.CHOOSE: (Phase.CHOOSING, Phase.ASKED), Move.STOP: (Phase.ENDED,)},
    Phase.ASKED: {Move.SAY: (Phase.ANSWERING,), Move.SKIP: _AFTER, Move.ADD: (Phase.ANSWERING,)} | _ALWAYS,
    Phase.ANSWERING: {
        Move.SAY: (Phase.ANSWERING,),
        Move.ADD: (Phase.ANSWERING,),
        Move.DONE: (Phase.NAMING, *_CHECKED),
        Move.OVER: (Phase.ASKED,),
        Move.UNDO: (Phase.ANSWERING, Phase.ASKED),
        Move.SKIP: _AFTER,
    }
    | _ALWAYS,
    Phase.NAMING: {Move.KEEP: _CHECKED, Move.TAKE_OUT: _CHECKED, Move.LEAVE_OUT: _CHECKED, Move.ADD: (Phase.NAMING,)}
    | _ALWAYS,
    Phase.PROBING: {
        Move.SAY: (Phase.NAMING, Phase.RATING, Phase.FEEDBACK),
        Move.ADD: (Phase.NAMING, Phase.RATING, Phase.FEEDBACK),
        Move.DONE: (Phase.RATING, Phase.FEEDBACK),
        Move.SKIP: (Phase.RATING, Phase.FEEDBACK),
    }
    | _ALWAYS,
    Phase.RATING: {
        Move.MARK: (Phase.FEEDBACK,),
        Move.SKIP: (Phase.FEEDBACK,),
        Move.DONE: (Phase.FEEDBACK,),
        Move.ADD: (Phase.NAMING, Phase.RATING),
    }
    | _ALWAYS,
    Phase.FEEDBACK: {
        Move.NEXT: _AFTER,
        Move.SKIP: _AFTER,
        Move.REDO: (Phase.ASKED,),
        Move.ADD: (Phase.NAMING, Phase.FEEDBACK),
    }
    | _ALWAYS,
    Phase.PAUSED: {
        Move.RESUME: (Phase.ASKED, Phase.ANSWERING, Phase.NAMING, Phase.PROBING, Phase.RATING, Phase.FEEDBACK),
        Move.STOP: (Phase.ENDED,),
    },
    Phase.ENDED: {Move.RESUME: (Phase.ASKED, Phase.FEEDBACK)},
}


class CourseError(Exception):
    """A move led where the table does not; a fault of ours."""


@dataclass(frozen=True)
class Clock:
    """A timer that runs down but never ends anything. `halted` is when it was paused."""

    kind: Literal["think", "answer"]
    seconds: int
    started: dt.datetime
    halted: dt.datetime | None = None

    def left(self, now: dt.datetime) -> int:
        """Seconds left; below zero once it has run out. A clock set back does not add time."""
        return self.seconds - max(0, int(((self.halted or now) - self.started).total_seconds()))


@dataclass(frozen=True)
class Try:
    """One answer that was checked. The text is empty where it is not kept."""

    text: str
    judged: bool
    ratings: Mapping[str, Rating]
    flags: tuple[str, ...]
    words: int
    mark: int | None = None
    strength: str = ""  # the words quoted as its strongest part


@dataclass(frozen=True)
class Round:
    """One question and what became of it. `said` is the answer as far as it has come."""

    question: str
    target: str
    asked: dt.datetime
    said: tuple[str, ...] = ()
    since: dt.datetime | None = None  # when the answer began
    probed: str | None = None  # what was asked after
    clean: bool = False  # the names in it were dealt with
    unkept: bool = False  # not to be kept
    mark: int | None = None
    skipped: bool = False
    tries: tuple[Try, ...] = ()

    @property
    def best(self) -> Try | None:
        """The try that counts: the latest that could be judged, else the latest; None where nothing was answered."""
        return next((tried for tried in reversed(self.tries) if tried.judged), self.tries[-1] if self.tries else None)


@dataclass(frozen=True)
class Interview:
    """An interview, running or over. `aside` is the last message taken for something other than an answer."""

    id: str
    began: dt.datetime
    phase: Phase
    wish: Wish
    plan: Plan | None = None
    rounds: tuple[Round, ...] = ()
    resumes: Phase | None = None
    clock: Clock | None = None
    aside: str = ""
    missing: str = ""
    marking: bool = field(default=True)  # whether the person is asked for their own mark

    @property
    def running(self) -> bool:
        """Whether messages belong to it."""
        return self.phase not in (Phase.PAUSED, Phase.ENDED)

    @property
    def round(self) -> Round:
        """The question that it is at."""
        return self.rounds[-1]

    def may(self, move: Move) -> bool:
        """Whether a move is possible where it is."""
        return move in TRANSITIONS[self.phase]

    def moved(self, move: Move, phase: Phase) -> "Interview":
        """After a move. Raises CourseError where the table does not allow it."""
        if phase not in TRANSITIONS[self.phase].get(move, ()):
            raise CourseError(f"{self.phase} -> {move} -> {phase}")
        return replace(self, phase=phase)

    def with_round(self, found: Round) -> "Interview":
        """With another last round."""
        return replace(self, rounds=(*self.rounds[:-1], found))


def table() -> str:
    """The transitions as a Markdown table, for docs/interview.md."""
    rows = [
        f"| {phase} | {move} | {' or '.join(targets)} |"
        for phase, moves in TRANSITIONS.items()
        for move, targets in moves.items()
    ]
    return "\n".join(["| where it is | what the person does | where that leads |", "|---|---|---|", *rows]) + "\n"
