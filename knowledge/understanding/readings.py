"""From slots to topics: only combinations that exist, and a word on each premise that does not hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.library import Library
from knowledge.understanding.asks import Ask

Premise = Literal[
    "values-have-no-levels",
    "competencies-have-no-negatives",
    "only-met-values-have-sides",
    "level-only-in-2016",
    "value-not-in-edition",
    "no-such-level",
    "collaborative-at-level-1",
]

# The Met handbook's match of ranks to levels; sergeants are at level 1 for "We are collaborative".
RANK_LEVELS = {
    "rank/constable": 1,
    "rank/sergeant": 2,
    "rank/inspector": 2,
    "rank/chief-inspector": 2,
    "rank/superintendent": 3,
    "rank/chief-superintendent": 3,
    "rank/chief-officer": 3,
}
LEVELS = (1, 2, 3)
SHIPPED = ("met", "college", "revised")  # other editions are a force's own
RANKS = [*RANK_LEVELS, "rank/police-staff"]
MOST = 10  # topics one answer may present
_LISTED = ("competencies", "values", "clusters", "levels", "ranks", "editions")
_SIDES = ("positive", "negative")


@dataclass(frozen=True)
class Resolved:
    """The topics that an ask comes to, main one first, and the premises that were corrected."""

    topics: tuple[str, ...] = ()
    premises: tuple[Premise, ...] = ()
    options: tuple[str, ...] = ()  # sensible alternatives, offered as next steps


def resolve_all(asks: Sequence[Ask], library: Library) -> Resolved:
    """The topics of several asks in one message, in order."""
    return _together([resolve(ask, library) for ask in asks])


def resolve(ask: Ask, library: Library) -> Resolved:
    """The topics an ask names; empty if it names none."""
    if any(level not in LEVELS for level in ask.levels):
        return Resolved(("about/levels",), ("no-such-level",), ask.entities)
    if ask.entities:
        return _together([_entity(entity, ask, library) for entity in ask.entities])
    named = placed(ask, library)
    return resolve(named, library) if named != ask else _family(ask, library) or _general(ask, library)


def _family(ask: Ask, library: Library) -> Resolved | None:
    """A whole family: every value's list, the ranks, a level at a glance."""
    if "values" in ask.groups and not ask.levels and (ask.sides or ask.define):
        return _every_value(ask, library)
    if ask.ranks:
        return Resolved(
            ("about/ranks",) if ask.levels and not ask.compare else ask.ranks[:MOST], options=("about/ranks",)
        )
    if ask.levels and "negative" in ask.sides:
        return Resolved(("about/indicators",), ("competencies-have-no-negatives",))
    if len(ask.levels) == 1:
        return Resolved((f"level/{ask.levels[0]}",), options=("about/levels",))
    if ask.levels:
        return Resolved(("about/levels",), options=tuple(f"level/{level}" for level in ask.levels))
    return None


def _general(ask: Ask, library: Library) -> Resolved:
    """What is asked about the framework as such: its lists, its editions, its two sides."""
    added = [edition for edition in ask.editions if edition not in SHIPPED]
    if "values" in ask.groups and added and not ask.compare:
        return _every_value(replace(ask, editions=(added[0],)), library)
    if "values" in ask.groups and (ask.editions or ask.compare):
        return Resolved(("about/values",), options=("about/editions",))
    listed = [group for group in ask.groups if group in _LISTED]
    if "levels" in listed and len(listed) > 1:
        return Resolved(("about/levels",))
    if len(listed) == 1 and not ask.why and not ask.editions:
        return Resolved((f"about/{listed[0]}",))
    if ask.sides and not ask.editions:
        return Resolved(("about/indicators",))
    overview = f"{ask.editions[0]}/overview" if len(ask.editions) == 1 else ""
    if overview in library:
        return Resolved((overview,), options=("about/editions",))
    return Resolved(("about/editions",)) if ask.editions else Resolved()


