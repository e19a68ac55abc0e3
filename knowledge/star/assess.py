"""The STAR check: an answer in, a judgement with evidence out, or the word that it cannot be judged."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.library import Library
from knowledge.star.indicators import Indicators, Touched
from knowledge.star.judging import Linear, PartModel, Rating
from knowledge.star.leanings import ACTION, OTHER
from knowledge.star.measures import of_part, whole
from knowledge.star.names import Names
from knowledge.star.reading import PARTS, Answer, StarReader
from knowledge.star.recital import Recitals

Span = tuple[int, int]  # first character and the one after the last
_FEWEST = 8  # words; fewer are no answer
# Without a word for the teller (I, me, we ...) a text is an answer only where it is very like one, as notes are: notes
# of training answers come out above 0.9, news and encyclopaedias mostly below 0.8.
_NOBODY_LEAST = 0.85
_TELLER_WORDS = "i im i'm i've ive i'd me my mine myself we we're we'd we've us our ours"
_TELLER = frozenset(_TELLER_WORDS.split())
_LIKELIER = 0.5  # where nothing is sure enough, the likeliest unit is evidence if it is likelier this part than not
_ANYTHING_LIKE = 0.3  # chance of the likeliest unit from which a text has something of a part
_MOST_QUOTED = 2  # units that a flag quotes


@dataclass(frozen=True)
class Part:
    """A part of STAR: how clear it is and the evidence.

    `closest` is the unit that comes closest; where `unsure` it is asked after ("is it this?"), not told as evidence.
    """

    rating: Rating
    chances: tuple[float, float, float]  # of missing, thin, clear
    evidence: tuple[Span, ...]
    closest: Span | None
    unsure: bool


@dataclass(frozen=True)
class Flag:
    """Something to look at, and what it rests on."""

    name: str
    chance: float
    evidence: tuple[Span, ...]


@dataclass(frozen=True)
class Assessment:
    """What the check found. Where it cannot judge, the parts and flags are empty."""

    judgeable: bool
    chance: float  # that it can be judged
    parts: Mapping[str, Part]
    flags: tuple[Flag, ...]
    answer: Answer


class Assessor:
    """Judges answers; the models are trained ahead (`make train-star`)."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._reader = StarReader.load(library.answers.cues, folder)
        self._recitals = Recitals(library)
        self._names = Names(library.answers.names, (folder.parent / "words.txt").read_text(encoding="utf-8").split())
        self._indicators = Indicators(library, folder)
        models = json.loads((folder / "judging.json").read_text(encoding="utf-8"))
        self._gate = Linear.of(models["gate"])
        self._gate_least: float = models["gate"]["least"]
        self._parts = {name: PartModel.of(model) for name, model in models["parts"].items()}
        self._flags = {name: (Linear.of(model), float(model["least"])) for name, model in models["flags"].items()}

    def assess(self, text: str) -> Assessment:
        """Judge an answer."""
        answer = self._reader.read(text)
        shared = whole(answer, self._recitals.share(unit.text for unit in answer.units))
        chance = self._gate.chances(shared)[0] if answer.length >= _FEWEST else 0.0
        told = any(word in _TELLER for unit in answer.told for word in unit.words)
        if chance < (self._gate_least if told else _NOBODY_LEAST):
            return Assessment(judgeable=False, chance=chance, parts={}, flags=(), answer=answer)
        parts = {name: _rated(answer, name, model, shared) for name, model in self._parts.items()}
        return Assessment(judgeable=True, chance=chance, parts=parts, flags=self._found(answer, shared), answer=answer)

    def named(self, text: str) -> list[Span]:
        """Where a text may identify private people."""
        return self._names.found(text)

    def tells(self, text: str, name: str) -> bool:
        """Whether a text that is meant for one part of STAR alone has anything like that part in it."""
        likely = self._reader.read(text).best(PARTS[name])
        return bool(likely) and likely[0][0] >= _ANYTHING_LIKE

    def touched(self, found: Assessment, target: str) -> list[Touched]:
        """The indicators of a target that an answer may show; none where it cannot be judged."""
        return self._indicators.touched(found.answer, target) if found.judgeable else []

    def _found(self, answer: Answer, shared: Mapping[str, float]) -> tuple[Flag, ...]:
        found = []
        for name, (model, least) in self._flags.items():
            chance = model.chances(shared)[0]
            if chance >= least:
                found.append(Flag(name, chance, _rests_on(name, answer)))
        named = self._names.found(answer.text)
        if named:
            found.append(Flag("names-people", 1.0, tuple(named)))
        return tuple(found)


def _rated(answer: Answer, name: str, model: PartModel, shared: Mapping[str, float]) -> Part:
    rating, chances = model.rate(of_part(answer, name, shared))
    likely = answer.best(PARTS[name])
    sure = [unit for chance, unit in likely if chance >= model.evidence]
    sure = sure or [unit for chance, unit in likely[:1] if chance >= _LIKELIER]
    evidence = () if rating == "missing" else tuple(sorted((unit.start, unit.end) for unit in sure))
    unsure = rating != "missing" and (not evidence or chances[0] == max(chances))
    return Part(rating, chances, evidence, (likely[0][1].start, likely[0][1].end), unsure)


def _rests_on(name: str, answer: Answer) -> tuple[Span, ...]:
    """The units that a flag is about; where something is not there, the ones that lack it."""
    weight: Mapping[str, Callable[[int], float]] = {
        "we-not-i": lambda at: _acts(answer, at, "we+") * answer.likely[at][ACTION],
        "hypothetical": lambda at: _acts(answer, at, "I+would") + answer.told[at].cues["would"],
        "generalised": lambda at: answer.told[at].cues["habit"] + 0.3 * _acts(answer, at, "I+other"),
        "no-reasoning": lambda at: answer.likely[at][ACTION],
        "no-reflection": lambda at: float(at == len(answer.units) - 1),
        "quotes-framework": lambda at: answer.told[at].cues["values"] * (0.2 + answer.likely[at][OTHER]),
    }
    ranked = sorted(range(len(answer.units)), key=lambda at: -weight[name](at))[:_MOST_QUOTED]
    return tuple(sorted((answer.units[at].start, answer.units[at].end) for at in ranked if weight[name](at) > 0))


def _acts(answer: Answer, at: int, who: str) -> int:
    return sum(act.startswith(who) for act in answer.told[at].acts)
