"""The anonymous picture: what it shows, and that what it hides cannot be worked out."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from dialogs.workshop.picture import LEAST, Found, pictured
from knowledge.star.judging import Rating

RATED = some.sampled_from(["missing", "thin", "clear"])


def found(*ratings: Rating, flags: tuple[str, ...] = ()) -> list[Found]:
    return [
        Found(number, 1, "value/courage", dict.fromkeys(("situation", "task", "action", "result"), rating), flags)
        for number, rating in enumerate(ratings, 1)
    ]


def test_nothing_is_shown_of_four_people() -> None:
    picture = pictured(found("clear", "clear", "clear", "clear"))
    assert (picture.parts, picture.flags, picture.marks) == ((), (), ())


def test_large_counts_are_shown_and_small_ones_hidden_with_another() -> None:
    ratings: list[Rating] = ["clear"] * 9 + ["thin"] * 5 + ["missing"] * 2
    row = pictured(found(*ratings)).parts[0]
    assert (row.label, row.people) == ("situation", 16)
    assert dict(row.counts) == {"clear": 9, "thin": None, "missing": None}


def test_a_person_counts_once_with_the_latest_answer() -> None:
    first = found(*["missing"] * 5)
    later = [Found(each.number, 2, each.target, dict.fromkeys(each.ratings, "clear")) for each in first]
    assert dict(pictured([*later, *first]).parts[0].counts) == {"clear": 5, "thin": 0, "missing": 0}


def test_a_flag_of_few_people_is_not_shown() -> None:
    people = found(*["clear"] * 10)
    people[0] = Found(1, 1, "value/courage", people[0].ratings, ("hypothetical",))
    assert pictured(people).flags == ()


@given(some.lists(RATED, max_size=14))
def test_a_hidden_count_can_always_be_more_than_one_number(ratings: list[Rating]) -> None:
    for row in pictured(found(*ratings)).parts:
        assert row.people >= LEAST
        hidden = [head for head, count in row.counts if count is None]
        rest = row.people - sum(count for _, count in row.counts if count is not None)
        assert all(count is None or count == 0 or count >= LEAST for _, count in row.counts)
        possible = [c for c in product(range(rest + 1), repeat=len(hidden)) if sum(c) == rest]
        for at in range(len(hidden)):
            assert len({numbers[at] for numbers in possible}) >= LEAST
