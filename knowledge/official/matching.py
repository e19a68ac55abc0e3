"""Where the official sentences stand in a document: by fingerprint, in the order in which the edition has them."""

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.fingerprints import Print, hash_words
from knowledge.library import Library
from knowledge.official.shingles import RUN, shingle
from knowledge.official.streams import Page, streams

_LONG = 6  # words from which a sentence is known by itself; a shorter one also by where it stands among the others
_NEAR = 30  # words that a short one may stand from where its neighbours say that it is
_MUCH = 0.3  # the part of an edition from which it is worth another reading to find the rest


@dataclass(frozen=True)
class Mark:
    """A fingerprint and the statement that it belongs to; `item` counts from 1."""

    topic: str
    item: int
    print: Print


@dataclass(frozen=True)
class Match:
    """An official sentence as a document has it; `twice` where that document has it in more places than its edition."""

    mark: Mark
    text: str
    place: str
    twice: bool = False


@dataclass(frozen=True)
class Held:
    """Which statements of an edition a document holds, which it lacks, and which it holds twice."""

    names: tuple[str, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many it holds."""
        return len(self.names)

    @property
    def share(self) -> float:
        """The part of the edition that it holds, 0 to 1."""
        return self.found / (self.found + len(self.missing))


@dataclass
class Matches:
    """What a document holds of the editions."""

    found: dict[Mark, Match] = field(default_factory=dict)
    editions: dict[str, Held] = field(default_factory=dict)


def marks_of(library: Library) -> tuple[Mark, ...]:
    """Every fingerprint of the knowledge base."""
    return tuple(
        Mark(entry.id, number, Print.parse(text))
        for entry in library.entries.values()
        for number, item in enumerate(entry.items, 1)
        for text in item.official
    )


class Matcher:
    """Finds official sentences in documents."""

    def __init__(self, marks: Sequence[Mark], shingles: Mapping[str, Sequence[int]]) -> None:
        """`shingles` by hash; a fingerprint that has none there is looked for at every word."""
        self._marks: dict[str, list[Mark]] = {}
        self._seeds: dict[int, set[tuple[int, str]]] = {}
        self._bare: dict[int, set[str]] = {}
        for mark in marks:
            self._marks.setdefault(mark.print.document, []).append(mark)
            runs = shingles.get(mark.print.hash)
            if runs:
                self._seeds.setdefault(runs[0], set()).add((mark.print.count, mark.print.hash))
            else:
                self._bare.setdefault(mark.print.count, set()).add(mark.print.hash)

    def match(self, pages: Sequence[Page], *, printed: bool, known: Matches | None = None) -> Matches:
        """What the document holds. `known`: what was found in another order of its pages' text, which comes first."""
        matches = Matches(dict(known.found)) if known else Matches()
        for i, stream in enumerate(streams(pages, printed=printed)):
            places = self._places(stream.words)
            for marks in self._marks.values():
                for mark, first in _placed(marks, places).items():
                    if mark not in matches.found:
                        twice = i == 0 and len(places[mark.print.hash]) > _times(marks, mark.print.hash)
                        text = stream.wording(first, mark.print.count)
                        matches.found[mark] = Match(mark, text, stream.place(first), twice)
            matches.editions = self.held({str(mark.print): found.twice for mark, found in matches.found.items()})
            if not any(held.share >= _MUCH and held.missing for held in matches.editions.values()):
                break
        return matches

    def held(self, prints: Mapping[str, bool]) -> dict[str, Held]:
        """What fingerprints that were found are of each edition, if there are any; whether each was found twice."""
        editions = {name: _held(marks, prints) for name, marks in self._marks.items()}
        return {name: held for name, held in editions.items() if held.found}

    def _places(self, words: Sequence[str]) -> dict[str, list[int]]:
        """Where each sentence begins, by its hash."""
        found: dict[str, list[int]] = {}
        for at in range(len(words) - RUN + 1):
            for count, name in self._seeds.get(shingle(words[at : at + RUN]), ()):
                if hash_words(words[at : at + count]) == name:
                    found.setdefault(name, []).append(at)
        for count, names in self._bare.items():
            for at in range(len(words) - count + 1):
                name = hash_words(words[at : at + count])
                if name in names:
                    found.setdefault(name, []).append(at)
        return found


def _placed(marks: Iterable[Mark], places: Mapping[str, Sequence[int]]) -> dict[Mark, int]:
    """For each sentence the place that fits its neighbours; a short one counts only where it fits."""
    present = [mark for mark in marks if mark.print.hash in places]
    anchors = sorted(
        {
            (mark.print.start, places[mark.print.hash][0])
            for mark in present
            if mark.print.count >= _LONG and len(places[mark.print.hash]) == 1
        }
    )
    found = {}
    for mark in present:
        options, start = places[mark.print.hash], mark.print.start
        i = bisect(anchors, (start, -1))
        near = min(anchors[max(0, i - 1) : i + 1], key=lambda anchor: abs(anchor[0] - start), default=None)
        if near is None:
            if mark.print.count >= _LONG:
                found[mark] = options[0]
            continue
        wanted = near[1] + start - near[0]
        best = min(options, key=lambda option: abs(option - wanted))
        if mark.print.count >= _LONG or abs(best - wanted) <= _NEAR:
            found[mark] = best
    return found


def _times(marks: Iterable[Mark], name: str) -> int:
    """In how many places the edition itself has a sentence."""
    return len({mark.print.start for mark in marks if mark.print.hash == name})


def _held(marks: Iterable[Mark], prints: Mapping[str, bool]) -> Held:
    """By statement: one of its fingerprints is enough, since the others are variants of it."""
    statements: dict[str, bool] = {}
    twice = []
    for mark in marks:
        name = f"{mark.topic}#{mark.item}"
        held = str(mark.print) in prints
        statements[name] = statements.get(name, False) or held
        if held and prints[str(mark.print)]:
            twice.append(name)
    names = tuple(name for name, held in statements.items() if held)
    missing = tuple(name for name, held in statements.items() if not held)
    return Held(names, missing, tuple(dict.fromkeys(twice)))
