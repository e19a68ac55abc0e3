"""What a message means: names first, then the intent model, then the conversation; unsure is said, not hidden."""

from dataclasses import dataclass, replace
from typing import Literal

from knowledge.library import HOME, Library
from knowledge.topics import parse
from knowledge.understanding.asks import NOTHING_ASKED, Ask, asks_of
from knowledge.understanding.context import (
    NOTHING_SAID,
    SHORT,
    Context,
    ask_of_topic,
    inherited,
    picked,
    points_back,
    stepped,
)
from knowledge.understanding.intents import NAMED, Guess, IntentModel
from knowledge.understanding.parser import Parsed, Parser
from knowledge.understanding.readings import LEVELS, MOST, Premise, Resolved, placed, resolve_all
from knowledge.understanding.slots import ENTITIES
from knowledge.understanding.trust import CLEAR, MISFIT, fits, holds_behaviours, names_beat, narrows, trusts_names

Kind = Literal["answer", "clarify", "decline", "action"]

# Margins of the intent model. Fitted on the development questions and follow-ups, never on the held-back ones.
ANSWERED = -0.35  # margin of the best guess from which it is answered
LEAD = 0.20  # lead over the runner-up from which it is answered whatever its margin
FAINT = -1.00  # margin below which nothing fits
CARRY = 0.45  # added to the topic under discussion in a short follow-up
SEEK = MISFIT  # taken off what is no list of behaviours, where someone asks where a behaviour belongs
PART = -0.30  # margin from which a part of a message counts as a question of its own
STORY = 0.10  # lead over the whole from which one part of a long message is taken for the question
TODAY = 0.60  # added to the refusal of today's figures where a message asks for now or next
TOLD = 4  # words of its own from which a message with names tells a behaviour too
WORRY = -0.45  # margin from which someone may need help
LONE = -0.70  # margin from which the only topic that fits is answered
FRESH = -0.30  # margin from which a short message with words of its own is a new question, not a follow-up
MOST_PARTS = 5
LONGEST_PARTED = 30  # words; a longer message is a story with one question in it
BARE = 0.60  # margin from which a message without a word of its own leaves the topic under discussion
STAY = -0.10  # the same for one with a single word of its own
DOING = -0.30  # margin from which such a message asks for an action
MANY = 8  # guesses looked at
WIDE = 60  # the same where the refusal of today's figures has to be among them
GREETING = 5  # words; a longer message is more than a greeting
SURE = -0.10  # margin from which even a message without a known word is taken at its look
CARE = ("no/distress", "no/crime", "no/misconduct")


_AROUND_NUMBER = frozenset(["and", "then", "what", "about", "or", "please"])


@dataclass(frozen=True)
class Understood:
    """How a message was read. `guesses`, `parsed` and `reason` are for explaining it."""

    kind: Kind
    topics: tuple[str, ...] = ()
    premises: tuple[Premise, ...] = ()
    options: tuple[str, ...] = ()
    refusal: str | None = None
    ask: Ask = NOTHING_ASKED
    parsed: Parsed | None = None
    guesses: tuple[Guess, ...] = ()
    reason: str = ""

    @property
    def told(self) -> bool:
        """Whether a behaviour was told rather than a topic named."""
        return bool(self.guesses) and self.guesses[0].name in self.topics


