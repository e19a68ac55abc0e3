"""Train the intent model from the examples in the YAML files: `python -m knowledge.training.train`.

The same data give the same weights: no random choice is made. Examples are the phrases under language/questions and
language/refusals and, as examples of their topic, every statement, cue, name and title of the entries. A phrase whose
names alone lead to its topic teaches the class "named" instead, so that the model learns when to trust the names.
"""

import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from knowledge.library import Library, load_library
from knowledge.training.common import WEIGHTS, Example, examples_of, fingerprint_of, phrases
from knowledge.understanding.asks import asks_of
from knowledge.understanding.features import features, stems
from knowledge.understanding.intents import NAMED, vector_words
from knowledge.understanding.parser import Parser
from knowledge.understanding.readings import resolve_all

VECTOR_WEIGHT = 0.7
REGULARISATION = 0.6
STATEMENT_WEIGHT = 0.3  # a statement or cue of an entry counts less than a question that somebody wrote
COMMON = 2_000  # a stem in more examples than this says nothing about which are close
KEPT = 16  # weights kept for each feature


def label(example: Example, parser: Parser, library: Library) -> str | None:
    """The class an example teaches; None where several topics are wanted and names do not give them."""
    if example.statement:
        return example.topics[0]
    named = resolve_all(asks_of(parser.parse(example.text).slots), library).topics
    if (
        named
        and named[0] == example.topics[0]
        and set(example.topics) <= set(named)
        and len(named) <= len(example.topics) + 2
    ):
        return NAMED
    return example.topics[0] if len(example.topics) == 1 else None


class Matrix:
    """Turns messages into rows; fitted on the training messages."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        counts = Counter(name for row in rows for name in set(row))
        self.index = {name: i for i, name in enumerate(sorted(name for name, count in counts.items() if count > 1))}
        idf = [np.log(len(rows) / counts[name]) for name in self.index]
        self.idf = np.round(np.array(idf) * 16) / 16

    def of(self, rows: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Unit rows of (1 + ln count) * idf."""
        data, at, column = [], [], []
        for i, row in enumerate(rows):
            counted = Counter(name for name in row if name in self.index)
            values = {name: (1 + np.log(count)) * self.idf[self.index[name]] for name, count in counted.items()}
            length = np.sqrt(sum(value * value for value in values.values())) or 1.0
            for name, value in values.items():
                data.append(value / length)
                at.append(i)
                column.append(self.index[name])
        return sparse.csr_matrix((data, (at, column)), shape=(len(rows), len(self.index)))


def vectors() -> tuple[dict[str, int], np.ndarray]:
    """The shipped word vectors, unit length."""
    words = (WEIGHTS / "words.txt").read_text(encoding="utf-8").split()
    raw = np.frombuffer((WEIGHTS / "vectors.bin").read_bytes(), dtype=np.int8).reshape(len(words), -1).astype(float)
    return {word: i for i, word in enumerate(words)}, raw / np.linalg.norm(raw, axis=1, keepdims=True)


def means(masked: Iterable[Sequence[str]], parser: Parser) -> np.ndarray:
    """Sum of the vectors of a message's own words over the root of their number."""
    index, table = vectors()
    rows = []
    for words in masked:
        known = [index[word] for word in vector_words(words, parser) if word in index]
        rows.append(table[known].sum(axis=0) / np.sqrt(len(known)) if known else np.zeros(table.shape[1]))
    return np.array(rows) * VECTOR_WEIGHT


def fit(examples: Sequence[tuple[Sequence[str], str, float]], parser: Parser) -> tuple[LinearSVC, Matrix]:
    """Fit on (masked words, class, weight)."""
    rows = [list(features(words, parser.known)) for words, _, _ in examples]
    matrix = Matrix(rows)
    x = sparse.hstack([matrix.of(rows), sparse.csr_matrix(means([words for words, _, _ in examples], parser))]).tocsr()
    model = LinearSVC(C=REGULARISATION, random_state=0)
    model.fit(x, [name for _, name, _ in examples], sample_weight=[weight for _, _, weight in examples])
    return model, matrix


