"""The slots of a question: which competency, value, cluster, rank, level, edition, side and aspect it names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from knowledge.entries import VocabularyFile
from knowledge.understanding.text import Token, words

_LONG_NAME = 8  # letters; shorter names must match exactly after the spelling repair
_CLOSE_NAME = 86.0  # fuzz.ratio of a run of words with a long name, both without blanks
_CLOSE_PLAIN = 93.0  # the same where every word of the run is a common one, as in "come passion"
_VERY_LONG = 20  # letters; so long a name is not come near by chance
_LONGEST_NAME = 48
_WIDEST = 8  # words

# What may stand for a name in the masked text, so that the examples of one competency teach all six.
MASKS = {
    "competencies": "COMPETENCY",
    "values": "VALUE",
    "clusters": "CLUSTER",
    "ranks": "RANK",
    "levels": "LEVEL",
    "editions": "EDITION",
    "topics": "VALUE",
}
ENTITIES = ("competencies", "values", "clusters", "topics")
_PLAIN_EDITIONS = {
    "met",
    "mets",
    "handbook",
    "old",
    "older",
    "new",
    "newer",
    "later",
    "updated",
    "original",
    "national",
    "college",
    "2016",
    "2024",
}


@dataclass(frozen=True)
class Span:
    """Tokens start..end (end excluded) name `value` of slot `kind`; `score` is 100 for an exact name."""

    kind: str
    value: str
    start: int
    end: int
    score: float = 100.0
    clause: int = 0


@dataclass(frozen=True)
class Slots:
    """What a question names, in its order."""

    spans: tuple[Span, ...] = ()
    residue: tuple[str, ...] = field(default=(), compare=False)  # words with a meaning of their own
    masked: tuple[str, ...] = field(default=(), compare=False)  # the words with names replaced
    seeking: bool = field(default=False, compare=False)  # asks where a behaviour belongs
    theme: bool = field(default=False, compare=False)  # asks for every place that deals with something
    today: bool = field(default=False, compare=False)  # asks for what holds now or comes next

    def all(self, *kinds: str) -> list[str]:
        """The values named for these kinds, each once, in the question's order."""
        return list(dict.fromkeys(span.value for span in self.spans if span.kind in kinds))


class Annotator:
    """Finds slots by name."""

    def __init__(self, vocabulary: VocabularyFile, knows: Callable[[str], bool]) -> None:
        self.knows = knows
        self._names: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._long: dict[str, tuple[str, str]] = {}
        self._long_by_start: dict[str, list[str]] = {}
        self._fillers = frozenset(words(vocabulary.fillers))
        self._themes = tuple(f" {' '.join(words(phrase))} " for phrase in vocabulary.themes)
        self._today = tuple(f" {' '.join(words(phrase))} " for phrase in vocabulary.today)
        self._seeking = tuple(f" {' '.join(words(phrase))} " for phrase in vocabulary.seeking)
        for kind, table in vocabulary.tables().items():
            for value, names in table.items():
                for name in names:
                    self._add(kind, value, name)
        for options in self._names.values():
            options.sort(key=lambda option: -len(option[0]))

    def _add(self, kind: str, value: str, name: str) -> None:
        parts = tuple(words(name))
        self._names.setdefault(parts[0], []).append((parts, kind, value))
        joined = "".join(parts)
        if kind in MASKS and len(joined) >= _LONG_NAME:
            self._long[joined] = (kind, value)
            for start in (joined[0], joined[:2]):
                self._long_by_start.setdefault(start, []).append(joined)

    def is_filler(self, word: str) -> bool:
        """Whether a word has no topic of its own."""
        return word in self._fillers or len(word) == 1

    def annotate(self, tokens: list[Token]) -> Slots:
        """The slots, what is left over, and the text with names masked."""
        spans = list(_with_bare_levels(tokens, list(self._exact(tokens))))
        if not any(span.kind in ENTITIES for span in spans):
            spans = self._with_close(tokens, spans)
        spans = _with_clauses(tokens, _without_denied(tokens, _without_tellers(tokens, spans)))
        taken = {i for span in spans for i in range(span.start, span.end)}
        residue = tuple(
            t.text for i, t in enumerate(tokens) if i not in taken and t.text not in self._fillers and len(t.text) > 1
        )
        said = f" {' '.join(token.text for token in tokens)} "
        seeking = any(phrase in said for phrase in self._seeking)
        theme = any(phrase in said for phrase in self._themes)
        today = any(phrase in said for phrase in self._today)
        return Slots(tuple(spans), residue, tuple(self._masked(tokens, spans)), seeking, theme, today)

    def _exact(self, tokens: list[Token]) -> Iterator[Span]:
        i = 0
        while i < len(tokens):
            text = tokens[i].text
            for parts, kind, value in self._names.get(text) or self._names.get(text.removesuffix("'s")) or ():
                end = i + len(parts)
                said = tuple(token.text.removesuffix("'s") for token in tokens[i:end])
                if said == tuple(part.removesuffix("'s") for part in parts):
                    yield Span(kind, value, i, end)
                    i = end
                    break
            else:
                i += 1

    def _with_close(self, tokens: list[Token], spans: list[Span]) -> list[Span]:
        """Long names said with several small errors (dictation, missing blanks) by likeness of the joined letters."""
        best: tuple[float, Span] | None = None
        odd = [token.text != token.said or not self.knows(token.text) for token in tokens]
        for start in range(len(tokens)):
            if tokens[start].text[0] not in self._long_by_start:
                continue
            joined = ""
            for end in range(start + 1, min(start + _WIDEST, len(tokens)) + 1):
                joined += tokens[end - 1].text
                if len(joined) < _LONG_NAME - 2:
                    continue
                if len(joined) > _LONGEST_NAME:
                    break
                strange = any(odd[start:end])
                names = self._long_by_start.get(joined[0] if strange else joined[:2])
                if not names:
                    continue
                found = process.extractOne(
                    joined,
                    names,
                    scorer=fuzz.ratio,
                    score_cutoff=_CLOSE_NAME if strange or len(joined) >= _VERY_LONG else _CLOSE_PLAIN,
                )
                if found and (best is None or found[1] > best[0]):
                    kind, value = self._long[found[0]]
                    best = (found[1], Span(kind, value, start, end, found[1]))
        if best is None:
            return spans
        close = best[1]
        kept = [span for span in spans if span.end <= close.start or span.start >= close.end]
        return sorted([*kept, close], key=lambda span: span.start)

    def _masked(self, tokens: list[Token], spans: list[Span]) -> Iterator[str]:
        begins = {span.start: span for span in spans if span.kind in MASKS}
        i = 0
        while i < len(tokens):
            span = begins.get(i)
            if span and not (span.kind == "editions" and tokens[i].text in _PLAIN_EDITIONS and span.end == i + 1):
                yield MASKS[span.kind]
                i = span.end
            else:
                yield tokens[i].text
                i += 1


