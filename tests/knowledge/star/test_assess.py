"""The check on whole answers, written for these tests."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.library import HOME, Library
from knowledge.star.assess import Assessment, Assessor
from knowledge.star.units import units_of

SITUATION = (
    "Last November I was on the night shift in a care home in Leeds and one of our residents had not eaten for two "
    "days."
)
TASK = "As the senior carer that night it was my job to find out why and to get some food into her before the morning."
ACTION = (
    "I sat down next to her and asked her what she fancied, because nobody had asked her. She told me her teeth "
    "hurt, so I rang the dentist's emergency line, mashed her some soup and stayed with her while she ate it."
)
RESULT = "She finished the whole bowl, and the dentist came the next day and took out the bad tooth."
LEARNING = "I learned to ask people before I decide what is wrong with them."
WHOLE = [SITUATION, TASK, ACTION, RESULT, LEARNING]


@pytest.fixture(scope="module")
def assessor(library: Library) -> Assessor:
    return Assessor(library, HOME / "weights" / "star")


def ratings(found: Assessment) -> dict[str, str]:
    return {name: part.rating for name, part in found.parts.items()}


def names(found: Assessment) -> set[str]:
    return {flag.name for flag in found.flags}


def test_a_whole_answer_is_clear_and_its_evidence_is_its_own_words(assessor: Assessor) -> None:
    text = " ".join(WHOLE)
    found = assessor.assess(text)
    assert ratings(found) == dict.fromkeys(("situation", "task", "action", "result"), "clear")
    assert names(found) == set()
    for name, part, said in zip(found.parts, found.parts.values(), (SITUATION, TASK, ACTION, RESULT), strict=True):
        start, end = part.evidence[0]
        assert text[start:end] in said, name


def test_the_order_does_not_matter(assessor: Assessor) -> None:
    for order in ([3, 0, 1, 2, 4], [2, 3, 0, 1, 4], [4, 3, 2, 1, 0]):
        found = assessor.assess(" ".join(WHOLE[i] for i in order))
        assert set(ratings(found).values()) == {"clear"}, order


@pytest.mark.parametrize("part", ["situation", "task", "action", "result"])
def test_a_part_that_is_not_told_is_not_called_clear(assessor: Assessor, part: str) -> None:
    told = zip(("situation", "task", "action", "result", "learning"), WHOLE, strict=True)
    left = [said for name, said in told if name != part]
    assert ratings(assessor.assess(" ".join(left)))[part] != "clear"


def test_dictated_without_marks_or_capitals(assessor: Assessor) -> None:
    said = " ".join(WHOLE).lower().replace(".", "").replace(",", "").replace("'", "")
    found = assessor.assess(said)
    assert ratings(found)["action"] == ratings(found)["result"] == "clear"
    assert "missing" not in ratings(found).values()


def test_what_would_be_done_is_flagged_and_quoted(assessor: Assessor) -> None:
    text = (
        "If I saw a colleague taking something I would speak to them first. I would ask them why, and I would tell "
        "them it has to stop. Then I would report it to my supervisor, and I would support them afterwards. I would "
        "hope that they learn from it."
    )
    found = assessor.assess(text)
    assert "hypothetical" in names(found)
    assert found.parts["action"].rating == "missing"
    flag = next(flag for flag in found.flags if flag.name == "hypothetical")
    assert all("would" in text[start:end] for start, end in flag.evidence)


def test_we_hides_the_teller(assessor: Assessor) -> None:
    found = assessor.assess(
        "Last summer our shop was flooded the night before a delivery. We had to get it open by nine. We moved the "
        "stock upstairs, we rang the suppliers and we mopped the floor, and then we set up a table outside because "
        "people needed bread. We opened at half past nine and sold everything. We learned to keep sandbags."
    )
    assert "we-not-i" in names(found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "skip",
        "I don't know, can we do the next one?",
        "What do you mean by integrity, and how long have I got?",
        "asdf jkl qwertz uiop asdf jkl qwertz uiop asdf",
        "Heat the oven to 180 degrees. Rub the butter into the flour, add the sugar and bake it for forty minutes.",
    ],
)
def test_what_is_no_answer_is_not_judged(assessor: Assessor, text: str) -> None:
    found = assessor.assess(text)
    assert not found.judgeable
    assert not found.parts
    assert not found.flags
    assert assessor.touched(found, "value/courage") == []


def test_a_recital_of_our_statements_is_not_judged(assessor: Assessor, library: Library) -> None:
    for topic in ("value/courage/positive", "value/integrity/positive", "competency/take-ownership/level-1"):
        text = " ".join(item.text for item in library.entries[topic].items)
        assert not assessor.assess(text).judgeable


def test_indicators_belong_to_the_target_and_quote_the_answer(assessor: Assessor) -> None:
    found = assessor.assess(" ".join(WHOLE))
    touched = assessor.touched(found, "value/compassion")
    assert touched
    assert {sign.indicator.split("#")[0] for sign in touched} <= {
        "value/compassion/positive",
        "value/compassion/negative",
    }
    units = {(unit.start, unit.end) for unit in units_of(found.answer.text)}
    assert all(span in units for sign in touched for span in sign.evidence)
    assert assessor.touched(found, "no/such-target") == []


_WORDS = (
    "i",
    "told",
    "the",
    "manager",
    "because",
    "last",
    "year",
    "we",
    ".",
    "?",
    "would",
    "£",
    "\n",
    "£40",
    "—",
    "她",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=600), st.lists(st.sampled_from(_WORDS), max_size=120).map(" ".join)))
def test_anything_can_be_assessed_and_evidence_lies_within_it(assessor: Assessor, text: str) -> None:
    found = assessor.assess(text)
    spans = [span for part in found.parts.values() for span in part.evidence]
    spans += [span for flag in found.flags for span in flag.evidence]
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_the_longest_answers_are_read_too(assessor: Assessor) -> None:
    text = " ".join(WHOLE * 9)
    assert len(text.split()) > 800
    assert assessor.assess(text).judgeable
