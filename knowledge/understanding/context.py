"""What a conversation is about, and what a follow-up takes over from it."""

from dataclasses import dataclass, replace

from knowledge.library import Library
from knowledge.topics import parse
from knowledge.understanding.asks import NOTHING_ASKED, Ask
from knowledge.understanding.readings import LEVELS, RANKS

SHORT = 9  # words up to which a message may be a follow-up
_POINTING = frozenset(
    [
        "it",
        "its",
        "it's",
        "that",
        "this",
        "them",
        "those",
        "these",
        "they",
        "that's",
        "same",
        "there",
        "too",
        "then",
        "again",
        "one",
        "ones",
        "else",
    ]
)
_STARTS = frozenset(["and", "or", "so", "but", "ok", "what", "how", "why"])


@dataclass(frozen=True)
class Context:
    """The last answer: its topics, what was asked in terms of slots, and the list shown or offered last."""

    topics: tuple[str, ...] = ()
    ask: Ask = NOTHING_ASKED
    listed: tuple[str, ...] = ()


NOTHING_SAID = Context()


def ask_of_topic(topic: str) -> Ask:
    """The slots that a topic id stands for, so that any answer can be followed up."""
    parts = parse(topic)
    if parts.family in ("competency", "value", "cluster"):
        edition = (
            parts.edition
            if parts.edition == "revised" or (parts.family == "value" and parts.edition != "met")
            else None
        )
        return Ask(
            entities=(parts.key,),
            levels=(parts.level,) if parts.level else (),
            editions=(edition,) if edition else (),
            sides=(parts.aspect,) if parts.aspect in ("positive", "negative") else (),
            why=parts.aspect == "why",
        )
    if parts.family == "level":
        return Ask(levels=(int(parts.name),))
    return Ask(ranks=(topic,)) if topic in RANKS else Ask()


def picked(ask: Ask, steps: list[str], context: Context, library: Library) -> tuple[str, ...]:
    """The topics that "the first one", "last", "next" or "the other two" pick from the list shown last."""
    if ask.entities or not context.listed:
        return ()
    listed = [topic for topic in context.listed if topic in library]
    if ask.places and -len(listed) <= ask.places[0] <= len(listed):
        place = ask.places[0]
        return (listed[place - 1 if place > 0 else place],)
    current = [topic for topic in context.topics if topic in listed]
    if current and "next" in steps and listed[-1] != current[-1]:
        return (listed[listed.index(current[-1]) + 1],)
    if len(current) == 1 and "other" in steps and len(listed) <= 4 and not ask.named:
        return tuple(topic for topic in listed if topic not in current)
    return ()


def stepped(ask: Ask, steps: list[str], words: tuple[str, ...], context: Context, library: Library) -> Ask | None:
    """`go up one`, `a rank up`, `and again`, `the other edition`, `the opposite`: the last ask moved by one step."""
    before = context.ask
    move = 1 if "up" in steps or "next" in steps else -1 if "down" in steps else 0
    level = before.levels[-1] if before.levels else parse(context.topics[0]).level if context.topics else None
    if move and before.ranks and ("rank" in words or ("level" not in words and not before.levels)):
        place = RANKS.index(before.ranks[-1]) + move
        return replace(before, ranks=(RANKS[place],), levels=()) if 0 <= place < len(RANKS) - 1 else None
    if move and level:
        moved = replace(before, levels=(level + move,), editions=(), ranks=())
        return moved if level + move in LEVELS else None
    if "other" in steps and not (ask.levels or ask.sides or ask.ranks or ask.entities):
        return _other(before, context, library)
    return None


def _other(before: Ask, context: Context, library: Library) -> Ask | None:
    if len(before.sides) == 1:
        return replace(before, sides=({"positive": "negative", "negative": "positive"}[before.sides[0]],))
    if len(before.entities) != 1:
        return None
    shown = {parse(topic).edition for topic in context.topics}
    editions = [parse(topic).edition for topic in library.kin.get(before.entities[0], ())]
    other = next((edition for edition in editions if edition not in shown), None)
    return replace(before, editions=(other,)) if other else None


def inherited(ask: Ask, context: Context, *, elliptical: bool) -> Ask:
    """Fill in what an incomplete ask leaves out. A complete ask takes nothing over."""
    before = context.ask
    editions_compared = "editions" in ask.groups and (ask.every or ask.compare)
    says = ask.levels or ask.sides or ask.why or ask.define or ask.ranks or ask.editions or editions_compared
    if not ask.entities and before.entities and says and not _about_lists(ask):
        kept = replace(ask, entities=before.entities)
        if ask.ranks and not any(entity.startswith("competency/") for entity in before.entities):
            return ask
        if ask.ranks:
            return replace(kept, editions=ask.editions or before.editions)
        if editions_compared or (ask.editions and not (ask.levels or ask.sides)):
            return replace(kept, levels=before.levels, sides=before.sides)
        return replace(kept, editions=ask.editions or (before.editions if ask.sides or ask.define else ()))
    if ask.entities and elliptical and not (ask.levels or ask.sides or ask.ranks or ask.why or ask.define):
        families = {entity.split("/")[0] for entity in ask.entities}
        if families == {"competency"}:
            levels = before.levels if not before.ranks else ()
            return replace(
                ask,
                levels=levels,
                ranks=before.ranks,
                why=before.why,
                editions=ask.editions or (before.editions if before.levels else ()),
            )
        if families == {"value"}:
            return replace(
                ask,
                sides=() if ask.every else before.sides,
                editions=ask.editions or (before.editions if not before.sides else ()),
            )
    return ask


def _about_lists(ask: Ask) -> bool:
    return any(group in ("competencies", "values", "clusters", "ranks") for group in ask.groups) and not (
        ask.sides or ask.why
    )


def points_back(words: tuple[str, ...]) -> bool:
    """Whether a message has a word that points to what was said before, or begins like a continuation."""
    return bool(words) and (words[0] in _STARTS or any(word in _POINTING for word in words))
