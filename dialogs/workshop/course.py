"""The course of a workshop: its stages, who is in it, who sits where, and its clock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dialogs.seat import Received, Role
from dialogs.setup import Plan
from dialogs.workshop.picture import Found, Picture

SHARED = -1  # the number of the chat that all read
FACILITATOR = 0  # the facilitator's number; the people's own begin with 1
LASTS = dt.timedelta(days=1)  # a workshop ends by itself after this


class Stage(StrEnum):
    """Where a workshop is; from THINKING to DISCUSSING is one round."""

    GATHERING = "gathering"
    THINKING = "thinking"
    ANSWERING = "answering"
    EVALUATING = "evaluating"  # each observer alone
    DISCUSSING = "discussing"
    ENDED = "ended"


FOLLOWS: Mapping[Stage, Stage] = {
    Stage.GATHERING: Stage.THINKING,
    Stage.THINKING: Stage.ANSWERING,
    Stage.ANSWERING: Stage.EVALUATING,
    Stage.EVALUATING: Stage.DISCUSSING,
    Stage.DISCUSSING: Stage.THINKING,  # of the next round; the end after the last
}


@dataclass(frozen=True)
class Clock:
    """Runs down and never ends anything. `halted`: when it was paused; `seconds` are the plan's, before extras."""

    seconds: int
    started: dt.datetime
    halted: dt.datetime | None = None

    def left(self, now: dt.datetime, extra: int = 0) -> int:
        """Seconds left with so many per cent more; below zero once it has run out. A clock set back adds no time."""
        gone = max(0, int(((self.halted or now) - self.started).total_seconds()))
        return self.seconds + self.seconds * extra // 100 - gone


@dataclass(frozen=True)
class Member:
    """Somebody in a workshop. `extra` is per cent of more time; `turns` counts the roles they have had."""

    number: int
    person: str
    conversation: str
    name: str = ""
    here: bool = True
    ready: bool = False
    extra: int = 0
    turns: Mapping[Role, int] = field(default_factory=dict)

    def had(self, role: Role) -> int:
        """How many times they had a role."""
        return self.turns.get(role, 0)


@dataclass(frozen=True)
class Seat:
    """Who has which role in a group."""

    number: int
    role: Role


Group = tuple[Seat, ...]


@dataclass(frozen=True)
class Workshop:
    """A workshop as it stands. `held` are sheets on their way to a candidate (by number) until the group discusses."""

    plan: Plan
    facilitator: str
    conversation: str  # the facilitator's
    began: dt.datetime
    stage: Stage = Stage.GATHERING
    round: int = 0
    clock: Clock | None = None
    members: tuple[Member, ...] = ()
    groups: tuple[Group, ...] = ()
    arranged: tuple[tuple[int, ...], ...] = ()
    questions: tuple[str, ...] = ()  # one for each round so far
    held: tuple[tuple[int, Received], ...] = ()
    found: tuple[Found, ...] = ()
    picture: Picture | None = None  # of the whole group, once it is over
    shared: tuple[str, str] | None = None  # who shows it in a chat that all read, and which
    id: str = ""
    code: str = ""  # to join with
    key: str = ""  # opens the facilitator's page

    @property
    def here(self) -> tuple[Member, ...]:
        """The people who have not left."""
        return tuple(member for member in self.members if member.here)

    @property
    def in_round(self) -> bool:
        """Whether a round is on."""
        return self.stage not in (Stage.GATHERING, Stage.ENDED)

    @property
    def target(self) -> str:
        """What this round's question is about."""
        return self.plan.targets[(self.round - 1) % len(self.plan.targets)]

    @property
    def last_round(self) -> bool:
        """Whether no round follows this one."""
        return self.round >= self.plan.rounds

    def seconds_of(self, stage: Stage) -> int:
        """The time that the plan gives a step of a round."""
        plan = self.plan
        return {
            Stage.THINKING: plan.think,
            Stage.ANSWERING: plan.answer,
            Stage.EVALUATING: plan.evaluate,
            Stage.DISCUSSING: plan.discuss,
        }[stage]

    def member(self, number: int) -> Member:
        """The person of a number. Raises StopIteration for none."""
        return next(member for member in self.members if member.number == number)

    def number_of(self, person: str) -> int | None:
        """Somebody's number; None where they never came in."""
        return next((member.number for member in self.members if member.person == person), None)

    def group_of(self, number: int) -> Group:
        """The group that somebody sits in; empty for none."""
        return next((group for group in self.groups if any(seat.number == number for seat in group)), ())

    def role_of(self, number: int) -> Role | None:
        """Somebody's role in this round; None for those who wait for the next."""
        return next((seat.role for seat in self.group_of(number) if seat.number == number), None)

    def candidate_of(self, group: Group) -> Member | None:
        """The candidate of a group, if they are still here."""
        numbers = [seat.number for seat in group if seat.role == "candidate"]
        return next((member for member in self.here if member.number in numbers), None)

    def left(self, group: Group, now: dt.datetime) -> int | None:
        """Seconds left for a group: its candidate's more time counts. None without a clock."""
        candidate = self.candidate_of(group)
        return self.clock.left(now, candidate.extra if candidate else 0) if self.clock else None

    def with_member(self, changed: Member) -> "Workshop":
        """The same with somebody changed, or come in."""
        if any(member.number == changed.number for member in self.members):
            kept = tuple(changed if member.number == changed.number else member for member in self.members)
        else:
            kept = (*self.members, changed)
        return replace(self, members=kept)

    def without_sharer(self, person: str) -> "Workshop":
        """The same, shown in no chat where it was that person who showed it."""
        return replace(self, shared=None) if self.shared and self.shared[0] == person else self
