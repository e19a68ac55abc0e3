"""PDF as a browser prints it, in lists, tables, columns and narrow lines with hyphens."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.documents.reading import read_document
from knowledge.fingerprints import read_documents
from knowledge.library import HOME, Library
from knowledge.official.matching import Matcher, marks_of
from knowledge.official.shingles import FILE, read_shingles
from tests.bot.documents.making import pdf_of
from tests.knowledge.official.editions import NAME, edition


@pytest.mark.parametrize("layout", ["", "columns", "narrow"])
async def test_a_printed_page_gives_its_sentences(
    layout: str, browser: Browser, library: Library, tmp_path: Path
) -> None:
    made, file = edition(library), tmp_path / "printed.pdf"
    await pdf_of(
        browser, [row for section in made.sections for row in (section.heading, *section.sentences)], file, layout
    )
    text = read_document(file)
    assert len(text.pages) > 10
    matches = Matcher(made.marks, made.shingles).match(text.pages, printed=text.printed)
    assert matches.editions[NAME].share >= 0.99
    assert {mark: match.text for mark, match in matches.found.items()}.items() <= made.sentences.items()


@pytest.mark.parametrize("layout", ["", "columns", "narrow"])
async def test_the_source_documents_printed(
    layout: str, browser: Browser, documents: Path, library: Library, tmp_path: Path
) -> None:
    matcher = Matcher(marks_of(library), read_shingles(HOME / "weights" / FILE))
    for source, text in read_documents(documents, library.documents).items():
        rows = [line.strip() for line in text.splitlines() if line.strip()]
        await pdf_of(browser, rows, tmp_path / "printed.pdf", layout)
        matches = matcher.match(read_document(tmp_path / "printed.pdf").pages, printed=True)
        assert matches.editions[source].share >= 0.99, source
