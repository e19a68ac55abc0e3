"""What a message means: names first, then the intent model, then the conversation; unsure is said, not hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.library import HOME, Library
from knowledge.topics import parse
from knowledge.understanding.context import Context, ask_of_topic, inherited, pointed, points_back, stepped
from knowledge.understanding.intents import NAMED, Guess, IntentModel
from knowledge.understanding.parser import Parsed, Parser
from knowledge.understanding.readings import MOST, Ask, Premise, Resolved, asks_of, resolve_all
from knowledge.understanding.slots import ENTITIES, Slots

Kind = Literal["answer", "clarify", "decline", "action"]

# Fitted on the development questions and the follow-ups under tests/cases, never on the held-back ones; see benchmarks/.
SURE = 0.30  # share of the best guess from which it is answered
CLEAR = -0.35  # margin of the best guess from which it is answered whatever its share
FAINT = -0.80  # margin below which nothing fits
MISFIT = 0.45  # taken off the margin of a framework topic that the names rule out
CARRY = 0.45  # added to the margin of the topic under discussion in a short follow-up
PART = -0.45  # margin from which a part of a message counts as a question of its own
CARE = ("no/distress", "no/crime", "no/misconduct")
SHORT = 7  # words up to which a message may be a follow-up


@dataclass(frozen=True)
class Understood:
    """How a message was read. `guesses` and `parsed` are for explaining it; `listed` is what a clarify offers."""

    kind: Kind
    topics: tuple[str, ...] = ()
    premises: tuple[Premise, ...] = ()
    options: tuple[str, ...] = ()
    refusal: str | None = None
    ask: Ask = Ask()
    parsed: Parsed | None = None
    guesses: tuple[Guess, ...] = ()
    reason: str = ""


class Reader:
    """Understands messages against one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.parser = Parser(library)
        self.model = IntentModel(HOME / "weights")

    def read(self, text: str, context: Context = Context()) -> Understood:
        """Read one message in its context."""
        parsed = self.parser.parse(text)
        if not any(char.isalpha() for token in parsed.tokens for char in token.text) and not parsed.slots.spans:
            return Understood("decline", refusal="nonsense", parsed=parsed, reason="no words")
        found = self._parts(parsed, context) or self._whole(parsed, context)
        return replace(found, parsed=parsed)

    def _guesses(self, parsed: Parsed, context: Context) -> tuple[Guess, ...]:
        """The model's guesses with what the names rule out and what the conversation makes likely."""
        ask = Ask.of(parsed.slots.spans)
        raw = self.model.guesses(parsed.slots.masked, self.parser.is_filler, most=12)
        short = len(parsed.tokens) <= SHORT and bool(context.topics)
        moved = [
            replace(
                guess,
                margin=guess.margin - (0 if fits(guess.name, ask, parsed.slots) else MISFIT) + (CARRY if short and guess.name in context.topics else 0),
            )
            for guess in raw
        ]
        return tuple(sorted(moved, key=lambda guess: -guess.margin))

    def _whole(self, parsed: Parsed, context: Context) -> Understood:
        slots, guesses = parsed.slots, self._guesses(parsed, context)
        words = tuple(token.text for token in parsed.tokens)
        best = guesses[0]
        short = len(words) <= SHORT and bool(context.topics)
        if best.name in CARE and slots.residue:
            return Understood("decline", refusal=best.name.removeprefix("no/"), guesses=guesses, reason="someone may need help")
        chosen = pointed(slots, context, self.library) if short or not slots.residue else None
        if chosen:
            ask = replace(ask_of_topic(chosen), levels=Ask.of(slots.spans).levels, sides=Ask.of(slots.spans).sides)
            resolved = resolve_all([ask], self.library) if ask.entities else Resolved((chosen,))
            return self._answer(resolved, ask, guesses, "picked from the list shown last")
        named = self._named(parsed, context, guesses)
        if named:
            return named
        return self._guessed(parsed, context, guesses)

    def _named(self, parsed: Parsed, context: Context, guesses: tuple[Guess, ...]) -> Understood | None:
        """The reading by names, where names are all there is or the model trusts them."""
        slots, best = parsed.slots, guesses[0]
        trusted = not slots.residue or best.name == NAMED
        asks = asks_of(slots)
        short = len(parsed.tokens) <= SHORT and bool(context.topics)
        moved = stepped(slots, context, asks[0], self.library) if short and len(asks) == 1 else None
        if moved and (trusted or best.margin < 0):
            return self._answer(resolve_all([moved], self.library), moved, guesses, "one step from the last answer")
        elliptical = short and points_back(tuple(token.text for token in parsed.tokens)) or (short and len(parsed.tokens) <= 3)
        if len(asks) == 1 and context.topics:
            filled = inherited(asks[0], context, elliptical)
            if filled != asks[0] and (trusted or (short and best.margin < 0 and len(slots.residue) <= 1)):
                resolved = resolve_all([filled], self.library)
                if resolved.topics:
                    return self._answer(resolved, filled, guesses, "names, completed from the last answer")
        if not trusted and not (slots.all(*ENTITIES) and self._names_beat(slots, guesses)):
            return None
        resolved = resolve_all(asks, self.library)
        if not resolved.topics:
            return None
        if not slots.all(*ENTITIES, "levels", "ranks") and best.name != NAMED and best.margin > CLEAR:
            return None
        refined = next((g.name for g in guesses if g.margin > CLEAR and slots.residue and g.name in self.library and self._refines(g.name, asks, resolved)), None)
        if refined and best.name != NAMED:
            return self._answer(Resolved((refined,)), ask_of_topic(refined), guesses, "names, narrowed by the model")
        return self._answer(resolved, asks[0], guesses, "names")

    def _names_beat(self, slots: Slots, guesses: tuple[Guess, ...]) -> bool:
        """Whether exact names outweigh a model that has no clear other reading."""
        own = next((guess.margin for guess in guesses if guess.name == NAMED), -2.0)
        return guesses[0].margin - own < MISFIT and guesses[0].margin < 0 and len(slots.residue) <= 2

    def _refines(self, topic: str, asks: list[Ask], resolved: Resolved) -> bool:
        parts = parse(topic)
        return any(parts.key in ask.entities for ask in asks) and topic not in resolved.topics and len(resolved.topics) > 1

    def _guessed(self, parsed: Parsed, context: Context, guesses: tuple[Guess, ...]) -> Understood:
        best = guesses[0]
        if best.name == NAMED:
            guesses = guesses[1:]
            best = guesses[0]
        sure = best.margin >= CLEAR or best.share >= SURE
        if best.refused:
            if context.topics and len(parsed.tokens) <= SHORT and best.margin < CLEAR and points_back(tuple(t.text for t in parsed.tokens)):
                return self._answer(Resolved(context.topics[:1]), context.ask, guesses, "a follow-up on the same topic")
            return Understood("decline", refusal=best.name.removeprefix("no/"), guesses=guesses, reason="outside")
        if sure and best.margin > FAINT:
            return self._settled(best.name, guesses, "the model is sure" if best.margin >= CLEAR else "the model prefers it")
        if best.margin <= FAINT:
            return Understood("decline", refusal="general", guesses=guesses, reason="nothing fits")
        offered = tuple(guess.name for guess in guesses[:3] if guess.name in self.library and guess.margin > FAINT)
        if len(offered) > 1:
            return Understood("clarify", topics=offered, guesses=guesses, reason="several fit")
        return self._settled(best.name, guesses, "the only one that fits")

    def _settled(self, topic: str, guesses: tuple[Guess, ...], reason: str) -> Understood:
        if topic.startswith("do/"):
            return Understood("action", topics=(topic,), guesses=guesses, reason=reason)
        return self._answer(Resolved((topic,)), ask_of_topic(topic), guesses, reason)

    def _answer(self, resolved: Resolved, ask: Ask, guesses: tuple[Guess, ...], reason: str) -> Understood:
        topics = tuple(topic for topic in resolved.topics if topic in self.library)
        return Understood("answer", topics, resolved.premises, resolved.options, ask=ask, guesses=guesses, reason=reason)

    def _parts(self, parsed: Parsed, context: Context) -> Understood | None:
        """A message of several questions, each clear by itself and about something else."""
        if len(parsed.tokens) > 30:
            return None
        parts = list(_split(parsed, self.parser))
        if not 2 <= len(parts) <= 5:
            return None
        found = [self._whole(part, replace(context, topics=())) for part in parts]
        if not all(f.kind == "answer" and (f.reason == "names" or f.guesses[0].margin >= PART) for f in found):
            return None
        topics = list(dict.fromkeys(topic for f in found for topic in f.topics))
        whole = self._whole(parsed, context)
        if len(topics) < 2 or (whole.reason == "names" and len(whole.topics) >= len(topics)) or set(topics) <= set(whole.topics):
            return None
        premises = tuple(dict.fromkeys(premise for f in found for premise in f.premises))
        return Understood("answer", tuple(topics[:MOST]), premises, ask=found[-1].ask, guesses=whole.guesses, reason="several questions in one")