def labelled(
    library: Library, parser: Parser, phrase_examples: Iterable[Example]
) -> list[tuple[Sequence[str], str, float]]:
    """Every training example in the order of the files."""
    found = []
    for example in (*phrase_examples, *examples_of(library)):
        name = label(example, parser, library)
        if name:
            found.append(
                (parser.parse(example.text).slots.masked, name, STATEMENT_WEIGHT if example.statement else 1.0)
            )
    return found


def _examples(classes: list[str], examples: Sequence[tuple[Sequence[str], str, float]]) -> list[int]:
    """Write the examples as an inverted index of stems; return where each class starts."""
    known = sorted(
        dict.fromkeys((classes.index(name), tuple(sorted(set(stems(words))))) for words, name, _ in examples)
    )
    counts = Counter(part for _, parts in known for part in parts)
    idf = {
        part: round(float(np.log(len(known) / count)) * 16) / 16 for part, count in counts.items() if 1 < count < COMMON
    }
    postings: dict[str, list[int]] = {}
    lengths = array("f")
    for number, (_, parts) in enumerate(known):
        kept = [part for part in parts if part in idf]
        lengths.append(1 / (np.sqrt(sum(idf[part] ** 2 for part in kept)) or 1))
        for part in kept:
            postings.setdefault(part, []).append(number)
    lines = [f"{part}\t{len(numbers)}\t{round(idf[part] * 16)}" for part, numbers in sorted(postings.items())]
    (WEIGHTS / "stems.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (WEIGHTS / "postings.bin").write_bytes(
        array("H", [number for _, numbers in sorted(postings.items()) for number in numbers]).tobytes()
    )
    (WEIGHTS / "lengths.bin").write_bytes(lengths.tobytes())
    first = {}
    for number, (place, _) in enumerate(known):
        first.setdefault(place, number)
    return [*(first[place] for place in range(len(classes))), len(known)]


def export(
    model: LinearSVC, matrix: Matrix, examples: Sequence[tuple[Sequence[str], str, float]], trained_on: str
) -> None:
    """Write the weights in the form that `intents.IntentModel` reads."""
    plain = model.coef_[:, : len(matrix.index)]
    scale = float(np.abs(plain).max()) / 127
    quantised = np.round(plain / scale).astype(np.int8)
    lines, places, weights = [], bytearray(), array("b")
    for name, i in matrix.index.items():
        column = quantised[:, i]
        best = sorted((c for c in np.argsort(-np.abs(column.astype(int)))[:KEPT] if column[c]), key=int)
        lines.append(f"{name}\t{len(best)}\t{round(matrix.idf[i] * 16)}")
        for c in best:
            places.append(int(c))
            weights.append(int(column[c]))
    starts = _examples(list(model.classes_), examples)
    _, table = vectors()
    rows = (table * VECTOR_WEIGHT) @ model.coef_[:, len(matrix.index) :].T
    row_scale = float(np.abs(rows).max()) / 127
    head = {
        "classes": list(model.classes_),
        "bias": [round(float(b), 5) for b in model.intercept_],
        "scale": scale,
        "row_scale": row_scale,
        "starts": starts,
        "trained_on": trained_on,
    }
    (WEIGHTS / "intents.json").write_text(json.dumps(head, indent=1) + "\n", encoding="utf-8")
    (WEIGHTS / "features.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (WEIGHTS / "places.bin").write_bytes(places)
    (WEIGHTS / "weights.bin").write_bytes(weights.tobytes())
    (WEIGHTS / "rows.bin").write_bytes(np.round(rows / row_scale).astype(np.int8).tobytes())


def main() -> int:
    """Train and write the weights."""
    library = load_library()
    parser = Parser(library)
    examples = labelled(library, parser, phrases())
    model, matrix = fit(examples, parser)
    export(model, matrix, examples, fingerprint_of(library))
    print(f"{len(model.classes_)} classes, {len(matrix.index)} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())
