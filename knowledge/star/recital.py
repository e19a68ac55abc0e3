"""How much of an answer is recited: official sentences, known by their fingerprints, or our own statements of them."""

from collections.abc import Iterable

from knowledge.fingerprints import Print, hash_words, normalised_words
from knowledge.library import Library

_RUN = 5  # words of a run that counts as ours; shorter ones are ordinary English


class Recitals:
    """Knows the sentences of the framework: the official ones by hash only."""

    def __init__(self, library: Library) -> None:
        self._official: dict[int, set[str]] = {}
        self._own: set[tuple[str, ...]] = set()
        for entry in library.entries.values():
            if entry.id.split("/")[0] in ("do", "process", "prepare", "star"):
                continue
            for item in entry.items:
                self._own.update(_runs(normalised_words(item.text)))
                for mark in map(Print.parse, item.official):
                    self._official.setdefault(mark.count, set()).add(mark.hash)

    def share(self, units: Iterable[str]) -> float:
        """The part of an answer's words, 0 to 1, that stand in a recited sentence or run.

        Official sentences are looked for where a unit of the answer begins: a hash for every length at every word would
        cost more than the rest of the check.
        """
        words: list[str] = []
        starts = []
        for unit in units:
            starts.append(len(words))
            words += normalised_words(unit)
        recited = [False] * len(words)
        for at, run in enumerate(_runs(words)):
            if run in self._own:
                recited[at : at + _RUN] = [True] * _RUN
        for at in starts:
            for count, hashes in self._official.items():
                if at + count <= len(words) and hash_words(words[at : at + count]) in hashes:
                    recited[at : at + count] = [True] * count
        return sum(recited) / len(words) if words else 0.0


def _runs(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