class Reader:
    """Understands messages against one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.parser = Parser(library)
        self.model = IntentModel(HOME / "weights")

    def read(self, text: str, context: Context = NOTHING_SAID) -> Understood:
        """Read one message in its context."""
        parsed = self.parser.parse(text)
        number = self._number(parsed, context)
        if number:
            return replace(number, parsed=parsed)
        if not any(char.isalpha() for token in parsed.tokens for char in token.text) and not parsed.slots.spans:
            return Understood("decline", refusal="nonsense", parsed=parsed, reason="no words")
        if not parsed.slots.residue and parsed.slots.all(*ENTITIES):  # the names say it all: no need to guess
            follows = self._follow_up(parsed, context, ()) if _may_follow(parsed, context) else None
            return replace(follows or self._alone(parsed, ()), parsed=parsed)
        guesses = self._guesses(parsed, context)
        best = guesses[0]
        if (
            best.margin < SURE
            and not parsed.slots.spans
            and not any(self.parser.known(t.text) for t in parsed.tokens if t.text.isalpha())
        ):
            found = Understood("decline", refusal="nonsense", reason="no known word")
        elif best.name in CARE and best.margin >= WORRY and parsed.slots.residue:
            found = Understood("decline", refusal=best.name.removeprefix("no/"), reason="someone may need help")
        else:
            found = (
                (self._follow_up(parsed, context, guesses) if _may_follow(parsed, context) else None)
                or self._parts(parsed)
                or self._story(parsed, best)
                or self._alone(parsed, guesses)
            )
        return replace(found, parsed=parsed, guesses=guesses)

    def _guesses(self, parsed: Parsed, context: Context) -> tuple[Guess, ...]:
        """The model's guesses with what the names rule out and what the conversation makes likely."""
        ask = Ask.of(parsed.slots.spans)
        short = len(parsed.tokens) <= SHORT and bool(context.topics)
        moved = []
        for guess in self.model.guesses(parsed.slots.masked, self.parser, WIDE if parsed.slots.today else MANY):
            margin = guess.margin - (0 if fits(guess.name, ask) else MISFIT)
            if parsed.slots.seeking and not holds_behaviours(guess.name):
                margin -= SEEK
            if guess.name == "do/greeting" and len(parsed.tokens) > GREETING:
                margin -= MISFIT
            if guess.name == "no/today" and parsed.slots.today:
                margin += TODAY
            if short and guess.name in context.topics:
                margin += CARRY
            moved.append(guess if margin == guess.margin else replace(guess, margin=margin))
        return tuple(sorted(moved, key=lambda guess: -guess.margin))

    # --- follow-ups

    def _number(self, parsed: Parsed, context: Context) -> Understood | None:
        """A bare number: a level of the competency just talked about, or a place in the list shown last."""
        said = [token.text for token in parsed.tokens if token.text not in _AROUND_NUMBER]
        if len(said) != 1 or not said[0].isdigit() or not (context.topics or context.listed):
            return None
        number = int(said[0][:3])
        before = context.ask
        if number in LEVELS and len(before.entities) == 1 and before.entities[0].startswith("competency/"):
            moved = replace(before, levels=(number,), ranks=(), why=False, define=False)
            return _answer(resolve_all([moved], self.library), moved, "a level of the competency just shown")
        chosen = picked(Ask(places=(number,)), [], context, self.library) if number else ()
        return self._pick(chosen, NOTHING_ASKED) if chosen else None

    def _follow_up(self, parsed: Parsed, context: Context, guesses: tuple[Guess, ...]) -> Understood | None:
        """A short message read with what was talked about; None if it stands on its own."""
        slots = parsed.slots
        words = tuple(token.text for token in parsed.tokens)
        if (
            Ask.of(slots.spans).groups == ("competencies",)
            and context.ask.entities
            and context.ask.entities[0].startswith("cluster/")
        ):
            return _answer(Resolved(context.ask.entities), context.ask, "the competencies of the cluster just shown")
        own = next((guess for guess in guesses if guess.name != NAMED), None)
        if own and slots.residue and (own.margin >= FRESH or len(slots.residue) > 2) and own.name not in context.topics:
            return None
        steps, asks = slots.all("steps"), asks_of(slots)
        whole = Ask.of(slots.spans)
        if not any(group in ("competencies", "values", "clusters", "levels") for group in whole.groups):
            chosen = picked(whole, [] if slots.residue else steps, context, self.library)
            if chosen:
                return self._pick(chosen, whole)
        moved = stepped(whole, steps, words, context, self.library) if steps and not slots.residue else None
        if moved:
            return _answer(resolve_all([moved], self.library), moved, "one step from the last answer")
        asked = placed(asks[0], self.library)
        if len(asks) == 1 and not asked.places:
            filled = inherited(asked, context, elliptical=points_back(words) or len(words) <= 3)
            resolved = resolve_all([filled], self.library)
            if filled != asked and resolved.topics:
                return _answer(resolved, filled, "names, completed from the last answer")
        about = {parse(topic).family for topic in context.topics}
        if whole.ranks and not whole.entities and not slots.residue and about & {"rank", "about", "level"}:
            return _answer(resolve_all([whole], self.library), whole, "a rank, like the one before")
        if not own or whole.named or whole.groups:
            return None
        least = BARE if not slots.residue else STAY if len(slots.residue) == 1 and points_back(words) else None
        if least is None or own.margin >= least or (own.name.startswith("do/") and own.margin >= DOING):
            return None
        return _answer(Resolved(context.topics[:1]), context.ask, "a follow-up on the same topic")

    def _pick(self, chosen: tuple[str, ...], ask: Ask) -> Understood:
        if len(chosen) == 1 and (ask.levels or ask.sides or ask.why or ask.ranks):
            own = replace(ask, entities=ask_of_topic(chosen[0]).entities, places=())
            resolved = resolve_all([own], self.library)
            if own.entities and resolved.topics:
                return _answer(resolved, own, "picked from the list shown last")
        if chosen[0].startswith("do/"):
            return Understood("action", chosen[:1], reason="picked from the list shown last")
        return _answer(Resolved(chosen[:MOST]), ask_of_topic(chosen[0]), "picked from the list shown last")

    # --- messages of their own

    def _alone(self, parsed: Parsed, guesses: tuple[Guess, ...]) -> Understood:
        return self._named(parsed, guesses) or self._guessed(guesses, seeking=parsed.slots.seeking)

    def _named(self, parsed: Parsed, guesses: tuple[Guess, ...]) -> Understood | None:
        """The reading by names, where names are all there is or the model trusts them."""
        slots = parsed.slots
        if guesses and not trusts_names(parsed, guesses[0]) and not names_beat(slots, guesses):
            return None
        asks = asks_of(slots)
        resolved = resolve_all(asks, self.library)
        if not resolved.topics:
            return None
        if slots.residue:
            if len(resolved.topics) > 1 and len(slots.residue) >= TOLD:
                told = next((g.name for g in guesses if g.name in resolved.topics), None)
                if told:
                    return _answer(Resolved((told,)), ask_of_topic(told), "names, narrowed by what is told")
            narrower = next(
                (
                    g.name
                    for g in guesses
                    if g.margin > CLEAR and g.name in self.library and narrows(g.name, asks, resolved)
                ),
                None,
            )
            if narrower:
                return _answer(Resolved((narrower,)), ask_of_topic(narrower), "names, narrowed by the model")
        return _answer(resolved, asks[0] if len(asks) == 1 else ask_of_topic(resolved.topics[-1]), "names")

    def _guessed(self, guesses: tuple[Guess, ...], *, seeking: bool) -> Understood:
        own = [guess for guess in guesses if guess.name != NAMED]
        best, lead = own[0], own[0].margin - own[1].margin
        faint = FAINT - SEEK if seeking else FAINT
        if best.refused:
            return Understood("decline", refusal=best.name.removeprefix("no/"), reason="outside")
        kin = parse(best.name).family in ("competency", "value") and parse(best.name).key == parse(own[1].name).key
        fair = best.margin > (FAINT if parse(best.name).family not in ("competency", "value", "cluster") else faint)
        if best.margin >= ANSWERED or ((lead >= LEAD or kin) and fair):
            return self._settled(best.name, "the model is sure")
        offered = tuple(guess.name for guess in own[:3] if guess.name in self.library and guess.margin > faint)
        if len(offered) > 1:
            return Understood("clarify", offered, reason="several fit")
        if offered and best.margin > LONE:
            return self._settled(best.name, "only one fits")
        return Understood("decline", refusal="general", reason="nothing fits")

    def _settled(self, topic: str, reason: str) -> Understood:
        if topic.startswith("do/"):
            return Understood("action", (topic,), reason=reason)
        return _answer(Resolved((topic,)), ask_of_topic(topic), reason)

    def _story(self, parsed: Parsed, best: Guess) -> Understood | None:
        """A long message tells a story around one question: the part that is clearest is taken for it."""
        if len(parsed.tokens) <= LONGEST_PARTED:
            return None
        found: tuple[float, Parsed, tuple[Guess, ...]] | None = None
        for part in self.parser.windows(parsed):
            guesses = self._guesses(part, NOTHING_SAID)
            if not guesses[0].refused and (found is None or guesses[0].margin > found[0]):
                found = (guesses[0].margin, part, guesses)
        if found is None or found[0] < best.margin + STORY:
            return None
        return self._alone(found[1], found[2])

    def _parts(self, parsed: Parsed) -> Understood | None:
        """A message of several questions, each clear by itself and about something else."""
        if len(parsed.tokens) > LONGEST_PARTED or not parsed.slots.residue or parsed.slots.seeking:
            return None
        parts = self.parser.split(parsed, MOST_PARTS)
        if not parts:
            return None
        found = []
        for number, part in enumerate(parts):
            guesses = self._guesses(part, NOTHING_SAID)
            read = self._alone(part, guesses)
            least = 0.0 if parsed.slots.all(*ENTITIES) else PART
            if read.kind == "answer" and (
                part.slots.all(*ENTITIES) if read.reason == "names" else guesses[0].margin >= least
            ):
                found.append(read)
            elif number:
                return None  # only an opening ("after the interview I want to know three things") may ask nothing
        topics = list(dict.fromkeys(topic for read in found for topic in read.topics))
        if len({read.topics for read in found}) < 2 or (
            len({parse(topic).family for topic in topics}) > 1 and not parsed.slots.all(*ENTITIES)
        ):
            return None
        premises = tuple(dict.fromkeys(premise for read in found for premise in read.premises))
        return Understood(
            "answer", tuple(topics[:MOST]), premises, ask=found[-1].ask, reason="several questions in one"
        )


def _answer(resolved: Resolved, ask: Ask, reason: str) -> Understood:
    return Understood("answer", resolved.topics, resolved.premises, resolved.options, ask=ask, reason=reason)


def _may_follow(parsed: Parsed, context: Context) -> bool:
    """Whether a message can lean on the one before: it is short, or names only and points back."""
    words = tuple(token.text for token in parsed.tokens)
    return bool(context.topics) and (len(words) <= SHORT or (not parsed.slots.residue and points_back(words)))
