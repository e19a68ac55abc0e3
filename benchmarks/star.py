"""How well the STAR check judges: `python -m benchmarks.star [ANSWERS.jsonl ...]`.

Scores the labelled answers (the test part unless files are named) with intervals from 1,000 resamplings, beside a plain
keyword list and position alone, as told and with the result told first; then passages that are no answers, indicators,
and what the check costs. Meanings of the figures: tests/README.md.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.library import HOME, load_library
from knowledge.star.assess import Assessor
from knowledge.star.reading import PARTS

CASES = Path(__file__).parent.parent / "tests" / "cases"
RATINGS = ("missing", "thin", "clear")
FLAGS = (
    *("we-not-i", "hypothetical", "generalised", "no-reasoning", "no-reflection", "quotes-framework", "names-people"),
)
SAMPLES = 1000
# The kind of list that other checkers use (two words make "clear", one "thin").
KEYWORDS = {
    "situation": ("when", "while", "during", "situation", "time", "last", "working"),
    "task": ("had to", "needed", "my job", "responsible", "goal", "task", "role"),
    "action": ("i decided", "i spoke", "i took", "i told", "i made", "i asked", "implemented", "organised"),
    "result": ("as a result", "in the end", "outcome", "resulted", "improved", "success", "achieved"),
}
SHARES = (("S", 0.25), ("T", 0.4), ("A", 0.8), ("R", 1.01))  # where the parts end in a tidy answer


@dataclass(frozen=True)
class Judged:
    """What was said of an answer: whether it can be judged, the rating and the evidence of each part, the flags."""

    judgeable: bool
    ratings: dict[str, str]
    evidence: dict[str, list[tuple[int, int]]]
    flags: frozenset[str]


Labelled = dict[str, Any]
Pair = tuple[Labelled, Judged]


def read(path: Path) -> list[Labelled]:
    """JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def result_first(answer: Labelled) -> Labelled:
    """The same answer with the sentences of the result told first."""
    sentences = sorted(answer.get("sentences", []), key=lambda sentence: sentence["label"] != "R")
    return answer | {"sentences": sentences, "text": " ".join(s["text"] for s in sentences)} if sentences else answer


def by_check(assessor: Assessor) -> Callable[[Labelled], Judged]:
    """The check itself."""

    def judge(answer: Labelled) -> Judged:
        found = assessor.assess(answer["text"])
        parts = found.parts.items()
        return Judged(
            found.judgeable,
            {name: part.rating for name, part in parts},
            {name: list(part.evidence) for name, part in parts},
            frozenset(flag.name for flag in found.flags),
        )

    return judge


def by_keywords(answer: Labelled) -> Judged:
    """The plain list; its evidence is the sentences with a keyword."""
    ratings, evidence = {}, {}
    for name, words in KEYWORDS.items():
        held = [word for word in words if word in answer["text"].lower()]
        ratings[name] = RATINGS[min(2, len(held))]
        spans = zip(_spans(answer), answer["sentences"], strict=True)
        evidence[name] = [span for span, s in spans if any(word in s["text"].lower() for word in words)]
    return Judged(judgeable=True, ratings=ratings, evidence=evidence, flags=frozenset())


def by_position(answer: Labelled) -> Judged:
    """Every part is taken for clear and for where it stands in a tidy answer."""
    evidence: dict[str, list[tuple[int, int]]] = {name: [] for name in PARTS}
    for span in _spans(answer):
        label = next(label for label, end in SHARES if span[0] / len(answer["text"]) < end)
        evidence[next(name for name, own in PARTS.items() if own == label)].append(span)
    return Judged(judgeable=True, ratings=dict.fromkeys(PARTS, "clear"), evidence=evidence, flags=frozenset())


def _spans(answer: Labelled) -> list[tuple[int, int]]:
    found, at = [], 0
    for sentence in answer.get("sentences", []):
        start = answer["text"].index(sentence["text"], at)
        at = start + len(sentence["text"])
        found.append((start, at))
    return found


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of (labelled, said)."""
    rows = list(pairs)
    total = sum(a for a, _ in rows) + sum(b for _, b in rows)
    return 2 * sum(a and b for a, b in rows) / total if total else 1.0


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Quadratically weighted kappa."""
    places = [(RATINGS.index(a), RATINGS.index(b)) for a, b in pairs]
    seen = statistics.fmean((a - b) ** 2 for a, b in places)
    chance = statistics.fmean((a - b) ** 2 for a, _ in places for _, b in places)
    return 1 - seen / chance if chance else 1.0


