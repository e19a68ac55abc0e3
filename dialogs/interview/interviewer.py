"""Runs an interview: a message or a button in, the interview as it is then and the replies out."""

import re
from dataclasses import replace

from dialogs.interview import commands, timers
from dialogs.interview.asking import Asking
from dialogs.interview.checking import Checking, Outcome
from dialogs.interview.commands import Command, Commands
from dialogs.interview.course import Interview, Move, Phase
from dialogs.interview.moves import Moves, noted
from dialogs.interview.opening import Desk, Opening
from dialogs.interview.summary import report
from dialogs.interview.wishes import Wish, Wishes
from dialogs.messages import Choice, Reply
from dialogs.wording import interview as say
from knowledge.library import Library
from knowledge.star.assess import Assessor

_NOTHING_TOLD = (Phase.RATING, Phase.FEEDBACK, Phase.PAUSED, Phase.ENDED)  # where a message hardly tells an answer
# What is taken for a command within a short message although an answer is being told.
_WITHIN = {Phase.ASKED: (commands.STUCK,), Phase.ANSWERING: (Move.UNDO, Move.OVER)}
_AT_A_QUESTION = (Phase.ASKED, Phase.ANSWERING, Phase.PROBING, Phase.PAUSED)
_SHORTEST_NAME = 3  # letters
_TIMER_WORDS = (commands.MORE_TIME, commands.HALT, commands.RUN, commands.TIMER_OFF, commands.TIME_LEFT)


