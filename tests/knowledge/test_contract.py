from pathlib import Path

import pytest

from knowledge.library import Library

TOPICS = (Path(__file__).parents[1] / "contract" / "topics.txt").read_text(encoding="utf-8").split()
LEVELS = {  # number of indicators at levels 1, 2, 3 of 2016 and level 2 of the later table, counted in the documents
    "emotionally-aware": (8, 6, 5, 7),
    "take-ownership": (9, 5, 6, 5),
    "collaborative": (6, 7, 4, 6),
    "deliver-support-inspire": (7, 6, 8, 5),
    "analyse-critically": (8, 7, 5, 5),
    "innovative-open-minded": (5, 5, 5, 5),
}
SIDES = {"professionalism": (11, 12), "integrity": (9, 9), "courage": (8, 9), "compassion": (7, 7)}
BEHAVIOURS = {
    "college/value/impartiality": 7,
    "college/value/integrity": 8,
    "college/value/public-service": 8,
    "college/value/transparency": 9,
    "revised/value/courage": 8,
    "revised/value/respect-and-empathy": 6,
    "revised/value/public-service": 6,
}


def test_every_public_topic_has_an_entry_and_no_entry_is_outside_the_contract(library: Library) -> None:
    assert sorted(library.entries) == sorted(TOPICS)


@pytest.mark.parametrize(("name", "counts"), LEVELS.items())
def test_competency_levels_have_one_statement_for_each_indicator(
    library: Library, name: str, counts: tuple[int, ...]
) -> None:
    topics = [*(f"competency/{name}/level-{level}" for level in (1, 2, 3)), f"revised/competency/{name}/level-2"]
    assert tuple(len(library.entries[topic].items) for topic in topics) == counts


@pytest.mark.parametrize(("name", "counts"), SIDES.items())
def test_met_values_have_one_statement_for_each_indicator(library: Library, name: str, counts: tuple[int, int]) -> None:
    assert tuple(len(library.entries[f"value/{name}/{side}"].items) for side in ("positive", "negative")) == counts


@pytest.mark.parametrize(("topic", "count"), BEHAVIOURS.items())
def test_national_values_have_one_statement_for_each_behaviour(library: Library, topic: str, count: int) -> None:
    assert sum(item.part == "behaviour" for item in library.entries[topic].items) == count


def test_indicators_and_definitions_carry_the_fingerprint_of_their_sentence(library: Library) -> None:
    bare = [
        f"{topic}: {item.text}"
        for topic in library.entries
        if topic.startswith(("competency/", "value/", "cluster/", "college/", "revised/competency/", "revised/value/"))
        for item in library.entries[topic].items
        if not item.official
    ]
    assert bare == []


def test_there_are_enough_conflicts_with_two_readings(library: Library) -> None:
    assert sum(len(conflict.readings) > 1 for conflict in library.conflicts) >= 40
