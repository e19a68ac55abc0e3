import pytest

from knowledge.library import Library
from knowledge.understanding.asks import asks_of
from knowledge.understanding.parser import Parser
from knowledge.understanding.readings import MOST, resolve_all


@pytest.fixture(scope="module")
def parser(library: Library) -> Parser:
    return Parser(library)


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("level 2 ownership", ["competency/take-ownership/level-2"]),
        (
            "ownership 1, 2 and 3",
            [
                "competency/take-ownership/level-1",
                "competency/take-ownership/level-2",
                "competency/take-ownership/level-3",
            ],
        ),
        ("neg indicators courage", ["value/courage/negative"]),
        ("what not to do on compassion", ["value/compassion/negative"]),
        ("what should an insp show for collab", ["competency/collaborative/level-2"]),
        ("collab sgt", ["competency/collaborative/level-1"]),
        ("my DI says emotionally aware matters, why", ["competency/emotionally-aware/why"]),
        ("integrity in the national values", ["college/value/integrity"]),
        ("courage in the later table", ["revised/value/courage"]),
        ("level 2 collab, the later one, not the 2016 one", ["revised/competency/collaborative/level-2"]),
        ("public service", ["college/value/public-service"]),
        (
            "compare 2016 public service with the newer table's",
            ["college/value/public-service", "revised/value/public-service"],
        ),
        (
            "level 3 collaborative + negatives of courage",
            ["competency/collaborative/level-3", "value/courage/negative"],
        ),
        ("professionalism positive.. no wait negative", ["value/professionalism/negative"]),
        ("andcourage", ["value/courage"]),
        ("courage and integrity negatives", ["value/courage/negative", "value/integrity/negative"]),
        ("the third national value", ["college/value/public-service"]),
        ("second cluster", ["cluster/inclusive-enabling-visionary"]),
        ("level 2", ["level/2"]),
        ("in clue sieve enabling and visionary leader ship", ["cluster/inclusive-enabling-visionary"]),
        ("what are the national values", ["about/values"]),
    ],
)
def test_names_come_to_topics(parser: Parser, library: Library, said: str, topics: list[str]) -> None:
    assert list(resolve_all(asks_of(parser.parse(said).slots), library).topics) == topics


@pytest.mark.parametrize(
    ("said", "main", "premise"),
    [
        ("courage level 3", "about/levels", "values-have-no-levels"),
        ("negative indicators for ownership", "about/indicators", "competencies-have-no-negatives"),
        ("transparency negative indicators", "college/value/transparency", "only-met-values-have-sides"),
        ("ownership level 3 in the new table", "competency/take-ownership/level-3", "level-only-in-2016"),
        ("compassion in the later table", "about/values", "value-not-in-edition"),
        ("collaborative for a sergeant", "competency/collaborative/level-1", "collaborative-at-level-1"),
    ],
)
def test_a_premise_that_does_not_hold_is_corrected(
    parser: Parser, library: Library, said: str, main: str, premise: str
) -> None:
    resolved = resolve_all(asks_of(parser.parse(said).slots), library)
    assert resolved.topics[0] == main
    assert premise in resolved.premises


def test_every_combination_leads_to_entries_that_exist(parser: Parser, library: Library) -> None:
    vocabulary = library.vocabulary
    things = [
        names[0]
        for table in (vocabulary.competencies, vocabulary.values, vocabulary.clusters)
        for names in table.values()
    ]
    sides = [
        "",
        "level 1",
        "level 2",
        "level 3",
        "negative",
        "positive",
        "definition",
        "why",
        "sergeant",
        "inspector",
        "staff",
        "all levels",
        "indicators",
        "both",
    ]
    editions = ["", "national", "later table", "met", "compare versions"]
    for thing in things:
        for side in sides:
            for edition in editions:
                topics = resolve_all(asks_of(parser.parse(f"{side} {thing} {edition}").slots), library).topics
                assert topics, (thing, side, edition)
                assert len(topics) <= MOST
                assert all(topic in library for topic in topics), (thing, side, edition, topics)
