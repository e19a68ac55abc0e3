"""The beginning of an interview: from a wish, over what is not said yet, to the first question."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.interview import timers
from dialogs.interview.asking import Asking
from dialogs.interview.checking import Outcome
from dialogs.interview.course import Interview, Move, Phase, Round
from dialogs.interview.plan import planned
from dialogs.interview.wishes import NO_WISH, Wish, Wishes
from dialogs.records import Person
from knowledge.library import Library

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Desk:
    """What the interviewer knows beside the interview: who it is, what they were asked before, and the time."""

    person: Person
    asked: Sequence[str]
    told: bool  # whether it was said before what is kept
    now: dt.datetime


class Opening:
    """Begins interviews and asks their questions."""

    def __init__(self, library: Library, wishes: Wishes, asking: Asking) -> None:
        self._library = library
        self._wishes = wishes
        self._asking = asking

    def begin(self, wish: Wish, desk: Desk) -> Outcome:
        """A new interview."""
        marking = wish.marks is not False
        return self._chosen(Interview(_name(desk.now), desk.now, Phase.CHOOSING, wish, marking=marking), wish, desk)

    def said(self, interview: Interview, text: str, desk: Desk) -> Outcome | None:
        """What was said while choosing; None where it says nothing of what to practise."""
        wish = joined(interview.wish, self._wishes.read(text))
        if wish == interview.wish:
            return None
        return self._chosen(interview, wish, desk)

    def picked(self, interview: Interview, name: str, argument: str, desk: Desk) -> Outcome:
        """A button pressed while choosing."""
        wish = interview.wish
        if name == "mode" and argument in ("one", "formats"):
            asking = replace(interview, missing=argument)
            return Outcome(asking, (self._asking.choose(asking),))
        if name == "level" and argument in ("1", "2", "3"):
            wish = replace(wish, level=int(argument))
        elif name == "target" and argument in self._library.bank.targets:
            wish = replace(wish, targets=(argument,))
        elif argument in self._library.formats:
            wish = replace(wish, form=argument)
        elif argument in ("gentle", "surprise"):
            wish = replace(wish, gentle=argument == "gentle" or wish.gentle, surprise=argument == "surprise")
        return self._chosen(interview, wish, desk)

    def _chosen(self, interview: Interview, wish: Wish, desk: Desk) -> Outcome:
        plan = planned(wish, self._library, desk.person, _start(desk))
        if isinstance(plan, str):
            asking = replace(interview, wish=wish, missing="" if plan == "target" else plan)
            return Outcome(asking, (self._asking.choose(asking),))
        begun = replace(interview, wish=wish, plan=plan, missing="")
        opening = self._asking.begin(begun, told=desk.told)
        asked = self.ask(begun, Move.CHOOSE, desk)
        return Outcome(asked, (opening, self._asking.question(asked, desk.person, desk.now)))

    def ask(self, interview: Interview, move: Move, desk: Desk) -> Interview:
        """The next question of the plan."""
        plan = interview.plan
        assert plan
        target = plan.targets[len(interview.rounds)]
        before = [*desk.asked, *(current.question for current in interview.rounds)]
        question = self._library.bank.next_question(target, before, plan.audience, _start(desk))
        following = replace(interview, rounds=(*interview.rounds, Round(question.id, target, desk.now)), aside="")
        clock = timers.begun("think", plan.think, desk.now) or timers.begun("answer", plan.answer, desk.now)
        return replace(following, clock=clock).moved(move, Phase.ASKED)


def _start(desk: Desk) -> int:
    """Where drawing begins: another place each day and with each question that somebody had."""
    return desk.now.toordinal() + len(desk.asked)


def _name(now: dt.datetime) -> str:
    """A short name for what begins now, the later the larger."""
    rest, name = int(now.timestamp() * 1000), ""
    while rest:
        rest, digit = divmod(rest, len(_DIGITS))
        name = _DIGITS[digit] + name
    return name


def joined(before: Wish, more: Wish) -> Wish:
    """A wish with what was said later."""
    said = {name: value for name, value in vars(more).items() if value != getattr(NO_WISH, name)}
    return replace(before, **said)
