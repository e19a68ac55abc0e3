"""What people do in a workshop. Each act comes from one of the people in it, or from its facilitator.

Acts carry their `type`, so that a stored one can be read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dialogs.seat import Sheet
from dialogs.setup import Plan
from knowledge.star.judging import Rating

Steering = Literal["next", "pause", "resume", "longer", "end"]


@dataclass(frozen=True)
class Open:
    """Set one up, as its facilitator."""

    plan: Plan
    type: Literal["open"] = "open"


@dataclass(frozen=True)
class Join:
    """Come in, or come back, under a chosen name or none. `conversation` is where the person's cards go."""

    conversation: str
    name: str = ""
    type: Literal["join"] = "join"


@dataclass(frozen=True)
class Show:
    """Show the part that is everybody's in a chat that they all read, such as a meeting's."""

    conversation: str
    type: Literal["show"] = "show"


@dataclass(frozen=True)
class Leave:
    """Go out. `forget`: what the workshop still holds of the person goes too."""

    forget: bool = False
    type: Literal["leave"] = "leave"


@dataclass(frozen=True)
class Look:
    """Ask where the workshop is."""

    type: Literal["look"] = "look"


@dataclass(frozen=True)
class Ready:
    """Say that one is ready for the next step."""

    type: Literal["ready"] = "ready"


@dataclass(frozen=True)
class MoreTime:
    """Take more time for one's own answers, in per cent; nobody is told."""

    percent: int
    type: Literal["more_time"] = "more_time"


@dataclass(frozen=True)
class HandOver:
    """Give an observer's sheet of a round to its candidate."""

    round: int
    sheet: Sheet
    type: Literal["hand_over"] = "hand_over"


@dataclass(frozen=True)
class Checked:
    """What the STAR check found in the answer that a candidate typed in a round."""

    round: int
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    type: Literal["checked"] = "checked"


@dataclass(frozen=True)
class Rate:
    """A candidate's own mark for their answer in a round, 1 to 5."""

    round: int
    mark: int
    type: Literal["rate"] = "rate"


@dataclass(frozen=True)
class Steer:
    """The facilitator's hand on the clock. `round` and `stage` are what they saw: a second press does nothing."""

    move: Steering
    round: int
    stage: str
    type: Literal["steer"] = "steer"


@dataclass(frozen=True)
class Arrange:
    """The facilitator's own groups for the rounds to come: people by their names there, or their numbers."""

    groups: tuple[tuple[str, ...], ...]
    type: Literal["arrange"] = "arrange"


Act = Open | Join | Show | Leave | Look | Ready | MoreTime | HandOver | Checked | Rate | Steer | Arrange
