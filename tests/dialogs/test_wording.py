import datetime as dt

import pytest

from dialogs import wording
from knowledge.entries import Value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(date=dt.date(2023, 6, 16)), "Friday 16 June 2023"),
        (Value(datetime=dt.datetime(2023, 7, 3, 23, 55)), "Monday 3 July 2023 at 23:55"),  # noqa: DTZ001 - the documents give London time
        (Value(money=45867, per="year"), "£45,867 a year"),
        (Value(money=4_000_000_000), "£4 billion"),
        (Value(money=2.5), "£2.50"),
        (Value(number=6, unit="days"), "6 days"),
        (Value(number=46000), "46,000"),
    ],
)
def test_figures_are_printed_as_people_read_them(value: Value, text: str) -> None:
    assert wording.filled("{it}", {"it": value}) == text
