"""A topic id taken apart: family, edition, name, aspect, level."""

import functools
from dataclasses import dataclass
from typing import Literal

Edition = str  # "met", "college" (2016), "revised", or one that a force adds
Aspect = Literal["definition", "why", "level", "positive", "negative"]

FAMILIES = ("competency", "value")  # what may stand after the name of an edition
_SHORTEST = 3  # parts of an id with an edition: edition/family/name


@dataclass(frozen=True)
class Topic:
    """What an id says. `edition` is None outside the framework; the 2016 competencies count as "college"."""

    id: str
    family: str
    name: str
    edition: Edition | None = None
    aspect: Aspect = "definition"
    level: int | None = None

    @property
    def key(self) -> str:
        """Competency or value whatever its edition, aspect and level: `value/courage`."""
        return f"{self.family}/{self.name}"


@functools.cache
def parse(topic: str) -> Topic:
    """Take an id apart. Any id has a reading; unknown shapes have the family of their first part."""
    parts = topic.split("/")
    edition = parts[0] if len(parts) >= _SHORTEST and parts[1] in FAMILIES else None
    if edition:
        parts = parts[1:]
    family, name, rest = parts[0], parts[1] if len(parts) > 1 else "", parts[2:]
    if family == "competency":
        edition = edition or "college"
    elif family == "value":
        edition = edition or "met"
    aspect: Aspect = "definition"
    level = None
    if rest and rest[0].startswith("level-"):
        aspect, level = "level", int(rest[0].removeprefix("level-"))
    elif rest and rest[0] in ("why", "positive", "negative"):
        aspect = rest[0]  # type: ignore[assignment]  # narrowed by the line above
    return Topic(topic, family, name, edition, aspect, level)
