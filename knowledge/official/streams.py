"""A document as a stream of words that know where they stand, in the readings that line ends and page edges allow."""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge.fingerprints import WORD, folded

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011][ \t]*\r?\n\s*(?=[^\W\d_])")  # a hyphen at the end of a line
_SOFT = re.compile(r"\u00ad[ \t]*\r?\n[ \t]*")
_LETTERS, _LEFT = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+$")
_PAIR = re.compile(r"([^\W\d_]+)-(?=([^\W\d_]+))")
_STRAY = 4  # words at the top of a page that can be the end of another cell
_EDGE = 3  # lines at the top and bottom of a page that can be running headings
_RUNNING = 3  # pages that repeat a line before it is one; in shorter documents every page
_FIGURES = re.compile(r"\d+|\b[ivxlc]+\b")
_MARKUP = re.compile(r"</?(?:u|b|i|em|strong|br)\s*/?>|\*\*|(?m:^#{1,6} )")
_PAIRS = {"“": "”", "‘": "’", "(": ")", "[": "]", '"': '"', "'": "'"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_STOPS = ".!?…;,:"
_BULLETS = re.compile(r"[•▪◦‣●○■□➢✓\uf000-\uf8ff]|\s[·o](?=\s)")


@dataclass(frozen=True)
class Page:
    """A piece of a document that a reader can turn to: `place` is what it is called there, such as “page 3”."""

    place: str
    text: str


class Stream:
    """One reading of a document. `sewn`: whether hyphens at line ends belong to the line, not to the word."""

    def __init__(self, pages: Sequence[Page], sewn: Sequence[bool] | None = None) -> None:
        self._starts: list[int] = []
        self._places = [page.place for page in pages]
        text: list[str] = []
        length = 0
        for page in pages:
            self._starts.append(length)
            text.append(unicodedata.normalize("NFC", _MARKUP.sub("", page.text)) + "\n")
            length += len(text[-1])
        self.text = "".join(text)
        self._breaks = list(_BROKEN.finditer(self.text))
        self._sewn = sewn

    @property
    def breaks(self) -> int:
        """Hyphens at line ends."""
        return len(self._breaks)

    @cached_property
    def sewn(self) -> tuple[bool, ...]:
        """For each hyphen at a line end whether it goes, by what else the document holds of its two halves."""
        if self._sewn is not None:
            return tuple(self._sewn)
        lowered = self.text.lower()
        known = Counter(_LETTERS.findall(lowered))
        known.update(f"{match[1]}-{match[2]}" for match in _PAIR.finditer(lowered))
        found = []
        for broken in self._breaks:
            left = _LEFT.search(self.text, max(0, broken.start() - 40), broken.start())
            right = _LETTERS.match(self.text, broken.end())
            halves = (left[0] if left else "").lower(), (right[0] if right else "").lower()
            found.append(known["".join(halves)] >= known["-".join(halves)])
        return tuple(found)

    @cached_property
    def _spans(self) -> list[tuple[str, int, int]]:
        gone = [broken for broken, sewn in zip(self._breaks, self.sewn, strict=True) if sewn]
        skipped = {i for broken in (*gone, *_SOFT.finditer(self.text)) for i in range(*broken.span())}
        letters: list[str] = []
        where: list[int] = []
        for i, char in enumerate(self.text):
            if i in skipped:
                continue
            plain = _fold(char)
            letters.append(plain)
            where += [i] * len(plain)
        return [
            (match[0], where[match.start()], where[match.end() - 1] + 1) for match in WORD.finditer("".join(letters))
        ]

    @cached_property
    def words(self) -> list[str]:
        """The normalised words, as fingerprints are made of."""
        return [word for word, _, _ in self._spans]

    def place(self, first: int) -> str:
        """What the page is called that a word stands on."""
        at = self._spans[first][1]
        return self._places[bisect_right(self._starts, at) - 1]

    def wording(self, first: int, count: int) -> str:
        """The words as they are spelt there, with the punctuation that belongs to them and single spaces."""
        start, end = self._spans[first][1], self._spans[first + count - 1][2]
        before = first and self._spans[first - 1][2]
        while start > before and _PAIRS.get(self.text[start - 1], "\0") in self.text[start : end + 3]:
            start -= 1
        while self.text[end] in _STOPS or _CLOSING.get(self.text[end], "\0") in self.text[start:end]:
            end += 1
        pieces, at = [], start
        for broken, gone in zip(self._breaks, self.sewn, strict=True):
            if start < broken.start() < end:
                pieces.append(self.text[at : broken.start()] + ("" if gone else broken[0].strip()[0]))
                at = broken.end()
        plain = "".join([*pieces, self.text[at:end]])
        plain = _SOFT.sub("", plain).replace("\u00ad", "")
        return " ".join(_BULLETS.sub(" ", plain).split())


def streams(pages: Sequence[Page], *, printed: bool) -> Iterator[Stream]:
    """The readings of a document, the likeliest first: each is needed only for what the ones before did not show.

    `printed`: whether its pages have edges, where running headings and page numbers stand.
    """
    bare = _without(pages, _running(pages)) if printed else pages
    plain = Stream(bare)
    yield plain
    if plain.breaks:
        yield Stream(bare, [not gone for gone in plain.sewn])
    if printed:
        yield Stream(pages)
        yield Stream([Page(page.place, "\n".join(_filled(page.text)[:-1])) for page in pages])
        yield Stream([Page(page.place, "\n".join(_filled(page.text)[1:])) for page in pages])
        yield Stream([Page(page.place, "\n".join(_filled(page.text)[1:-1])) for page in pages])
        for stray in range(1, _STRAY + 1):
            yield Stream([Page(page.place, re.sub(rf"^(\s*\S+){{{stray}}}", "", page.text)) for page in bare])


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    return folded(char)


def _filled(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _shape(line: str) -> str:
    """A running heading without what changes from page to page."""
    return _FIGURES.sub("#", " ".join(line.split()).lower())


def _running(pages: Sequence[Page]) -> frozenset[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        lines = _filled(page.text)
        seen.update({_shape(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    enough = max(2, min(_RUNNING, len(pages)))
    return frozenset(shape for shape, times in seen.items() if times >= enough)


def _without(pages: Sequence[Page], running: frozenset[str]) -> list[Page]:
    """The pages without their running headings, which stand at the edges only."""
    found = []
    for page in pages:
        lines = page.text.splitlines()
        filled = [i for i, line in enumerate(lines) if line.strip()]
        gone = {i for i in (*filled[:_EDGE], *filled[-_EDGE:]) if _shape(lines[i]) in running}
        found.append(Page(page.place, "\n".join(line for i, line in enumerate(lines) if i not in gone)))
    return found
