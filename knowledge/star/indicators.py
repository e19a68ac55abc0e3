"""The indicators of a target that an answer may show, each with the words that speak for it."""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Touched:
    """An indicator (`value/courage/positive#1`: the topic, which of its statements) and where the answer touches it."""

    indicator: str
    evidence: tuple[Span, ...]


def topics_of(target: str) -> list[str]:
    """The topics whose indicators count for a target: a value's two sides; a competency's level and those below it."""
    family, _, rest = target.partition("/")
    name, _, level = rest.partition("/")
    if family == "value":
        return [f"value/{name}/positive", f"value/{name}/negative"]
    if family == "competency" and level.startswith("level-") and level[6:].isdigit():
        return [f"competency/{name}/level-{number}" for number in range(1, int(level[6:]) + 1)]
    return []
