"""What stands on handouts: everything of a target, from its source, in official wording where it is loaded."""

import pytest

from dialogs.conversation import Coach
from dialogs.handouts import KINDS, Beside, Card, Grid, Handouts, NothingToPrintError
from knowledge.library import Library
from tests.dialogs.test_quoting import loaded


@pytest.fixture
def coach(library: Library) -> Coach:
    return Coach(library)


def test_both_sides_of_a_value_stand_side_by_side_and_whole(coach: Coach, library: Library) -> None:
    (page,) = Handouts(library, coach.quoting).make(["indicators"], ["value/courage"]).pages
    (beside,) = [part for part in page.parts if isinstance(part, Beside)]
    for side, listed in zip(("positive", "negative"), beside.lists, strict=True):
        assert listed.items == tuple(item.text for item in library.entries[f"value/courage/{side}"].items)
    assert any("Met CVF handbook" in source for source in page.sources)
    assert page.notes == ("In plain words of this project, not the official wording.",)


def test_official_wording_is_quoted_with_its_source_where_it_is_loaded(coach: Coach, library: Library) -> None:
    coach.official = loaded(library, "value/courage")
    (page,) = Handouts(library, coach.quoting).make(["indicators"], ["value/courage"]).pages
    assert "OFFICIAL value/courage/negative#1." in repr(page.parts)
    assert page.notes[0] == "Official wording, word for word."
    assert any(source.startswith("cvf.pdf, page 1") for source in page.sources)


def test_every_kind_about_every_target_that_can_be_practised(coach: Coach, library: Library) -> None:
    handouts = Handouts(library, coach.quoting)
    for target in library.bank.targets:
        made = handouts.make(KINDS, [target], ("1", "2", "3"))
        kinds = {type(part) for page in made.pages for part in page.parts}
        assert {Card, Grid} <= kinds, target
        assert all(page.notes for page in made.pages)
        assert "{" not in repr(made).replace("{}", "")


def test_what_is_not_there_is_named(coach: Coach, library: Library) -> None:
    handouts = Handouts(library, coach.quoting)
    with pytest.raises(NothingToPrintError, match="value/none"):
        handouts.make(["indicators"], ["value/none"])
    with pytest.raises(NothingToPrintError, match="name what it is about"):
        handouts.make(["indicators"], [])
    assert len(handouts.make(["star"], []).pages) == 1
