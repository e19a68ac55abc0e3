"""Official sentences are found whatever the layout does to them, and never where others stand."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.checking import check
from knowledge.fingerprints import Finder, Print, hash_words, normalised_words, read_documents
from knowledge.library import HOME, Library
from knowledge.official.matching import Mark, Matcher, marks_of
from knowledge.official.shingles import FILE, read_shingles, shingles_of
from knowledge.official.streams import Page, Stream
from tests.knowledge.official.editions import NAME, Edition, edition


@pytest.fixture(scope="module")
def made(library: Library) -> Edition:
    return edition(library)


@pytest.fixture(scope="module")
def matcher(made: Edition) -> Matcher:
    return Matcher(made.marks, made.shingles)


def lines(made: Edition, bullet: str = "") -> list[str]:
    return [line for section in made.sections for line in (section.heading, *(bullet + s for s in section.sentences))]


def hyphenated(text: str, width: int) -> str:
    """Broken into lines; a long word that does not fit goes on after a hyphen."""
    rows = [""]
    for word in text.split():
        room = width - len(rows[-1]) - 1
        if len(word) <= room:
            rows[-1] += f" {word}"
        elif "-" in word and word.index("-") < room:
            first, _, rest = word.partition("-")
            rows[-1] += f" {first}-"
            rows.append(rest)
        elif len(word) > 8 and room > 4:
            rows[-1] += f" {word[: room - 1 if room < len(word) - 2 else 4]}-"
            rows.append(word[room - 1 if room < len(word) - 2 else 4 :])
        else:
            rows.append(word)
    return "\n".join(rows)


def found(matcher: Matcher, pages: list[Page], *, printed: bool) -> dict[Mark, str]:
    return {mark: match.text for mark, match in matcher.match(pages, printed=printed).found.items()}


def test_plain_text_is_found_whole_and_word_for_word(made: Edition, matcher: Matcher) -> None:
    pages = [Page(f"line {number}", line) for number, line in enumerate(lines(made, "• "), 1)]
    assert found(matcher, pages, printed=False) == made.sentences


def test_running_headings_and_page_numbers_in_between_do_not_matter(made: Edition, matcher: Matcher) -> None:
    rows = "\n".join(textwrap.fill(line, 50) for line in lines(made)).splitlines()
    pages = [
        Page(
            f"page {number}",
            "\n".join(["OFFICIAL", "Framework for policing", *rows[at : at + 23], f"Page {number} of 99", ""]),
        )
        for number, at in enumerate(range(0, len(rows), 23), 1)
    ]
    assert found(matcher, pages, printed=True) == made.sentences
    places = {match.place for match in matcher.match(pages, printed=True).found.values()}
    assert places <= {page.place for page in pages}
    assert len(places) > len(pages) / 2


def test_one_line_at_the_top_that_changes_from_page_to_page(made: Edition, matcher: Matcher) -> None:
    rows = "\n".join(textwrap.fill(line, 50) for line in lines(made)).splitlines()
    tops = [section.heading for section in made.sections]
    pages = [
        Page(f"page {i}", "\n".join([f"About {tops[i % len(tops)]}", *rows[at : at + 31]]))
        for i, at in enumerate(range(0, len(rows), 31))
    ]
    shown = found(matcher, pages, printed=True)
    assert len(shown) >= 0.99 * len(made.marks)
    assert shown.items() <= made.sentences.items()


@pytest.mark.parametrize(
    ("was", "now"),
    [("'", "’"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("  ", " \u00a0"), ("ation", "a\u00adtion"), (" and ", "\n\tand\r\n")],
)
def test_marks_that_a_program_sets_otherwise(made: Edition, matcher: Matcher, was: str, now: str) -> None:
    text = "\n".join(lines(made)).replace(was, now)
    shown = found(matcher, [Page("", text)], printed=False)
    assert shown.keys() == made.sentences.keys()
    assert all(normalised_words(text) == normalised_words(made.sentences[mark]) for mark, text in shown.items())


@pytest.mark.parametrize("width", [34, 50, 80])
def test_hyphens_at_the_ends_of_lines(made: Edition, matcher: Matcher, width: int) -> None:
    text = "\n".join(hyphenated(line, width) for line in lines(made))
    assert "-\n" in text
    shown = found(matcher, [Page("", text)], printed=False)
    assert len(shown) >= 0.99 * len(made.marks)
    assert shown.items() <= made.sentences.items()


def test_columns_and_rows_in_another_order(made: Edition, matcher: Matcher) -> None:
    shuffled = sorted(made.sections, key=lambda section: section.heading[::-1])
    text = "\n".join("\t".join((section.heading, *section.sentences)) for section in shuffled)
    assert found(matcher, [Page("", text)], printed=False) == made.sentences


@given(some.data())
def test_a_word_more_or_less_is_another_sentence(made: Edition, matcher: Matcher, data: some.DataObject) -> None:
    mark = data.draw(some.sampled_from(made.marks))
    words = made.sentences[mark].split()
    at = data.draw(some.integers(1, len(words) - 1))
    words[at : at + data.draw(some.integers(0, 1))] = [data.draw(some.sampled_from(["never", "however", "x"]))]
    assert mark not in found(matcher, [Page("", " ".join(words))], printed=False)


def test_a_short_sentence_counts_only_among_its_neighbours() -> None:
    text = "We keep what we promise to people every time. Be kind. We look after those who work with us too."
    sentences = [f"{sentence}." for sentence in text.removesuffix(".").split(". ")]
    marks, at = [], 0
    for number, sentence in enumerate(sentences, 1):
        words = normalised_words(sentence)
        marks.append(Mark("value/test", number, Print(NAME, at, len(words), hash_words(words))))
        at += len(words)
    matcher = Matcher(marks, {})
    whole = matcher.match([Page("", f"Be kind to animals. {text} {'Other words here. ' * 30} Be kind.")], printed=False)
    assert [match.text for match in whole.found.values()] == sentences
    assert [match.mark.item for match in whole.found.values() if match.twice] == [2]
    assert matcher.match([Page("", "Be kind.")], printed=False).found == {}


def test_what_belongs_to_a_sentence_and_what_does_not() -> None:
    text = "• (See “our aims”.) I said: ‘we can do better than this today’, and we did; x"
    stream = Stream([Page("", text)])
    assert stream.wording(3, 8) == "I said: ‘we can do better than this"
    assert stream.wording(3, 9) == "I said: ‘we can do better than this today’,"
    assert stream.wording(0, 3) == "(See “our aims”.)"
    assert stream.wording(1, 2) == "“our aims”."


def test_every_statement_of_the_source_documents_is_attached_where_it_stands(documents: Path, library: Library) -> None:
    marks = marks_of(library)
    matcher = Matcher(marks, read_shingles(HOME / "weights" / FILE))
    for name, text in read_documents(documents, library.documents).items():
        matches = matcher.match([Page("", text)], printed=False)
        assert matches.editions[name].missing == ()
        words = normalised_words(text)
        for match in matches.found.values():
            if match.mark.print.document == name and not match.mark.print.variant:
                assert Finder({name: text}).holds(match.mark.print)
                start, count = match.mark.print.start, match.mark.print.count
                assert normalised_words(match.text) == [word for word in words[start : start + count] if word != "u"]


def test_the_shingles_are_those_of_the_documents(documents: Path, library: Library) -> None:
    finder = Finder(read_documents(documents, library.documents))
    held = read_shingles(HOME / "weights" / FILE)
    prints = {mark.print for mark in marks_of(library) if not mark.print.variant and mark.print.count > 3}
    assert held == {mark.hash: shingles_of(finder.words(mark)) for mark in prints}
    assert check(HOME, finder) == []
