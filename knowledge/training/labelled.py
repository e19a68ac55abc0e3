"""The labelled answers, read for training."""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from knowledge.library import HOME
from knowledge.star.reading import CLEARLY, PARTS
from knowledge.star.units import Unit

ANSWERS = Path(__file__).parent / "answers"
Labelled = dict[str, Any]
CUES = HOME / "language"
NAMES = {label: part for part, label in PARTS.items()}


def read(pattern: str) -> dict[str, list[Labelled]]:
    """The answers of each file, which is one writer's."""
    paths = sorted(ANSWERS.glob(pattern))
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        for path in paths
    }


def fingerprint_of_answers() -> str:
    """Changes when any labelled answer or cue changes, so that `check` can say that the weights are stale."""
    digest = hashlib.blake2b(digest_size=8)
    for path in [*sorted(ANSWERS.glob("*.jsonl")), CUES / "answers.yaml", CUES / "behaviours.yaml"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


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


def fine(answer: Labelled, labels: Sequence[str]) -> list[str]:
    """The labels, with the mark of a part that the answer tells clearly."""
    return [label + CLEARLY if label in NAMES and answer[NAMES[label]] == "clear" else label for label in labels]


def orders(labels: Sequence[str], chance: random.Random) -> Iterator[list[int]]:
    """The places of the units as told, with the result first, and with the blocks shuffled."""
    places = list(range(len(labels)))
    yield places
    result = [i for i in places if labels[i] == "R"]
    if result and len(result) < len(places):
        yield result + [i for i in places if labels[i] != "R"]
    blocks: list[list[int]] = []
    for i in places:
        if blocks and labels[blocks[-1][0]] == labels[i]:
            blocks[-1].append(i)
        else:
            blocks.append([i])
    chance.shuffle(blocks)
    yield [i for block in blocks for i in block]
