"""Labelled conversations: what was reached once must not be lost again.

A turn is right when its kind is acceptable, its main topic is one of `first` (for a
question back any of its topics), every topic in `all` is shown and none of `none` is.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dialogs.conversation import Coach
from dialogs.messages import Reply
from knowledge.understanding.context import NOTHING_SAID

CASES = Path(__file__).parent / "cases"


def right(turn: dict[str, Any], reply: Reply) -> bool:
    if reply.kind not in turn["kind"]:
        return False
    if reply.kind == "decline":
        return True
    main = reply.topics if reply.kind == "clarify" else reply.topics[:1]
    if turn["first"] and not set(main) & set(turn["first"]):
        return False
    shown = set(reply.topics)
    return not set(turn["none"]) & shown and (reply.kind != "answer" or set(turn["all"]) <= shown)


def judged(coach: Coach, name: str) -> Iterator[tuple[dict[str, Any], Reply]]:
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        context = NOTHING_SAID
        for turn in json.loads(line)["turns"]:
            answered = coach.say(turn["say"], context)
            context = answered.context
            yield turn, answered.reply


@pytest.mark.parametrize(
    ("name", "accuracy", "refused", "wrongly_refused"),
    [  # the floor of each: one point below what was measured on 2026-11-25
        ("ask-development.jsonl", 0.855, 0.90, 0.04),
        ("ask-follow-ups.jsonl", 0.83, 0.70, 0.03),
        ("ask-held-back.jsonl", 0.885, 0.89, 0.04),
    ],
)
def test_no_set_falls_below_what_was_reached(
    coach: Coach, name: str, accuracy: float, refused: float, wrongly_refused: float
) -> None:
    rows = list(judged(coach, name))
    must = [reply.kind == "decline" for turn, reply in rows if turn["kind"] == ["decline"]]
    must_not = [reply.kind == "decline" for turn, reply in rows if "decline" not in turn["kind"]]
    assert sum(right(turn, reply) for turn, reply in rows) / len(rows) >= accuracy
    assert sum(must) / len(must) >= refused
    assert sum(must_not) / len(must_not) <= wrongly_refused
