"""Official wording where it is loaded, plain words where it is not or where somebody asks for them."""

import datetime as dt

import pytest

from bot.cards.text import plain
from dialogs.conversation import Coach
from dialogs.messages import Bullets, Chose, Said
from dialogs.state import NEW
from knowledge.library import Library
from knowledge.official.matching import marks_of
from knowledge.official.wordings import Official, Wordings
from knowledge.understanding.context import NOTHING_SAID

NOW = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
LEVEL = "competency/take-ownership/level-2"


def loaded(library: Library, *wanted: str, mended: bool = False) -> Wordings:
    """Sentences that are easy to tell from ours, of topics that begin so."""
    marks = [mark for mark in marks_of(library) if mark.topic.startswith(wanted)]
    held = (
        (str(m.print), Official(f"OFFICIAL {m.topic}#{m.item}.", m.print.document, "cvf.pdf", f"page {m.item}", mended))
        for m in marks
    )
    return Wordings(marks, held)


@pytest.fixture
def coach(library: Library) -> Coach:
    return Coach(library)


def bullets(coach: Coach, text: str) -> tuple[str, ...]:
    reply = coach.say(text).reply
    return next(block.items for block in reply.blocks if isinstance(block, Bullets))


def test_without_a_document_the_words_are_ours_and_a_line_says_so(coach: Coach, library: Library) -> None:
    said = plain(coach.say("whats level 2 ownership").reply)
    assert library.entries[LEVEL].items[0].text in said
    assert "no official wording is loaded here" in said
    assert not [choice for choice in coach.say(LEVEL).reply.choices if "#" in choice.value]


def test_with_one_the_answer_is_quoted_with_its_source_and_plain_words_are_a_button_away(
    coach: Coach, library: Library
) -> None:
    coach.official = loaded(library, LEVEL)
    turn = coach.say("whats level 2 ownership")
    said, count = plain(turn.reply), len(library.entries[LEVEL].items)
    assert bullets(coach, LEVEL) == tuple(f"OFFICIAL {LEVEL}#{number}." for number in range(1, count + 1))
    assert "Official wording, word for word:\n- OFFICIAL" in said
    assert f"Source: cvf.pdf, page 1 to page {count} (official wording)" in said
    assert not any(item.text in said for item in library.entries[LEVEL].items)
    choice = turn.reply.choices[0]
    assert (choice.label, choice.value) == ("In plain words", f"{LEVEL}#plain")
    again = coach.say(choice.value)
    assert library.entries[LEVEL].items[0].text in plain(again.reply)
    assert "OFFICIAL" not in plain(again.reply)
    assert again.reply.choices[0].value == f"{LEVEL}#official"
    assert bullets(coach, f"{LEVEL}#official") == bullets(coach, LEVEL)


@pytest.mark.parametrize(
    "text", ["in plain words", "And now in plain English, please", "can you say that in simpler words?"]
)
def test_plain_words_can_be_asked_for(coach: Coach, library: Library, text: str) -> None:
    coach.official = loaded(library, LEVEL)
    first = coach.say("level 2 ownership")
    turn = coach.say(text, first.context)
    assert turn.reply.topics == (LEVEL,)
    assert library.entries[LEVEL].items[0].text in plain(turn.reply)
    assert "OFFICIAL" in plain(coach.say("word for word please", turn.context).reply)
    assert "OFFICIAL" not in plain(coach.say(f"level 2 ownership {text}", NOTHING_SAID).reply)


def test_facts_stay_in_our_words_unless_asked(coach: Coach, library: Library) -> None:
    coach.official = loaded(library, "process/")
    assert "OFFICIAL" not in plain(coach.say("process/scoring").reply)
    said = plain(coach.say("process/scoring#official").reply)
    assert "OFFICIAL process/scoring#2." in said
    assert "every date is past" in said


def test_what_is_not_loaded_is_told(coach: Coach, library: Library) -> None:
    coach.official = loaded(library, LEVEL)
    said = plain(coach.say("exact wording of the negative indicators of courage").reply)
    assert "not among the documents loaded here" in said
    other = "competency/take-ownership/level-1"
    coach.official = Wordings(
        [mark for mark in marks_of(library) if mark.topic == other],
        [(str(m.print), Official("OFFICIAL.", "college-2016", "f", "p")) for m in marks_of(library)[:0]],
    )
    assert "no official wording is loaded here" in plain(coach.say(other).reply)


def test_where_only_some_is_loaded_both_are_told_apart(coach: Coach, library: Library) -> None:
    marks = [mark for mark in marks_of(library) if mark.topic == LEVEL][:1]
    coach.official = Wordings(marks, [(str(marks[0].print), Official("OFFICIAL.", "college-2016", "f", "p"))])
    said = plain(coach.say(LEVEL).reply)
    assert "- OFFICIAL." in said
    assert library.entries[LEVEL].items[1].text in said
    assert "the other statements in plain words:" in said


def test_a_damaged_sentence_is_quoted_with_a_warning_unless_the_copy_has_it_whole(
    coach: Coach, library: Library
) -> None:
    topic = "revised/competency/emotionally-aware/level-2"
    coach.official = loaded(library, topic)
    assert "Statement 7 is damaged in the later Level 2 table, undated: it breaks off" in plain(coach.say(topic).reply)
    coach.official = loaded(library, topic, mended=True)
    assert "damaged" not in plain(coach.say(topic).reply)


def test_buttons_work_in_a_conversation(coach: Coach, library: Library) -> None:
    coach.official = loaded(library, LEVEL)
    step = coach.step(NEW, Said("level 2 ownership"), NOW)
    step = coach.step(step.state, Said("In plain words"), NOW)
    assert "OFFICIAL" not in plain(step.replies[0])
    step = coach.step(step.state, Chose(f"{LEVEL}#official"), NOW)
    assert "OFFICIAL" in plain(step.replies[0])
    step = coach.step(step.state, Chose(f"{LEVEL}#nonsense"), NOW)
    assert step.replies[0].kind == "decline"
