"""Labelled answers: what the STAR check once reached must not be lost again.

The answers, their writers and the labels are described in tests/README.md. Recitals are made here from the documents.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.star import Pair, by_check, figures, indicators, read, result_first
from knowledge.library import HOME, Library
from knowledge.star.assess import Assessor

CASES = Path(__file__).parent / "cases"
AT_LEAST = {  # a little under what was measured on 2026-11-26; the wanted figures are in brackets
    "macro-F1": 0.80,  # (0.75)
    "kappa": 0.82,  # (0.75)
    "missing-F1": 0.75,  # (0.80)
    "cannot judge F1": 0.85,  # (0.85)
    "flags F1": 0.80,  # (0.70)
    **{f"{part} evidence precision": 0.80 for part in ("situation", "task", "action", "result")},  # (0.80)
    **{f"{part} evidence hit": 0.75 for part in ("situation", "task", "action", "result")},  # (0.80)
}
AT_MOST = {"false missing": 0.05, "clear in all, told missing": 0.08}  # (0.05, 0.05)


@pytest.fixture(scope="module")
def assessor(library: Library) -> Assessor:
    return Assessor(library, HOME / "weights" / "star")


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    return [answer for path in sorted(CASES.glob("star-test-*.jsonl")) for answer in read(path)]


@pytest.mark.parametrize("order", ["as told", "result first"])
def test_ratings_evidence_and_flags(assessor: Assessor, answers: list[dict[str, Any]], order: str) -> None:
    check = by_check(assessor)
    told = answers if order == "as told" else [result_first(answer) for answer in answers]
    pairs: list[Pair] = [(answer, check(answer)) for answer in told]
    found = figures(pairs)
    assert {name: found[name] for name, least in AT_LEAST.items() if found[name] < least} == {}
    assert {name: found[name] for name, most in AT_MOST.items() if found[name] > most} == {}


def recitals(documents: Path) -> list[str]:
    """Sixty pieces of the documents, 20 to 120 words long, as somebody might paste them."""
    found = []
    for path in sorted(documents.glob("*.txt")):
        words = path.read_text(encoding="utf-8").split()
        found += [" ".join(words[at : at + 20 + at % 101]) for at in range(0, len(words) - 120, len(words) // 13)][:12]
    return found


def test_what_is_no_answer_is_not_judged(assessor: Assessor, documents: Path) -> None:
    """At most 3 of 100 passages (news, manuals, recipes, nonsense, questions, recitals ...) get any rating."""
    texts = [row["text"] for row in read(CASES / "star-no-answers.jsonl")] + recitals(documents)
    assert len(texts) >= 200
    judged = [text for text in texts if assessor.assess(text).judgeable]
    assert len(judged) <= 0.03 * len(texts)


def test_indicators(assessor: Assessor, answers: list[dict[str, Any]]) -> None:
    precision, recall = indicators(assessor, answers)
    assert precision >= 0.72
    assert recall >= 0.48


def test_every_label_refers_to_an_answer(answers: list[dict[str, Any]]) -> None:
    names = {answer["id"] for answer in answers}
    marked = [json.loads(line)["id"] for line in (CASES / "star-indicators.jsonl").read_text("utf-8").splitlines()]
    assert set(marked) <= names
    assert len(marked) >= 60
