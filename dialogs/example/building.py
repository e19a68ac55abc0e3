"""What is remembered while somebody builds or checks an example of their own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Step(StrEnum):
    """Where the building is."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    REASONING = "reasoning"
    LEARNING = "learning"
    PASTE = "paste"  # a whole example is to come
    CHECKED = "checked"  # put together and checked
    NAMES = "names"  # it names people: keep them?
    NAME = "name"  # what to call it


PARTS: tuple[Step, ...] = tuple(Step)[:6]


@dataclass(frozen=True)
class Building:
    """An example in the making.

    `fixed` is the text once it is put together; `revising` goes back to the check after the part; `resting` waits.
    """

    began: dt.datetime
    step: Step = Step.SITUATION
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    helped: tuple[str, ...] = ()
    fixed: str = ""
    revising: bool = False
    resting: bool = False
    cleaned: bool = False  # whether names were taken out of it
    aside: str = ""

    @property
    def holds_words(self) -> bool:
        """Whether anything of the person's is in it."""
        return bool(self.fixed or any(self.parts.values()))

    @property
    def text(self) -> str:
        """The example as far as it has come."""
        return self.fixed or "\n\n".join(" ".join(self.parts[part]) for part in PARTS if self.parts.get(part))

    def with_part(self, said: tuple[str, ...]) -> "Building":
        """With other words for the part that it is at."""
        return replace(self, parts={**self.parts, self.step.value: said})
