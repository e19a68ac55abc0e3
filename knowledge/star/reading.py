"""An answer read for STAR: its units with words, acts, cues and how likely each is which part, and clearly so."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pycrfsuite

from knowledge.entries import StarFile
from knowledge.star.cues import Cues, words_of
from knowledge.star.features import Told, features_of, told
from knowledge.star.leanings import ACTION, LABELS, RESULT, SITUATION, TASK, Leanings, Subject, load_leanings
from knowledge.star.units import Unit, units_of

PARTS = {"situation": SITUATION, "task": TASK, "action": ACTION, "result": RESULT}
CLEARLY = (
    "+"  # a label of the second field with it: that part in an answer where the part is clear; without it: not clear
)
FINE = (*(label + sign for label in PARTS.values() for sign in ("", CLEARLY)), *LABELS[4:])


@dataclass(frozen=True)
class Answer:
    """A read answer; every sequence has one item for each unit."""

    text: str
    units: tuple[Unit, ...]
    told: tuple[Told, ...]
    likely: tuple[Mapping[str, float], ...]  # label -> probability
    clearly: tuple[Mapping[str, float], ...]  # label -> probability of that part, told as clear answers tell it
    subject: float  # log odds that the words are those of an answer, whatever they say

    @cached_property
    def length(self) -> int:
        """Words in all."""
        return sum(len(unit.words) for unit in self.told)

    def best(self, label: str) -> list[tuple[float, Unit]]:
        """The units by how likely they carry a label, likeliest first."""
        rows = (
            (likely[label], -at, unit) for at, (likely, unit) in enumerate(zip(self.likely, self.units, strict=True))
        )
        return [(chance, unit) for chance, _, unit in sorted(rows, key=lambda row: row[:2], reverse=True)]


class StarReader:
    """Cuts answers into units and labels them with two conditional random fields.

    One field knows the parts alone; the other also whether the answer's part is clear, which teaches it to tell a
    concrete outcome from "it went well". Their probabilities are averaged.
    """

    def __init__(self, cues: Cues, leanings: Leanings, subject: Subject, parts: Path, clarity: Path) -> None:
        self._cues = cues
        self._leanings = leanings
        self._subject = subject
        self._parts, self._clarity = pycrfsuite.Tagger(), pycrfsuite.Tagger()
        self._parts.open(str(parts))
        self._clarity.open(str(clarity))

    @classmethod
    def load(cls, vocabulary: StarFile, folder: Path) -> "StarReader":
        """Read the trained weights."""
        leanings, subject = load_leanings(folder, folder.parent / "words.txt")
        cues = Cues(vocabulary.cues, vocabulary.past)
        return cls(cues, leanings, subject, folder / "parts.crf", folder / "clarity.crf")

    def read(self, text: str) -> Answer:
        """Read an answer."""
        units = units_of(text)
        seen = [told(words_of(unit.text), self._cues) for unit in units]
        likely: list[dict[str, float]] = []
        clearly: list[dict[str, float]] = []
        if units:
            rows = pycrfsuite.ItemSequence(features_of(seen, [self._leanings.of(unit.words) for unit in seen]))
            self._parts.set(rows)
            self._clarity.set(rows)
            for at in range(len(units)):
                one, two = self._at(at)
                likely.append(one)
                clearly.append(two)
        subject = self._subject.of(word for unit in seen for word in unit.words)
        return Answer(text, tuple(units), tuple(seen), tuple(likely), tuple(clearly), subject)

    def _at(self, at: int) -> tuple[dict[str, float], dict[str, float]]:
        fine = {label: self._clarity.marginal(label, at) for label in FINE}
        likely, clearly = {}, {}
        for label in LABELS:
            told = fine[label] + fine.get(label + CLEARLY, 0.0)
            likely[label] = (self._parts.marginal(label, at) + told) / 2
            if label + CLEARLY in fine:
                clearly[label] = likely[label] * fine[label + CLEARLY] / (told + 1e-9)
        return likely, clearly