def fits(topic: str, ask: Ask, slots: Slots) -> bool:
    """Whether the names in a message allow a topic of the framework; other topics always fit."""
    parts = parse(topic)
    if parts.family not in ("competency", "value", "cluster"):
        return True
    if ask.entities and parts.key not in ask.entities:
        return False
    if not ask.entities and slots.all("groups"):
        families = {"competencies": "competency", "values": "value", "clusters": "cluster"}
        named = {families[group] for group in slots.all("groups") if group in families}
        if named and parts.family not in named:
            return False
    if ask.levels and parts.level and parts.level not in ask.levels:
        return False
    if "revised" in ask.editions or "college" in ask.editions:
        edition_fits = parts.edition in ask.editions
        if not edition_fits:
            return False
    return not (ask.sides and parts.aspect in ("positive", "negative") and parts.aspect not in ask.sides)


def _split(parsed: Parsed, parser: Parser) -> Iterator[Parsed]:
    """The message at its joining words and marks; a part without content joins the one before."""
    cuts = [0]
    for i, token in enumerate(parsed.tokens):
        if i and (token.breaks or token.text in {"and", "then", "plus", "also"}):
            cuts.append(i)
    cuts.append(len(parsed.tokens))
    pending: tuple[int, int] | None = None
    parts: list[tuple[int, int]] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        begin = pending[0] if pending else start
        pending = None
        content = any(not parser.is_filler(token.text) for token in parsed.tokens[begin:end])
        if content:
            parts.append((begin, end))
        elif parts:
            parts[-1] = (parts[-1][0], end)
        else:
            pending = (begin, end)
    for start, end in parts:
        kept = parsed.tokens[start:end]
        yield Parsed(kept, parser.slots(list(kept)))
