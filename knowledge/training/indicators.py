"""Train what tells indicators: telling words, rates and how much each sign counts, from answers labelled for them."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.library import Library
from knowledge.star.behaviours import Behaviours
from knowledge.star.indicators import Telling, candidates, deeds, signs_of, stems_of
from knowledge.star.reading import Answer, StarReader
from knowledge.training.labelled import ANSWERS, Labelled

STRENGTH = 0.3
FOLDS = 6
RECALL = 0.5  # the weight of recall beside precision in the F that sets the threshold: half
FEWEST = 2  # answers of an indicator that hold a word before it is a telling one
SMOOTH = 6  # answers without a mark that every indicator is thought to have besides those seen
LEAST_MARKS = 5


@dataclass
class Marked:
    """A labelled answer, ready for training: for each marked indicator the units that show it."""

    name: str
    names: list[str]
    cued: dict[str, list[int]]
    own: list[float]
    stems: list[frozenset[str]]
    shown: dict[str, list[int]]


def marked(answer: Labelled, marks: dict[str, list[int]], read: Answer, library: Library, cues: Behaviours) -> Marked:
    """Bring sentence numbers to units."""
    spans, at = [], 0
    for sentence in answer["sentences"]:
        start = answer["text"].index(sentence["text"], at)
        at = start + len(sentence["text"])
        spans.append((start, at))
    shown = {
        name: [
            place
            for place, unit in enumerate(read.units)
            if any(min(unit.end, spans[s][1]) - max(unit.start, spans[s][0]) > len(unit.text) // 2 for s in sentences)
        ]
        for name, sentences in marks.items()
    }
    names = candidates(library, answer["target"])
    return Marked(answer["id"], names, cues.found(read, names), deeds(read), stems_of(read), shown)


class Counts:
    """How often words and indicators occur in the answers learned from."""

    def __init__(self, answers: Sequence[Marked]) -> None:
        self.words: Counter[str] = Counter()
        self.units = 0
        self.asked: Counter[str] = Counter()
        self.holders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # indicator, word, answers
        self.markers: dict[str, set[str]] = defaultdict(set)
        for answer in answers:
            self.units += len(answer.stems)
            for unit in answer.stems:
                self.words.update(unit)
            self.asked.update(answer.names)
            for name, units in answer.shown.items():
                self.markers[name].add(answer.name)
                for place in units:
                    for word in answer.stems[place]:
                        self.holders[name][word].add(answer.name)

    def telling(self, name: str, besides: str = "") -> Telling:
        """What tells of an indicator in the answers but one."""
        marks = len(self.markers[name] - {besides})
        words = {}
        for word, holders in self.holders[name].items():
            held = len(holders - {besides})
            if held >= FEWEST:
                often = math.log((held + 0.1) / (marks + 2)) - math.log((self.words[word] + 1) / (self.units + 2))
                if often > 0:
                    words[word] = round(often * min(1.0, held / 3), 3)
        asked = self.asked[name] - bool(besides)
        return Telling(words, (marks + 1) / (asked + SMOOTH), marks)


def rows_of(answers: Sequence[Marked], counts: Counts, *, apart: bool) -> tuple[list[dict[str, float]], list[bool]]:
    """Measures and marks; `apart`: each answer is measured by what the others tell."""
    rows, wanted = [], []
    for answer in answers:
        for name in answer.names:
            telling = counts.telling(name, answer.name if apart else "")
            signs = signs_of(telling, answer.cued.get(name, ()), answer.own, answer.stems, len(answer.names))
            rows.append(signs.measures)
            wanted.append(name in answer.shown)
    return rows, wanted


def fitted(rows: list[dict[str, float]], wanted: list[bool]) -> dict[str, Any]:
    """A logistic model on scaled measures."""
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    mean, scale = values.mean(0), values.std(0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit((values - mean) / scale, wanted)
    weights = [*(round(float(w), 4) for w in model.coef_[0]), round(float(model.intercept_[0]), 4)]
    return {"names": names, "mean": np.round(mean, 4).tolist(), "scale": np.round(scale, 4).tolist(), "rows": [weights]}


def weighed_f(said: np.ndarray, wanted: np.ndarray) -> float:
    """The F of what is said, precision weighing more."""
    hit = (said & wanted).sum()
    return float((1 + RECALL) * hit / max(1, RECALL * wanted.sum() + said.sum()))


def train_indicators(writers: dict[str, list[Labelled]], reader: StarReader, library: Library, folder: Path) -> str:
    """Write `indicators.json`; gives a line about how well it does on writers not seen."""
    lines = (ANSWERS / "indicators.jsonl").read_text(encoding="utf-8").splitlines()
    marks = {row["id"]: row["indicators"] for row in map(json.loads, lines)}
    # Cues that were written from these very answers would look surer here than they are on others.
    cues = Behaviours(library.answers.behaviours.model_copy(update={"indicators": {}}))
    answers = {
        name: [
            marked(answer, marks[answer["id"]], reader.read(answer["text"]), library, cues)
            for answer in written
            if answer["id"] in marks
        ]
        for name, written in writers.items()
    }
    given: list[float] = []
    true: list[bool] = []
    for fold in range(FOLDS):
        held = sorted(answers)[fold::FOLDS]
        learn = [answer for name, rows in answers.items() if name not in held for answer in rows]
        counts = Counts(learn)
        model = fitted(*rows_of(learn, counts, apart=True))
        rows, wanted = rows_of([answer for name in held for answer in answers[name]], counts, apart=False)
        values = np.array([[row[name] for name in model["names"]] for row in rows])
        scaled = (values - model["mean"]) / model["scale"]
        given += list(1 / (1 + np.exp(-(scaled @ np.array(model["rows"][0][:-1]) + model["rows"][0][-1]))))
        true += wanted
    chance, wanted_all = np.array(given), np.array(true)
    scores = [(weighed_f(chance >= x, wanted_all), float(x)) for x in np.arange(0.2, 0.9, 0.01)]
    least = np.median([x for score, x in scores if score >= max(scores)[0] - 0.005])  # the middle of its flat
    said = chance >= least
    every = [answer for rows in answers.values() for answer in rows]
    counts = Counts(every)
    known = {name: counts.telling(name) for name in sorted(counts.asked)}
    telling = {
        name: {"words": dict(sorted(row.words.items())), "rate": round(row.rate, 4), "marks": row.marks}
        for name, row in known.items()
        if row.marks >= LEAST_MARKS or row.words
    }
    trained = {
        "model": fitted(*rows_of(every, counts, apart=True)),
        "least": round(float(least), 2),
        "telling": telling,
    }
    (folder / "indicators.json").write_text(json.dumps(trained, indent=0) + "\n", encoding="utf-8")
    recall = (said & wanted_all).sum() / wanted_all.sum()
    return f"indicators: {wanted_all.sum()} marks, precision {wanted_all[said].mean():.2f}, recall {recall:.2f}"