_NUMBERS = {"one": "1", "two": "2", "three": "3"}
_OWNERS = {"my", "our", "his", "her", "their", "your", "a", "old"}
_TELLING = {
    "says",
    "said",
    "thinks",
    "thought",
    "wants",
    "wanted",
    "reckons",
    "told",
    "asked",
    "asks",
    "keeps",
    "mentioned",
    "sent",
    "gave",
}
_DENIALS = {"not", "without", "except", "instead", "rather"}
_CORRECTIONS = {"wait", "mean", "meant", "sorry", "scratch", "oops"}
_JOINS = {"and", "then", "plus", "also", "but", "or", "versus", "vs"}


def _without_tellers(tokens: list[Token], spans: list[Span]) -> list[Span]:
    """`my DI thinks ...` tells who is talking, not whose level is asked for."""

    def tells(span: Span) -> bool:
        before = tokens[span.start - 1].text if span.start else ""
        after = tokens[span.end].text if span.end < len(tokens) else ""
        return span.kind == "ranks" and (after in _TELLING or (before in _OWNERS - {"a"}))

    return [span for span in spans if not tells(span)]


def _without_denied(tokens: list[Token], spans: list[Span]) -> list[Span]:
    """`the later one, not the 2016 one`, `positive, no wait, negative`: what is taken back is not asked for."""

    def denied(span: Span) -> bool:
        return span.kind in ("editions", "levels", "polarity") and any(
            tokens[i].text in _DENIALS and not any(token.breaks for token in tokens[i + 1 : span.start + 1])
            for i in range(max(0, span.start - 3), span.start)
        )

    def corrected(span: Span) -> bool:
        later = (other for other in spans if other.kind == span.kind and other.start >= span.end)
        return span.kind in ("editions", "levels", "polarity") and any(
            tokens[i].text in _CORRECTIONS for other in later for i in range(span.end, other.start)
        )

    kept = [span for span in spans if not denied(span) and not corrected(span)]
    return kept if any(span.kind not in ("aspects", "groups") for span in kept) else spans


def _with_clauses(tokens: list[Token], spans: list[Span]) -> list[Span]:
    """Number the parts between commas, full stops and joining words."""
    clause, numbers = 0, []
    for token in tokens:
        clause += token.breaks or token.text in _JOINS
        numbers.append(clause)
    return [replace(span, clause=numbers[span.start]) for span in spans]


def _with_bare_levels(tokens: list[Token], spans: list[Span]) -> Iterator[Span]:
    """`levels 1 and 2`, `ownership 3`: a bare number after a level or a competency is a level."""
    begins = {span.start: span for span in spans}
    counting = False
    i = 0
    while i < len(tokens):
        span = begins.get(i)
        if span:
            counting = (
                span.kind in ("levels", "competencies")
                or (span.kind == "groups" and span.value == "levels")
                or (counting and span.kind == "aspects" and span.value == "compare")
            )
            yield span
            i = span.end
            continue
        if counting and tokens[i].text.isdigit() and len(tokens[i].text) == 1:
            yield Span("levels", tokens[i].text, i, i + 1)
        elif counting and tokens[i].text in _NUMBERS:
            yield Span("levels", _NUMBERS[tokens[i].text], i, i + 1)
        elif tokens[i].text not in {"and", "or", "to", "with", "at", "from", "right", "up"}:
            counting = False
        i += 1
