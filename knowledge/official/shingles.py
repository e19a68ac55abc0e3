"""Runs of words of the official sentences as hashes: they find a sentence, or most of it, without holding one.

`knowledge/weights/shingles.json` has for each fingerprint the hashes of every four words in a row, 32 bits each, in
their order; `app.py documents fingerprint` writes it.
"""

import base64
import hashlib
import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

RUN = 4  # words of a shingle
FILE = "shingles.json"


def shingle(words: Iterable[str]) -> int:
    """The hash of a run of normalised words, 32 bits."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=4).digest())


def shingles_of(words: Sequence[str]) -> tuple[int, ...]:
    """The shingles of a sentence; none of one that is shorter than a run."""
    return tuple(shingle(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def read_shingles(path: Path) -> dict[str, tuple[int, ...]]:
    """The shingles by hash of the sentence."""
    held: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {name: tuple(array("I", base64.b64decode(runs))) for name, runs in held.items()}


def write_shingles(path: Path, shingles: Mapping[str, Sequence[int]]) -> None:
    """Write them, in the order of the hashes, a line for each."""
    held = {name: base64.b64encode(array("I", shingles[name]).tobytes()).decode() for name in sorted(shingles)}
    path.write_text(json.dumps(held, indent=0) + "\n", encoding="utf-8")
