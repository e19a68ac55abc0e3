"""From a wish to a plan: which targets are asked about, in which order, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dialogs.interview.wishes import MOST_QUESTIONS, SUGGESTED, Wish, level_of
from dialogs.records import Person
from knowledge.bank import Audience, Draw, Format
from knowledge.library import Library

ONE = 3  # questions about a single value or competency, and in a gentle or a surprise interview
MET_VALUES, LATER_VALUES, NATIONAL_VALUES = "met", "revised", "college"
GROUPS = {"met-values": MET_VALUES, "later-values": LATER_VALUES, "national-values": NATIONAL_VALUES}


@dataclass(frozen=True)
class Plan:
    """An interview to come; `targets` has one for each question. Times are seconds, None where there is no timer."""

    targets: tuple[str, ...]
    form: str | None = None
    gentle: bool = False
    surprise: bool = False
    private: bool = False
    think: int | None = None
    answer: int | None = None
    audience: Audience | None = None


Missing = Literal["target", "level"]


def planned(wish: Wish, library: Library, person: Person, start: int) -> Plan | Missing:
    """The plan, or what is not said yet. `start` varies what is drawn from a group."""
    level_needed = [name for name in wish.targets if _bare(name) and level_of(wish, name) is None]
    if level_needed:
        return "level"
    drawing = _Drawing(library, person, start)
    form = library.formats[wish.form] if wish.form else None
    if wish.targets:
        named = tuple(_levelled(name, wish) for name in wish.targets)
        number = wish.number or (max(ONE, len(named)) if len(named) < MOST_QUESTIONS else MOST_QUESTIONS)
        targets = _cycled(named, number)
    elif form:
        targets = drawing.of_format(form, wish.number)
    elif wish.surprise or wish.gentle:
        targets = drawing.anything(wish, wish.number or ONE)
    else:
        return "target"
    think, answer = _times(wish, form) if wish.timers and not wish.gentle else (None, None)
    return Plan(
        targets[:MOST_QUESTIONS],
        wish.form,
        wish.gentle,
        wish.surprise,
        wish.private,
        think,
        answer,
        wish.audience,
    )


def _times(wish: Wish, form: Format | None) -> tuple[int | None, int | None]:
    """The seconds to think and to answer: those wanted, else those of the format, else the suggested ones."""
    think = wish.think if wish.think is not None or form is None else form.think
    answer = wish.answer if wish.answer is not None or form is None else form.answer
    return SUGGESTED if think is None and answer is None else (think, answer)


def _bare(name: str) -> bool:
    return name.startswith("competency/") and "/level-" not in name


def _levelled(name: str, wish: Wish) -> str:
    return f"{name}/level-{level_of(wish, name)}" if _bare(name) else name


def _cycled(targets: Sequence[str], number: int) -> tuple[str, ...]:
    return tuple(targets[at % len(targets)] for at in range(number))


class _Drawing:
    """Draws targets from groups: what was practised least comes first, turned so that people begin differently."""

    def __init__(self, library: Library, person: Person, start: int) -> None:
        self._library = library
        self._start = start
        practised = [practice.target for practice in person.practices]
        self._times = {target: practised.count(target) for target in practised}

    def of_format(self, form: Format, number: int | None) -> tuple[str, ...]:
        """The targets of a format, its draws taking turns; more questions than it draws at least take more of each."""
        pools = [self._pool(draw) for draw in form.draws]
        sizes = [draw.number or len(pool) for draw, pool in zip(form.draws, pools, strict=True)]
        most = [draw.most or size for draw, size in zip(form.draws, sizes, strict=True)]
        while number is not None and sum(sizes) < number and sizes != most:
            at = next(at for at in range(len(sizes)) if sizes[at] < most[at])
            sizes[at] += 1
        drawn = [pool[:size] for pool, size in zip(pools, sizes, strict=True)]
        mixed = tuple(target for turn in range(max(sizes)) for part in drawn for target in part[turn : turn + 1])
        return _cycled(mixed, number) if number else mixed

    def anything(self, wish: Wish, number: int) -> tuple[str, ...]:
        """Targets of the Met values, and of the competencies where a level is known."""
        pool = self._turned(self._values(MET_VALUES))
        if wish.level or wish.ranks:
            names = self._library.vocabulary.competencies
            pool = self._turned([*pool, *(f"{name}/level-{level_of(wish, name) or 1}" for name in names)])
        return _cycled(pool, number)

    def _pool(self, draw: Draw) -> list[str]:
        if draw.targets:
            return list(draw.targets)
        if draw.group == "competencies":
            return self._turned([f"{name}/level-{draw.level}" for name in self._library.vocabulary.competencies])
        assert draw.group
        return self._turned(self._values(GROUPS[draw.group]))

    def _values(self, edition: str) -> list[str]:
        places = ((name, edition, "definition", None) for name in self._library.vocabulary.values)
        return [self._library.framework[place] for place in places if place in self._library.framework]

    def _turned(self, targets: Sequence[str]) -> list[str]:
        at = self._start % len(targets)
        return sorted([*targets[at:], *targets[:at]], key=lambda target: self._times.get(target, 0))
