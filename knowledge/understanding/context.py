"""What a conversation is about, and what a follow-up takes over from it."""

from dataclasses import dataclass, replace

from knowledge.library import Library
from knowledge.topics import parse
from knowledge.understanding.readings import RANKS, Ask
from knowledge.understanding.slots import Slots

_POINTING = frozenset("it its it's that this them those these they that's same there then again one ones".split())


@dataclass(frozen=True)
class Context:
    """The last answer: its topics, what was asked in terms of slots, and the list it showed or offered."""

    topics: tuple[str, ...] = ()
    ask: Ask = Ask()
    listed: tuple[str, ...] = ()


def ask_of_topic(topic: str) -> Ask:
    """The slots that a topic id stands for, so that any answer can be followed up."""
    parts = parse(topic)
    if parts.family in ("competency", "value", "cluster"):
        edition = parts.edition if parts.edition and (parts.edition == "revised" or parts.family == "value") else None
        return Ask(
            entities=(parts.key,),
            levels=(parts.level,) if parts.level else (),
            editions=(edition,) if edition and edition != "met" else (),
            sides=(parts.aspect,) if parts.aspect in ("positive", "negative") else (),
            why=parts.aspect == "why",
        )
    if parts.family == "level":
        return Ask(levels=(int(parts.name),))
    return Ask(ranks=(topic,)) if topic in RANKS else Ask()


def pointed(slots: Slots, context: Context, library: Library) -> str | None:
    """The topic that "the first one", "second" or "last" picks from the list shown last."""
    pick = slots.one("ordinals")
    if pick is None or not context.listed or slots.all("competencies", "values", "clusters"):
        return None
    place = int(pick)
    try:
        chosen = context.listed[place - 1 if place > 0 else place]
    except IndexError:
        return None
    return chosen if chosen in library else None


def stepped(slots: Slots, context: Context, ask: Ask, library: Library) -> Ask | None:
    """`go up one`, `a rank up`, `the other edition`, `the opposite`: the last ask moved by one step."""
    steps = slots.all("steps")
    if not steps or not context.topics:
        return None
    before = context.ask
    move = {"up": 1, "down": -1}.get(next((step for step in steps if step in ("up", "down")), ""), 0)
    if move and before.ranks and not (before.levels and not before.entities):
        place = RANKS.index(before.ranks[-1]) + move
        return replace(before, ranks=(RANKS[place],), levels=()) if 0 <= place < len(RANKS) - 1 else None
    if move and before.levels:
        level = before.levels[-1] + move
        return replace(before, levels=(level,)) if 1 <= level <= 3 else None
    if "other" in steps and not ask.named:
        return _other(before, context, library)
    return None


def _other(before: Ask, context: Context, library: Library) -> Ask | None:
    if before.sides:
        return replace(before, sides=tuple({"positive": "negative", "negative": "positive"}[side] for side in before.sides))
    if len(before.entities) != 1:
        return None
    shown = {parse(topic).edition for topic in context.topics}
    editions = [edition for key, edition, _, _ in library.framework if key == before.entities[0]]
    other = next((edition for edition in editions if edition not in shown), None)
    return replace(before, editions=(other,)) if other else None  # type: ignore[arg-type]  # keys of framework are editions


def inherited(ask: Ask, context: Context, elliptical: bool) -> Ask:
    """Fill in what an incomplete ask leaves out. A complete ask takes nothing over."""
    before = context.ask
    if not (before.named or before.entities):
        return ask
    says = ask.levels or ask.sides or ask.why or ask.define or ask.ranks or ask.editions
    if not ask.entities and before.entities and says and not _about_lists(ask):
        kept = replace(ask, entities=before.entities)
        if ask.ranks:
            return replace(kept, editions=ask.editions or before.editions)
        if ask.editions and not (ask.levels or ask.sides):
            return replace(kept, levels=before.levels, sides=before.sides)
        if not ask.editions and ask.levels and len(ask.levels) == 1 and ask.levels[0] == 2:
            return replace(kept, editions=before.editions if "revised" not in before.editions else ())
        return replace(kept, editions=before.editions if ask.sides else ())
    if ask.entities and elliptical and ask.bare:
        family = {entity.split("/")[0] for entity in ask.entities}
        if family == {"competency"}:
            return replace(ask, levels=before.levels if not before.ranks else (), ranks=before.ranks, why=before.why, editions=before.editions if before.levels else ())
        if family == {"value"}:
            return replace(ask, sides=before.sides)
    if not ask.entities and ask.levels and before.ranks and not ask.ranks:
        return ask
    return ask


def _about_lists(ask: Ask) -> bool:
    return any(group in ("competencies", "values", "clusters", "ranks") for group in ask.groups) and not (ask.sides or ask.why)


def points_back(words: tuple[str, ...]) -> bool:
    """Whether a message has a word that points to what was said before, or begins like a continuation."""
    return bool(words) and (words[0] in {"and", "or", "so", "but", "ok", "what", "how"} or any(word in _POINTING for word in words))
