"""Train the STAR check from the labelled answers: `python -m knowledge.training.star`.

Units are labelled by a conditional random field, trained also on the answers with the result told first and with their
blocks shuffled, so that it cannot learn from position. The judgements learn from answers that the field has not seen
(five folds), and their thresholds are set on the development answers. The same data give the same weights.
"""

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from knowledge.library import Library, load_library
from knowledge.star.assess import whole_of
from knowledge.star.cues import Cues
from knowledge.star.features import features_of
from knowledge.star.judging import RATINGS
from knowledge.star.measures import PARTS, of_part
from knowledge.star.reading import LABELS, Answer, StarReader
from knowledge.star.recital import Recitals
from knowledge.star.units import Unit, units_of
from knowledge.training.common import WEIGHTS

ANSWERS = Path(__file__).parent / "answers"
HOME = WEIGHTS / "star"
GROUPS = 200
FOLDS = 5
PART_STRENGTH, FLAG_STRENGTH, GATE_STRENGTH = 0.03, 0.05, 0.1  # regularisation, chosen on the development answers
FALSE_MISSING = 0.05  # of the parts that are there, at most this share may be called missing
MOST_RECITED = 40  # recitals made of our own statements, as examples of what cannot be judged
FLAGS = {
    "we-not-i": ("we", "I", "done", "we share", "action we share", "all A", "share A"),
    "hypothetical": ("would share", "cue would", "rate would", "done", "done share", "cue when"),
    "generalised": ("cue habit", "rate habit", "present share", "present", "done share", "cue when", "rate when", "all R"),
    "no-reasoning": ("cue reason", "rate reason", "reason", "words", "units", "all A", "all L", "cue learning"),
    "no-reflection": ("all L", "most L", "share L", "cue learning", "rate learning", "words"),
    "quotes-framework": ("cue values", "rate values", "recited", "share X", "most X", "all X", "done share"),
}
GATE = (
    "words units done I they present question recited".split()
    + ["done share", "present share", "would share", "cue refuse", "rate refuse", "rate values", "cue when", "cue where"]
    + ["cue step", "cue task", "cue reason", "cue would", "cue habit"]
    + [f"{kind} {label}" for kind in ("most", "share") for label in LABELS]
)
Labelled = dict[str, Any]


def read(*names: str) -> list[Labelled]:
    """The answers of some files."""
    paths = sorted(path for name in names for path in ANSWERS.glob(name))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def word_groups() -> dict[str, str]:
    """Words of like meaning and use, from the word vectors."""
    words = (WEIGHTS / "words.txt").read_text(encoding="utf-8").split()
    vectors = np.frombuffer((WEIGHTS / "vectors.bin").read_bytes(), dtype=np.int8).reshape(len(words), -1)
    unit = vectors / (np.linalg.norm(vectors.astype(np.float32), axis=1, keepdims=True) + 1e-9)
    found = MiniBatchKMeans(GROUPS, random_state=0, n_init=3, batch_size=4096).fit(unit.astype(np.float32)).labels_
    groups: dict[str, list[str]] = {}
    for word, group in zip(words, found, strict=True):
        groups.setdefault(str(group), []).append(word)
    return {group: " ".join(members) for group, members in sorted(groups.items(), key=lambda row: int(row[0]))}


def labels_of(answer: Labelled, units: Sequence[Unit]) -> list[str]:
    """The label of each unit: that of the sentence it lies in for the most part."""
    spans, at = [], 0
    for sentence in answer["sentences"]:
        start = answer["text"].index(sentence["text"], at)
        at = start + len(sentence["text"])
        spans.append((start, at, sentence["label"]))
    found = []
    for unit in units:
        shares: Counter[str] = Counter()
        for start, end, label in spans:
            shares[label] += max(0, min(unit.end, end) - max(unit.start, start))
        found.append(shares.most_common(1)[0][0])
    return found


