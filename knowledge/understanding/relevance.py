"""Which statements and conflicts of a topic a question is about: plain overlap of weighted stems."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from knowledge.entries import Conflict, Entry, Item, Value
from knowledge.library import Library
from knowledge.understanding.text import stem, words


class Relevance:
    """Ranks parts of an answer by a question; rare stems count more."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._items = {
            entry.id: [_stems((_said(item.text, item.values), *item.cues)) for item in entry.items]
            for entry in library.entries.values()
        }
        self._conflicts = {
            conflict.id: _stems(
                (conflict.about, conflict.question, *(_said(side.text, side.values) for side in conflict.readings))
            )
            for conflict in library.conflicts
        }
        counts = Counter(
            part
            for stems in (*(s for items in self._items.values() for s in items), *self._conflicts.values())
            for part in stems
        )
        total = sum(map(len, self._items.values())) + len(self._conflicts)
        self._weights = {part: math.log(total / count) for part, count in counts.items()}

    def items(self, entry: Entry, question: Sequence[str], room: int) -> tuple[Item, ...]:
        """At most `room` items in the entry's order, the ones nearest to the question first to get in."""
        if len(entry.items) <= room:
            return entry.items
        asked = {stem(word) for word in question}
        scores = [self._score(asked, stems) for stems in self._items[entry.id]]
        best = sorted(range(len(scores)), key=lambda i: -scores[i])[:room]
        return tuple(entry.items[i] for i in sorted(best))

    def places(self, asked: Iterable[str], topics: Iterable[str]) -> list[tuple[str, Item]]:
        """The topics with a statement that uses one of the words asked for, each with its closest one, best first."""
        wanted = {stem(word) for word in asked}
        found: list[tuple[float, str, Item]] = []
        for topic in topics:
            rows = zip(self._library.entries[topic].items, self._items[topic], strict=True)
            best = max(((self._score(wanted, stems), i, item) for i, (item, stems) in enumerate(rows)), default=None)
            if best and best[0] > 0:
                found.append((best[0], topic, best[2]))
        return [(topic, item) for _, topic, item in sorted(found, key=lambda row: (-row[0], row[1]))]

    def conflicts(self, topics: Iterable[str], question: Sequence[str]) -> tuple[Conflict, ...]:
        """The conflicts that an answer on these topics touches, nearest to the question first."""
        found = {conflict.id: conflict for topic in topics for conflict in self._library.conflicts_of(topic)}
        if len(found) < 2:
            return tuple(found.values())
        asked = {stem(word) for word in question}
        return tuple(sorted(found.values(), key=lambda conflict: -self._score(asked, self._conflicts[conflict.id])))

    def _score(self, asked: set[str], stems: frozenset[str]) -> float:
        """Shared weight, less for long texts, which share something with every question."""
        return sum(self._weights[part] for part in asked & stems) / math.sqrt(len(stems) + 1)


def _said(text: str, values: Mapping[str, Value]) -> str:
    """The text with its figures as people say them: `3 July`, `45867`."""
    figures = []
    for value in values.values():
        date = value.datetime or value.date
        figures.append(f"{date.day} {date:%B} {date:%A}" if date else f"{value.money or value.number:g}")
    return f"{text} {' '.join(figures)}"


def _stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for text in texts for word in words(text))