def _together(parts: Iterable[Resolved]) -> Resolved:
    topics: list[str] = []
    premises: list[Premise] = []
    options: list[str] = []
    for part in parts:
        topics += part.topics
        premises += part.premises
        options += part.options
    shown = tuple(dict.fromkeys(topics))[:MOST]
    return Resolved(shown, tuple(dict.fromkeys(premises)), tuple(o for o in dict.fromkeys(options) if o not in shown))


def placed(ask: Ask, library: Library) -> Ask:
    """`the second cluster`, `third national value`, `first level`: a place in a well-known list, as a name."""
    group = next((group for group in ask.groups if group in _LISTED), None)
    if not ask.places or group is None or ask.entities:
        return ask
    lists = {
        "competencies": list(library.vocabulary.competencies),
        "clusters": list(library.vocabulary.clusters),
        "values": _values_of(ask.editions[0] if ask.editions else "met", library),
        "levels": ["1", "2", "3"],
    }
    place = ask.places[0]
    known = lists.get(group, [])
    if not -len(known) <= place <= len(known):
        return ask
    chosen = known[place - 1 if place > 0 else place]
    bare = replace(ask, places=(), groups=())
    return replace(bare, levels=(int(chosen),)) if group == "levels" else replace(bare, entities=(chosen,))


def _values_of(edition: str, library: Library) -> list[str]:
    return [value for value in library.vocabulary.values if (value, edition, "definition", None) in library.framework]


def _every_value(ask: Ask, library: Library) -> Resolved:
    edition = ask.editions[0] if ask.editions else "met"
    return _together(
        _value(key, replace(ask, editions=(edition,), every=False), library) for key in _values_of(edition, library)
    )


def _entity(entity: str, ask: Ask, library: Library) -> Resolved:
    if entity.startswith("competency/"):
        return _competency(entity, ask, library)
    if entity.startswith("value/"):
        return _value(entity, ask, library)
    return Resolved((entity,))


def _added_competency(key: str, ask: Ask, library: Library) -> Resolved | None:
    """A competency of an edition that a force adds: the edition named, or the only one that has it."""
    exists = {place[1:]: topic for place, topic in library.framework.items() if place[0] == key}
    added = [edition for edition in library.vocabulary.editions if edition not in SHIPPED]
    held = [edition for edition in added if any(place[0] == edition for place in exists)]
    chosen = [edition for edition in ask.editions if edition in held] or (held[:1] if key not in library else [])
    if not chosen:
        return None
    aspects = ("why",) if ask.why else () if ask.levels and not ask.define else ("definition",)
    wanted: list[tuple[str, str, int | None]] = [(edition, aspect, None) for edition in chosen for aspect in aspects]
    wanted += [(edition, "level", level) for edition in chosen for level in ask.levels]
    every = tuple(topic for place, topic in exists.items() if place[0] in chosen)
    return Resolved(tuple(exists[place] for place in wanted if place in exists) or every[:1], options=every[:MOST])


def _competency(key: str, ask: Ask, library: Library) -> Resolved:
    added = _added_competency(key, ask, library)
    if added:
        return added
    levels = list(ask.levels)
    premises: list[Premise] = []
    if not levels and ask.ranks and not ask.why:
        levels = [rank_level(key, rank) for rank in ask.ranks if rank in RANK_LEVELS]
        if "rank/sergeant" in ask.ranks and key == "competency/collaborative":
            premises.append("collaborative-at-level-1")
        if not levels:
            return Resolved(ask.ranks, options=(key,))
    if "negative" in ask.sides:
        if not levels:
            return Resolved(("about/indicators",), ("competencies-have-no-negatives",), tuple(_levels_of(key, library)))
        premises.append("competencies-have-no-negatives")
    if (
        not levels
        and not ask.why
        and not ask.define
        and (ask.every or "levels" in ask.groups or ask.sides)
        and "editions" not in ask.groups
    ):
        levels = [1, 2, 3]
    parts = [
        Resolved((topic,))
        for wanted, topic in ((ask.define, key), (ask.why, f"{key}/why"))
        if wanted and topic in library
    ]
    if (not levels and "revised" in ask.editions) or (
        not levels and not parts and "editions" in ask.groups and ask.compare
    ):
        levels = [2]
    if not levels and not parts:
        return Resolved((key,), tuple(premises), (*_levels_of(key, library), *ask.ranks))
    parts += [_competency_level(key, level, ask, library) for level in dict.fromkeys(levels)]
    joined = _together(parts)
    return replace(
        joined, premises=tuple(dict.fromkeys([*premises, *joined.premises])), options=(*joined.options, *ask.ranks)
    )


