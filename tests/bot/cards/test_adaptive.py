"""The cards: as their golden files, by Microsoft's own model of a card, within what Teams shows."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, get_args

import microsoft_teams.cards.core as official
import pytest
from pydantic import BaseModel, TypeAdapter

from bot.cards.adaptive import LARGEST, MOST_ACTIONS, card
from bot.cards.text import markdown
from bot.channels.activities import event_of
from bot.turns import read_reply
from dialogs.conversation import Coach
from dialogs.messages import Bullets, Chart, Chose, Form, Note, Paragraph, Parts, Reply
from dialogs.privacy import Keeping
from dialogs.state import NEW
from knowledge.library import load_library
from tests.bot.cards.replies import GOLDEN, replies, written
from tests.dialogs.practising import CARE_HOME, Practising

LIBRARY = load_library()
REPLIES = replies(LIBRARY)
NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
MODELS = {
    get_args(model.model_fields["type"].annotation)[0]: model
    for model in vars(official).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and "type" in model.model_fields
}


@pytest.fixture
def someone() -> Practising:
    return Practising(Coach(LIBRARY, Keeping(90)))


def parts_of(made: object) -> Iterator[dict[str, Any]]:
    """Everything in a card that has a type."""
    if isinstance(made, dict):
        if "type" in made:
            yield made
        for value in made.values():
            yield from parts_of(value)
    elif isinstance(made, list):
        for value in made:
            yield from parts_of(value)


def problems(made: dict[str, Any]) -> list[str]:
    """What Microsoft's model does not know in a card."""
    found = []
    for part in parts_of(made):
        model = MODELS.get(part["type"])
        if model is None:
            found.append(f"no such type: {part['type']}")
            continue
        extra = model.model_validate(part).model_extra or {}
        found += [f"{part['type']} has no {name}" for name in extra if name != "$schema"]
    return found


@pytest.mark.parametrize("name", REPLIES)
def test_each_card_is_as_it_was(name: str) -> None:
    assert written(REPLIES[name]) == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(REPLIES)


@pytest.mark.parametrize("name", REPLIES)
def test_each_card_is_one_that_teams_takes(name: str) -> None:
    made = card(REPLIES[name])
    assert problems(made) == []
    assert len(json.dumps(made).encode()) <= LARGEST
    assert len(made.get("actions", [])) <= MOST_ACTIONS
    assert made["fallbackText"]
    assert made["speak"]
    assert all(part["fallback"] for part in parts_of(made) if part["type"].startswith("Chart."))
    inputs = [part for part in parts_of(made) if part["type"].startswith("Input.")]
    assert all(part["label"] and part["errorMessage"] and part["isRequired"] for part in inputs)
    ids = [part["id"] for part in inputs]
    assert len(set(ids)) == len(ids)


def test_the_model_would_find_what_is_wrong() -> None:
    assert problems({"type": "TextBlok"}) == ["no such type: TextBlok"]
    assert problems({"type": "TextBlock", "text": "a", "txt": "b"}) == ["TextBlock has no txt"]
    with pytest.raises(ValueError, match="style"):
        problems({"type": "Container", "items": [], "style": "green"})


@pytest.mark.parametrize("topic", LIBRARY.entries)
def test_every_topic_fits_on_a_card_and_every_word_is_on_it(coach: Coach, topic: str) -> None:
    reply = coach.step(NEW, Chose(topic), NOON).replies[-1]
    made = card(reply)
    assert problems(made) == []
    assert len(json.dumps(made).encode()) <= LARGEST
    said = {part["text"] for part in parts_of(made) if "text" in part}
    for block in reply.blocks:
        if isinstance(block, Bullets):
            assert set(block.items) <= said
        elif isinstance(block, Paragraph | Note):
            assert block.text in said


def test_a_rating_is_said_in_words_whatever_its_tint() -> None:
    reply = REPLIES["feedback-with-a-gap"]
    parts = next(block for block in reply.blocks if isinstance(block, Parts)).parts
    shown = [part for part in card(reply)["body"] if part.get("style") in ("good", "warning", "attention", "emphasis")]
    assert [part["items"][0]["inlines"][1]["text"] for part in shown] == [part.said for part in parts]
    assert [part["style"] for part in shown] == ["good", "good", "good", "attention"]


