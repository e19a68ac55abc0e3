"""Whole conversations as readable files, run through the core."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from bot.cards.text import plain
from dialogs.conversation import Coach
from dialogs.messages import Chose, Event, Reply, Said
from dialogs.privacy import Keeping
from dialogs.records import Person, Practice
from dialogs.state import NEW, restored, saved
from knowledge.library import Library

FOLDER = Path(__file__).parent / "transcripts"


def event_of(turn: dict[str, str], offered: dict[str, str]) -> Event:
    """What a turn does: `say` something, `choose` a button by its value, `press` one of those shown by its label."""
    if "press" in turn:
        assert turn["press"] in offered, f"no button {turn['press']!r} among {sorted(offered)}"
        return Chose(offered[turn["press"]])
    return Chose(turn["choose"]) if "choose" in turn else Said(turn["say"])


def offered_by(replies: tuple[Reply, ...]) -> dict[str, str]:
    return {choice.label: choice.value for reply in replies for choice in reply.choices}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_conversation_goes_as_written(library: Library, path: Path) -> None:
    coach = Coach(library, Keeping(90))
    state, now, offered = NEW, dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), {}
    practices: dict[str, Practice] = {}
    for number, turn in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
        now += dt.timedelta(seconds=30)
        step = coach.step(state, event_of(turn, offered), now, Person(tuple(practices.values())))
        state = restored(saved(step.state))
        practices |= {kept.practice.id: kept.practice for kept in step.changes.answered}
        offered = offered_by(step.replies)
        reply = step.replies[-1]
        where = f"{path.name} turn {number}: {turn}"
        assert reply.kind == turn.get("kind", reply.kind), where
        assert list(reply.topics) == turn.get("topics", list(reply.topics)), where
        text = "\n".join(map(plain, step.replies))
        assert all(part in text for part in turn.get("shows", [])), f"{where}\n{text}"
        assert not any(part in text for part in turn.get("hides", [])), f"{where}\n{text}"
