"""What the interviewer says at each place of the course, before the feedback."""

import datetime as dt
from collections.abc import Sequence

from dialogs import wording
from dialogs.interview import commands
from dialogs.interview.course import MOST_MARK, Clock, Interview, Move, Phase
from dialogs.messages import Block, Bullets, Choice, Citation, Form, Heading, Input, Note, Paragraph, Reply, Timer
from dialogs.records import Person
from dialogs.wording import interview as say
from knowledge.library import Library

TOPIC = ("do/interview",)
MOST_NAMED = 3
MOST_CHOICES = 6


class Asking:
    """Makes the replies that ask for something."""

    def __init__(self, library: Library, days: int | None) -> None:
        self._library = library
        self._days = days

    def where(self, interview: Interview, person: Person, now: dt.datetime) -> Reply:
        """What is asked for where the interview is, so that nobody is left without a next step."""
        match interview.phase:
            case Phase.CHOOSING:
                return self.choose(interview)
            case Phase.ASKED:
                return self.question(interview, person, now)
            case Phase.ANSWERING:
                return self.heard(interview, now, again=True)
            case Phase.PROBING:
                return self.probe(interview)
            case Phase.RATING:
                return self.mark(interview)
            case Phase.PAUSED:
                return self.paused(interview)
            case _:
                return self.onwards(interview)

    def choose(self, interview: Interview) -> Reply:
        """What to practise, or which one, or at which level."""
        if interview.missing == "level":
            levels = [Choice(f"Level {level}", commands.button("level", interview, str(level))) for level in (1, 2, 3)]
            return _reply([Paragraph(say.LEVEL)], [*levels, self._button(say.STOP, Move.STOP, interview)])
        if interview.missing == "one":
            values = [topic for topic in self._library.framework.values() if _met_value(topic)]
            choices = [
                Choice(say.target(topic, self._library), commands.button("target", interview, topic))
                for topic in values
            ]
            return _reply([Paragraph(say.ONE_TARGET)], [*choices, self._button(say.STOP, Move.STOP, interview)])
        if interview.missing == "formats":
            blocks: list[Block] = []
            forms = self._library.formats.values()
            for form in forms:
                blocks += [Heading(form.title), Paragraph(say.timing(form)), *map(Paragraph, form.notes)]
                blocks += map(Citation, wording.citations(form.sources, self._library) or [form.elsewhere or ""])
            return _reply(blocks, [Choice(form.title, commands.button("form", interview, form.id)) for form in forms])
        choices = [Choice(label, commands.button("mode", interview, mode)) for mode, label in say.MODES.items()]
        return _reply([Heading(say.CHOOSE), Paragraph(say.CHOOSE_HOW)], choices)

    def begin(self, interview: Interview, *, told: bool) -> Reply:
        """What is about to happen and, unless told before, what is kept of it."""
        plan = interview.plan
        assert plan
        names = list(dict.fromkeys(say.target(topic, self._library) for topic in plan.targets))
        what = say.SURPRISE if plan.surprise else f"About {say.listed(names)}."
        who = f", {say.AUDIENCES[plan.audience]}" if plan.audience else ""
        blocks: list[Block] = [
            Heading(say.START),
            Paragraph(f"{say.count(len(plan.targets), 'question')}{who}. {what}"),
        ]
        if plan.gentle:
            blocks.append(Paragraph(say.GENTLE))
        blocks.append(Paragraph(say.HOW))
        form = self._library.formats[plan.form] if plan.form else None
        if form:
            blocks.append(Note(say.timing(form)))
            blocks += map(Citation, wording.citations(form.sources, self._library) or [form.elsewhere or ""])
        if plan.think or plan.answer:
            blocks.append(Note(say.YOUR_TIMES.format(times=say.times(plan.think, plan.answer))))
        elif not plan.gentle:
            blocks.append(Note(say.NO_TIMERS))
        if plan.private:
            blocks.append(Note(say.PRIVATE))
        elif not told:
            blocks.append(Note(say.kept(self._days)))
        return _reply(blocks, [])

    def question(self, interview: Interview, person: Person, now: dt.datetime) -> Reply:
        """The question that the interview is at."""
        plan, current = interview.plan, interview.round
        assert plan
        title = say.number(len(interview.rounds), len(plan.targets))
        about = "" if plan.surprise else f" · {say.target(current.target, self._library)}"
        blocks: list[Block] = [
            Heading(title + about),
            Paragraph(self._library.bank.questions[current.question].ask),
            *timer(interview.clock, now),
            Note(say.TAKE_TIME),
        ]
        choices = [self._button(say.SKIP, Move.SKIP, interview)]
        own = None if plan.surprise else next((e for e in person.examples if current.target in e.targets), None)
        if own:
            blocks.append(Note(say.OWN_EXAMPLE.format(name=own.name)))
            choices.insert(0, Choice(say.SHOW_EXAMPLE.format(name=own.name), f"do/example#show={own.id}"))
        if interview.clock:
            choices += self._timing(interview)
        elif not person.practices and len(interview.rounds) == 1 and not plan.private and self._days is not None:
            choices.append(self._button(say.OFFER_PRIVATE, "private", interview))
        choices += [self._button(say.PAUSE, Move.PAUSE, interview), self._button(say.STOP, Move.STOP, interview)]
        return _reply(blocks, choices[:MOST_CHOICES])

    def timing(self, interview: Interview, note: str, now: dt.datetime) -> Reply:
        """A word on the timer alone: the question is known."""
        ways = [self._button(say.BACK, commands.BACK, interview)]
        if interview.clock:
            ways += [*self._timing(interview), self._button(say.TIMER_OFF, commands.TIMER_OFF, interview)]
        return _reply([*([Paragraph(note)] if note else []), *timer(interview.clock, now)], ways)

    def heard(self, interview: Interview, now: dt.datetime, *, again: bool = False) -> Reply:
        """Something of the answer is there. `again` shows the question too."""
        size = sum(len(part.split()) for part in interview.round.said)
        asked = Paragraph(self._library.bank.questions[interview.round.question].ask)
        blocks: list[Block] = [asked] if again else []
        blocks += [Paragraph(say.HEARD.format(words=size)), *timer(interview.clock, now)]
        choices = [self._button(say.DONE, Move.DONE, interview), self._button(say.OVER, Move.OVER, interview)]
        choices += self._timing(interview) if interview.clock else []
        choices += [self._button(say.SKIP, Move.SKIP, interview), self._button(say.PAUSE, Move.PAUSE, interview)]
        return _reply(blocks, [*choices, self._button(say.STOP, Move.STOP, interview)][:MOST_CHOICES])

    def names(self, interview: Interview, found: Sequence[str]) -> Reply:
        """The answer names people: asks whether to take them out before it is kept."""
        named = say.listed([f"“{name}”" for name in list(dict.fromkeys(found))[:MOST_NAMED]])
        choices = [
            self._button(label, move, interview)
            for label, move in ((say.TAKE_OUT, Move.TAKE_OUT), (say.KEEP, Move.KEEP), (say.LEAVE_OUT, Move.LEAVE_OUT))
        ]
        return _reply([Paragraph(say.NAMES.format(names=named))], choices)

    def probe(self, interview: Interview) -> Reply:
        """One thing that is asked after."""
        current = interview.round
        probes = self._library.bank.questions[current.question].probes
        assert current.probed
        blocks: list[Block] = [
            Paragraph(say.NOT_FOUND[current.probed]),
            Paragraph(next(text for name, text in probes.items() if name == current.probed)),
            Note(say.PROBE_HINT),
        ]
        choices = [self._button(say.NO_MORE, Move.DONE, interview), self._button(say.PAUSE, Move.PAUSE, interview)]
        return _reply(blocks, choices)

    def stuck(self, interview: Interview) -> Reply:
        """Somebody does not know what to say, or does not understand the question."""
        probes = self._library.bank.questions[interview.round.question].probes
        blocks: list[Block] = [
            Paragraph(say.STUCK),
            Bullets((probes["situation"], probes["action"])),
            Note(say.STUCK_HINT),
        ]
        choices = [
            self._button(say.ANOTHER, Move.SKIP, interview),
            Choice(wording.label("prepare/examples", self._library), "prepare/examples"),
            Choice(wording.label("star/what", self._library), "star/what"),
        ]
        if interview.may(Move.PAUSE):
            choices.append(self._button(say.PAUSE, Move.PAUSE, interview))
        return _reply(blocks, choices)

    def mark(self, interview: Interview) -> Reply:
        """The person's own mark."""
        what = say.target(interview.round.target, self._library)
        given = Input("mark", say.MARK_LABEL.format(what=what), 1, MOST_MARK, say.MARK_WRONG, picked=True)
        form = Form((given,), say.MARK_SEND, commands.button("mark", interview, "{mark}"))
        blocks: list[Block] = [Paragraph(say.MARK.format(what=what)), form, Note(say.MARK_NOTE)]
        choices = [
            Choice(say.A_MARK.format(mark=mark), commands.button("mark", interview, str(mark)))
            for mark in range(1, MOST_MARK + 1)
        ]
        return _reply(blocks, [*choices, self._button(say.NO_MARK, Move.SKIP, interview)])

    def paused(self, interview: Interview) -> Reply:
        """The interview waits."""
        choices = [self._button(say.GO_ON, Move.RESUME, interview), self._button(say.STOP, Move.STOP, interview)]
        return _reply([Paragraph(say.PAUSED), Note(self.waits(interview))], choices)

    def waits(self, interview: Interview) -> str:
        """Where a paused interview waits."""
        assert interview.plan
        return say.WAITS.format(number=len(interview.rounds), total=len(interview.plan.targets))

    def onwards(self, interview: Interview) -> Reply:
        """What can follow the feedback."""
        if interview.phase is not Phase.FEEDBACK:
            choices = [self._button(say.GO_ON, commands.BACK, interview), self._button(say.STOP, Move.STOP, interview)]
            return _reply([Paragraph(self.waits(interview))], choices)
        return _reply([Paragraph(self.waits(interview))], list(self.after_feedback(interview)))

    def after_feedback(self, interview: Interview) -> tuple[Choice, ...]:
        """The steps after the feedback."""
        assert interview.plan
        last = len(interview.rounds) == len(interview.plan.targets)
        kept = (
            () if interview.plan.private else (Choice(say.KEEP_EXAMPLE, commands.button(commands.EXAMPLE, interview)),)
        )
        return (
            self._button(say.FINISH if last else say.NEXT, Move.NEXT, interview),
            self._button(say.REDO, Move.REDO, interview),
            *kept,
            self._button(say.PAUSE, Move.PAUSE, interview),
            *(() if last else (self._button(say.STOP, Move.STOP, interview),)),
        )

    def _timing(self, interview: Interview) -> list[Choice]:
        assert interview.clock
        halted = interview.clock.halted is not None
        pairs = ((say.RUN, commands.RUN) if halted else (say.HALT, commands.HALT), (say.MORE_TIME, commands.MORE_TIME))
        return [self._button(label, name, interview) for label, name in pairs]

    def _button(self, label: str, name: str, interview: Interview) -> Choice:
        return Choice(label, commands.button(name, interview))


def timer(clock: Clock | None, now: dt.datetime) -> list[Block]:
    """The running timer, if there is one."""
    if clock is None:
        return []
    left = clock.left(now)
    if left <= 0:
        return [Note(say.TIMER_OVER)]
    return [Timer(say.TIMER_RUNS[clock.kind], left, clock.halted is None)]


def _met_value(topic: str) -> bool:
    return topic.startswith("value/") and topic.count("/") == 1


def _reply(blocks: Sequence[Block], choices: Sequence[Choice]) -> Reply:
    return Reply("action", tuple(blocks), TOPIC, tuple(choices))
