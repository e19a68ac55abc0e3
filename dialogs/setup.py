"""What a workshop is set up as: decided before it begins, the same for everybody in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.bank import BankQuestion

Scale = Literal["1-5", "A-D", "1-4", "none"]
# Marks that an observer can give, the best last. 1 to 5 is the scale of the sergeant pack of 2023.
MARKS: Mapping[Scale, tuple[str, ...]] = {
    "1-5": ("1", "2", "3", "4", "5"),
    "A-D": ("D", "C", "B", "A"),
    "1-4": ("1", "2", "3", "4"),
    "none": (),
}
SIZES = (3, 4)  # people in a group: a candidate, an interviewer, one or two observers
EXTRA = (0, 25, 50)  # per cent more time that people can give themselves


@dataclass(frozen=True)
class Plan:
    """Times are seconds. `targets` take turns over the rounds; `questions` are a pack in place of the bank.

    `evidence_only`: observers note and classify; they give neither marks nor a judgement.
    """

    title: str
    targets: tuple[str, ...]
    rounds: int = 3
    size: int = 3
    think: int = 60
    answer: int = 300
    evaluate: int = 120
    discuss: int = 300
    scale: Scale = "none"
    evidence_only: bool = False
    questions: tuple[BankQuestion, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that observers choose from; none where the workshop has none."""
        return () if self.evidence_only else MARKS[self.scale]


@dataclass(frozen=True)
class Draft:
    """A workshop that is being set up. `pending`: competencies that wait for a level."""

    plan: Plan
    pending: tuple[str, ...] = ()
