from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.star.units import units_of


def texts(answer: str) -> list[str]:
    return [unit.text for unit in units_of(answer)]


def test_sentences_are_units() -> None:
    assert texts("I rang her. She came round!  Why? “Because.” It ended.") == [
        "I rang her.",
        "She came round!",
        "Why?",
        "“Because.”",
        "It ended.",
    ]


def test_bullets_and_lines_are_units() -> None:
    assert texts("- rang the school - drove there\n- it was shut") == [
        "- rang the school",
        "- drove there",
        "- it was shut",
    ]


def test_dictation_is_cut_into_clauses() -> None:
    said = (
        "so we were on nights last winter and this lad was sat on the wall outside the chip shop and i went over and "
        "asked him his name and he said nothing so i sat down next to him and we just talked about football for a bit"
    )
    units = texts(said)
    assert len(units) >= 4
    assert max(len(unit.split()) for unit in units) <= 20
    assert " ".join(units) == said


@given(st.text(max_size=400))
def test_units_are_stretches_of_the_answer_in_order(answer: str) -> None:
    units = units_of(answer)
    assert all(answer[unit.start : unit.end] == unit.text for unit in units)
    assert all(unit.text.strip() == unit.text != "" for unit in units)
    assert all(one.end <= two.start for one, two in pairwise(units))
