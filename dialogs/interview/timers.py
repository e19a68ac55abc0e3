"""Timers that a person may set, pause, extend and switch off. They run down; they never end anything."""

import datetime as dt
from dataclasses import replace
from typing import Literal

from dialogs.interview import commands
from dialogs.interview.course import Clock, Interview, Phase
from dialogs.interview.wishes import Wish

MORE = 60  # seconds that "more time" gives


def begun(kind: Literal["think", "answer"], seconds: int | None, now: dt.datetime) -> Clock | None:
    """A timer that starts now; None where the person set no time."""
    return Clock(kind, seconds, now) if seconds else None


def halted(clock: Clock | None, now: dt.datetime) -> Clock | None:
    """The timer at a standstill."""
    return replace(clock, halted=now) if clock and not clock.halted else clock


def running(clock: Clock | None, now: dt.datetime) -> Clock | None:
    """The timer going on with what was left of it."""
    if clock is None or clock.halted is None:
        return clock
    return replace(clock, started=clock.started + (now - clock.halted), halted=None)


def set_anew(interview: Interview, said: Wish, now: dt.datetime) -> Interview:
    """The interview with the times that somebody sets while it runs; the one that counts now starts at once."""
    plan = interview.plan
    assert plan
    if said.timers is False:
        return replace(interview, clock=None, plan=replace(plan, think=None, answer=None))
    think = plan.think if said.think is None else said.think
    plan = replace(plan, think=think, answer=plan.answer if said.answer is None else said.answer)
    clock = interview.clock
    if interview.phase is Phase.ASKED:
        clock = begun("think", plan.think, now) or begun("answer", plan.answer, now)
    elif interview.phase is Phase.ANSWERING:
        clock = begun("answer", plan.answer, now)
    return replace(interview, plan=plan, clock=clock)


def changed(interview: Interview, name: str, now: dt.datetime) -> Interview | None:
    """The interview after a word about its timer; None where there is no timer to speak of."""
    clock, plan = interview.clock, interview.plan
    if name == commands.TIMER_OFF:
        return replace(interview, clock=None, plan=replace(plan, think=None, answer=None)) if plan else None
    if clock is None:
        return None
    if name == commands.HALT:
        clock = halted(clock, now)
    elif name == commands.RUN:
        clock = running(clock, now)
    elif name == commands.MORE_TIME:
        clock = replace(clock, seconds=max(clock.seconds - min(clock.left(now), 0), clock.seconds) + MORE)
    return replace(interview, clock=clock)
