"""The intent model at run time, in plain Python: a linear model and the closest examples.

The linear model weighs stems, pairs of stems, letter pieces and word vectors; its best classes are then compared by how
close the message comes to single examples of theirs. Trained by `python -m knowledge.training.train`; the data and the
figures are in knowledge/training/README.md.
"""

import json
import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from mmap import ACCESS_READ, mmap
from operator import add
from pathlib import Path
from sys import intern
from typing import Protocol

from knowledge.understanding.features import features, is_name, stems

NAMED = "named"  # the class of messages whose names alone (competency, level, ...) say what is asked
NEAREST = 4  # classes whose closest examples are compared
CLOSEST = 3  # examples of a class that count
LIKENESS = 2.0  # what full likeness to the closest examples adds to a margin
USUAL = 0.40  # likeness that leaves a margin as it is
CERTAIN = 0.0  # margin of the linear model from which no examples are compared
REFUSED = "no/"  # prefix of the classes of messages that are refused


class Lexicon(Protocol):
    """What the model asks about words; the parser answers."""

    def known(self, word: str) -> bool:
        """Whether it is a word at all."""

    def is_filler(self, word: str) -> bool:
        """Whether it carries no topic of its own."""


@dataclass(frozen=True)
class Guess:
    """A class and its margin: above 0 lies the side of the class's own examples."""

    name: str
    margin: float
    likeness: float = 0.0  # to the closest examples of the class, 0 to 1

    @property
    def refused(self) -> bool:
        """Whether the class stands for a kind of refusal."""
        return self.name.startswith(REFUSED)


class _Index:
    """Name -> where its numbers lie (start, end) and its weight. Arrays: a tuple for each would take 10 MB more."""

    def __init__(self, path: Path) -> None:
        self._rows: dict[str, int] = {}
        self._ends = array("I", [0])
        self._idf = array("B")
        with path.open(encoding="utf-8") as lines:
            for row, line in enumerate(lines):
                name, count, idf = line.rsplit("\t", 2)
                self._rows[name] = row
                self._ends.append(self._ends[-1] + int(count))
                self._idf.append(int(idf))

    def get(self, name: str) -> tuple[int, int, float] | None:
        """The row of a name, or None."""
        row = self._rows.get(name)
        return None if row is None else (self._ends[row], self._ends[row + 1], self._idf[row] / 16)


class IntentModel:
    """Scores a message against every class."""

    def __init__(self, folder: Path) -> None:
        head = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        self.classes: list[str] = head["classes"]
        self.trained_on: str = head["trained_on"]
        self._bias: list[float] = head["bias"]
        self._scale: float = head["scale"]
        self._row_scale: float = head["row_scale"]
        self._places = (folder / "places.bin").read_bytes()  # the classes that each feature speaks for or against
        self._weights = array("b", (folder / "weights.bin").read_bytes())  # how strongly
        self._features = _Index(folder / "features.txt")
        with (folder / "rows.bin").open("rb") as rows:  # 4 MB of which a message touches little
            self._rows = memoryview(mmap(rows.fileno(), 0, access=ACCESS_READ)).cast("b")
        self._starts: list[int] = head["starts"]  # the number of the first example of each class, and of none
        self._lengths = array("f", (folder / "lengths.bin").read_bytes())  # one over the length of each example
        self._postings = array("H", (folder / "postings.bin").read_bytes())  # the examples of each stem, ascending
        self._stems = _Index(folder / "stems.txt")
        words = (folder / "words.txt").read_text(encoding="utf-8").split()
        self._row_of = {intern(word): i for i, word in enumerate(words)}

    def guesses(self, masked: Sequence[str], lexicon: Lexicon, most: int = 8) -> list[Guess]:
        """The best classes, best first."""
        margins = self._margins(masked, lexicon)
        best = nlargest(most, range(len(margins)), key=margins.__getitem__)
        likeness = self._likeness(masked, best[:NEAREST]) if margins[best[0]] < CERTAIN else {}
        found = [self._guess(i, margins[i], likeness) for i in best]
        return sorted(found, key=lambda guess: -guess.margin)

    def _guess(self, i: int, margin: float, likeness: dict[int, float]) -> Guess:
        if not likeness:
            return Guess(self.classes[i], margin)
        like = likeness.get(i, 0.0)
        return Guess(self.classes[i], margin + LIKENESS * (like - USUAL), like)

    def _likeness(self, masked: Sequence[str], classes: Iterable[int]) -> dict[int, float]:
        """Mean cosine of the message with the closest examples of each class, over weighted stems."""
        asked = [held for part in set(stems(masked)) if (held := self._stems.get(part))]
        length = math.sqrt(sum(idf * idf for _, _, idf in asked))
        postings, lengths = self._postings, self._lengths
        found: dict[int, float] = {}
        for i in classes:
            first, last = self._starts[i], self._starts[i + 1]
            sums: dict[int, float] = {}
            for at, end, idf in asked:
                low = bisect_left(postings, first, at, end)
                high = bisect_left(postings, last, low, end)
                weight = idf * idf
                for example in postings[low:high]:
                    sums[example] = sums.get(example, 0.0) + weight
            closest = nlargest(CLOSEST, [total * lengths[example] for example, total in sums.items()])
            found[i] = sum(closest) / CLOSEST / length if length else 0.0
        return found

    def _margins(self, masked: Sequence[str], lexicon: Lexicon) -> list[float]:
        sums = list(self._bias)
        counted = Counter(features(masked, lexicon.known))
        found = [(*held, count) for name, count in counted.items() if (held := self._features.get(name))]
        length = math.sqrt(sum(((1 + math.log(count)) * idf) ** 2 for _, _, idf, count in found)) or 1.0
        for at, end, idf, count in found:
            factor = (1 + math.log(count)) * idf / length * self._scale
            for place, weight in zip(self._places[at:end], self._weights[at:end], strict=True):
                sums[place] += factor * weight
        rows = [row for word in vector_words(masked, lexicon) if (row := self._row_of.get(word)) is not None]
        if rows:
            width = len(self.classes)
            total: Iterable[int] = [0] * width
            for row in rows:
                total = map(add, total, self._rows[row * width : (row + 1) * width])
            factor = self._row_scale / math.sqrt(len(rows))
            return [own + factor * shared for own, shared in zip(sums, total, strict=True)]
        return sums


def vector_words(masked: Iterable[str], lexicon: Lexicon) -> Iterable[str]:
    """The words whose vectors count: no names of slots, no fillers."""
    return (word.removesuffix("'s") for word in masked if not is_name(word) and not lexicon.is_filler(word))
