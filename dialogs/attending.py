"""Taking part in a workshop from one's own chat: coming in and going out, notes while others answer, and a sheet.

What an observer writes stays in their own chat until they hand it over.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dialogs.acts import (
    Act,
    Arrange,
    Checked,
    HandOver,
    Join,
    Leave,
    Look,
    MoreTime,
    Rate,
    Ready,
    Show,
    Steer,
    Steering,
)
from dialogs.interview.course import Interview, Move, Phase, Round
from dialogs.interview.plan import Plan
from dialogs.interview.wishes import NO_WISH
from dialogs.messages import Block, Bullets, Choice, Heading, Note, Paragraph, Reply, WorkshopSays
from dialogs.records import Changes
from dialogs.seat import Noted, Place, Seat
from dialogs.state import State
from dialogs.step import Step
from dialogs.wording import interview as of_interview
from dialogs.wording import workshop as say
from dialogs.workshop import spoken
from dialogs.workshop.buttons import HERE, Pressed, placed, pressed
from dialogs.workshop.cards import TOPIC, reply
from dialogs.workshop.course import Stage
from knowledge.library import Library
from knowledge.star.indicators import candidates
from knowledge.understanding.text import words

MOST_NOTES = 40  # on a sheet
LONGEST_NOTE = 1000  # characters
NONE_OF_THESE = "0"
_STEERS: frozenset[str] = frozenset(["next", "pause", "resume", "longer", "end"])


class Attending:
    """Routes what belongs to a workshop. Holds nothing between messages."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def says(self, state: State, came: WorkshopSays) -> Step:
        """A card from the workshop, wherever the conversation is."""
        place = came.place
        seat = state.seat
        if came.moves:
            state = replace(state, interview=_rested(state, place))
            seat = None if place is None else state.seat.moved(place) if state.seat else Seat(place)
        changes = Changes(received=came.received) if came.received else Changes()
        return Step(replace(state, seat=seat), (came.reply,), changes)

    def take(self, state: State, text: str) -> Step | None:
        """A message that plainly belongs to the workshop; None for any other."""
        joins = spoken.joining(text)
        if joins:
            code, name = joins
            changes = Changes(workshop=f"code:{code}", acts=(Join("", name),))
            return Step(state, (_said(say.JOINING),), changes)
        seat = state.seat
        if seat is None or seat.place.stage == Stage.ENDED:
            return None
        if spoken.looks(text):
            return _acted(state, seat.place, Look())
        if seat.place.role == "facilitator":
            return None if state.interview and state.interview.running else self._steered(state, seat.place, text)
        if spoken.naming(text):
            return _acted(state, seat.place, Join("", spoken.naming(text)))
        if spoken.leaves(text):
            return _acted(state, seat.place, Leave())
        if spoken.is_ready(text):
            return _acted(state, seat.place, Ready())
        watches = seat.place.role in ("observer", "interviewer") and seat.place.stage == Stage.EVALUATING
        if watches and not spoken.steers_away(text):
            return self._filled(state, seat, text)
        return None

    def show(self, state: State, text: str) -> Step:
        """A code said in a chat that others read: the part of the workshop that is everybody's is shown there."""
        code, _ = spoken.joining(text) or ("", "")
        return Step(state, (_said(say.JOINING),), Changes(workshop=f"code:{code}", acts=(Show(""),)))

    def _steered(self, state: State, place: Place, text: str) -> Step | None:
        """What a facilitator says in words."""
        groups, move = spoken.groups(text), spoken.steering(text)
        if groups:
            return _acted(state, place, Arrange(groups))
        return _acted(state, place, Steer(move, place.round, place.stage)) if move else None

    def noted(self, state: State, text: str) -> Step | None:
        """A message that an observer writes down; None for anybody else. Commands and questions come first."""
        seat = state.seat
        if seat is None or seat.place.stage != Stage.ANSWERING or seat.place.role not in ("observer", "interviewer"):
            return None
        sheet = seat.sheet
        if len(sheet.notes) >= MOST_NOTES:
            return Step(state, (_said(say.SHEET_FULL),))
        pieces = [text[at : at + LONGEST_NOTE] for at in range(0, len(text), LONGEST_NOTE)]
        noted = replace(sheet, notes=(*sheet.notes, *map(Noted, pieces)))
        told = _said(say.NOTED.format(at=len(noted.notes)))
        return Step(replace(state, seat=replace(seat, sheet=noted)), (told,))

    def press(self, state: State, value: str, now: dt.datetime) -> Step | None:
        """A button of a workshop; None for any other."""
        if not value.startswith(HERE):
            return None
        button, seat = pressed(value), state.seat
        if button is None or seat is None:
            return Step(state, (_said(say.NOT_IN),))
        place = seat.place
        if button.name in _STEERS:
            move: Steering = button.name  # type: ignore[assignment] # one of the set above
            return _acted(state, place, Steer(move, button.round, button.stage))
        if button.name == "leave":
            return _acted(state, place, Leave())
        if (button.round, button.stage) != (place.round, place.stage):
            return Step(state, (_said(say.STALE),))
        match button.name:
            case "ready":
                return _acted(state, place, Ready())
            case "extra":
                return _acted(state, place, MoreTime(int(button.argument or 0)))
            case "rate":
                return _acted(state, place, Rate(place.round, int(button.argument or 0)))
            case "type":
                return self._typing(state, place, now)
            case "hand":
                return self._handed(state, seat)
            case _:
                return self._sheeted(state, seat, button)

    # --- the sheet

    def _sheeted(self, state: State, seat: Seat, button: Pressed) -> Step:
        """A step through the notes: one at a time, each under one statement or none."""
        match button.name:
            case "classify" if seat.sheet.notes:
                return self._asked(state, replace(seat, sorting=0))
            case "under" if seat.sorting is not None:
                return self._put(state, seat, button.argument)
            case "mark" if button.argument in seat.place.marks:
                return self._asked(state, replace(seat, sheet=replace(seat.sheet, mark=button.argument)))
            case "classify":
                return self._asked(state, replace(seat, sorting=None))
            case _:
                return Step(state, (_said(say.STALE),))

    def _filled(self, state: State, seat: Seat, text: str) -> Step | None:
        """What is typed while the sheet is gone through: a number, then the strength, then the suggestion."""
        if seat.sorting is not None:
            plain = words(text)
            if len(plain) == 1 and plain[0].isdigit():
                return self._put(state, seat, plain[0])
            if plain and plain[0] in ("none", "skip"):
                return self._put(state, seat, NONE_OF_THESE)
            return None
        if seat.place.evidence_only:
            return None
        sheet = seat.sheet
        if not sheet.strength:
            return self._asked(state, replace(seat, sheet=replace(sheet, strength=text[:LONGEST_NOTE])))
        if not sheet.suggestion:
            return self._asked(state, replace(seat, sheet=replace(sheet, suggestion=text[:LONGEST_NOTE])))
        return None

    def _put(self, state: State, seat: Seat, number: str) -> Step:
        """The note that is asked about under a statement, by its number in the list."""
        at, listed = seat.sorting, self._statements(seat.place.target)
        chosen = int(number) if number.isdecimal() and len(number) < 4 else -1
        if at is None or not 0 <= chosen <= len(listed):
            return Step(state, (_said(say.WRONG_NUMBER.format(most=len(listed))),))
        note = replace(seat.sheet.notes[at], indicator=listed[chosen - 1] if chosen else "")
        notes = (*seat.sheet.notes[:at], note, *seat.sheet.notes[at + 1 :])
        following = at + 1 if at + 1 < len(notes) else None
        return self._asked(state, replace(seat, sheet=replace(seat.sheet, notes=notes), sorting=following))

    def _asked(self, state: State, seat: Seat) -> Step:
        """What the sheet wants next."""
        sheet, place = seat.sheet, seat.place
        kept = replace(state, seat=seat)
        if seat.sorting is not None:
            statements = tuple(self._text(statement) for statement in self._statements(place.target))
            blocks: list[Block] = [
                Heading(say.NOTE_AT.format(at=seat.sorting + 1, of=len(sheet.notes))),
                Paragraph(f"“{sheet.notes[seat.sorting].text}”"),
                Bullets(statements, numbered=True),
                Note(say.TYPE_NUMBER),
            ]
            return Step(kept, (reply(blocks, [Choice(say.NONE, placed("under", place, NONE_OF_THESE))]),))
        if place.evidence_only:
            return Step(kept, (reply((Paragraph(say.SHEET_DONE),), [Choice(say.HAND_BUTTON, placed("hand", place))]),))
        if not sheet.strength:
            return Step(kept, (_said(say.ASK_STRENGTH),))
        if not sheet.suggestion:
            return Step(kept, (_said(say.ASK_SUGGESTION),))
        if place.marks and not sheet.mark:
            marks = [Choice(say.MARK_BUTTON.format(mark=mark), placed("mark", place, mark)) for mark in place.marks]
            hand = Choice(say.HAND_WITHOUT, placed("hand", place))
            return Step(kept, (reply((Paragraph(say.ASK_MARK),), [*marks, hand]),))
        return Step(kept, (reply((Paragraph(say.SHEET_DONE),), [Choice(say.HAND_BUTTON, placed("hand", place))]),))

    def _handed(self, state: State, seat: Seat) -> Step:
        """The sheet goes to its candidate; nothing of it stays here."""
        if seat.sheet.empty:
            return Step(state, (_said(say.SHEET_EMPTY),))
        act = HandOver(seat.place.round, seat.sheet)
        return _acted(replace(state, seat=Seat(seat.place)), seat.place, act)

    def _statements(self, target: str) -> Sequence[str]:
        """The statements that a note can be put under: the target's indicators, else its own lines."""
        items = self._library.entries[target].items if target in self._library else ()
        return candidates(self._library, target) or [f"{target}#{at}" for at in range(1, len(items) + 1)]

    def _text(self, statement: str) -> str:
        topic, _, number = statement.partition("#")
        return self._library.entries[topic].items[int(number) - 1].text

    # --- the candidate's own answer

    def _typing(self, state: State, place: Place, now: dt.datetime) -> Step:
        """The round's question as a practice question of the candidate's own, for the STAR check."""
        if place.role != "candidate" or place.question not in self._library.bank.questions:
            return Step(state, (_said(say.CHECK_INSTEAD),))
        if state.interview and state.interview.running and state.interview.phase is not Phase.CHOOSING:
            return Step(state, (_said(of_interview.IN_ONE),))
        asked = Round(place.question, place.target, now)
        interview = Interview(
            _name_of(place), now, Phase.ASKED, NO_WISH, Plan((place.target,)), (asked,), marking=False
        )
        question = Paragraph(self._library.bank.questions[place.question].ask)
        return Step(replace(state, interview=interview), (reply((question, Note(of_interview.HOW)), ()),))


