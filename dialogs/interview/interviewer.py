"""Runs an interview: a message or a button in, the interview as it is then and the replies out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.interview import commands, timers
from dialogs.interview.asking import Asking
from dialogs.interview.checking import Checking, Outcome
from dialogs.interview.commands import Command, Commands
from dialogs.interview.course import Interview, Move, Phase
from dialogs.interview.opening import Desk, Opening
from dialogs.interview.summary import report, summary
from dialogs.interview.wishes import Wish, Wishes
from dialogs.messages import Choice, Paragraph, Reply
from dialogs.records import NO_CHANGES, Changes
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
        self._moves: Mapping[Move, Callable[[Interview, Desk], Outcome]] = {
            Move.DONE: self._done,
            Move.OVER: self._over,
            Move.UNDO: self._undo,
            Move.KEEP: lambda interview, desk: self._checking.settled(interview, Move.KEEP, desk.now),
            Move.TAKE_OUT: lambda interview, desk: self._checking.settled(interview, Move.TAKE_OUT, desk.now),
            Move.LEAVE_OUT: lambda interview, desk: self._checking.settled(interview, Move.LEAVE_OUT, desk.now),
            Move.ADD: self._add,
            Move.REDO: self._redo,
            Move.NEXT: self._next,
            Move.SKIP: self._skip,
            Move.PAUSE: self._pause,
            Move.RESUME: self._resume,
            Move.STOP: self._stop,
        }

    # --- coming in

    def start(self, wish: Wish, desk: Desk, before: Interview | None = None) -> Outcome:
        """A new interview, or what has to be said before one can begin. One that runs is ended first."""
        closing = self._closed(before, desk) if before and before.phase is not Phase.ENDED else None
        begun = self._opening.begin(wish, desk)
        return replace(begun, changes=closing.changes) if closing else begun

    def take(self, interview: Interview, text: str, desk: Desk) -> Outcome | None:
        """A message while the interview runs; None where it is about something else."""
        command = self._commands.spoken(text)
        if interview.phase is Phase.RATING:
            mark = commands.mark_in(text)
            if mark:
                return self._marked(interview, mark, desk)
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
            return self._done(self._more(interview, rest, Move.SAY, desk), desk)
        if interview.phase is Phase.CHOOSING:
            return self._opening.said(interview, text, desk)
        return None

    def press(self, interview: Interview, command: Command, desk: Desk) -> Outcome:
        """A button of an interview."""
        if command.stamp is not None and command.stamp != commands.stamp(interview):
            return Outcome(interview, (_noted(say.OLD_BUTTON, self._where(interview, desk)),))
        return self._obeyed(interview, command.name, command.argument, desk)

    def told(self, interview: Interview, text: str, desk: Desk) -> Outcome:
        """A part of an answer."""
        if not interview.may(Move.SAY):
            aside = replace(interview, aside=text)
            reply = self._where(aside, desk)
            add = reply.choices
            if aside.may(Move.ADD):
                add = (Choice(say.ADD, commands.button(Move.ADD, aside)), *reply.choices[:5])
            return Outcome(aside, (_noted(say.MORE, replace(reply, choices=add)),))
        return self._said(interview, text, Move.SAY, desk)

    def timed(self, interview: Interview, said: Wish, desk: Desk) -> Outcome:
        """Timers set or switched off while the interview runs."""
        changed = timers.set_anew(interview, said, desk.now)
        return Outcome(changed, (self._where(changed, desk),))

    def where(self, interview: Interview, desk: Desk) -> Reply:
        """What is asked for where the interview is."""
        return self._where(interview, desk)

    # --- moves

    def _obeyed(self, interview: Interview, name: str, argument: str, desk: Desk) -> Outcome:
        if name == commands.REPEAT and interview.phase is Phase.ENDED:
            name = commands.REPORT
        if name in (commands.REPEAT, commands.BACK):
            return Outcome(interview, (self._where(interview, desk),))
        if name == commands.REPORT:
            return Outcome(interview, report(interview, self._library))
        if name in _TIMER_WORDS:
            return self._timer(interview, name, desk)
        if name == commands.NO_MARKS and interview.phase is Phase.RATING:
            outcome = self._skip(replace(interview, marking=False), desk)
            first, *rest = outcome.replies
            return replace(outcome, replies=(_noted(say.NO_MORE_MARKS, first), *rest))
        if name == Move.MARK and argument.isdigit() and interview.may(Move.MARK):
            return self._marked(interview, int(argument), desk)
        if name in (commands.VERDICT, commands.DISPUTE, commands.STUCK):
            return Outcome(interview, (self._comforted(interview, name, desk),))
        if name == "private" and interview.plan and interview.phase is Phase.ASKED:
            private = replace(interview, plan=replace(interview.plan, private=True))
            return Outcome(private, (_noted(say.NOW_PRIVATE, self._where(private, desk)),))
        if interview.phase is Phase.CHOOSING and name in ("mode", "target", "level", "form"):
            return self._opening.picked(interview, name, argument, desk)
        move = next((move for move in self._moves if move == name), None)
        if move is None or not interview.may(move):
            if interview.phase is Phase.FEEDBACK:
                return Outcome(interview, (_noted(say.NOT_NOW, self._asking.onwards(interview)),))
            note = say.OVER_NOW if interview.phase is Phase.ENDED else say.NOT_NOW
            return Outcome(interview, (_noted(note, self._where(interview, desk)),))
        return self._moves[move](interview, desk)

    def _comforted(self, interview: Interview, name: str, desk: Desk) -> Reply:
        """What is said to somebody who is stuck, who asks for a verdict, or who finds the check wrong."""
        if name == commands.STUCK and interview.rounds and interview.phase in _AT_A_QUESTION:
            return self._asking.stuck(interview)
        said = say.DISPUTED if name == commands.DISPUTE else say.NO_VERDICT if name == commands.VERDICT else say.CALM
        return _noted(said, self._asking.onwards(interview) if interview.rounds else self._where(interview, desk))

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

    def _more(self, interview: Interview, text: str, move: Move, desk: Desk) -> Interview:
        """The interview with more of the answer."""
        before = interview.round
        since = before.since if before.said else desk.now
        current = replace(before, said=(*before.said, text), clean=False, since=since)
        more = replace(interview.with_round(current), aside="")
        if interview.phase not in (Phase.ASKED, Phase.ANSWERING):
            return more
        timed = interview.clock and interview.clock.kind == "answer"
        if interview.phase is Phase.ASKED and interview.plan and not timed:
            more = replace(more, clock=timers.begun("answer", interview.plan.answer, desk.now))
        return more.moved(move, Phase.ANSWERING)

    def _said(self, interview: Interview, text: str, move: Move, desk: Desk) -> Outcome:
        more = self._more(interview, text, move, desk)
        if more.phase is Phase.ANSWERING:
            return Outcome(more, (self._asking.heard(more, desk.now),))
        if interview.phase is Phase.NAMING:
            waiting = more.moved(move, Phase.NAMING)
            return Outcome(waiting, (self._where(waiting, desk),))
        return self._checking.complete(more, move, desk.now)

    def _done(self, interview: Interview, desk: Desk) -> Outcome:
        if interview.phase in (Phase.PROBING, Phase.RATING):
            return self._checking.onwards(interview, Move.DONE, desk.now)
        return self._checking.complete(interview, Move.DONE, desk.now)

    def _add(self, interview: Interview, desk: Desk) -> Outcome:
        if not interview.aside:
            return Outcome(interview, (_noted(say.NOT_NOW, self._where(interview, desk)),))
        current = interview.round
        if interview.phase is Phase.FEEDBACK:
            current = replace(current, tries=current.tries[:-1])
        outcome = self._said(interview.with_round(current), interview.aside, Move.ADD, desk)
        first, *rest = outcome.replies
        return replace(outcome, replies=(_noted(say.ADDED, first), *rest))

    def _marked(self, interview: Interview, mark: int, desk: Desk) -> Outcome:
        rated = interview.with_round(replace(interview.round, mark=min(max(mark, 1), 5)))
        return self._checking.feedback(rated, Move.MARK, desk.now)

    def _over(self, interview: Interview, desk: Desk) -> Outcome:
        plan = interview.plan
        assert plan
        emptied = interview.with_round(replace(interview.round, said=(), clean=False))
        clock = timers.begun("answer", plan.answer, desk.now)
        anew = replace(emptied, clock=clock, aside="").moved(Move.OVER, Phase.ASKED)
        return Outcome(anew, (_noted(say.ANEW, self._where(anew, desk)),))

    def _undo(self, interview: Interview, desk: Desk) -> Outcome:
        """Take back what was said last."""
        left = interview.round.said[:-1]
        shorter = interview.with_round(replace(interview.round, said=left, clean=False))
        back = shorter.moved(Move.UNDO, Phase.ANSWERING if left else Phase.ASKED)
        return Outcome(back, (_noted(say.TAKEN_BACK, self._where(back, desk)),))

    def _redo(self, interview: Interview, desk: Desk) -> Outcome:
        plan = interview.plan
        assert plan
        fresh = replace(interview.round, said=(), probed=None, clean=False, unkept=False, mark=None)
        clock = timers.begun("answer", plan.answer, desk.now)
        anew = replace(interview.with_round(fresh), clock=clock, aside="").moved(Move.REDO, Phase.ASKED)
        return Outcome(anew, (self._where(anew, desk),))

    def _next(self, interview: Interview, desk: Desk, move: Move = Move.NEXT) -> Outcome:
        plan = interview.plan
        assert plan
        left = interview.with_round(replace(interview.round, said=()))
        if len(interview.rounds) < len(plan.targets):
            asked = self._opening.ask(left, move, desk)
            return Outcome(asked, (self._where(asked, desk),))
        return self._ended(replace(left, clock=None).moved(move, Phase.ENDED), NO_CHANGES)

    def _skip(self, interview: Interview, desk: Desk) -> Outcome:
        if interview.phase is Phase.FEEDBACK:
            return self._next(interview, desk, Move.SKIP)
        if interview.phase in (Phase.PROBING, Phase.RATING):
            return self._checking.onwards(interview, Move.SKIP, desk.now)
        current = replace(interview.round, skipped=not interview.round.tries)
        outcome = self._next(interview.with_round(current), desk, Move.SKIP)
        first, *rest = outcome.replies
        return replace(outcome, replies=(_noted(say.SKIPPED, first), *rest))

    def _pause(self, interview: Interview, desk: Desk) -> Outcome:
        halted = timers.halted(interview.clock, desk.now)
        paused = replace(interview, resumes=interview.phase, clock=halted).moved(Move.PAUSE, Phase.PAUSED)
        return Outcome(paused, (self._where(paused, desk),))

    def _resume(self, interview: Interview, desk: Desk) -> Outcome:
        running = timers.running(interview.clock, desk.now)
        resumes = interview.resumes
        if interview.phase is Phase.ENDED or resumes is None:
            if not interview.rounds or (interview.plan and interview.plan.private):
                return Outcome(interview, (_noted(say.OVER_NOW, self._where(interview, desk)),))
            resumes = Phase.FEEDBACK if interview.round.tries else Phase.ASKED
        back = replace(interview, clock=running).moved(Move.RESUME, resumes)
        return Outcome(back, (_noted(say.RESUMED, self._where(back, desk)),))

    def _stop(self, interview: Interview, desk: Desk) -> Outcome:
        if interview.phase is Phase.CHOOSING:
            return Outcome(None, (Reply("action", (Paragraph(say.LEFT_CHOOSING),), ("do/stop",)),))
        closing = self._closed(interview, desk)
        assert closing.interview
        ended = self._ended(replace(closing.interview, clock=None), closing.changes)
        private = interview.plan is not None and interview.plan.private  # then no words of theirs are said again
        return ended if private else replace(ended, replies=(*closing.replies, *ended.replies))

    def _closed(self, interview: Interview, desk: Desk) -> Outcome:
        """The interview ended where it is; an answer that was begun is checked and kept."""
        if not interview.rounds:
            return Outcome(replace(interview, phase=Phase.ENDED))
        here = interview.resumes if interview.phase is Phase.PAUSED and interview.resumes else interview.phase
        outcome = self._checking.closed(replace(interview, phase=here), desk.now)
        assert outcome.interview
        ended = replace(outcome.interview, phase=interview.phase).moved(Move.STOP, Phase.ENDED)
        return replace(outcome, interview=ended)

    def _ended(self, interview: Interview, changes: Changes) -> Outcome:
        reply = summary(interview, self._library)
        if interview.plan and interview.plan.private:
            texts = tuple(replace(current, said=()) for current in interview.rounds)
            interview = replace(interview, rounds=texts, aside="")
            changes = replace(changes, clean_since=interview.began)
        elif changes.clean_since:
            reply = _noted(say.NAMES_OUT, reply)
        return Outcome(interview, (reply,), changes)

    def _timer(self, interview: Interview, name: str, desk: Desk) -> Outcome:
        changed = timers.changed(interview, name, desk.now)
        if changed is None:
            return Outcome(interview, (_noted(say.NO_TIMER, self._where(interview, desk)),))
        notes = {commands.MORE_TIME: say.ADDED_TIME, commands.HALT: say.HALTED, commands.RUN: say.RUNS}
        note = say.TIMERS_GONE if changed.clock is None else notes.get(name, "")
        return Outcome(changed, (self._asking.timing(changed, note, desk.now),))

    def _where(self, interview: Interview, desk: Desk) -> Reply:
        if interview.phase is Phase.NAMING:
            return self._checking.names(interview)
        if interview.phase is Phase.ENDED:
            return summary(interview, self._library)
        if interview.phase is Phase.FEEDBACK:
            return self._checking.again(interview)
        return self._asking.where(interview, desk.person, desk.now)


def _also(text: str) -> tuple[str, ...]:
    """What else shall be taken out: "take them out and Priya Nair as well" -> Priya Nair."""
    rest = re.split(r"\b(?:and|also|plus)\b|,", text, flags=re.IGNORECASE)[1:]
    trimmed = (re.sub(r"\b(?:as well|too|also|please|the names?)\b", "", part, flags=re.IGNORECASE) for part in rest)
    return tuple(part.strip(" .!“”\"'") for part in trimmed if len(part.strip(" .!")) >= _SHORTEST_NAME)


def _noted(note: str, reply: Reply) -> Reply:
    """The reply with a word before it."""
    return replace(reply, blocks=(Paragraph(note), *reply.blocks))