def orders(texts: Sequence[str], labels: Sequence[str], chance: random.Random) -> Iterator[list[tuple[str, str]]]:
    """The answer as told, with the result first, and with its blocks shuffled."""
    pairs = list(zip(texts, labels, strict=True))
    yield pairs
    result = [pair for pair in pairs if pair[1] == "R"]
    if result and len(result) < len(pairs):
        yield result + [pair for pair in pairs if pair[1] != "R"]
    blocks: list[list[tuple[str, str]]] = []
    for pair in pairs:
        if blocks and blocks[-1][0][1] == pair[1]:
            blocks[-1].append(pair)
        else:
            blocks.append([pair])
    chance.shuffle(blocks)
    yield [pair for block in blocks for pair in block]


def train_field(answers: Iterable[Labelled], cues: Cues, groups: dict[str, int], path: Path) -> None:
    """Train the field that labels units."""
    chance = random.Random(0)  # noqa: S311 - an order for training
    trainer = pycrfsuite.Trainer(verbose=False)
    for answer in answers:
        units = units_of(answer["text"])
        for told in orders([unit.text for unit in units], labels_of(answer, units), chance):
            texts, labels = zip(*told, strict=True)
            trainer.append(pycrfsuite.ItemSequence(features_of(texts, cues, groups)), labels)
    trainer.set_params({"c1": 0.1, "c2": 0.1, "max_iterations": 120, "feature.minfreq": 2, "feature.possible_transitions": True})
    trainer.train(str(path))


def fitted(rows: list[dict[str, float]], wanted: list[Any], names: Sequence[str], strength: float) -> dict[str, Any]:
    """A logistic model on scaled measures, the classes weighed alike."""
    values = np.array([[row[name] for name in names] for row in rows])
    mean, scale = values.mean(0), values.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced")
    model.fit((values - mean) / scale, wanted)
    order = [list(model.classes_).index(rating) for rating in RATINGS] if len(model.classes_) > 2 else [0]
    weights = [[*(round(float(w), 4) for w in model.coef_[i]), round(float(model.intercept_[i]), 4)] for i in order]
    return {"names": list(names), "mean": np.round(mean, 4).tolist(), "scale": np.round(scale, 4).tolist(), "rows": weights}


