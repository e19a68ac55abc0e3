import re

import pytest

from bot.cards.text import plain
from dialogs import wording
from dialogs.messages import Bullets, Heading, Paragraph, Parts, Reply
from dialogs.star import feedback, quoted
from knowledge.library import HOME, Library
from knowledge.star.assess import Assessor

WITHOUT_RESULT = (
    "In March I was on the late shift in our supermarket when a lad of about fifteen was shouting at the woman on till "
    "three. As the only supervisor in I had to calm it down without anyone getting hurt. I asked her to take her "
    "break, walked round to him and asked what had happened, because he looked more scared than angry. He said his "
    "card had been refused and his mum was waiting, so I let him leave the bags and use the phone in the office."
)


@pytest.fixture(scope="module")
def assessor(library: Library) -> Assessor:
    return Assessor(library, HOME / "weights" / "star")


def said(assessor: Assessor, library: Library, text: str, target: str = "") -> Reply:
    found = assessor.assess(text)
    return feedback(found, assessor.touched(found, target), library)


def test_four_parts_one_strength_one_change(assessor: Assessor, library: Library) -> None:
    reply = said(assessor, library, WITHOUT_RESULT)
    parts = next(block for block in reply.blocks if isinstance(block, Parts))
    assert [part.name for part in parts.parts] == ["Situation", "Task", "Action", "Result"]
    step = next(block.text for block in reply.blocks if isinstance(block, Paragraph))
    assert step.startswith("Strongest here: your action.")
    assert "To change next" in step
    assert reply.choices


def test_every_quotation_is_the_persons_own(assessor: Assessor, library: Library) -> None:
    quotations = re.findall(r"“(.+?)(?: …)?”", plain(said(assessor, library, WITHOUT_RESULT, "value/compassion")))
    assert quotations
    own = [words for words in quotations if words not in wording.FLAGS["we-not-i"]]
    assert all(words in WITHOUT_RESULT for words in own)


def test_no_mark_no_praise_of_the_person_and_it_says_what_it_is(assessor: Assessor, library: Library) -> None:
    text = plain(said(assessor, library, WITHOUT_RESULT))
    assert "I give no mark" in text
    assert "General practice" in text
    assert not re.search(r"\b\d+ ?(/|out of|%)|\b(excellent|great|well done|pass|fail)\b", text, re.IGNORECASE)


def test_at_most_two_flags(assessor: Assessor, library: Library) -> None:
    text = (
        "I always treat everyone with respect and integrity. When there is a problem I usually deal with it, and if a "
        "colleague was rude I would tell them, I would challenge it, like I would with Darren Whitlock who we always "
        "have trouble with. We generally sort it out as a team and we usually talk about it every day."
    )
    found = assessor.assess(text)
    reply = feedback(found, (), library)
    if found.judgeable:
        assert len(found.flags) > 2
        at = reply.blocks.index(Heading(wording.WORTH_A_LOOK))
        rows = reply.blocks[at + 1]
        assert isinstance(rows, Bullets)
        assert len(rows.items) == 2
        assert "Darren Whitlock" in rows.items[0]


def test_what_cannot_be_judged_gets_no_rating_and_a_way_on(assessor: Assessor, library: Library) -> None:
    reply = said(assessor, library, "skip this one please")
    assert reply.kind == "decline"
    text = plain(reply)
    assert "cannot judge" in text
    assert not re.search(r": clear|: thin|I found none|Strongest", text)
    assert reply.choices


def test_long_quotations_are_cut_at_a_word() -> None:
    text = "word " * 100
    shown = quoted(text, [(0, len(text))])
    assert shown.startswith("“word word")
    assert shown.endswith("word …”")
    assert len(shown) < 180
