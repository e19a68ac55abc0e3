"""What every answer keeps to, whatever it is about."""

import pytest

from bot.cards.text import markdown, plain
from dialogs import wording
from dialogs.conversation import WHOLE, Coach
from dialogs.messages import Citation
from knowledge.library import Library, load_library

LIMIT = 28_000  # bytes: what Teams takes, see design, section 7


def test_every_topic_is_answered_with_its_source_and_within_the_limit(coach: Coach, library: Library) -> None:
    for topic, entry in library.entries.items():
        for said in (topic, topic + WHOLE):
            reply = coach.say(said).reply
            assert reply.topics == (topic,)
            assert entry.practice or any(isinstance(block, Citation) for block in reply.blocks), topic
            assert len(markdown(reply).encode()) < LIMIT, topic
            assert len(reply.choices) <= 6


def test_lists_of_indicators_are_never_cut(coach: Coach, library: Library) -> None:
    for topic in library.framework.values():
        text = plain(coach.say(topic).reply)
        if topic.rpartition("/")[2] in ("level-1", "level-2", "level-3", "positive", "negative"):
            assert all(item.text in text for item in library.entries[topic].items), topic


def test_choices_lead_to_answers(coach: Coach, library: Library) -> None:
    for topic in library.entries:
        for choice in coach.say(topic).reply.choices:
            assert coach.say(choice.value).reply.kind in ("answer", "action")


def test_each_conflict_is_told_with_all_its_readings_when_asked_for(coach: Coach, library: Library) -> None:
    silent = []
    for conflict in library.conflicts:
        text = plain(coach.say(conflict.question).reply)
        if not all(wording.filled(reading.text, reading.values) in text for reading in conflict.readings):
            silent.append(conflict.id)
    assert silent == []


def test_a_theme_is_answered_with_every_place_that_deals_with_it(coach: Coach) -> None:
    reply = coach.say("is there anything about bullying in the values?").reply
    assert set(reply.topics) == {"value/compassion/positive", "value/compassion/negative"}
    wellbeing = coach.say("anything about wellbeing").reply
    assert len(wellbeing.topics) >= 5
    assert plain(wellbeing).lower().count("well") >= 5


def test_a_told_behaviour_is_answered_with_the_closest_statement(coach: Coach) -> None:
    text = plain(coach.say("which value gets broken by playing favourites").reply)
    assert "The closest statement: Has favourites" in text


def test_a_deployment_that_names_a_contact_has_it_told_where_the_coach_cannot_answer(library: Library) -> None:
    own = load_library()
    assert "questions" not in library.contacts
    own.contacts["questions"] = "Ask the promotion team on extension 1234."
    assert "extension 1234" in plain(Coach(own).say("when is the next NIE exam").reply)


@pytest.mark.parametrize("topic", ["process/timeline", "process/pay", "process/scoring"])
def test_the_process_is_always_told_as_past(coach: Coach, topic: str) -> None:
    assert wording.PAST in plain(coach.say(topic).reply)


def test_general_practice_is_marked(coach: Coach) -> None:
    assert wording.PRACTICE.rstrip(".").lower() in plain(coach.say("star/what" + WHOLE).reply).lower()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("i cant go on, i dont want to be here anymore", "116 123"),
        ("there is a man with a knife outside my house", "999"),
        ("my inspector is taking bribes who do i tell", "professional standards"),
    ],
)
def test_someone_who_needs_help_is_told_where_to_turn_and_gets_no_topic(coach: Coach, said: str, where: str) -> None:
    reply = coach.say(said).reply
    assert reply.kind == "decline"
    assert reply.topics == ()
    assert where in plain(reply)


def test_markup_in_a_message_never_reaches_the_reply_as_markup(coach: Coach) -> None:
    assert "<script" not in markdown(coach.say("<script>alert('courage')</script>").reply)
