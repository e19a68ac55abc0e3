"""Train the STAR check from the labelled answers: `python -m knowledge.training.star`.

The judgements learn from answers whose writers the fields have not seen (folds of writers); their thresholds are set on
these and on the development answers. The same data give the same weights.
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score

from knowledge.library import Library, load_library
from knowledge.star.judging import RATINGS
from knowledge.star.measures import of_part, whole
from knowledge.star.reading import PARTS, StarReader
from knowledge.star.recital import Recitals
from knowledge.training.common import WEIGHTS
from knowledge.training.fields import Vectors, train_reader
from knowledge.training.indicators import train_indicators
from knowledge.training.labelled import Labelled, fingerprint_of_answers, labels_of, read

HOME = WEIGHTS / "star"
FOLDS = 6
PART_STRENGTH, FLAG_STRENGTH, GATE_STRENGTH = 0.01, 0.05, 1.0  # regularisation, chosen on the development answers
FALSE_MISSING = 0.04  # of the parts that are there, at most this share is called missing, over the four parts
PRECISE = 0.87  # of the characters shown as evidence, at least this share is of the part
MOST_RECITED = 40  # recitals made of our own statements, as examples of what cannot be judged
FLAGS = {
    "we-not-i": ("we", "I", "done", "we share", "action we share", "all A", "share A"),
    "hypothetical": ("would share", "cue would", "rate would", "done", "done share", "cue when"),
    "generalised": (
        "cue habit",
        "rate habit",
        "present share",
        "present",
        "done share",
        "cue when",
        "rate when",
        "all R",
    ),
    "no-reasoning": (
        *("cue reason", "rate reason", "reason in action", "reason a step", "words", "share A", "share T", "done"),
        *("cue because", "rate because", "because in action", "because a step", "would share"),
        *("units", "all A", "all L", "cue learning"),
    ),
    "no-reflection": ("all L", "most L", "share L", "cue learning", "rate learning", "words"),
    "quotes-framework": ("cue values", "rate values", "recited", "share X", "most X", "all X", "done share"),
}


def recitals(library: Library) -> list[str]:
    """Answers that only recite: runs of our own statements."""
    lists = [
        [item.text for item in entry.items]
        for entry in library.entries.values()
        if entry.id.split("/")[0] in ("value", "competency", "college", "revised") and len(entry.items) > 1
    ]
    step = max(1, len(lists) // MOST_RECITED)
    return [" ".join(items[: 2 + number % 5]) for number, items in enumerate(lists[::step])]


class Measured:
    """Answers with their measures, by a reader that has not seen them."""

    def __init__(self, recite: Recitals) -> None:
        self._recite = recite
        self.answers: list[Labelled] = []
        self.whole: list[dict[str, float]] = []
        self.parts: list[dict[str, dict[str, float]]] = []
        self.units: list[tuple[str, int, dict[str, float]]] = []  # label, characters, chance of each label

    def add(self, answers: Sequence[Labelled], reader: StarReader) -> None:
        """Read and measure some more."""
        for labelled in answers:
            answer = reader.read(labelled["text"])
            shared = whole(answer, self._recite.share(unit.text for unit in answer.units))
            self.answers.append(labelled)
            self.whole.append(shared)
            self.parts.append({part: of_part(answer, part, shared) for part in PARTS})
            if labelled["judgeable"]:
                sizes = [len(unit.text) for unit in answer.units]
                self.units += zip(labels_of(labelled, answer.units), sizes, map(dict, answer.likely), strict=True)

    def judged(self) -> list[int]:
        """The places of those that can be judged."""
        return [i for i, answer in enumerate(self.answers) if answer["judgeable"]]


def fitted(rows: list[dict[str, float]], wanted: list[Any], names: Sequence[str], strength: float) -> dict[str, Any]:
    """A logistic model on scaled measures, the classes weighed alike."""
    values = np.array([[row[name] for name in names] for row in rows])
    mean, scale = values.mean(0), values.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced")
    model.fit((values - mean) / scale, wanted)
    order = [list(model.classes_).index(rating) for rating in RATINGS] if len(model.classes_) > 2 else [0]
    weights = [[*(round(float(w), 4) for w in model.coef_[i]), round(float(model.intercept_[i]), 4)] for i in order]
    return {
        "names": list(names),
        "mean": np.round(mean, 4).tolist(),
        "scale": np.round(scale, 4).tolist(),
        "rows": weights,
    }


def chances(model: dict[str, Any], rows: list[dict[str, float]]) -> np.ndarray:
    """The probabilities that a fitted model gives."""
    values = np.array([[row[name] for name in model["names"]] for row in rows]).reshape(len(rows), len(model["names"]))
    values = (values - np.array(model["mean"])) / np.array(model["scale"])
    sums = values @ np.array(model["rows"])[:, :-1].T + np.array(model["rows"])[:, -1]
    if sums.shape[1] == 1:
        return 1 / (1 + np.exp(-sums[:, 0]))
    powers = np.exp(sums - sums.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def folded(
    rows: list[dict[str, float]], wanted: list[Any], writers: list[str], names: Sequence[str], strength: float
) -> np.ndarray:
    """The probabilities for each row by a model that did not see its writer."""
    found: np.ndarray | None = None
    order = sorted(set(writers))
    for fold in range(FOLDS):
        held = [i for i, writer in enumerate(writers) if order.index(writer) % FOLDS == fold]
        learn = [i for i in range(len(rows)) if i not in set(held)]
        given = chances(
            fitted([rows[i] for i in learn], [wanted[i] for i in learn], names, strength), [rows[i] for i in held]
        )
        found = np.zeros((len(rows), *given.shape[1:])) if found is None else found
        found[held] = given
    assert found is not None
    return found


def f1(said: np.ndarray, wanted: np.ndarray) -> float:
    """The F1 of what is said."""
    return float(2 * (said & wanted).sum() / max(1, said.sum() + wanted.sum()))


def best_threshold(given: np.ndarray, wanted: np.ndarray) -> float:
    """The threshold of the best F1, in the middle of its flat."""
    scores = [(f1(given >= least, wanted), float(least)) for least in np.arange(0.3, 0.96, 0.01)]
    top = max(score for score, _ in scores)
    return round(float(np.median([least for score, least in scores if score >= top - 0.005])), 2)


def missing_thresholds(given: dict[str, np.ndarray], ratings: dict[str, list[str]]) -> dict[str, float]:
    """From where "missing" is said: the best mean F1 of the parts whose false ones stay under the limit together."""
    grid = np.arange(0.34, 0.96, 0.01)
    curves = {}
    for part, chance in given.items():
        gone = np.array([rating == "missing" for rating in ratings[part]])
        curves[part] = [(f1(chance >= least, gone), float((chance >= least)[~gone].mean())) for least in grid]
    for price in np.arange(0.0, 20.0, 0.05):  # what a false one costs, raised until they are rare enough
        best = {
            part: max(range(len(grid)), key=lambda at: (curve[at][0] - price * curve[at][1], at))
            for part, curve in curves.items()
        }
        if np.mean([curves[part][at][1] for part, at in best.items()]) <= FALSE_MISSING:
            break
    return {part: round(float(grid[at]), 2) for part, at in best.items()}


def evidence_threshold(units: list[tuple[str, int, dict[str, float]]], label: str) -> float:
    """From where a unit is evidence of a part: the least chance that keeps the evidence precise enough."""
    for least in np.arange(0.5, 0.96, 0.01):
        shown = [(own == label, size) for own, size, chance in units if chance[label] >= least]
        if sum(size for right, size in shown if right) >= PRECISE * sum(size for _, size in shown):
            break
    return round(float(least), 2)


def report(part: str, given: np.ndarray, least: float, wanted: Sequence[str]) -> None:
    """Print how well a part is rated for writers whom the models have not seen."""
    said = np.where(given[:, 0] >= least, 0, np.where(given[:, 2] >= given[:, 1], 2, 1))
    gold = np.array([RATINGS.index(rating) for rating in wanted])  # type: ignore[arg-type]
    macro = np.mean([f1(said == at, gold == at) for at in range(3)])
    kappa = cohen_kappa_score(gold, said, weights="quadratic")
    false = (said == 0)[gold != 0].mean()
    print(
        f"{part:10} macro-F1 {macro:.3f} kappa {kappa:.3f} missing-F1 {f1(said == 0, gold == 0):.3f} false {false:.3f}"
    )


def main() -> int:
    """Write the weights."""
    HOME.mkdir(exist_ok=True)
    library = load_library()
    recite, vectors = Recitals(library), Vectors()
    writers = read("train-*.jsonl")
    others = [answer | {"judgeable": False} for answers in read("no-answers-*.jsonl").values() for answer in answers]
    others += [{"text": text, "judgeable": False} for text in recitals(library)]
    seen, of_writer = Measured(recite), []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            held = sorted(writers)[fold::FOLDS]
            learn = [answer for name, answers in writers.items() if name not in held for answer in answers]
            unlike = [other for at, other in enumerate(others) if at % FOLDS != fold]
            reader = train_reader(learn, unlike, library.answers.cues, vectors, Path(folder))
            for name in held:
                seen.add(writers[name], reader)
                of_writer += [name] * len(writers[name])
            seen.add(others[fold::FOLDS], reader)
            of_writer += [f"none-{fold}"] * len(others[fold::FOLDS])
    training = [answer for answers in writers.values() for answer in answers]
    reader = train_reader(training, others, library.answers.cues, vectors, HOME)
    held_out = Measured(recite)
    for answers in read("dev-*.jsonl").values():
        held_out.add(answers, reader)
    models = {"trained_on": fingerprint_of_answers()} | judgements(seen, of_writer, held_out)
    (HOME / "judging.json").write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    print(train_indicators(writers, reader, library, HOME))
    print(f"{len(training)} answers for training, {len(held_out.answers)} for thresholds, {len(others)} that are none")
    return 0


def judgements(seen: Measured, of_writer: list[str], held: Measured) -> dict[str, Any]:
    """The models of parts, flags and of whether an answer can be judged, with their thresholds."""
    judged, later = seen.judged(), held.judged()
    names = [of_writer[i] for i in judged]
    models: dict[str, Any] = {"parts": {}, "flags": {}}
    gone, ratings, apart = {}, {}, {}
    for part in PARTS:
        rows, wanted = [seen.parts[i][part] for i in judged], [seen.answers[i][part] for i in judged]
        measures = list(rows[0])
        model = models["parts"][part] = fitted(rows, wanted, measures, PART_STRENGTH)
        others = chances(model, [held.parts[i][part] for i in later])
        apart[part] = folded(rows, wanted, names, measures, PART_STRENGTH)
        gone[part] = np.concatenate([apart[part][:, 0], others[:, 0]])
        ratings[part] = wanted + [held.answers[i][part] for i in later]
    for part, least in missing_thresholds(gone, ratings).items():
        models["parts"][part]["missing"] = least
        report(part, apart[part], least, ratings[part][: len(judged)])
    for part, label in PARTS.items():
        models["parts"][part]["evidence"] = evidence_threshold(seen.units + held.units, label)
    for flag, measures in FLAGS.items():
        rows, wanted = [seen.whole[i] for i in judged], [flag in seen.answers[i]["flags"] for i in judged]
        model = models["flags"][flag] = fitted(rows, wanted, measures, FLAG_STRENGTH)
        others = chances(model, [held.whole[i] for i in later])
        every = np.array(wanted + [flag in held.answers[i]["flags"] for i in later])
        given = np.concatenate([folded(rows, wanted, names, measures, FLAG_STRENGTH), others])
        model["least"] = best_threshold(given, every)
        print(f"{flag}: F1 {f1(given >= model['least'], every):.2f} of {every.sum()}")
    wanted = [answer["judgeable"] for answer in seen.answers]
    measures = list(seen.whole[0])
    gate = models["gate"] = fitted(seen.whole, wanted, measures, GATE_STRENGTH)
    junk = np.array([not w for w in wanted] + [not answer["judgeable"] for answer in held.answers])
    given = np.concatenate([folded(seen.whole, wanted, of_writer, measures, GATE_STRENGTH), chances(gate, held.whole)])
    gate["least"] = round(1 - best_threshold(1 - given, junk), 2)
    print(f"cannot judge: F1 {f1(1 - given >= 1 - gate['least'], junk):.2f} of {junk.sum()}")
    return models


if __name__ == "__main__":
    main()
