"""What is asked for, in terms of slots: one ask for each thing that a message names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.topics import Edition
from knowledge.understanding.slots import ENTITIES, Slots, Span

T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """What is asked for, in terms of slots; a follow-up fills what it leaves out from the one before."""

    entities: tuple[str, ...] = ()  # competency/..., value/..., cluster/...
    levels: tuple[int, ...] = ()
    ranks: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    sides: tuple[str, ...] = ()  # positive, negative
    why: bool = False
    define: bool = False
    compare: bool = False
    every: bool = False
    groups: tuple[str, ...] = ()
    places: tuple[int, ...] = ()  # "the third value": 3; -1 is the last

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Ask":
        """Read spans as one request."""
        slots = Slots(tuple(spans))
        aspects = slots.all("aspects")
        return cls(
            entities=tuple(slots.all(*ENTITIES)),
            levels=tuple(int(level) for level in slots.all("levels")),
            ranks=tuple(slots.all("ranks")),
            editions=tuple(slots.all("editions")),
            sides=tuple(slots.all("polarity")),
            why="why" in aspects,
            define="definition" in aspects,
            compare="compare" in aspects,
            every="all" in aspects,
            groups=tuple(slots.all("groups")),
            places=tuple(int(place) for place in slots.all("ordinals")),
        )

    @property
    def named(self) -> bool:
        """Whether anything is named that a topic can be made of."""
        return bool(self.entities or self.levels or self.ranks or self.editions or self.sides)

    @property
    def bare(self) -> bool:
        """Whether nothing is said about the entities: no level, side, edition, rank or aspect."""
        return not (self.levels or self.ranks or self.editions or self.sides or self.why or self.define)

    def joined(self, other: "Ask") -> "Ask":
        """Both together, this one's words first."""
        return Ask(
            entities=_both(self.entities, other.entities),
            levels=_both(self.levels, other.levels),
            ranks=_both(self.ranks, other.ranks),
            editions=_both(self.editions, other.editions),
            sides=_both(self.sides, other.sides),
            why=self.why or other.why,
            define=self.define or other.define,
            compare=self.compare or other.compare,
            every=self.every or other.every,
            groups=_both(self.groups, other.groups),
            places=_both(self.places, other.places),
        )


def _both(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys([*one, *other]))


NOTHING_ASKED = Ask()


def asks_of(slots: Slots) -> list[Ask]:
    """One ask for each clause that names an entity of its own; other clauses add to the one before them.

    `courage and integrity negatives` shares the side; `what is courage, and level 2 of ownership` shares nothing,
    because a level does not go with a value.
    """
    clauses: dict[int, list[Span]] = {}
    for span in slots.spans:
        clauses.setdefault(span.clause, []).append(span)
    asks: list[Ask] = []
    for spans in clauses.values():
        ask = Ask.of(spans)
        if asks and (not ask.entities or not asks[-1].entities):
            asks[-1] = asks[-1].joined(ask)
        else:
            asks.append(ask)
    whole = Ask.of(slots.spans)
    if len(asks) < 2 or whole.compare:
        return [whole]
    return [_sharing(ask, whole) if ask.bare else ask for ask in asks]


def _sharing(ask: Ask, whole: Ask) -> Ask:
    competency = all(entity.startswith("competency/") for entity in ask.entities)
    value = all(entity.startswith("value/") for entity in ask.entities)
    return replace(
        ask,
        levels=whole.levels if competency else (),
        ranks=whole.ranks if competency else (),
        sides=whole.sides if value else (),
        editions=whole.editions,
        groups=tuple(dict.fromkeys([*ask.groups, *(group for group in whole.groups if group == "indicators")])),
        why=whole.why and competency,
    )
