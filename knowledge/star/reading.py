"""An answer read for STAR: its units with words, acts, cues and how likely each is which part."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pycrfsuite

from knowledge.entries import StarFile
from knowledge.star.cues import Cues, words_of
from knowledge.star.features import acts_of, features_of
from knowledge.star.units import Unit, units_of

SITUATION, TASK, ACTION, RESULT, LEARNING, OTHER = LABELS = ("S", "T", "A", "R", "L", "X")


@dataclass(frozen=True)
class Answer:
    """A read answer; every sequence has one item for each unit."""

    text: str
    units: tuple[Unit, ...]
    words: tuple[tuple[str, ...], ...]
    cues: tuple[Counter[str], ...]
    acts: tuple[Counter[str], ...]
    likely: tuple[dict[str, float], ...]  # label -> probability

    @cached_property
    def length(self) -> int:
        """Words in all."""
        return sum(map(len, self.words))

    def best(self, label: str) -> list[tuple[float, Unit]]:
        """The units by how likely they carry a label, likeliest first."""
        rows = ((likely[label], -at, unit) for at, (likely, unit) in enumerate(zip(self.likely, self.units, strict=True)))
        return [(chance, unit) for chance, _, unit in sorted(rows, key=lambda row: row[:2], reverse=True)]


class StarReader:
    """Cuts answers into units and labels them with a conditional random field."""

    def __init__(self, vocabulary: StarFile, folder: Path) -> None:
        self._cues = Cues(vocabulary.cues, vocabulary.past)
        head = json.loads((folder / "groups.json").read_text(encoding="utf-8"))
        self._groups: dict[str, int] = {word: int(group) for group, words in head.items() for word in words.split()}
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(folder / "units.crf"))

    def read(self, text: str) -> Answer:
        """Read an answer."""
        units = units_of(text)
        texts = [unit.text for unit in units]
        return described(text, units, self._cues, self._likely(texts))

    def _likely(self, texts: Sequence[str]) -> list[dict[str, float]]:
        if not texts:
            return []
        self._tagger.set(pycrfsuite.ItemSequence(features_of(texts, self._cues, self._groups)))
        return [{label: self._tagger.marginal(label, at) for label in LABELS} for at in range(len(texts))]


def described(text: str, units: Sequence[Unit], cues: Cues, likely: Sequence[dict[str, float]]) -> Answer:
    """An answer from its parts; training gives likelihoods of its own."""
    words = tuple(tuple(words_of(unit.text)) for unit in units)
    return Answer(
        text,
        tuple(units),
        words,
        tuple(Counter(name for name, _, _ in cues.found(row)) for row in words),
        tuple(Counter(acts_of(row, cues)) for row in words),
        tuple(likely),
    )