def _acted(state: State, place: Place, act: Act) -> Step:
    """Something done in the workshop: what comes of it, the workshop says."""
    return Step(state, (), Changes(workshop=place.workshop, acts=(act,)))


def _said(text: str) -> Reply:
    return Reply("action", (Paragraph(text),), TOPIC)


def checked(state: State, step: Step) -> Step:
    """With the figures of a round's answer that its candidate typed, for the picture of the whole group."""
    seat = state.seat
    if seat is None or not step.changes.answered:
        return step
    place, practice = seat.place, step.changes.answered[-1].practice
    if practice.interview != _name_of(place) or not practice.judged:
        return step
    act = Checked(place.round, practice.ratings, practice.flags)
    return replace(step, changes=replace(step.changes, workshop=place.workshop, acts=(*step.changes.acts, act)))


def _rested(state: State, place: Place | None) -> Interview | None:
    """The answer typed in an earlier round, out of the way of this one: over with its feedback, else paused."""
    interview, seat = state.interview, state.seat
    if interview is None or seat is None or not interview.running or interview.id != _name_of(seat.place):
        return interview
    if place is not None and _name_of(place) == interview.id:
        return interview
    if interview.phase is Phase.FEEDBACK:
        return None
    return replace(interview, resumes=interview.phase).moved(Move.PAUSE, Phase.PAUSED)


def _name_of(place: Place) -> str:
    """The interview that a round's answer is typed in."""
    return f"{place.workshop}-{place.round}"


def forgetting(seat: Seat | None) -> Changes:
    """What "delete my data" means in a workshop: out of it, with everything."""
    if seat is None:
        return Changes(forget=True)
    return Changes(forget=True, workshop=seat.place.workshop, acts=(Leave(forget=True),))
