import pytest

from knowledge.understanding.text import stem, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What\N{RIGHT SINGLE QUOTATION MARK}s LEVEL 2?", ["what's", "level", "2"]),
        ("c/supt & d/s", ["c", "supt", "and", "d", "s"]),
        ("level 3 + negatives", ["level", "3", "and", "negatives"]),
        ("<script>alert('courage')</script>", ["alert", "courage"]),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}&nbsp;day-to-day", ["cafe", "day", "to", "day"]),
        ("\N{THINKING FACE} ...", []),
        ("", []),
    ],
)
def test_words_of_a_message(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_marks_leave_a_break_before_the_next_word() -> None:
    assert [token.breaks for token in tokens("pay, leave and hours? now")] == [False, True, False, False, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("assessors", "assessor"),
        ("challenging", "challenged"),
        ("policies", "policy"),
        ("behaviours", "behaviour"),
        ("planned", "planning"),
    ],
)
def test_near_forms_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)
