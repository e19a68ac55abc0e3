"""Whole conversations as readable files, run through the core."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from bot.cards import plain
from dialogs.conversation import Coach
from dialogs.messages import Chose, Said
from dialogs.state import NEW, restored, saved

FOLDER = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_conversation_goes_as_written(coach: Coach, path: Path) -> None:
    state, now = NEW, dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    for number, turn in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
        step = coach.step(state, Chose(turn["choose"]) if "choose" in turn else Said(turn["say"]), now)
        state = restored(saved(step.state))
        (reply,) = step.replies
        where = f"{path.name} turn {number}: {turn['say']!r}"
        assert reply.kind == turn.get("kind", reply.kind), where
        assert list(reply.topics) == turn.get("topics", list(reply.topics)), where
        text = plain(reply)
        assert all(part in text for part in turn.get("shows", [])), f"{where}\n{text}"
