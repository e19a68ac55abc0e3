"""Whether a message holds an official sentence, or most of one: by hashes, whether or not a document is loaded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.fingerprints import hash_words, normalised_words
from knowledge.official.matching import Mark
from knowledge.official.shingles import RUN, shingles_of

_SHORTEST = 6  # words of a sentence that is known by itself
_MOST = 0.5  # the part of a sentence that has to be there
_FEWEST = 3  # runs of words that have to be there of a sentence that is not whole
_ALIKE = 0.9  # the part of the best sentence's runs with which another may be meant as well
_MESSAGE = 0.4  # the part of the message that such a sentence has to fill
_LONGEST = 200  # words of a message that is looked through; what is longer is an answer or a whole document


@dataclass(frozen=True)
class Pasted:
    """A sentence in a message, and every statement that it is the official sentence of."""

    marks: tuple[Mark, ...]
    whole: bool


class Pastes:
    """Knows official sentences by the hashes of their words."""

    def __init__(self, marks: Sequence[Mark], shingles: Mapping[str, Sequence[int]]) -> None:
        self._marks: dict[str, list[Mark]] = {}
        for mark in marks:
            self._marks.setdefault(mark.print.hash, []).append(mark)
        self._runs = {name: frozenset(runs) for name, runs in shingles.items() if name in self._marks}
        self._first = {name: (runs[0], len(runs) + RUN - 1) for name, runs in shingles.items() if name in self._marks}
        self._of: dict[int, list[str]] = {}
        for name, held in self._runs.items():
            for run in held:
                self._of.setdefault(run, []).append(name)

    def find(self, text: str) -> tuple[Pasted, ...]:
        """The sentences that it holds whole, in their order; else those that it may be most of; else none."""
        words = normalised_words(text[: _LONGEST * 12])
        if not _SHORTEST <= len(words) <= _LONGEST:
            return ()
        runs = shingles_of(words)
        hits = Counter(name for run in set(runs) for name in self._of.get(run, ()))
        if not hits:
            return ()
        whole = sorted((at, name) for name in hits if (at := self._at(name, words, runs)) is not None)
        if whole:
            longest = [
                (at, name)
                for at, name in whole
                if not any(self._inside((at, name), other) for other in whole if other[1] != name)
            ]
            return tuple(Pasted(tuple(self._marks[name]), whole=True) for _, name in longest)
        best = max(hits.values())
        fitting = (name for name, count in hits.items() if count >= _ALIKE * best)
        near = [
            name for name in fitting if hits[name] >= max(_FEWEST, _MOST * len(self._runs[name]), _MESSAGE * len(runs))
        ]
        marks = (mark for name in sorted(near, key=lambda name: -hits[name]) for mark in self._marks[name])
        return (Pasted(tuple(marks), whole=False),) if near else ()

    def _at(self, name: str, words: Sequence[str], runs: Sequence[int]) -> int | None:
        """The word at which the whole sentence begins."""
        first, count = self._first[name]
        starts = (at for at, run in enumerate(runs) if run == first and count >= _SHORTEST)
        return next((at for at in starts if hash_words(words[at : at + count]) == name), None)

    def _inside(self, part: tuple[int, str], other: tuple[int, str]) -> bool:
        """Whether a sentence stands within a longer one."""
        (at, name), (start, around) = part, other
        return start <= at and at + self._first[name][1] <= start + self._first[around][1]
