"""When the names in a message decide, and which topics they rule out."""

from knowledge.topics import parse
from knowledge.understanding.asks import Ask
from knowledge.understanding.intents import NAMED, Guess
from knowledge.understanding.parser import Parsed
from knowledge.understanding.readings import Resolved
from knowledge.understanding.slots import ENTITIES, Slots

CLEAR = -0.50  # margin of the intent model from which a guess stands by itself
MISFIT = 0.45  # what a topic loses that the names rule out
CLOSE = 0.10  # a lead smaller than this decides nothing
_FAMILY_OF = {"competencies": "competency", "values": "value", "clusters": "cluster"}
_LISTS = ("about/values", "about/competencies", "about/clusters")


def trusts_names(parsed: Parsed, best: Guess) -> bool:
    """Whether the names say it all: nothing else is left over, or the model knows the manner of asking.

    A rank, an edition or a word like "values" alone is a weak name: it also stands in questions about other things.
    """
    slots = parsed.slots
    if slots.all(*ENTITIES, "levels") or len(parsed.tokens) <= 3:
        return best.name == NAMED or not slots.residue
    counted = any(span.kind == "groups" and span.end - span.start > 1 for span in slots.spans)
    counted = (
        counted
        or len({span.kind for span in slots.spans} & {"editions", "groups", "polarity"}) > 1
        or len(slots.all("groups")) > 1
    )
    if best.name == NAMED:
        return (
            not slots.residue
            or bool(slots.all("ranks", "editions", "polarity"))
            or counted
            or "definition" in slots.all("aspects")
            or best.margin > 0
        )
    return not slots.all("ranks") and (
        (not slots.residue and best.margin < CLEAR) or (counted and len(slots.residue) <= 1 and best.margin < 0)
    )


def names_beat(slots: Slots, guesses: tuple[Guess, ...]) -> bool:
    """Whether exact names outweigh a model that has no clear other reading.

    An insult around a named topic is still a question about the topic.
    """
    best = guesses[0]
    own = next((guess.margin for guess in guesses if guess.name == NAMED), -2.0)
    if slots.all(*ENTITIES) and best.name in _LISTS and len(slots.residue) <= 3:
        return True
    if slots.all("ranks") and "levels" in slots.all("groups"):
        return best.margin < CLEAR
    if not slots.all(*ENTITIES):
        return False
    if best.refused:
        return best.name == "no/abuse" or best.margin - own < CLOSE
    return best.margin - own < MISFIT and best.margin < 0 and len(slots.residue) <= 2


def narrows(topic: str, asks: list[Ask], resolved: Resolved) -> bool:
    """Whether a guess is a closer reading of names that came to several topics."""
    key = parse(topic).key
    return any(key in ask.entities for ask in asks) and len(resolved.topics) > 1


def holds_behaviours(topic: str) -> bool:
    """Whether someone who asks where a behaviour belongs can mean this topic."""
    return topic == NAMED or parse(topic).family in ("competency", "value", "cluster", "about", "rank", "level")


def fits(topic: str, ask: Ask) -> bool:
    """Whether the names in a message allow a topic of the framework; other topics always fit."""
    parts = parse(topic)
    if parts.family not in _FAMILY_OF.values():
        return True
    if ask.entities and parts.key not in ask.entities:
        return False
    named = {_FAMILY_OF[group] for group in ask.groups if group in _FAMILY_OF}
    if not ask.entities and named and parts.family not in named:
        return False
    if ask.levels and parts.level and parts.level not in ask.levels:
        return False
    if ("revised" in ask.editions or "college" in ask.editions) and parts.edition not in ask.editions:
        return False
    return not (ask.sides and parts.aspect in ("positive", "negative") and parts.aspect not in ask.sides)
