"""What the candidate tells that may show an indicator: authored cues, found in the units of an answer."""

from collections.abc import Mapping, Sequence

from knowledge.entries import BehaviourFile
from knowledge.star.reading import Answer

_GAP = 3  # other words that may stand between two words of a cue
_DENYING = "not never no didnt dont couldnt wouldnt wasnt without hadnt cant nobody should wish if"
_DENIALS = frozenset(_DENYING.split())
_DENIED = 2  # words before a cue in which a denial undoes it
_Word = tuple[frozenset[str], tuple[str, ...]]  # whole words, and beginnings of words


class Behaviours:
    """Finds the cues of behaviours, and of single indicators."""

    def __init__(self, file: BehaviourFile) -> None:
        self._groups = {name: frozenset(map(_plain, words)) for name, words in file.groups.items()}
        self._cues: dict[str, list[str]] = {}
        for behaviour in file.behaviours:
            for indicator in behaviour.shows:
                self._cues.setdefault(indicator, []).extend(behaviour.cues)
        for indicator, cues in file.indicators.items():
            self._cues.setdefault(indicator, []).extend(cues)
        self._patterns: dict[str, tuple[_Word, ...]] = {}  # made when first asked for: most targets never are

    def found(self, answer: Answer, indicators: Sequence[str]) -> dict[str, list[int]]:
        """The units that hold a cue of each of the indicators."""
        found: dict[str, list[int]] = {}
        for at, unit in enumerate(answer.told):
            words = [_plain(word) for word in unit.words]
            places: dict[str, list[int]] = {}
            for place, word in enumerate(words):
                places.setdefault(word, []).append(place)
            for indicator in indicators:
                if any(_holds(self._pattern(cue), words, places) for cue in self._cues.get(indicator, ())):
                    found.setdefault(indicator, []).append(at)
        return found

    def _pattern(self, cue: str) -> tuple[_Word, ...]:
        if cue not in self._patterns:
            self._patterns[cue] = tuple(map(self._word, cue.split()))
        return self._patterns[cue]

    def _word(self, text: str) -> _Word:
        whole: set[str] = set()
        begins = []
        for part in text.split("/"):
            if part.startswith("@"):
                whole |= self._groups[part[1:]]
            elif part.endswith("*"):
                begins.append(_plain(part[:-1]))
            else:
                whole.add(_plain(part))
        return frozenset(whole), tuple(begins)


def _plain(word: str) -> str:
    return word.lower().replace("'", "")


def _fits(word: _Word, said: str) -> bool:
    return said in word[0] or (bool(word[1]) and said.startswith(word[1]))


def _holds(pattern: Sequence[_Word], words: Sequence[str], places: Mapping[str, Sequence[int]]) -> bool:
    first = pattern[0]
    if first[1]:
        starts = [at for at, word in enumerate(words) if _fits(first, word)]
    else:
        starts = [at for word in first[0] & places.keys() for at in places[word]]
    for start in starts:
        if _DENIALS.intersection(words[max(0, start - _DENIED) : start]):
            continue
        at = start
        for word in pattern[1:]:
            at = next((i for i in range(at + 1, min(len(words), at + 2 + _GAP)) if _fits(word, words[i])), -1)
            if at < 0:
                break
        else:
            return True
    return False