def test_a_chart_says_no_more_than_its_words() -> None:
    chart = next(part for part in parts_of(card(REPLIES["summary"])) if part["type"].startswith("Chart."))
    drawn = [(bar["title"], [(one["value"], one["legend"]) for one in bar["data"]]) for bar in chart["data"]]
    rows = [part["text"] for part in parts_of(chart["fallback"]) if part["type"] == "TextRun"]
    assert rows[1:] == [f"{name}: {', '.join(f'{many} {kind}' for many, kind in amounts)}" for name, amounts in drawn]
    assert drawn[-1] == ("Result", [(1, "clear"), (1, "missing")])


@pytest.mark.parametrize("name", ["mark", "settings", "summary", "feedback"])
def test_a_reply_with_a_form_or_a_chart_is_read_again_as_it_was(name: str) -> None:
    assert read_reply(TypeAdapter(Reply).dump_json(REPLIES[name]).decode()) == REPLIES[name]


def test_where_there_are_no_cards_the_buttons_and_lists_say_it() -> None:
    reply = REPLIES["mark"]
    without = Reply(reply.kind, tuple(block for block in reply.blocks if not isinstance(block, Form)), reply.topics)
    assert markdown(reply) == markdown(without)
    reply = REPLIES["summary"]
    without = Reply(reply.kind, tuple(block for block in reply.blocks if not isinstance(block, Chart)), reply.topics)
    assert markdown(reply) == markdown(without)


def test_a_form_stands_in_for_its_buttons_only() -> None:
    assert [action["title"] for action in card(REPLIES["mark"])["actions"]] == ["No mark"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("4", "do/interview#mark=4@x"),
        (4, "do/interview#mark=4@x"),
        ("", "do/interview#mark=@x"),
        (None, "do/interview#mark=@x"),
        ("4.5", "do/interview#mark=@x"),
        ("9999", "do/interview#mark=@x"),
        ("{mark}", "do/interview#mark=@x"),
        (["4"], "do/interview#mark=@x"),
        ("４", "do/interview#mark=@x"),
    ],
)
def test_only_small_whole_numbers_are_filled_in(given: object, said: str) -> None:
    assert event_of(None, {"choose": "do/interview#mark={mark}@x", "mark": given}) == Chose(said)


def sent(reply: Reply, **given: str) -> Chose:
    form = next(block for block in reply.blocks if isinstance(block, Form))
    event = event_of(None, {"choose": form.value, **given})
    assert isinstance(event, Chose)
    return event


def test_a_mark_is_given_by_its_form(someone: Practising) -> None:
    someone.say("one question on courage")
    someone.say(CARE_HOME)
    someone.say("done")
    asked = someone.replies[-1]
    someone.take(sent(asked, mark=""))
    assert "mark that answer" in someone.shown
    someone.take(sent(asked, mark="4"))
    assert "Your own mark: 4 of 5" in someone.shown
    someone.take(sent(asked, mark="2"))  # again, later: nothing changes
    assert someone.state.interview
    assert someone.state.interview.round.mark == 4


@pytest.mark.parametrize(
    ("think", "answer", "said"),
    [
        ("2", "5", "Thinking time: 2 min; answering time: 5 min"),
        ("0", "5", "Thinking time: none; answering time: 5 min"),
        ("3", "0", "Thinking time: 3 min; answering time: none"),
        ("0", "0", "No timers"),
        ("99", "5", "Thinking time: 60 min; answering time: 5 min"),
    ],
)
def test_times_are_set_by_their_form(someone: Practising, think: str, answer: str, said: str) -> None:
    someone.say("settings")
    someone.take(sent(someone.replies[-1], think=think, answer=answer))
    assert said in someone.shown
    someone.say("settings")
    form = next(block for block in someone.replies[-1].blocks if isinstance(block, Form))
    assert [min(int(think), 60), int(answer)] == [given.value for given in form.inputs]


def test_times_that_are_not_given_change_nothing(someone: Practising) -> None:
    someone.say("5 minute timer")
    someone.take(sent(someone.replies[-1], think="", answer="many"))
    assert "answering time: 5 min" in someone.shown
