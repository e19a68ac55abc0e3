"""Repair of spelling against our own vocabulary: typos, sound-alikes, words run together or torn apart.

A word that is ours, or an English one, is left alone. What remains is compared with our words first, and only where one
edit leads there with common English words: a wrong guess is worse than a word that stays unknown.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.understanding.text import Token

_NUMBERS_HEARD = {
    "too": "2",
    "two": "2",
    "tow": "2",
    "free": "3",
    "three": "3",
    "tree": "3",
    "one": "1",
    "won": "1",
    "wan": "1",
}
_ENGLISH = 6  # letters; an unknown word as long as this, one edit from a common English word, is that word
_RUN_TOGETHER = 13  # letters; a longer unknown word is tried as several
_TWO_WORDS = 8  # letters; a shorter one only where one of the words is ours and this long:
_OWN_PART = 5
_COUNTED = {"level", "label", "lavel", "leval", "point", "tier", "stage"}
_EDITS = (
    (4, 1),
    (8, 2),
    (13, 3),
)  # from this length on, this many edits; measured on the typo part of our own test questions


class Speller:
    """Repairs words.

    `ours` maps our words to how often they occur; `common` lists English words, commonest first; `rare` are further
    English words, one a line and sorted, which are left alone but not looked for in words run together.
    """

    def __init__(self, ours: Mapping[str, int], common: Sequence[str], rare: bytes = b"") -> None:
        self._ours = dict(ours)
        self._rank = {word: rank for rank, word in enumerate(common)}
        self._rare = rare  # left as it lies in the file: a set of these words would take 8 MB
        self._targets = [word for word in ours if len(word) >= 4 and word.isalpha()]
        self._english: dict[tuple[str, int], list[str]] = {}
        for word in common:
            if len(word) >= _ENGLISH:
                self._english.setdefault((word[0], len(word)), []).append(word)
        self._sounds: dict[str, list[str]] = {}
        for word in self._targets:
            self._sounds.setdefault(jellyfish.metaphone(word), []).append(word)

    def known(self, word: str) -> bool:
        """Whether a word is one of ours or a common English one."""
        base = word.removesuffix("'s")
        return (
            base in self._ours
            or base in self._rank
            or self._is_rare(base)
            or (not base.isalpha() and len(base) < _RUN_TOGETHER)
        )

    def _is_rare(self, word: str) -> bool:
        """Binary search for a whole line."""
        wanted = word.encode()
        low, high = 0, len(self._rare)
        while low < high:
            start = self._rare.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._rare.find(b"\n", start)
            line = self._rare[start:end]
            if line == wanted:
                return True
            if line < wanted:
                low = end + 1
            else:
                high = start
        return False

    def repair(self, said: Iterable[Token], abbreviations: Mapping[str, tuple[str, ...]]) -> list[Token]:
        """Expand abbreviations, mend words, join what was torn apart; the order stays."""
        return self._numbers(self._mend(self._join(self._expand(said, abbreviations)), abbreviations))

    def _expand(self, said: Iterable[Token], abbreviations: Mapping[str, tuple[str, ...]]) -> list[Token]:
        found: list[Token] = []
        for token in said:
            long = abbreviations.get(token.text)
            if long is None:
                found.append(token)
            else:
                found += [Token(word, token.said, token.breaks and not i) for i, word in enumerate(long)]
        return found

    def _join(self, said: list[Token]) -> list[Token]:
        """`owner ship` is one of our words torn apart; `inter view` too."""
        found: list[Token] = []
        for token in said:
            before = found[-1] if found else None
            whole = before.text + token.text if before and not token.breaks else ""
            if (
                len(whole) >= 7
                and before
                and min(len(before.text), len(token.text)) >= 2
                and whole in self._ours
                and self._ours[whole] > 1
            ):
                found[-1] = Token(whole, f"{before.said} {token.said}", before.breaks)
            else:
                found.append(token)
        return found

    def _mend(self, said: list[Token], abbreviations: Mapping[str, tuple[str, ...]]) -> list[Token]:
        found: list[Token] = []
        for token in said:
            if self.known(token.text):
                found.append(token)
            elif len(token.text) >= _RUN_TOGETHER and (parts := self._split(token.text)):
                found += self._expand(
                    [Token(p, token.said, token.breaks and not i) for i, p in enumerate(parts)], abbreviations
                )
            else:
                near = self.nearest(token.text)
                parts = None if near or len(token.text) < _TWO_WORDS else self._split(token.text)
                if parts and any(len(part) >= _OWN_PART and part in self._ours for part in parts):
                    found += [Token(part, token.said, token.breaks and not i) for i, part in enumerate(parts)]
                else:
                    found.append(replace(token, text=near or token.text))
        return found

    def nearest(self, word: str) -> str | None:
        """Our word that this one most likely is, or None. Same first letter, or the same sound."""
        edits = max((most for length, most in _EDITS if len(word) >= length), default=0)
        if not edits:
            return None
        close = process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=edits, limit=8)
        ranked = [(distance, target[0] != word[0], -self._ours[target], target) for target, distance, _ in close]
        ranked = [row for row in ranked if not row[1] or row[0] == 1]
        if ranked:
            return min(ranked)[3]
        if len(word) >= _ENGLISH:
            likely = [target for size in (-1, 0, 1) for target in self._english.get((word[0], len(word) + size), ())]
            plain = process.extractOne(word, likely, scorer=OSA.distance, score_cutoff=1)
            if plain:
                return plain[0]
        alike = self._sounds.get(jellyfish.metaphone(word), []) if len(word) >= 5 else []
        best = min(((OSA.normalized_distance(word, target), target) for target in alike), default=None)
        return best[1] if best and best[0] <= 0.5 else None

    def _split(self, run: str) -> list[str] | None:
        """Words run together, taken apart by the cheapest reading; None where a piece stays unknown."""
        best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * len(run)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - 16), end):
                piece = run[start:end]
                cost = best[start][0] + self._cost(piece)
                if cost < best[end][0]:
                    best[end] = (cost, start)
        if math.isinf(best[-1][0]):
            return None
        parts, end = [], len(run)
        while end:
            start = best[end][1]
            parts.append(run[start:end])
            end = start
        return parts[::-1]

    def _cost(self, piece: str) -> float:
        if piece.isdigit():
            return 6.0
        if piece in self._ours and len(piece) > 3:
            return 7.0
        rank = self._rank.get(piece)
        if rank is None or (len(piece) == 1 and piece not in "ai") or (len(piece) == 2 and rank > 120):
            return math.inf
        return 4.0 + math.log(rank + 10)

    def _numbers(self, said: list[Token]) -> list[Token]:
        """`level too`, `level free`, `label 3`: numbers as dictation hears them."""
        for i in range(1, len(said)):
            before, token = said[i - 1], said[i]
            if before.text in _COUNTED and not token.breaks:
                number = token.text if token.text in {"1", "2", "3"} else _NUMBERS_HEARD.get(token.text)
                if number in {"1", "2", "3"}:
                    said[i] = replace(token, text=number)
                    if before.text in {"label", "lavel", "leval"}:
                        said[i - 1] = replace(before, text="level")
        return said
