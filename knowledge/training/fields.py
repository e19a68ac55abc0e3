"""Train what labels the units of answers: the leanings of words and the two conditional random fields.

The fields are trained also on the answers with the result told first and with their blocks shuffled, so that they
cannot learn from position.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pycrfsuite
from sklearn.linear_model import LogisticRegression

from knowledge.entries import StarFile
from knowledge.star.cues import Cues, words_of
from knowledge.star.features import features_of, told
from knowledge.star.leanings import LABELS, Leanings, Subject, roles_of
from knowledge.star.reading import StarReader
from knowledge.star.units import units_of
from knowledge.training.common import WEIGHTS
from knowledge.training.labelled import Labelled, fine, labels_of, orders

INNER = 5  # folds whose leanings the fields see, so that they learn how far to trust them
LEAN_STRENGTH = 0.02
SUBJECT_STRENGTH = 0.05
FIELD = {"c1": 0.0, "c2": 1.0, "max_iterations": 150, "feature.minfreq": 2, "feature.possible_transitions": True}


class Vectors:
    """The word vectors, of length one."""

    def __init__(self) -> None:
        words = (WEIGHTS / "words.txt").read_text(encoding="utf-8").split()
        rows = np.frombuffer((WEIGHTS / "vectors.bin").read_bytes(), dtype=np.int8).reshape(len(words), -1)
        self.rows = rows / (np.linalg.norm(rows.astype(np.float32), axis=1, keepdims=True) + 1e-9)
        self.places = {word: at for at, word in enumerate(words)}

    def of(self, words: Sequence[str]) -> np.ndarray:
        """The mean vector of each role's words, one after another."""
        means = []
        for members in roles_of(words):
            known = [self.places[word] for word in members if word in self.places]
            means.append(self.rows[known].mean(0) if known else np.zeros(self.rows.shape[1]))
        return np.concatenate(means)


class Units:
    """An answer's units, ready for training."""

    def __init__(self, answer: Labelled, vectors: Vectors, cues: Cues) -> None:
        units = units_of(answer["text"])
        self.answer = answer
        self.told = [told(words_of(unit.text), cues) for unit in units]
        self.labels = labels_of(answer, units)
        self.vectors = np.array([vectors.of(unit.words) for unit in self.told])


def train_leanings(learn: Sequence[Units], vectors: Vectors) -> tuple[Leanings, bytes, list[float], float]:
    """The leanings, and their table, bias and scale."""
    seen = np.concatenate([units.vectors for units in learn])
    labels = [label for units in learn for label in units.labels]
    mean, scale = seen.mean(0), seen.std(0) + 1e-9
    model = LogisticRegression(C=LEAN_STRENGTH, max_iter=300).fit((seen - mean) / scale, labels)
    order = [list(model.classes_).index(label) for label in LABELS]
    weights = model.coef_[order] / scale
    bias = [float(value) for value in model.intercept_[order] - weights @ mean]
    width = vectors.rows.shape[1]
    table = np.stack([vectors.rows @ weights[:, at : at + width].T for at in range(0, weights.shape[1], width)], axis=1)
    step = float(np.abs(table).max()) / 127
    packed = np.round(table / step).astype(np.int8).tobytes()
    return Leanings(vectors.places, packed, bias, step), packed, bias, step


def train_subject(texts: Sequence[str], wanted: Sequence[bool], vectors: Vectors) -> tuple[bytes, dict[str, float]]:
    """The table of words, one byte each, with its bias and scale."""
    seen = []
    for text in texts:
        known = [vectors.places[word] for word in words_of(text) if word in vectors.places]
        seen.append(vectors.rows[known].mean(0) if known else np.zeros(vectors.rows.shape[1]))
    values = np.array(seen)
    mean, scale = values.mean(0), values.std(0) + 1e-9
    model = LogisticRegression(C=SUBJECT_STRENGTH, max_iter=1000, class_weight="balanced")
    model.fit((values - mean) / scale, wanted)
    weights = model.coef_[0] / scale
    table = vectors.rows @ weights
    step = float(np.abs(table).max()) / 127
    head = {"bias": round(float(model.intercept_[0] - weights @ mean), 5), "scale": step}
    return np.round(table / step).astype(np.int8).tobytes(), head


def train_reader(
    answers: Sequence[Labelled], unlike: Sequence[Labelled], star: StarFile, vectors: Vectors, folder: Path
) -> StarReader:
    """Train on answers that can be judged, and on texts that are no answers; the weights go into a folder."""
    cues = Cues(star.cues, star.past)
    learn = [Units(answer, vectors, cues) for answer in answers if answer["judgeable"]]
    places = list(range(len(learn)))
    random.Random(0).shuffle(places)  # noqa: S311 - an order for training
    leaned: dict[int, list[list[float]]] = {}
    for fold in range(INNER):
        held = places[fold::INNER]
        others = [learn[i] for i in places if i not in set(held)]
        inner = train_leanings(others, vectors)[0]
        leaned |= {i: [inner.of(unit.words) for unit in learn[i].told] for i in held}
    fields = {"parts.crf": pycrfsuite.Trainer(verbose=False), "clarity.crf": pycrfsuite.Trainer(verbose=False)}
    chance = random.Random(0)  # noqa: S311
    for i, units in enumerate(learn):
        marked = fine(units.answer, units.labels)
        for order in orders(units.labels, chance):
            rows = features_of([units.told[j] for j in order], [leaned[i][j] for j in order])
            sequence = pycrfsuite.ItemSequence(rows)
            fields["parts.crf"].append(sequence, [units.labels[j] for j in order])
            fields["clarity.crf"].append(sequence, [marked[j] for j in order])
    for name, trainer in fields.items():
        trainer.set_params(FIELD)
        trainer.train(str(folder / name))
    leanings, table, bias, scale = train_leanings(learn, vectors)
    (folder / "leanings.bin").write_bytes(table)
    every = [*answers, *unlike]
    about, odds = train_subject([row["text"] for row in every], [bool(row["judgeable"]) for row in every], vectors)
    (folder / "subject.bin").write_bytes(about)
    head = {"labels": {"bias": [round(value, 5) for value in bias], "scale": scale}, "subject": odds}
    (folder / "leanings.json").write_text(json.dumps(head) + "\n", encoding="utf-8")
    subject = Subject(vectors.places, about, **odds)
    return StarReader(cues, leanings, subject, folder / "parts.crf", folder / "clarity.crf")
