"""Somebody's seat in a workshop as their own conversation knows it: where they are, and what they wrote so far."""

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["candidate", "interviewer", "observer"]


@dataclass(frozen=True)
class Noted:
    """Something that was said, as the observer heard it; `indicator` is the statement it was put under, or nothing."""

    text: str
    indicator: str = ""


@dataclass(frozen=True)
class Sheet:
    """An observer's sheet of one answer. `mark` is on the workshop's scale, empty for none."""

    notes: tuple[Noted, ...] = ()
    strength: str = ""
    suggestion: str = ""
    mark: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing stands on it."""
        return not (self.notes or self.strength or self.suggestion or self.mark)


@dataclass(frozen=True)
class Received:
    """A sheet in the candidate's hands: of which round and question. It does not say who wrote it.

    `own`: the candidate's own mark for that answer, 1 to 5, in place of a sheet.
    """

    round: int
    target: str
    question: str
    sheet: Sheet = field(default_factory=Sheet)
    own: int | None = None


@dataclass(frozen=True)
class Place:
    """Where somebody is in a workshop. `role` is empty for who waits; `question` is the bank's id of it, if any."""

    workshop: str
    round: int = 0
    stage: str = "gathering"
    role: Role | Literal["facilitator", ""] = ""
    target: str = ""
    question: str = ""
    candidate: str = ""
    marks: tuple[str, ...] = ()
    evidence_only: bool = False


@dataclass(frozen=True)
class Seat:
    """The place, and the sheet as far as it is written. `sorting` is the note that is put under a statement now."""

    place: Place
    sheet: Sheet = field(default_factory=Sheet)
    sorting: int | None = None

    def moved(self, place: Place) -> "Seat":
        """The same person elsewhere: the sheet is of one round."""
        if (place.workshop, place.round) != (self.place.workshop, self.place.round):
            return Seat(place)
        return Seat(place, self.sheet, self.sorting if place.stage == self.place.stage else None)
