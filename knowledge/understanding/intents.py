"""The intent model at run time, in plain Python: a linear model and the closest examples.

The linear model weighs stems, pairs of stems, letter pieces and word vectors; its best classes are then compared by how
close the message comes to single examples, which also lets `explain` say why. Trained by `python -m knowledge.training.train`; see knowledge/training/README.md for the data and the figures.
"""

import json
import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import Protocol

from knowledge.understanding.features import features, is_name, stems

NAMED = "named"  # the class of messages whose names alone (competency, level, ...) say what is asked
NEAREST = 5  # classes whose closest examples are compared
CLOSEST = 3  # examples of a class that count
LIKENESS = 2.0  # what full likeness to the closest examples adds to a margin
USUAL = 0.40  # likeness that leaves a margin as it is
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
    likeness: float = 0.0  # to the closest examples of the class, 0 to 1

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
        self._starts: list[int] = head["starts"]  # the number of the first example of each class, and of none
        self._lengths = array("f", (folder / "lengths.bin").read_bytes())  # one over the length of each example
        self._postings = array("H", (folder / "postings.bin").read_bytes())  # the examples of each stem, ascending
        self._stems: dict[str, tuple[int, int, float]] = {}
        at = 0
        for line in (folder / "stems.txt").read_text(encoding="utf-8").splitlines():
            name, count, idf = line.rsplit("\t", 2)
            self._stems[name] = (at, at + int(count), int(idf) / 16)
            at += int(count)
        words = (folder / "words.txt").read_text(encoding="utf-8").split()
        self._row_of = {word: i for i, word in enumerate(words)}

    def knows(self, word: str) -> bool:
        """Whether a word has a vector."""
        return word in self._row_of

    def guesses(self, masked: Sequence[str], lexicon: Lexicon, most: int = 8) -> list[Guess]:
        """The best classes, best first."""
        margins = self._margins(masked, lexicon)
        likeness = self._likeness(masked, sorted(range(len(margins)), key=margins.__getitem__, reverse=True)[:NEAREST])
        margins = [margin + LIKENESS * (likeness.get(i, 0.0) - USUAL) for i, margin in enumerate(margins)]
        highest = max(margins)
        powers = [math.exp((margin - highest) / self._temperature) for margin in margins]
        total = sum(powers)
        best = sorted(range(len(margins)), key=margins.__getitem__, reverse=True)[:most]
        return [Guess(self.classes[i], powers[i] / total, margins[i], likeness.get(i, 0.0)) for i in best]

    def _likeness(self, masked: Sequence[str], classes: Iterable[int]) -> dict[int, float]:
        """Mean cosine of the message with the closest examples of each class, over weighted stems."""
        asked = [self._stems[part] for part in set(stems(masked)) if part in self._stems]
        length = math.sqrt(sum(idf * idf for _, _, idf in asked))
        found: dict[int, float] = {}
        for i in classes:
            first, last = self._starts[i], self._starts[i + 1]
            sums: dict[int, float] = {}
            for at, end, idf in asked:
                low = bisect_left(self._postings, first, at, end)
                for place in range(low, end):
                    example = self._postings[place]
                    if example >= last:
                        break
                    sums[example] = sums.get(example, 0.0) + idf * idf
            closest = sorted((total * self._lengths[example] for example, total in sums.items()), reverse=True)[:CLOSEST]
            found[i] = sum(closest) / CLOSEST / length if length else 0.0
        return found

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
