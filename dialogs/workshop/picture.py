"""The anonymous picture of a workshop: what was thin, which flags, how people marked themselves. Figures only.

Nothing is shown of fewer than five people, as agreed for workshops; a count of one to four is hidden, and with it
another, so that it cannot be worked out from the total.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.star.judging import RATINGS, Rating

LEAST = 5  # people
PARTS = ("situation", "task", "action", "result")
MARKS = ("1", "2", "3", "4", "5")
WITH, WITHOUT = "with", "without"


@dataclass(frozen=True)
class Found:
    """What is known of a candidate's answer in a round: figures only."""

    number: int
    round: int
    target: str
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    mark: int | None = None


@dataclass(frozen=True)
class Row:
    """How many of these people fall under each head; None where the count is hidden."""

    label: str
    people: int
    counts: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Picture:
    """Rows by part of STAR, by flag and by what people marked themselves for; each may be empty."""

    parts: tuple[Row, ...] = ()
    flags: tuple[Row, ...] = ()
    marks: tuple[Row, ...] = ()


def pictured(found: Iterable[Found]) -> Picture:
    """The picture of everything found. A person counts once in a row, with their latest answer."""
    answers = sorted(found, key=lambda each: each.round)
    checked = {each.number: each for each in answers if each.ratings}
    parts = [_row(part, [each.ratings[part] for each in checked.values()], RATINGS) for part in PARTS]
    named = sorted({flag for each in checked.values() for flag in each.flags})
    flags = [
        _row(flag, [WITH if flag in each.flags else WITHOUT for each in checked.values()], (WITH, WITHOUT))
        for flag in named
    ]
    marks = []
    for target in dict.fromkeys(each.target for each in answers):
        given = {each.number: str(each.mark) for each in answers if each.target == target and each.mark is not None}
        marks.append(_row(target, list(given.values()), MARKS))
    return Picture(_shown(parts), _shown(flags), _shown(marks))


def _shown(rows: Iterable[Row | None]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row)


def _row(label: str, values: Sequence[str], heads: Sequence[str]) -> Row | None:
    """A row; None where it would show nothing, or fewer than five people."""
    if len(values) < LEAST:
        return None
    every = Counter(values)
    hidden = {head for head in heads if 0 < every[head] < LEAST}
    # What is hidden together is known from the total: it must hold five people and more than one head.
    while hidden and (len(hidden) < 2 or sum(every[head] for head in hidden) < LEAST):
        rest = [head for head in heads if head not in hidden and every[head]]
        if not rest:
            return None
        hidden.add(min(rest, key=lambda head: every[head]))
    if not any(every[head] for head in heads if head not in hidden):
        return None
    return Row(label, len(values), tuple((head, None if head in hidden else every[head]) for head in heads))
