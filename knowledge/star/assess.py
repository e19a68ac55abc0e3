"""The STAR check: an answer in, a judgement with evidence out, or the word that it cannot be judged."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from knowledge.library import Library
from knowledge.star.judging import Linear, PartModel, Rating
from knowledge.star.leanings import ACTION, OTHER
from knowledge.star.measures import of_part, whole
from knowledge.star.names import Names
from knowledge.star.reading import PARTS, Answer, StarReader
from knowledge.star.recital import Recitals
from knowledge.star.units import Unit

Span = tuple[int, int]
_SURE = 0.5  # probability from which a unit is evidence for a part without being its best
_FEWEST = 8  # words; fewer are no answer


@dataclass(frozen=True)
class Part:
    """A part of STAR: how clear it is, the evidence, and where it is missing the sentence that comes closest to it."""

    rating: Rating
    chances: tuple[float, float, float]  # of missing, thin, clear
    evidence: tuple[Span, ...]
    closest: Span | None


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
    parts: dict[str, Part]
    flags: tuple[Flag, ...]
    answer: Answer


class Assessor:
    """Judges answers; the models are trained ahead (`make train-star`)."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._reader = StarReader.load(library.star, folder)
        self._recitals = Recitals(library)
        words = (folder.parent / "words.txt").read_text(encoding="utf-8").split()
        self._names = Names(library.names, words)
        models = json.loads((folder / "judging.json").read_text(encoding="utf-8"))
        self._gate = _linear(models["gate"])
        self._gate_least: float = models["gate"]["least"]
        self._parts = {name: PartModel(_linear(model), model["missing"]) for name, model in models["parts"].items()}
        self._flags = {name: (_linear(model), float(model["least"])) for name, model in models["flags"].items()}

    def assess(self, text: str) -> Assessment:
        """Judge an answer."""
        answer = self._reader.read(text)
        shared = whole(answer, self._recitals.share(unit.text for unit in answer.units))
        chance = self._gate.chances(shared)[0] if answer.length >= _FEWEST else 0.0
        if chance < self._gate_least:
            return Assessment(judgeable=False, chance=chance, parts={}, flags=(), answer=answer)
        parts = {}
        for name, model in self._parts.items():
            rating, chances = model.rate(of_part(answer, name, shared))
            likely = answer.best(PARTS[name])
            evidence = () if rating == "missing" else _evidence(likely)
            closest = (likely[0][1].start, likely[0][1].end) if likely else None
            parts[name] = Part(rating, (chances[0], chances[1], chances[2]), evidence, closest)
        return Assessment(judgeable=True, chance=chance, parts=parts, flags=self._found(answer, shared), answer=answer)

    def _found(self, answer: Answer, shared: dict[str, float]) -> tuple[Flag, ...]:
        found = []
        for name, (model, least) in self._flags.items():
            chance = model.chances(shared)[0]
            if chance >= least:
                found.append(Flag(name, chance, _rests_on(name, answer)))
        named = self._names.found(answer.text)
        if named:
            found.append(Flag("names-people", 1.0, tuple(named)))
        return tuple(found)


def _evidence(likely: list[tuple[float, Unit]]) -> tuple[Span, ...]:
    chosen = [unit for chance, unit in likely if chance >= _SURE] or [unit for _, unit in likely[:1]]
    return tuple(sorted((unit.start, unit.end) for unit in chosen))


def _rests_on(name: str, answer: Answer) -> tuple[Span, ...]:
    """The units that a flag is about; for something that is not there, none."""
    wanted = {
        "we-not-i": lambda i: (
            sum(n for act, n in Counter(answer.told[i].acts).items() if act.startswith("we+"))
            * answer.likely[i][ACTION]
        ),
        "hypothetical": lambda i: Counter(answer.told[i].acts)["I+would"] + answer.told[i].cues["would"],
        "generalised": lambda i: answer.told[i].cues["habit"] + 0.3 * Counter(answer.told[i].acts)["I+other"],
        "quotes-framework": lambda i: answer.told[i].cues["values"] * answer.likely[i][OTHER],
    }.get(name)
    if wanted is None:
        return ()
    ranked = sorted(range(len(answer.units)), key=lambda i: -wanted(i))[:2]
    return tuple(sorted((answer.units[i].start, answer.units[i].end) for i in ranked if wanted(i) > 0))


def _linear(model: dict[str, list[object]]) -> Linear:
    return Linear(
        tuple(map(str, model["names"])),
        tuple(map(float, model["mean"])),  # type: ignore[arg-type]  # numbers of our own file
        tuple(map(float, model["scale"])),  # type: ignore[arg-type]
        tuple(tuple(row) for row in model["rows"]),  # type: ignore[arg-type, misc, var-annotated]
    )
