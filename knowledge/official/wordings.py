"""The official sentence of each statement, where a document has been loaded that holds it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.official.matching import Mark


@dataclass(frozen=True)
class Official:
    """An official sentence, word for word: the edition that it is from, and the file and place that it was read in.

    `mended`: whether it stands there undamaged, where the source document has it damaged.
    """

    text: str
    edition: str
    file: str
    place: str
    mended: bool = False


class Wordings:
    """The sentences that are loaded. `held`: (fingerprint, sentence), files in the order in which they were added."""

    def __init__(self, marks: Sequence[Mark] = (), held: Iterable[tuple[str, Official]] = ()) -> None:
        by_print: dict[str, Official] = {}
        for name, official in held:
            by_print.setdefault(name, official)
        self._of: dict[tuple[str, int], tuple[Official, ...]] = {}
        # The order of an entry's fingerprints is that of its sources; how an undamaged copy reads goes before.
        for mark in sorted(marks, key=lambda mark: not mark.print.variant):
            found = by_print.get(str(mark.print))
            if found:
                key = (mark.topic, mark.item)
                self._of[key] = (*self._of.get(key, ()), found)

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, topic: str, item: int) -> tuple[Official, ...]:
        """The official sentences of a statement, counted from 1, the preferred first."""
        return self._of.get((topic, item), ())


def version_of(marks: Iterable[Mark]) -> str:
    """Changes with the fingerprints: a document that was searched for others has to be searched again."""
    names = "\n".join(sorted({str(mark.print) for mark in marks}))
    return hashlib.blake2b(names.encode(), digest_size=8).hexdigest()
