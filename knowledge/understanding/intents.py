"""The intent model at run time: a linear model over stems, pairs, letter pieces and word vectors, in plain Python.

Trained by `python -m knowledge.training.train`; see knowledge/training/README.md for the data and the figures.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Protocol

from knowledge.understanding.features import features, is_name

NAMED = "named"  # the class of messages whose names alone (competency, level, ...) say what is asked
REFUSED = "no/"  # prefix of the classes of messages that are refused


class Lexicon(Protocol):
    """What the model asks about words; the parser answers."""

    def known(self, word: str) -> bool:
        """Whether it is a word at all."""

    def is_filler(self, word: str) -> bool:
        """Whether it carries no topic of its own."""


@dataclass(frozen=True)
class Guess:
    """A class with its probability among all classes and its own margin (above 0: the class's own examples' side)."""

    name: str
    share: float
    margin: float

    @property
    def refused(self) -> bool:
        """Whether the class stands for a kind of refusal."""
        return self.name.startswith(REFUSED)


class IntentModel:
    """Scores a message against every class."""

    def __init__(self, folder: Path) -> None:
        head = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        self.classes: list[str] = head["classes"]
        self.trained_on: str = head["trained_on"]
        self._bias: list[float] = head["bias"]
        self._scale: float = head["scale"]
        self._row_scale: float = head["row_scale"]
        self._temperature: float = head["temperature"]
        self._blob = (folder / "intents.bin").read_bytes()
        self._features: dict[str, tuple[int, int, float]] = {}
        at = 0
        for line in (folder / "features.txt").read_text(encoding="utf-8").splitlines():
            name, count, idf = line.rsplit("\t", 2)
            self._features[name] = (at, int(count), int(idf) / 16)
            at += 2 * int(count)
        self._rows = (folder / "rows.bin").read_bytes()
        words = (folder / "words.txt").read_text(encoding="utf-8").split()
        self._row_of = {word: i for i, word in enumerate(words)}

    def knows(self, word: str) -> bool:
        """Whether a word has a vector."""
        return word in self._row_of

    def guesses(self, masked: Sequence[str], lexicon: Lexicon, most: int = 8) -> list[Guess]:
        """The best classes, best first."""
        margins = self._margins(masked, lexicon)
        highest = max(margins)
        powers = [math.exp((margin - highest) / self._temperature) for margin in margins]
        total = sum(powers)
        best = sorted(range(len(margins)), key=margins.__getitem__, reverse=True)[:most]
        return [Guess(self.classes[i], powers[i] / total, margins[i]) for i in best]

    def _margins(self, masked: Sequence[str], lexicon: Lexicon) -> list[float]:
        sums = [0.0] * len(self.classes)
        found = [(self._features[name], count) for name, count in Counter(features(masked, lexicon.known)).items() if name in self._features]
        length = math.sqrt(sum(((1 + math.log(count)) * idf) ** 2 for (_, _, idf), count in found)) or 1.0
        blob = self._blob
        for (at, size, idf), count in found:
            factor = (1 + math.log(count)) * idf / length * self._scale
            for i in range(at, at + 2 * size, 2):
                weight = blob[i + 1]
                sums[blob[i]] += factor * (weight - 256 if weight > 127 else weight)
        rows = [row for word in vector_words(masked, lexicon) if (row := self._row_of.get(word)) is not None]
        if rows:
            width = len(self.classes)
            total: Iterable[int] = [0] * width
            for row in rows:
                total = map(add, total, memoryview(self._rows[row * width : (row + 1) * width]).cast("b"))
            factor = self._row_scale / math.sqrt(len(rows))
            return [own + factor * shared + bias for own, shared, bias in zip(sums, total, self._bias, strict=True)]
        return list(map(add, sums, self._bias))


def vector_words(masked: Iterable[str], lexicon: Lexicon) -> Iterable[str]:
    """The words whose vectors count: no names of slots, no fillers."""
    return (word.removesuffix("'s") for word in masked if not is_name(word) and not lexicon.is_filler(word))
