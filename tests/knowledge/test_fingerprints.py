from pathlib import Path

from knowledge.checking import check
from knowledge.fingerprints import Finder, Print, hash_words, normalised_words, read_documents, replace_quotes
from knowledge.library import HOME, Library

TEXT = """Level 1

- I keep calm, even when it's late.
- I ask \N{LEFT DOUBLE QUOTATION MARK}why\N{RIGHT DOUBLE QUOTATION MARK} day-to-day.
Other page
- I keep calm, even when it's late.
"""
ENTRY = """\
entries:
  - id: about/test
    title: A test
    sources: [{document: made, section: "Level 1"}]
    items:
      # a comment stays
      - text: Own words.
        quote: "I ask 'why' day to day."
        cues: [why]
      - text: Other words.
        quotes: ["I keep calm even when it\N{RIGHT SINGLE QUOTATION MARK}s late"]
"""


def test_layout_quotes_and_hyphens_do_not_change_words() -> None:
    assert normalised_words("It\N{RIGHT SINGLE QUOTATION MARK}s day-to-\nday,  \N{BULLET} FULL\N{SOFT HYPHEN}Y") == [
        "its",
        "day",
        "to",
        "day",
        "fully",
    ]


def test_a_sentence_is_found_at_every_place_where_it_stands() -> None:
    places = Finder({"made": TEXT}).places("I keep calm, even when it's late")
    assert [place.start for place in places] == [2, 17]
    assert all(Finder({"made": TEXT}).holds(place) for place in places)


def test_a_fingerprint_does_not_fit_another_place_or_document() -> None:
    place = Finder({"made": TEXT}).places("I ask why")[0]
    finder = Finder({"made": TEXT, "other": TEXT})
    assert not finder.holds(Print("made", place.start + 1, place.count, place.hash))
    assert not finder.holds(Print("nowhere", place.start, place.count, place.hash))


def test_quotes_become_fingerprints_and_the_rest_of_the_file_stays() -> None:
    text, missing = replace_quotes(ENTRY, Finder({"made": TEXT}))
    assert missing == []
    assert "# a comment stays" in text
    assert "quote" not in text
    assert text.count("official: [made@") == 2
    assert "calm" not in text


def test_how_a_damaged_sentence_should_read_becomes_a_variant() -> None:
    entry = ENTRY.replace("        cues: [why]", '        undamaged: "I ask why, every day."\n        cues: [why]')
    text, missing = replace_quotes(entry, Finder({"made": TEXT}))
    assert missing == []
    assert "undamaged" not in text
    words = normalised_words("I ask why every day")
    assert (
        f"official: [made@9+6:{hash_words(normalised_words('I ask why day to day'))}, made@9~5:{hash_words(words)}]"
        in text
    )
    assert "cues: [why]" in text


def test_a_quote_that_stands_nowhere_is_told() -> None:
    _, missing = replace_quotes(ENTRY.replace("day to day", "every day"), Finder({"made": TEXT}))
    assert missing == ["line 8: I ask 'why' every day."]


def test_every_fingerprint_fits_the_documents(documents: Path, library: Library) -> None:
    assert check(HOME, Finder(read_documents(documents, library.documents))) == []