class Interviewer:
    """Conducts interviews; holds nothing between messages."""

    def __init__(self, library: Library, wishes: Wishes, assessor: Assessor, days: int | None) -> None:
        self._library = library
        self._commands = Commands(library.commands)
        self._asking = Asking(library, days)
        self._opening = Opening(library, wishes, self._asking)
        self._checking = Checking(library, assessor, self._asking)
        self._moves = Moves(library, self._asking, self._opening, self._checking)

    # --- coming in

    def start(self, wish: Wish, desk: Desk, before: Interview | None = None) -> Outcome:
        """A new interview, or what has to be said before one can begin. One that runs is ended first."""
        closing = self._moves.closed(before, desk) if before and before.phase is not Phase.ENDED else None
        begun = self._opening.begin(wish, desk)
        return replace(begun, changes=closing.changes) if closing else begun

    def take(self, interview: Interview, text: str, desk: Desk) -> Outcome | None:
        """A message while the interview runs; None where it is about something else."""
        command = self._commands.spoken(text)
        if interview.phase is Phase.RATING:
            mark = commands.mark_in(text)
            if mark:
                return self._moves.marked(interview, mark, desk)
        if interview.phase is Phase.NAMING:
            return self._named(interview, text, command, desk)
        if command is None:
            command = self._commands.loose(text)
            if (
                command
                and interview.phase not in _NOTHING_TOLD
                and command.name not in _WITHIN.get(interview.phase, ())
            ):
                command = None
        if command:
            return self._obeyed(interview, commands.fitting(command, interview), "", desk)
        rest = commands.told_to_the_end(text) if interview.phase in (Phase.ASKED, Phase.ANSWERING) else None
        if rest:
            return self._moves.done(self._moves.more(interview, rest, Move.SAY, desk), desk)
        if interview.phase is Phase.CHOOSING:
            return self._opening.said(interview, text, desk)
        return None

    def press(self, interview: Interview, command: Command, desk: Desk) -> Outcome:
        """A button of an interview."""
        if command.stamp is not None and command.stamp != commands.stamp(interview):
            return Outcome(interview, (noted(say.OLD_BUTTON, self._moves.where(interview, desk)),))
        return self._obeyed(interview, command.name, command.argument, desk)

    def told(self, interview: Interview, text: str, desk: Desk) -> Outcome:
        """A part of an answer."""
        if not interview.may(Move.SAY):
            aside = replace(interview, aside=text)
            reply = self._moves.where(aside, desk)
            add = reply.choices
            if aside.may(Move.ADD):
                add = (Choice(say.ADD, commands.button(Move.ADD, aside)), *reply.choices[:5])
            return Outcome(aside, (noted(say.MORE, replace(reply, choices=add)),))
        return self._moves.said(interview, text, Move.SAY, desk)

    def timed(self, interview: Interview, said: Wish, desk: Desk) -> Outcome:
        """Timers set or switched off while the interview runs."""
        changed = timers.set_anew(interview, said, desk.now)
        return Outcome(changed, (self._moves.where(changed, desk),))

    def where(self, interview: Interview, desk: Desk) -> Reply:
        """What is asked for where the interview is."""
        return self._moves.where(interview, desk)

    def _obeyed(self, interview: Interview, name: str, argument: str, desk: Desk) -> Outcome:
        if name == commands.REPEAT and interview.phase is Phase.ENDED:
            name = commands.REPORT
        if name in (commands.REPEAT, commands.BACK):
            return Outcome(interview, (self._moves.where(interview, desk),))
        if name == commands.REPORT:
            return Outcome(interview, report(interview, self._library))
        if name in _TIMER_WORDS:
            return self._moves.timer(interview, name, desk)
        if name == commands.NO_MARKS and interview.phase is Phase.RATING:
            outcome = self._moves.skip(replace(interview, marking=False), desk)
            first, *rest = outcome.replies
            return replace(outcome, replies=(noted(say.NO_MORE_MARKS, first), *rest))
        if name == Move.MARK and argument.isdigit() and interview.may(Move.MARK):
            return self._moves.marked(interview, int(argument), desk)
        if name in (commands.VERDICT, commands.DISPUTE, commands.STUCK):
            return Outcome(interview, (self._comforted(interview, name, desk),))
        if name == "private" and interview.plan and interview.phase is Phase.ASKED:
            private = replace(interview, plan=replace(interview.plan, private=True))
            return Outcome(private, (noted(say.NOW_PRIVATE, self._moves.where(private, desk)),))
        if interview.phase is Phase.CHOOSING and name in ("mode", "target", "level", "form"):
            return self._opening.picked(interview, name, argument, desk)
        move = self._moves.named(name)
        if move is None or not interview.may(move):
            if interview.phase is Phase.FEEDBACK:
                return Outcome(interview, (noted(say.NOT_NOW, self._asking.onwards(interview)),))
            note = say.OVER_NOW if interview.phase is Phase.ENDED else say.NOT_NOW
            return Outcome(interview, (noted(note, self._moves.where(interview, desk)),))
        return self._moves.make(move, interview, desk)

    def _comforted(self, interview: Interview, name: str, desk: Desk) -> Reply:
        """What is said to somebody who is stuck, who asks for a verdict, or who finds the check wrong."""
        if name == commands.STUCK and interview.rounds and interview.phase in _AT_A_QUESTION:
            return self._asking.stuck(interview)
        said = say.DISPUTED if name == commands.DISPUTE else say.NO_VERDICT if name == commands.VERDICT else say.CALM
        return noted(said, self._asking.onwards(interview) if interview.rounds else self._moves.where(interview, desk))

    def _named(self, interview: Interview, text: str, command: Command | None, desk: Desk) -> Outcome | None:
        """What to do with the names: "yes", "no", "take them out, and Priya too"."""
        plain = text.strip().casefold().rstrip(".! ")
        if plain in ("no", "nope", "no thanks"):
            command = Command(Move.KEEP)
        command = command or self._commands.loose(text)
        name = commands.fitting(command, interview) if command else ""
        if name == Move.TAKE_OUT:
            return self._checking.settled(interview, Move.TAKE_OUT, desk.now, also=_also(text))
        return self._obeyed(interview, name, "", desk) if name else None


def _also(text: str) -> tuple[str, ...]:
    """What else shall be taken out: "take them out and Priya Nair as well" -> Priya Nair."""
    rest = re.split(r"\b(?:and|also|plus)\b|,", text, flags=re.IGNORECASE)[1:]
    trimmed = (re.sub(r"\b(?:as well|too|also|please|the names?)\b", "", part, flags=re.IGNORECASE) for part in rest)
    return tuple(part.strip(" .!“”\"'") for part in trimmed if len(part.strip(" .!")) >= _SHORTEST_NAME)