def recitals(library: Library) -> list[str]:
    """Answers that only recite: runs of our own statements."""
    lists = [
        [item.text for item in entry.items]
        for entry in library.entries.values()
        if entry.id.split("/")[0] in ("value", "competency", "college", "revised") and len(entry.items) > 1
    ]
    step = max(1, len(lists) // MOST_RECITED)
    return [" ".join(items[: 2 + number % 5]) for number, items in enumerate(lists[::step])]


def chances(model: dict[str, Any], rows: list[dict[str, float]]) -> np.ndarray:
    """The probabilities that a fitted model gives."""
    values = np.array([[row[name] for name in model["names"]] for row in rows]).reshape(len(rows), len(model["names"]))
    values = (values - np.array(model["mean"])) / np.array(model["scale"])
    sums = values @ np.array(model["rows"])[:, :-1].T + np.array(model["rows"])[:, -1]
    if sums.shape[1] == 1:
        return 1 / (1 + np.exp(-sums[:, 0]))
    powers = np.exp(sums - sums.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def best_threshold(given: np.ndarray, wanted: np.ndarray) -> float:
    """The threshold of the best F1, in the middle of its flat."""
    scores = []
    for least in np.arange(0.3, 0.96, 0.01):
        said = given >= least
        hit = (said & wanted).sum()
        scores.append((2 * hit / max(1, said.sum() + wanted.sum()), least))
    top = max(score for score, _ in scores)
    return round(float(np.median([least for score, least in scores if score >= top - 0.005])), 2)


def missing_threshold(given: np.ndarray, wanted: Sequence[str]) -> float:
    """From where "missing" is said: the best F1 among those that keep false ones under the limit."""
    gone = np.array([rating == "missing" for rating in wanted])
    found = [(0.0, 0.95)]
    for least in np.arange(0.34, 0.95, 0.01):
        said = given >= least
        if (said & ~gone).sum() / max(1, (~gone).sum()) <= FALSE_MISSING:
            found.append((2 * (said & gone).sum() / max(1, said.sum() + gone.sum()), float(least)))
    top = max(score for score, _ in found)
    return round(float(np.median([least for score, least in found if score >= top - 0.01])), 2)


class Measured:
    """Answers with their measures, by a field that has not seen them."""

    def __init__(self, recite: Recitals) -> None:
        self._recite = recite
        self.answers: list[Labelled] = []
        self.whole: list[dict[str, float]] = []
        self.parts: list[dict[str, dict[str, float]]] = []

    def add(self, labelled: Labelled, answer: Answer) -> None:
        """Measure one."""
        whole = whole_of(answer, self._recite.share(answer.text))
        self.answers.append(labelled)
        self.whole.append(whole)
        self.parts.append({part: of_part(answer, part, whole) for part in PARTS})

    def judged(self) -> list[int]:
        """The places of those that can be judged."""
        return [i for i, answer in enumerate(self.answers) if answer["judgeable"]]


def main() -> int:
    """Write the weights."""
    HOME.mkdir(exist_ok=True)
    library = load_library()
    groups = word_groups()
    (HOME / "groups.json").write_text(json.dumps(groups) + "\n", encoding="utf-8")
    cues = Cues(library.star.cues, library.star.past)
    group_of = {word: int(group) for group, words in groups.items() for word in words.split()}
    recite = Recitals(library)
    training, development = read("train-*.jsonl"), read("dev-*.jsonl")
    others = read("no-answers-train.jsonl")
    others += [{"text": text, "judgeable": False} for text in recitals(library)]
    seen = Measured(recite)
    folds = KFold(FOLDS, shuffle=True, random_state=0)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
        for number, (learn, hold) in enumerate(folds.split(training)):
            path = Path(folder) / "units.crf"
            train_field([training[i] for i in learn if training[i]["judgeable"]], cues, group_of, path)
            reader = StarReader(library.star, Path(folder))
            for answer in [training[i] for i in hold] + others[number::FOLDS]:
                seen.add(answer, reader.read(answer["text"]))
    train_field([answer for answer in training if answer["judgeable"]], cues, group_of, HOME / "units.crf")
    reader = StarReader(library.star, HOME)
    held = Measured(recite)
    for answer in development:
        held.add(answer, reader.read(answer["text"]))
    judged, later = seen.judged(), held.judged()
    models: dict[str, Any] = {"parts": {}, "flags": {}}
    for part in PARTS:
        rows = [seen.parts[i][part] for i in judged]
        model = fitted(rows, [seen.answers[i][part] for i in judged], list(rows[0]), PART_STRENGTH)
        both = np.concatenate([chances(model, rows), chances(model, [held.parts[i][part] for i in later])])
        ratings = [seen.answers[i][part] for i in judged] + [held.answers[i][part] for i in later]
        model["missing"], model["clear"] = missing_threshold(both[:, 0], ratings), 0.5
        models["parts"][part] = model
    for flag, names in FLAGS.items():
        wanted = [flag in seen.answers[i]["flags"] for i in judged]
        model = fitted([seen.whole[i] for i in judged], wanted, names, FLAG_STRENGTH)
        rows = [seen.whole[i] for i in judged] + [held.whole[i] for i in later]
        every = np.array(wanted + [flag in held.answers[i]["flags"] for i in later])
        model["least"] = best_threshold(chances(model, rows), every)
        models["flags"][flag] = model
    wanted = [answer["judgeable"] for answer in seen.answers]
    models["gate"] = fitted(seen.whole, wanted, GATE, GATE_STRENGTH)
    rows = seen.whole + held.whole
    junk = np.array([not w for w in wanted] + [not answer["judgeable"] for answer in held.answers])
    models["gate"]["least"] = round(1 - best_threshold(1 - chances(models["gate"], rows), junk), 2)
    (HOME / "judging.json").write_text(json.dumps(models, indent=1) + "\n", encoding="utf-8")
    print(f"{len(training)} answers for training, {len(development)} for the thresholds, {len(others)} that are none")
    return 0


if __name__ == "__main__":
    main()
