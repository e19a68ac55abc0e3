"""The indicators of a target that an answer may show, each with the words that speak for it.

Three things count: an authored cue (`language/behaviours.yaml`), words that told of the indicator in labelled answers,
and how often answers to such a question show it at all. How much, is learned; likeness of texts plays no part.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.library import Library
from knowledge.star.behaviours import Behaviours
from knowledge.star.judging import Linear
from knowledge.star.reading import Answer
from knowledge.understanding.text import stem

Span = tuple[int, int]
_OWN_DEED = {"A": 1.0, "L": 0.8, "T": 0.6, "R": 0.6}  # how much a unit of each label can speak for its teller
_NEAR = 0.7  # of the strongest unit; others from here on are quoted too
_MOST = 2  # units quoted for one indicator
_AGAIN = 0.2  # what a second cue adds to the first
_TOLD = 0.4  # a negative indicator needs its cue in a unit that is as likely as this the teller's own deed


@dataclass(frozen=True)
class Touched:
    """An indicator (`value/courage/positive#1`: the topic, which of its statements) and where the answer touches it."""

    indicator: str
    chance: float
    evidence: tuple[Span, ...]


def topics_of(target: str) -> list[str]:
    """The topics whose indicators count for a target: a value's two sides; a competency's level and those below it."""
    family, _, rest = target.partition("/")
    name, _, level = rest.partition("/")
    if family == "value" and name and not level:
        return [f"value/{name}/positive", f"value/{name}/negative"]
    if family == "competency" and level in ("level-1", "level-2", "level-3"):
        return [f"competency/{name}/level-{number}" for number in range(1, int(level[-1]) + 1)]
    return []


def candidates(library: Library, target: str) -> list[str]:
    """Every indicator of a target."""
    topics = [topic for topic in topics_of(target) if topic in library]
    return [f"{topic}#{at}" for topic in topics for at in range(1, len(library.entries[topic].items) + 1)]


def deeds(answer: Answer) -> list[float]:
    """For each unit, how far it tells of the teller's own doing."""
    return [sum(weight * likely[label] for label, weight in _OWN_DEED.items()) for likely in answer.likely]


def stems_of(answer: Answer) -> list[frozenset[str]]:
    """The stems of each unit."""
    return [frozenset(map(stem, unit.words)) for unit in answer.told]


@dataclass(frozen=True)
class Signs:
    """What speaks for one indicator: the measures, and the weight of every unit."""

    measures: dict[str, float]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Telling:
    """What labelled answers tell of an indicator: its telling words, how often it is shown, and by how many."""

    words: Mapping[str, float]
    rate: float
    marks: int


_UNKNOWN = Telling({}, 0.1, 0)


class Indicators:
    """Finds indicators."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._behaviours = Behaviours(library.answers.behaviours)
        trained = json.loads((folder / "indicators.json").read_text(encoding="utf-8"))
        self._model, self._least = Linear.of(trained["model"]), float(trained["least"])
        self._telling = {
            name: Telling(row["words"], row["rate"], row["marks"]) for name, row in trained["telling"].items()
        }

    def touched(self, answer: Answer, target: str) -> list[Touched]:
        """The indicators of a target that the answer may show, the surest first."""
        names = candidates(self._library, target)
        cued = self._behaviours.found(answer, names)
        own, stems = deeds(answer), stems_of(answer)
        found = []
        for name in names:
            signs = signs_of(self._telling.get(name, _UNKNOWN), cued.get(name, ()), own, stems, len(names))
            chance = self._model.chances(signs.measures)[0]
            spoken = any(own[at] >= _TOLD for at in cued.get(name, ()))
            if spoken if "/negative#" in name else chance >= self._least and max(signs.weights, default=0.0) > 0:
                found.append(Touched(name, chance, _quoted(answer, signs.weights)))
        return sorted(found, key=lambda sign: -sign.chance)


def signs_of(
    telling: Telling, cued: Sequence[int], own: Sequence[float], stems: Sequence[frozenset[str]], others: int
) -> Signs:
    """What speaks for an indicator; `cued` are the units with one of its cues."""
    words = [gate * sum(telling.words.get(word, 0.0) for word in unit) for gate, unit in zip(own, stems, strict=True)]
    first, second = [*sorted(words, reverse=True), 0.0, 0.0][:2]
    cue = max((own[at] for at in cued), default=0.0)
    measures = {
        "cue": cue + (_AGAIN if len(cued) > 1 else 0.0),
        "first": first,
        "second": second,
        "rate": math.log(telling.rate / (1 - telling.rate)),
        "marks": math.log1p(telling.marks),
        "others": float(others),
        "units": float(len(own)),
        "deeds": sum(own),
    }
    strongest = max(words, default=0.0) or 1.0
    return Signs(measures, tuple(word + (strongest if at in cued else 0.0) * own[at] for at, word in enumerate(words)))


def _quoted(answer: Answer, weights: Sequence[float]) -> tuple[Span, ...]:
    ranked = sorted(range(len(weights)), key=lambda at: -weights[at])[:_MOST]
    chosen = [at for at in ranked if weights[at] >= _NEAR * weights[ranked[0]]]
    return tuple(sorted((answer.units[at].start, answer.units[at].end) for at in chosen))
