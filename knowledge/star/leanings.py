"""What words lean to, also words that no training answer held: read through their vectors.

A linear model over word vectors adds up word by word, so it is shipped as a table: what each common word adds to each
label as any word of the unit, as the word after "I", as the word after another subject, and as one of the first two.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from pathlib import Path
from sys import intern

from knowledge.star.cues import SKIPPED

LABELS = SITUATION, TASK, ACTION, RESULT, LEARNING, OTHER = ("S", "T", "A", "R", "L", "X")
_I = frozenset(["i", "i'd", "id", "i'm", "im", "i've", "ive"])
_OTHERS = frozenset(["he", "she", "they", "it", "who", "that", "we"])
_WIDTH = len(LABELS)


def roles_of(words: Sequence[str]) -> tuple[Sequence[str], ...]:
    """The words of a unit by role: all, after "I", after other subjects, the first two."""
    return words, _after(words, _I), _after(words, _OTHERS), words[:2]


def _after(words: Sequence[str], subjects: Iterable[str]) -> list[str]:
    found = []
    for at, word in enumerate(words):
        if word in subjects:
            found += [later for later in words[at + 1 : at + 4] if later not in SKIPPED][:1]
    return found


class Leanings:
    """The table: `bias` for each label, and one signed byte for each word, role and label."""

    def __init__(self, places: Mapping[str, int], table: bytes, bias: Sequence[float], scale: float) -> None:
        self._places = places
        self._table = memoryview(table).cast("b")
        self._bias = bias
        self._scale = scale

    def of(self, words: Sequence[str]) -> list[float]:
        """The log probability of each label, by the words alone."""
        sums = list(self._bias)
        for role, members in enumerate(roles_of(words)):
            known = [place for word in members if (place := self._places.get(word)) is not None]
            if known:
                added = [0] * _WIDTH
                for place in known:
                    start = (place * 4 + role) * _WIDTH
                    added = list(map(add, added, self._table[start : start + _WIDTH]))
                factor = self._scale / len(known)
                sums = [value + factor * more for value, more in zip(sums, added, strict=True)]
        top = max(sums)
        total = top + math.log(sum(math.exp(value - top) for value in sums))
        return [value - total for value in sums]


class Subject:
    """Whether the words are those of interview answers, or of recipes, reviews, news: one signed byte for each word."""

    def __init__(self, places: Mapping[str, int], table: bytes, bias: float, scale: float) -> None:
        self._places = places
        self._table = memoryview(table).cast("b")
        self._bias = bias
        self._scale = scale

    def of(self, words: Iterable[str]) -> float:
        """The log odds that they are an answer's."""
        known = [self._table[place] for word in words if (place := self._places.get(word)) is not None]
        return self._bias + self._scale * sum(known) / max(1, len(known))


def load_leanings(folder: Path, words: Path) -> tuple[Leanings, Subject]:
    """Read the trained tables; `words` lists the words of their rows."""
    head = json.loads((folder / "leanings.json").read_text(encoding="utf-8"))
    places = {intern(word): at for at, word in enumerate(words.read_text(encoding="utf-8").split())}
    return (
        Leanings(places, (folder / "leanings.bin").read_bytes(), **head["labels"]),
        Subject(places, (folder / "subject.bin").read_bytes(), **head["subject"]),
    )
