"""A pasted sentence is known by its hashes; a question in somebody's own words never is."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from dialogs.conversation import Coach
from dialogs.messages import Bullets
from knowledge.fingerprints import Finder, read_documents
from knowledge.library import HOME, Library
from knowledge.official.matching import marks_of
from knowledge.official.pasted import Pastes
from knowledge.official.shingles import FILE, read_shingles
from tests.knowledge.official.editions import Edition, edition


@pytest.fixture(scope="module")
def made(library: Library) -> Edition:
    return edition(library)


@pytest.fixture(scope="module")
def pastes(made: Edition) -> Pastes:
    return Pastes(made.marks, made.shingles)


@given(some.data())
def test_a_whole_sentence_is_found_in_whatever_is_around_it(
    made: Edition, pastes: Pastes, data: some.DataObject
) -> None:
    mark = data.draw(some.sampled_from([mark for mark in made.marks if mark.print.count >= 6]))
    before = data.draw(some.sampled_from(["", "which one is this: “", "• ", "someone told me, quote, "]))
    found = pastes.find(f"{before}{made.sentences[mark].upper()}” ??")
    assert any(mark in each.marks and each.whole for each in found)


@given(some.data())
def test_most_of_a_sentence_is_found_and_said_to_be_most(made: Edition, pastes: Pastes, data: some.DataObject) -> None:
    mark = data.draw(some.sampled_from([mark for mark in made.marks if mark.print.count >= 14]))
    words = made.sentences[mark].split()
    cut = data.draw(some.integers(1, len(words) // 4))
    (found,) = pastes.find(" ".join(words[cut:] if data.draw(some.booleans()) else words[:-cut]))
    assert mark in found.marks
    assert not found.whole


def test_several_sentences_are_found_in_their_order(made: Edition, pastes: Pastes) -> None:
    marks = [mark for mark in made.marks if mark.topic == "competency/take-ownership/level-2"][:4]
    found = pastes.find("\n".join(made.sentences[mark] for mark in marks))
    assert [each.marks[0] for each in found] == marks


def test_what_people_ask_in_their_own_words_is_never_taken_for_one(library: Library) -> None:
    pastes = Pastes(marks_of(library), read_shingles(HOME / "weights" / FILE))
    asked = [
        text
        for path in (HOME / "language" / "questions").glob("*.yaml")
        for texts in (yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).get("questions") or {}).values()
        for text in texts
    ]
    assert len(asked) > 10_000
    assert [text for text in asked if pastes.find(text)] == []
    assert pastes.find("") == pastes.find("word " * 5000) == ()


def test_each_official_sentence_is_placed_without_a_document_loaded(documents: Path, library: Library) -> None:
    finder, coach = Finder(read_documents(documents, library.documents)), Coach(library)
    asked = 0
    for mark in marks_of(library):
        if mark.print.count >= 8 and not mark.print.variant:
            reply = coach.say(" ".join(finder.words(mark.print))).reply
            places = next(block for block in reply.blocks if isinstance(block, Bullets)).items
            title = library.entries[mark.topic].title
            assert any(place.startswith(f"{title}: statement {mark.item} (") for place in places) or len(places) == 8
            asked += 1
    assert asked > 1000
