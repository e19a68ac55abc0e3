"""Whole conversations as readable files, run through the core."""

from pathlib import Path

import pytest
import yaml

from bot.cards import plain
from dialogs.conversation import Coach
from knowledge.understanding.context import NOTHING_SAID

FOLDER = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_conversation_goes_as_written(coach: Coach, path: Path) -> None:
    context = NOTHING_SAID
    for number, turn in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
        answered = coach.say(turn["say"], context)
        context = answered.context
        where = f"{path.name} turn {number}: {turn['say']!r} because {answered.understood.reason}"
        assert answered.reply.kind == turn["kind"], where
        if "topics" in turn:
            assert list(answered.reply.topics) == turn["topics"], where
        text = plain(answered.reply)
        assert all(part in text for part in turn.get("shows", [])), f"{where}\n{text}"
