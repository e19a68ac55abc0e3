"""What `teams check` and `check --live` say: points that are done, missing or optional, and how many are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

DONE, MISSING = 0, 1


@dataclass(frozen=True)
class Point:
    """One thing that going live needs: what there is, and what to do where something is missing."""

    what: str
    found: str
    todo: str = ""
    optional: bool = False

    @property
    def missing(self) -> bool:
        """Whether going live has to wait for it."""
        return bool(self.todo) and not self.optional

    def __str__(self) -> str:
        state = "missing" if self.missing else "optional" if self.todo else "done"
        return f"{state:9}{self.what}: {self.found}" + (f" -> {self.todo}" if self.todo else "")


def told(points: Iterable[Point], out: TextIO) -> int:
    """Write each point and how many are missing. 1 where one is, else 0."""
    missing = 0
    for point in points:
        out.write(f"{point}\n")
        missing += point.missing
    out.write(f"{missing} missing\n" if missing else "Nothing is missing.\n")
    return MISSING if missing else DONE
