"""What an observer writes, and what a candidate receives of it."""

from dataclasses import dataclass


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
    """A sheet in the candidate's hands: of which round and question. It does not say who wrote it."""

    round: int
    target: str
    question: str
    sheet: Sheet