def figures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Every figure of some judged answers."""
    row = {"cannot judge F1": f1((not a["judgeable"], not j.judgeable) for a, j in pairs)}
    both = [(a, j) for a, j in pairs if a["judgeable"] and j.judgeable]
    sums: dict[str, list[float]] = {"macro-F1": [], "kappa": [], "missing-F1": [], "false missing": []}
    for part, label in PARTS.items():
        ratings = [(a[part], j.ratings[part]) for a, j in both]
        sums["macro-F1"].append(statistics.fmean(f1((a == x, b == x) for a, b in ratings) for x in RATINGS))
        sums["kappa"].append(kappa(ratings))
        sums["missing-F1"].append(f1((a == "missing", b == "missing") for a, b in ratings))
        there = [b == "missing" for a, b in ratings if a != "missing"]
        sums["false missing"].append(sum(there) / max(1, len(there)))
        row |= _evidence(both, part, label)
    row |= {name: statistics.fmean(values) for name, values in sums.items()}
    row["flags F1"] = statistics.fmean(f1((flag in a["flags"], flag in j.flags) for a, j in both) for flag in FLAGS)
    whole = [j for a, j in both if all(a[part] == "clear" for part in PARTS)]
    row["clear in all, told missing"] = sum("missing" in j.ratings.values() for j in whole) / max(1, len(whole))
    return row


def _evidence(both: Sequence[Pair], part: str, label: str) -> dict[str, float]:
    told = inside = hit = wanted = 0
    for answer, judged in both:
        spans = zip(_spans(answer), answer["sentences"], strict=True)
        gold = {at for (start, end), s in spans if s["label"] == label for at in range(start, end)}
        said = {at for start, end in judged.evidence[part] for at in range(start, end)}
        told, inside = told + len(said), inside + len(said & gold)
        if gold and answer[part] != "missing":
            wanted, hit = wanted + 1, hit + bool(said & gold)
    return {f"{part} evidence precision": inside / max(1, told), f"{part} evidence hit": hit / max(1, wanted)}


def intervals(pairs: Sequence[Pair]) -> dict[str, tuple[float, float]]:
    """The middle 95 of 100 of each figure over resampled answers."""
    chance = random.Random(0)  # noqa: S311 - resampling
    rows = [figures(chance.choices(pairs, k=len(pairs))) for _ in range(SAMPLES)]
    ends = (round(0.025 * SAMPLES), round(0.975 * SAMPLES) - 1)
    return {name: (sorted(r[name] for r in rows)[ends[0]], sorted(r[name] for r in rows)[ends[1]]) for name in rows[0]}


def indicators(assessor: Assessor, answers: Iterable[Labelled]) -> tuple[float, float]:
    """Precision and recall of the indicators told for the answers that are labelled for them."""
    marks = {row["id"]: set(row["indicators"]) for row in read(CASES / "star-indicators.jsonl")}
    hit = said = 0
    for answer in answers:
        if answer["id"] in marks:
            told = {s.indicator for s in assessor.touched(assessor.assess(answer["text"]), answer["target"])}
            hit, said = hit + len(told & marks[answer["id"]]), said + len(told)
    return hit / max(1, said), hit / sum(map(len, marks.values()))


def main() -> int:
    """Print all figures."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(CASES.glob("star-test-*.jsonl"))
    answers = [answer for path in paths for answer in read(path)]
    before = _memory()
    library = load_library()
    loaded = _memory()
    start = time.perf_counter()
    assessor = Assessor(library, HOME / "weights" / "star")
    load = time.perf_counter() - start
    check = by_check(assessor)
    check(answers[0])
    print(f"load {load * 1000:.0f} ms; library {loaded - before:.0f} MB, check {_memory() - loaded:.0f} MB")
    ways = {"check": check, "keywords": by_keywords, "position": by_position}
    labelled = [answer for answer in answers if answer["judgeable"]]
    told = [(a, check(a)) for a in answers]
    spread = intervals(told)
    columns = {"check": figures(told), "result first": figures([(b, check(b)) for b in map(result_first, answers)])}
    for name in ("keywords", "position"):
        columns[name] = figures([(a, ways[name](a)) for a in labelled])
        columns[f"{name}, result first"] = figures([(b, ways[name](b)) for b in map(result_first, labelled)])
    print(f"{len(answers)} answers; {'':20}check [95%]          " + "  ".join(list(columns)[1:]))
    for name, value in columns["check"].items():
        low, high = spread[name]
        others = "  ".join(f"{row[name]:>{len(head)}.2f}" for head, row in list(columns.items())[1:])
        print(f"{name:30} {value:.3f} [{low:.2f}, {high:.2f}]  {others}")
    junk = [row["text"] for row in read(CASES / "star-no-answers.jsonl")]
    print(f"no answers: {sum(check({'text': text}).judgeable for text in junk)} of {len(junk)} judged")
    precision, recall = indicators(assessor, answers)
    print(f"indicators: precision {precision:.3f}, recall {recall:.3f}")
    middle = min((a["text"] for a in labelled), key=lambda text: abs(len(text.split()) - 310))
    for name, text in (("typed", middle), ("dictated", "".join(c for c in middle.lower() if c not in ".,;:!?-"))):
        print(f"{name}, {len(text.split())} words: {_median(partial(assessor.assess, text)):.1f} ms (p50)")
    return 0


def _median(run: Callable[[], object]) -> float:
    times = []
    for _ in range(50):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _memory() -> float:
    """Megabytes held by the process."""
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * 4096 / 2**20


if __name__ == "__main__":
    sys.exit(main())
