"""No sequence of messages causes an exception, traps a person or makes a reply too large."""

import datetime as dt
import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.text import markdown, plain
from dialogs.conversation import Coach
from dialogs.messages import Chose, Event, Joined, Said
from dialogs.state import NEW, restored, saved
from knowledge.library import Library, load_library
from knowledge.understanding.context import NOTHING_SAID

LIMIT = 28_000
LIBRARY: Library = load_library()
COACH = Coach(LIBRARY)
CASES = Path(__file__).parent / "cases" / "ask-development.jsonl"
REAL = [turn["say"] for line in CASES.read_text(encoding="utf-8").splitlines() for turn in json.loads(line)["turns"]]
WORDS = sorted({word for said in REAL for word in said.split()})
message = st.one_of(
    st.sampled_from(REAL),
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.sampled_from(sorted(LIBRARY.entries)).flatmap(lambda topic: st.sampled_from([topic, f"{topic}#all"])),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(message, min_size=1, max_size=6))
def test_any_conversation_stays_sound(said: list[str]) -> None:
    context = NOTHING_SAID
    for text in said:
        turn = COACH.say(text, context)
        context = turn.context
        reply = turn.reply
        assert reply.blocks
        assert len(markdown(reply).encode()) < LIMIT
        assert len(reply.choices) <= 6
        assert len(reply.topics) <= (3 if reply.kind == "clarify" else 10)
        assert all(topic in LIBRARY for topic in reply.topics)
        assert reply.kind != "answer" or all(LIBRARY.entries[topic].title in plain(reply) for topic in reply.topics)
    assert COACH.say("help", context).reply.topics == ("do/help",)
    assert COACH.say("stop", context).reply.topics == ("do/stop",)
    assert COACH.say("hello", context).reply.topics == ("do/greeting",)


event = st.one_of(
    st.just(Joined()),
    message.map(Said),
    st.one_of(message, st.sampled_from(["do/forget#now", "do/help", "value/courage#all", "#all"])).map(Chose),
)
gap = st.sampled_from([0, 1, 3600, 13 * 3600, -3600])  # seconds between messages; clocks go back too


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(event, gap), min_size=1, max_size=6))
def test_saving_and_loading_at_every_step_changes_nothing(steps: list[tuple[Event, int]]) -> None:
    now = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
    state, reloaded = NEW, NEW
    for what, seconds in steps:
        now += dt.timedelta(seconds=seconds)
        step = COACH.step(state, what, now)
        assert COACH.step(restored(saved(reloaded)), what, now) == step
        assert step.replies or isinstance(what, Joined)
        assert len(step.replies) <= 2  # an interview opens with two
        state = reloaded = step.state
    for said, topic in (("help", "do/help"), ("hello", "do/greeting")):
        assert COACH.step(state, Said(said), now).replies[0].topics == (topic,)


@settings(max_examples=200, deadline=None)
@given(st.lists(message, max_size=4), st.sampled_from(REAL))
def test_the_same_message_in_the_same_context_gets_the_same_reply(said: list[str], last: str) -> None:
    context = NOTHING_SAID
    for text in said:
        context = COACH.say(text, context).context
    assert COACH.say(last, context) == COACH.say(last, context)
