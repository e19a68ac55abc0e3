"""An answer cut into units that can each be one part of STAR: sentences, or clauses where nothing is punctuated.

Dictation has no full stops. Restoring them gets half of them wrong (F1 .45 to .70, research/language.md); cutting too
often costs little, because neighbours get the same label.
"""

import re
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"'”’)])\s+|\n+|\s+(?=[-•*]\s)|;\s+")
_LONG = 28  # words of a sentence that is also cut into clauses: dictation, or a breathless writer
_SHORT = 4  # words of a clause that can stand alone
_JOINS = (
    "and then|and so|but then|so then|and|but|so|because|cos|then|which|when|while|anyway|until|after|after that"
    "|in the end|um|erm|like"
)
_STARTS = (
    "i|i'd|i'm|i've|id|im|ive|we|he|she|they|it|there|that|this|my|our|the|his|her|everyone|nobody|people|somebody"
    "|someone|one"
)
_CLAUSE = re.compile(rf"\s+(?=(?:{_JOINS})\s+(?:{_STARTS})\b)|,\s+(?=(?:{_JOINS}|{_STARTS})\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A stretch of the answer, in characters."""

    start: int
    end: int
    text: str


def units_of(text: str) -> list[Unit]:
    """The units, in order. Spaces between them belong to none."""
    found: list[Unit] = []
    for start, end in _pieces(text, 0, len(text), _END):
        if len(text[start:end].split()) <= _LONG:
            found.append(Unit(start, end, text[start:end]))
            continue
        first = start
        for _, stop in _pieces(text, start, end, _CLAUSE):
            if len(text[first:stop].split()) >= _SHORT and len(text[stop:end].split()) >= _SHORT:
                found.append(_unit(text, first, stop))
                first = stop
        if text[first:end].strip():
            found.append(_unit(text, first, end))
    return found


def _unit(text: str, start: int, end: int) -> Unit:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Unit(start, start + len(piece.strip()), piece.strip())


def _pieces(text: str, start: int, end: int, mark: re.Pattern[str]) -> list[tuple[int, int]]:
    found, first = [], start
    for match in mark.finditer(text, start, end):
        if text[first : match.start()].strip():
            found.append((first, match.start()))
        first = match.end()
    if text[first:end].strip():
        found.append((first, end))
    return [(unit.start, unit.end) for unit in (_unit(text, a, b) for a, b in found)]
