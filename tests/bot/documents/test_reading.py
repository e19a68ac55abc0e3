"""Files of every kind give their sentences, and bad ones a clear message within bounds."""

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from bot.documents.formats import UnreadableError
from bot.documents.reading import read_document
from knowledge.fingerprints import read_documents
from knowledge.library import HOME, Library
from knowledge.official.matching import Matcher, Matches, marks_of
from knowledge.official.shingles import FILE, read_shingles
from tests.bot.documents.making import docx_of, docx_table_of, html_of, pptx_of
from tests.knowledge.official.editions import NAME, Edition, edition

Maker = Callable[[list[str], Path], None]


def html_file(rows: list[str], file: Path) -> None:
    file.write_text(html_of(rows), encoding="utf-8")


def markdown_file(rows: list[str], file: Path) -> None:
    file.write_text("\n\n".join(f"- **{row[:5]}**{row[5:]}" for row in rows), encoding="utf-8")


def windows_text(rows: list[str], file: Path) -> None:
    file.write_bytes("\r\n".join(rows).encode("cp1252", "replace"))


def utf16_text(rows: list[str], file: Path) -> None:
    file.write_text("\n".join(rows), encoding="utf-16")


MAKERS: dict[str, Maker] = {
    "list.docx": docx_of,
    "table.docx": docx_table_of,
    "slides.pptx": pptx_of,
    "page.html": html_file,
    "notes.md": markdown_file,
    "windows.txt": windows_text,
    "utf16.txt": utf16_text,
}


@pytest.fixture(scope="module")
def made(library: Library) -> Edition:
    return edition(library)


def matched(file: Path, matcher: Matcher) -> Matches:
    text = read_document(file)
    matches = matcher.match(text.pages, printed=text.printed)
    return matcher.match(text.columns, printed=text.printed, known=matches) if text.columns else matches


@pytest.mark.parametrize("name", MAKERS)
def test_every_kind_gives_its_sentences_word_for_word(name: str, made: Edition, tmp_path: Path) -> None:
    rows = [line for section in made.sections for line in (section.heading, *section.sentences)]
    MAKERS[name](rows, tmp_path / name)
    matches = matched(tmp_path / name, Matcher(made.marks, made.shingles))
    assert matches.editions[NAME].missing == ()
    same = {"windows.txt": lambda text: text.encode("cp1252", "replace").decode("cp1252")}.get(name, str)
    assert {mark: match.text for mark, match in matches.found.items()} == {
        mark: same(text) for mark, text in made.sentences.items()
    }
    assert all(match.place for match in matches.found.values())


@pytest.mark.parametrize("name", MAKERS)
def test_the_source_documents_in_every_kind(name: str, documents: Path, library: Library, tmp_path: Path) -> None:
    matcher = Matcher(marks_of(library), read_shingles(HOME / "weights" / FILE))
    for source, text in read_documents(documents, library.documents).items():
        rows = [line.strip() for line in text.splitlines() if line.strip()]
        MAKERS[name](rows, tmp_path / name)
        assert matched(tmp_path / name, matcher).editions[source].share >= 0.99, source


def test_a_sentence_that_goes_on_in_the_next_row_of_a_column(tmp_path: Path, made: Edition) -> None:
    file, sentences = tmp_path / "columns.docx", [text for section in made.sections for text in section.sentences][:40]
    document = Document()
    for at in range(0, len(sentences), 2):
        table = document.add_table(2, 2)
        for column, sentence in enumerate(sentences[at : at + 2]):
            words = sentence.split(" ")
            table.cell(0, column).text = " ".join(words[:5])
            table.cell(1, column).text = " ".join(words[5:])
    document.save(str(file))
    matches = matched(file, Matcher(made.marks, made.shingles))
    assert {match.text for match in matches.found.values()} == set(sentences)


# --- bad files


def wrong(file: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_document(file)
    assert " -> " in str(caught.value)
    return str(caught.value)


def pdf(file: Path, password: str = "") -> Path:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(str(file))
    return file


def test_a_locked_pdf(tmp_path: Path) -> None:
    assert wrong(pdf(tmp_path / "locked.pdf", "secret")).startswith("it is locked with a password")


def test_a_scanned_pdf(tmp_path: Path) -> None:
    assert wrong(pdf(tmp_path / "scan.pdf")).startswith("its pages are pictures without text")


def test_what_is_cut_off(tmp_path: Path, made: Edition) -> None:
    whole, cut = tmp_path / "whole.docx", tmp_path / "cut.docx"
    docx_of([made.sections[0].heading, *made.sections[0].sentences], whole)
    cut.write_bytes(whole.read_bytes()[:-2000])
    assert wrong(cut).startswith("it is damaged or cut off")
    half = tmp_path / "half.pdf"
    half.write_bytes(pdf(tmp_path / "a.pdf").read_bytes()[:150])
    assert "damaged" in wrong(half) or "no text" in wrong(half)
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1


def test_a_zip_that_unpacks_without_end(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened, opened.open("word/document.xml", "w") as part:
        for _ in range(400):
            part.write(bytes(1024**2))
    assert file.stat().st_size < 1024**2
    assert wrong(file).startswith("it unpacks to more than 300 MB")


def test_entities_that_grow_without_end(tmp_path: Path, made: Edition) -> None:
    file = tmp_path / "laughs.docx"
    docx_of(list(made.sections[0].sentences), tmp_path / "plain.docx")
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    with zipfile.ZipFile(tmp_path / "plain.docx") as plain, zipfile.ZipFile(file, "w") as opened:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "word/document.xml":
                start, end = data.split(b"<w:document", 1)
                data = start + f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'.encode() + b"<w:document" + end
                data = data.replace(b"</w:t>", b"&l11;</w:t>", 1)
            opened.writestr(name, data)
    started = time.monotonic()
    try:
        assert sum(len(page.text) for page in read_document(file).pages) < 10_000
    except UnreadableError as error:
        assert " -> " in str(error)  # noqa: PT017 - either way of refusing it will do
    assert time.monotonic() - started < 30


def test_half_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    with file.open("wb") as opened:
        opened.truncate(500 * 1024**2)
    assert wrong(file).startswith("it has 500 MB, more than 100")


@pytest.mark.parametrize("ending", [".pdf", ".txt", ".html"])
def test_the_content_says_what_a_file_is_and_not_its_ending(ending: str, tmp_path: Path, made: Edition) -> None:
    docx_of([*made.sections[0].sentences], tmp_path / "a.docx")
    file = shutil.copy(tmp_path / "a.docx", tmp_path / f"a{ending}")
    assert any(made.sections[0].sentences[0] in page.text for page in read_document(Path(file)).pages)
    plain = tmp_path / "plain.docx"
    plain.write_text("Some text.", encoding="utf-8")
    assert read_document(plain).pages[0].text == "Some text."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (os.urandom(5000), "it is neither"),
        (b"", "it is empty"),
        (b" \n \n", "there is no text"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "it is of an old Office"),
        (b"{\\rtf1 x}", "RTF is not read"),
    ],
)
def test_other_things(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert wrong(tmp_path / "a.txt").startswith(message)


def test_another_zip_and_nothing_at_all(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as opened:
        opened.writestr("a.txt", "x")
    assert wrong(tmp_path / "a.zip").startswith("it is neither of Word nor of PowerPoint")
    assert wrong(tmp_path / "missing.pdf").startswith("it cannot be opened")