def _competency_level(key: str, level: int, ask: Ask, library: Library) -> Resolved:
    old = library.framework.get((key, "college", "level", level))
    new = library.framework.get((key, "revised", "level", level))
    revised = "revised" in ask.editions
    both = ("editions" in ask.groups and (ask.every or ask.compare)) or (
        revised and ((ask.compare and len(ask.entities) == 1) or len(ask.editions) > 1)
    )
    if both:
        return Resolved(tuple(topic for topic in (old, new) if topic))
    if revised and new:
        return Resolved((new,), options=(old,) if old else ())
    premises: tuple[Premise, ...] = ("level-only-in-2016",) if revised else ()
    return Resolved((old,) if old else (), premises, (new,) if new else ())


def rank_level(key: str, rank: str) -> int:
    """The level of a competency that the Met handbook asks of a rank in RANK_LEVELS."""
    return 1 if rank == "rank/sergeant" and key == "competency/collaborative" else RANK_LEVELS[rank]


def _levels_of(key: str, library: Library) -> list[str]:
    wanted = ((key, "college", "level", level) for level in LEVELS)
    return [library.framework[place] for place in wanted if place in library.framework]


def _value(key: str, ask: Ask, library: Library) -> Resolved:
    exists = library.framework
    editions = [edition for edition in library.vocabulary.editions if (key, edition, "definition", None) in exists]
    wanted = [edition for edition in ask.editions if edition in editions]
    premises: list[Premise] = []
    if ask.levels:
        premises.append("values-have-no-levels")
        if not ask.sides:
            return Resolved(
                ("about/levels",), tuple(premises), tuple(exists[key, e, "definition", None] for e in editions)
            )
    if ask.editions and not wanted:
        premises.append("value-not-in-edition")
        if "college" not in ask.editions or "revised" not in editions:
            return Resolved(
                ("about/values",), tuple(premises), tuple(exists[key, e, "definition", None] for e in editions)
            )
        wanted = ["revised"]  # "the national one" of a value that only the later national list has
    chosen = editions if "editions" in ask.groups and ask.every else wanted or editions[:1]
    if (
        ask.compare
        and len(ask.entities) == 1
        and len(chosen) == 1
        and len(ask.sides) < 2
        and (ask.editions or "editions" in ask.groups)
    ):
        chosen = (
            list(dict.fromkeys([*chosen, *editions]))[:2]
            if not wanted or wanted == editions[:1]
            else [editions[0], *wanted]
        )
    topics: list[str] = []
    sided = ask.sides or (
        _SIDES if not ask.define and not ask.compare and ("indicators" in ask.groups or ask.every) else ()
    )
    for edition in chosen:
        found = [
            exists[key, edition, side, None]
            for side in _SIDES
            if side in sided and (key, edition, side, None) in exists
        ]
        if ask.sides and not found and not ask.compare:
            premises.append("only-met-values-have-sides")
        topics += [exists[key, edition, "definition", None]] if not found or ask.define else []
        topics += found
    return Resolved(tuple(topics), tuple(premises), library.kin[key][:MOST])
