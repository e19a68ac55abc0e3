"""From a message to mended words and slots, with the vocabulary of one library."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from sys import intern

from knowledge.library import HOME, Library
from knowledge.understanding.slots import Annotator, Slots
from knowledge.understanding.spelling import Speller
from knowledge.understanding.text import Token, tokens, words

_JOINS = frozenset({"and", "then", "plus", "also"})
_SENTENCE = 4  # words of a sentence that can be a question
_WINDOW = 20  # words of a stretch of dictation
LONGEST = 2_000  # characters of a message that are read; the rest is left out
_NAME_WEIGHT = 5  # a name of a slot counts as often in the spelling vocabulary as this many mentions


@dataclass(frozen=True)
class Parsed:
    """A message read as words and slots."""

    tokens: tuple[Token, ...]
    slots: Slots

    @cached_property
    def repairs(self) -> list[tuple[str, str]]:
        """What was said and what it was taken for, where they differ."""
        return [(token.said, token.text) for token in self.tokens if token.said != token.text]


class Parser:
    """Mends spelling and finds slots."""

    def __init__(self, library: Library) -> None:
        vocabulary = library.vocabulary
        common = [intern(word) for word in (HOME / "weights" / "words.txt").read_text(encoding="utf-8").split()]
        self._abbreviations = {short: tuple(words(long)) for short, long in vocabulary.abbreviations.items()}
        rare = (HOME / "weights" / "known.txt").read_bytes()
        self._speller = Speller(_our_words(library), common, rare)
        self._annotator = Annotator(vocabulary, self._speller.known)

    def is_filler(self, word: str) -> bool:
        """Whether a word carries no topic of its own."""
        return self._annotator.is_filler(word)

    def slots(self, mended: list[Token]) -> Slots:
        """The slots of words that are mended already."""
        return self._annotator.annotate(mended)

    def known(self, word: str) -> bool:
        """Whether a word is one of ours or an English one."""
        return self._speller.known(word)

    def parse(self, text: str) -> Parsed:
        """Read a message."""
        mended = self._speller.repair(tokens(text[:LONGEST]), self._abbreviations)
        return Parsed(tuple(mended), self.slots(mended))

    def windows(self, parsed: Parsed) -> Iterator[Parsed]:
        """The sentences of a long message, and stretches of it where it has no marks (dictation)."""
        marks = [0, *(i for i, token in enumerate(parsed.tokens) if i and token.breaks), len(parsed.tokens)]
        stretches = {(a, b) for a, b in pairwise(marks) if b - a >= _SENTENCE}
        size = len(parsed.tokens)
        stretches |= {(at, min(at + _WINDOW, size)) for at in range(0, max(size - _WINDOW // 2, 1), _WINDOW // 2)}
        for start, end in sorted(stretches):
            kept = parsed.tokens[start:end]
            yield Parsed(kept, self.slots(list(kept)))

    def split(self, parsed: Parsed, most: int) -> list[Parsed]:
        """The message at its joining words and marks, if that gives 2 to `most` parts; else nothing.

        A part without content joins the one before.
        """
        marks = (i for i, t in enumerate(parsed.tokens) if i and (t.breaks or t.text in _JOINS))
        cuts = [0, *marks, len(parsed.tokens)]
        pending: int | None = None
        parts: list[tuple[int, int]] = []
        for start, end in pairwise(cuts):
            begin = start if pending is None else pending
            pending = None
            if any(not self.is_filler(token.text) for token in parsed.tokens[begin:end]):
                parts.append((begin, end))
            elif parts:
                parts[-1] = (parts[-1][0], end)
            else:
                pending = begin
        if not 2 <= len(parts) <= most:
            return []
        kept = [parsed.tokens[start:end] for start, end in parts]
        return [Parsed(tokens, self.slots(list(tokens))) for tokens in kept]


def _our_words(library: Library) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in library.entries.values():
        texts = [entry.title, entry.summary or "", *entry.words]
        for item in entry.items:
            texts += [item.text, *item.cues]
        for text in texts:
            found.update(words(text))
    vocabulary = library.vocabulary
    for table in vocabulary.tables().values():
        for names in table.values():
            for name in names:
                found.update(dict.fromkeys(words(name), _NAME_WEIGHT))
    found.update(words(vocabulary.fillers))
    return found
