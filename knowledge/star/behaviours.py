"""What the candidate tells that may show an indicator: found by authored cues, never by likeness of texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.entries import BehaviourFile
from knowledge.star.reading import Answer

_GAP = 3  # other words that may stand between two words of a cue
_DENYING = "not never no didnt dont couldnt wouldnt wasnt without hadnt cant nobody should wish"
_DENIALS = frozenset(_DENYING.split())
_DENIED = 2  # words before a cue in which a denial undoes it
_Word = tuple[frozenset[str], tuple[str, ...]]  # whole words, and beginnings of words


@dataclass(frozen=True)
class Sign:
    """A behaviour that the answer tells of."""

    behaviour: str
    unit: int
    cue: str


class Behaviours:
    """Finds the signs of behaviours."""

    def __init__(self, file: BehaviourFile) -> None:
        self._groups = {name: frozenset(map(_plain, words)) for name, words in file.groups.items()}
        self._cues = {
            behaviour.name: [(cue, tuple(map(self._word, cue.split()))) for cue in behaviour.cues]
            for behaviour in file.behaviours
        }
        self._shown: dict[str, list[str]] = {}  # indicator -> behaviours that may show it
        for behaviour in file.behaviours:
            for indicator in behaviour.shows:
                self._shown.setdefault(indicator, []).append(behaviour.name)

    def indicators(self, topics: Sequence[str]) -> dict[str, list[str]]:
        """The indicators of some topics that have cues, with the behaviours that may show them."""
        return {name: shown for name, shown in self._shown.items() if name.split("#")[0] in topics}

    def signs(self, answer: Answer, names: Sequence[str]) -> list[Sign]:
        """The signs of the named behaviours, in the order of the answer."""
        found = []
        for at, unit in enumerate(answer.told):
            words = [_plain(word) for word in unit.words]
            places: dict[str, list[int]] = {}
            for place, word in enumerate(words):
                places.setdefault(word, []).append(place)
            for name in names:
                cue = next((cue for cue, pattern in self._cues[name] if _holds(pattern, words, places)), None)
                if cue:
                    found.append(Sign(name, at, cue))
        return found

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
