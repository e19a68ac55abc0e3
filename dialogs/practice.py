"""Practising: whether a message belongs to an interview, an example kept or being built, or the wishes for one."""

import datetime as dt
import re

from dialogs import wording
from dialogs.doing import Doing, built, conducted, desk_of
from dialogs.interview import commands
from dialogs.interview.asides import is_aside, is_question
from dialogs.interview.commands import Command
from dialogs.interview.course import Move, Phase
from dialogs.interview.opening import Desk
from dialogs.messages import Choice, Paragraph, Reply
from dialogs.records import Person
from dialogs.state import State
from dialogs.step import Step
from dialogs.wording import interview as of_interview
from knowledge.library import Library
from knowledge.understanding.reader import Understood

LONGEST_ORDER = 160  # characters of a message about the examples kept
_CHECK = re.compile(
    r"^\s*(?:please\s+)?(?:can you\s+|could you\s+)?(?:check|assess|review|look at|look over)\s+(?:this|my|the|an)?\s*"
    r"(?:star\s+)?(?:example|eg|e\.g\.|answer|story|response)\s*(?:please|for me)?\s*[:.\-–—\n]?\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ANEW = (Phase.CHOOSING, Phase.ASKED, Phase.FEEDBACK, Phase.PAUSED, Phase.ENDED)  # where a new interview may begin


class Practice:
    """Routes what belongs to practising. Holds nothing between messages."""

    def __init__(self, library: Library, doing: Doing) -> None:
        self._library = library
        self._commands = commands.Commands(library.commands)
        self._doing = doing

    def asks(self, text: str) -> bool:
        """Whether a message plainly asks to practise, whatever it names."""
        return self._doing.wishes.asks(text)

    def steers_alone(self, text: str) -> bool:
        """Whether a message plainly asks to practise, or to check an example of one's own."""
        return self.asks(text) or bool(_CHECK.match(text))

    def steers(self, state: State, text: str, person: Person, now: dt.datetime) -> Step | None:
        """A message that plainly steers the practice; None for anything that has to be understood first."""
        desk = desk_of(state, person, now)
        interview = state.interview
        building_now = state.building is not None and not state.building.resting
        shelved = self._doing.shelf.take(text, person, now) if len(text) < LONGEST_ORDER else None
        if shelved:
            return self._doing.shelved(state, shelved)
        if building_now and state.building:
            return built(state, self._doing.builder.take(state.building, text, now, person))
        checked = _CHECK.match(text)
        if checked:
            return built(state, self._doing.builder.check(checked["text"], now))
        command = self._commands.spoken(text)
        if self._doing.wishes.sets_timers(text) and not (command and interview and interview.clock):
            return self._doing.set_timers(state, text, desk)
        if (
            interview
            and command
            and command.name == commands.EXAMPLE
            and interview.phase in (Phase.FEEDBACK, Phase.ENDED)
        ):
            return self._doing.kept_as_example(state, person, now)
        if interview and interview.running:
            if interview.phase is Phase.CHOOSING and not (command and command.name in (Move.STOP, commands.REPEAT)):
                return None  # "what is courage?" is a question first
            if interview.phase is Phase.FEEDBACK and self._doing.wishes.asks(text):
                return self._doing.begun(state, text, desk)
            if interview.phase in _ANEW and self._doing.wishes.switches(text):
                return self._doing.begun(state, text, desk)
            return conducted(state, self._doing.interviewer.take(interview, text, desk))
        if interview and not interview.running:
            command = command or self._commands.loose(text)
        if interview and command and self._wanted(interview.phase, command.name):
            return conducted(state, self._doing.interviewer.take(interview, text, desk))
        return self._outside(state, text, command, desk)

    def _outside(self, state: State, text: str, command: Command | None, desk: Desk) -> Step | None:
        """A message where no interview runs."""
        if command and command.name == Move.DONE:
            help_too = Choice(wording.label("do/help", self._library), "do/help")
            choices = (Choice(of_interview.BEGIN, "do/interview"), help_too)
            return Step(state, (Reply("action", (Paragraph(of_interview.NOTHING_RUNS),), ("do/stop",), choices),))
        if self._doing.wishes.tells_of_self(text):
            return self._doing.settings(state, text)
        return self._doing.begun(state, text, desk) if self._doing.wishes.asks(text) else None

    def belongs(
        self, state: State, text: str, understood: Understood, reply: Reply, person: Person, now: dt.datetime
    ) -> Step | None:
        """A message that is a part of an answer or example; None where it is about something else."""
        desk = desk_of(state, person, now)
        if state.building and not state.building.resting:
            begun = bool(state.building.parts.get(state.building.step))
            if is_aside(text, understood, reply, begun=begun):
                return None
            return built(state, self._doing.builder.told(state.building, text, now))
        interview = state.interview
        if interview is None or not interview.running:
            return None
        if interview.phase is Phase.CHOOSING:
            return None if is_question(text) else conducted(state, self._doing.interviewer.take(interview, text, desk))
        if is_aside(text, understood, reply, begun=interview.phase is not Phase.ASKED):
            return None
        return conducted(state, self._doing.interviewer.told(interview, text, desk))

    @staticmethod
    def _wanted(phase: Phase, name: str) -> bool:
        """Which commands count while an interview does not run."""
        if phase is Phase.PAUSED:
            return name in (Move.RESUME, Move.STOP, Move.NEXT, commands.REPEAT)
        ended = (commands.REPORT, commands.REPEAT, commands.BACK, Move.RESUME, Move.SKIP, Move.NEXT, Move.REDO)
        return phase is Phase.ENDED and name in ended
