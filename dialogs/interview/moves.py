"""The moves of an interview: each takes the interview as it is to the interview as it is then, with the replies."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.interview import commands, timers
from dialogs.interview.asking import Asking
from dialogs.interview.checking import Checking, Outcome
from dialogs.interview.course import MOST_MARK, Interview, Move, Phase
from dialogs.interview.opening import Desk, Opening
from dialogs.interview.summary import summary
from dialogs.messages import Paragraph, Reply
from dialogs.records import NO_CHANGES, Changes
from dialogs.wording import interview as say
from knowledge.library import Library


class Moves:
    """Makes the moves; which are allowed where is the course's table."""

    def __init__(self, library: Library, asking: Asking, opening: Opening, checking: Checking) -> None:
        self._library = library
        self._asking = asking
        self._opening = opening
        self._checking = checking
        self._moves: Mapping[Move, Callable[[Interview, Desk], Outcome]] = {
            Move.DONE: self.done,
            Move.OVER: self._over,
            Move.UNDO: self._undo,
            Move.KEEP: lambda interview, desk: self._checking.settled(interview, Move.KEEP, desk.now),
            Move.TAKE_OUT: lambda interview, desk: self._checking.settled(interview, Move.TAKE_OUT, desk.now),
            Move.LEAVE_OUT: lambda interview, desk: self._checking.settled(interview, Move.LEAVE_OUT, desk.now),
            Move.ADD: self._add,
            Move.REDO: self._redo,
            Move.NEXT: self._next,
            Move.SKIP: self.skip,
            Move.PAUSE: self._pause,
            Move.RESUME: self._resume,
            Move.STOP: self._stop,
        }

    def named(self, name: str) -> Move | None:
        """The move of that name; None for what is no move, or needs more than its name (an answer, a mark)."""
        return next((move for move in self._moves if move == name), None)

    def make(self, move: Move, interview: Interview, desk: Desk) -> Outcome:
        """A move that the course allows here."""
        return self._moves[move](interview, desk)

    def more(self, interview: Interview, text: str, move: Move, desk: Desk) -> Interview:
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

    def said(self, interview: Interview, text: str, move: Move, desk: Desk) -> Outcome:
        """More of an answer, and what follows."""
        more = self.more(interview, text, move, desk)
        if more.phase is Phase.ANSWERING:
            return Outcome(more, (self._asking.heard(more, desk.now),))
        if interview.phase is Phase.NAMING:
            waiting = more.moved(move, Phase.NAMING)
            return Outcome(waiting, (self.where(waiting, desk),))
        return self._checking.complete(more, move, desk.now)

    def done(self, interview: Interview, desk: Desk) -> Outcome:
        """The answer is told to its end."""
        if interview.phase in (Phase.PROBING, Phase.RATING):
            return self._checking.onwards(interview, Move.DONE, desk.now)
        return self._checking.complete(interview, Move.DONE, desk.now)

    def _add(self, interview: Interview, desk: Desk) -> Outcome:
        if not interview.aside:
            return Outcome(interview, (noted(say.NOT_NOW, self.where(interview, desk)),))
        current = interview.round
        if interview.phase is Phase.FEEDBACK:
            current = replace(current, tries=current.tries[:-1])
        outcome = self.said(interview.with_round(current), interview.aside, Move.ADD, desk)
        first, *rest = outcome.replies
        return replace(outcome, replies=(noted(say.ADDED, first), *rest))

    def marked(self, interview: Interview, mark: int, desk: Desk) -> Outcome:
        """The person's own mark."""
        rated = interview.with_round(replace(interview.round, mark=min(max(mark, 1), MOST_MARK)))
        return self._checking.feedback(rated, Move.MARK, desk.now)

    def _over(self, interview: Interview, desk: Desk) -> Outcome:
        plan = interview.plan
        assert plan
        emptied = interview.with_round(replace(interview.round, said=(), clean=False))
        clock = timers.begun("answer", plan.answer, desk.now)
        anew = replace(emptied, clock=clock, aside="").moved(Move.OVER, Phase.ASKED)
        return Outcome(anew, (noted(say.ANEW, self.where(anew, desk)),))

    def _undo(self, interview: Interview, desk: Desk) -> Outcome:
        """Take back what was said last."""
        left = interview.round.said[:-1]
        shorter = interview.with_round(replace(interview.round, said=left, clean=False))
        back = shorter.moved(Move.UNDO, Phase.ANSWERING if left else Phase.ASKED)
        return Outcome(back, (noted(say.TAKEN_BACK, self.where(back, desk)),))

    def _redo(self, interview: Interview, desk: Desk) -> Outcome:
        plan = interview.plan
        assert plan
        fresh = replace(interview.round, said=(), probed=None, clean=False, unkept=False, mark=None)
        clock = timers.begun("answer", plan.answer, desk.now)
        anew = replace(interview.with_round(fresh), clock=clock, aside="").moved(Move.REDO, Phase.ASKED)
        return Outcome(anew, (self.where(anew, desk),))

    def _next(self, interview: Interview, desk: Desk, move: Move = Move.NEXT) -> Outcome:
        plan = interview.plan
        assert plan
        left = interview.with_round(replace(interview.round, said=()))
        if len(interview.rounds) < len(plan.targets):
            asked = self._opening.ask(left, move, desk)
            return Outcome(asked, (self.where(asked, desk),))
        return self._ended(replace(left, clock=None).moved(move, Phase.ENDED), NO_CHANGES)

    def skip(self, interview: Interview, desk: Desk) -> Outcome:
        """On to what comes next without this one."""
        if interview.phase is Phase.FEEDBACK:
            return self._next(interview, desk, Move.SKIP)
        if interview.phase in (Phase.PROBING, Phase.RATING):
            return self._checking.onwards(interview, Move.SKIP, desk.now)
        current = replace(interview.round, skipped=not interview.round.tries)
        outcome = self._next(interview.with_round(current), desk, Move.SKIP)
        first, *rest = outcome.replies
        return replace(outcome, replies=(noted(say.SKIPPED, first), *rest))

    def _pause(self, interview: Interview, desk: Desk) -> Outcome:
        halted = timers.halted(interview.clock, desk.now)
        paused = replace(interview, resumes=interview.phase, clock=halted).moved(Move.PAUSE, Phase.PAUSED)
        return Outcome(paused, (self.where(paused, desk),))

    def _resume(self, interview: Interview, desk: Desk) -> Outcome:
        running = timers.running(interview.clock, desk.now)
        resumes = interview.resumes
        if interview.phase is Phase.ENDED or resumes is None:
            if not interview.rounds or (interview.plan and interview.plan.private):
                return Outcome(interview, (noted(say.OVER_NOW, self.where(interview, desk)),))
            resumes = Phase.FEEDBACK if interview.round.tries else Phase.ASKED
        back = replace(interview, clock=running).moved(Move.RESUME, resumes)
        return Outcome(back, (noted(say.RESUMED, self.where(back, desk)),))

    def _stop(self, interview: Interview, desk: Desk) -> Outcome:
        if interview.phase is Phase.CHOOSING:
            return Outcome(None, (Reply("action", (Paragraph(say.LEFT_CHOOSING),), ("do/stop",)),))
        closing = self.closed(interview, desk)
        assert closing.interview
        ended = self._ended(replace(closing.interview, clock=None), closing.changes)
        private = interview.plan is not None and interview.plan.private  # then no words of theirs are said again
        return ended if private else replace(ended, replies=(*closing.replies, *ended.replies))

    def closed(self, interview: Interview, desk: Desk) -> Outcome:
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
            reply = noted(say.NAMES_OUT, reply)
        return Outcome(interview, (reply,), changes)

    def timer(self, interview: Interview, name: str, desk: Desk) -> Outcome:
        """A timer paused, extended, run on or switched off."""
        changed = timers.changed(interview, name, desk.now)
        if changed is None:
            return Outcome(interview, (noted(say.NO_TIMER, self.where(interview, desk)),))
        notes = {commands.MORE_TIME: say.ADDED_TIME, commands.HALT: say.HALTED, commands.RUN: say.RUNS}
        note = say.TIMERS_GONE if changed.clock is None else notes.get(name, "")
        return Outcome(changed, (self._asking.timing(changed, note, desk.now),))

    def where(self, interview: Interview, desk: Desk) -> Reply:
        """What is asked for where the interview is."""
        if interview.phase is Phase.NAMING:
            return self._checking.names(interview)
        if interview.phase is Phase.ENDED:
            return summary(interview, self._library)
        if interview.phase is Phase.FEEDBACK:
            return self._checking.again(interview)
        return self._asking.where(interview, desk.person, desk.now)


def noted(note: str, reply: Reply) -> Reply:
    """The reply with a word before it."""
    return replace(reply, blocks=(Paragraph(note), *reply.blocks))
