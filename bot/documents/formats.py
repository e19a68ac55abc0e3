"""The text of a PDF, Word, PowerPoint, HTML, Markdown or text file. Imports of libraries that are optional stay inside.

Each reader gives its pages in the order in which somebody reads them; `READERS` says which file it is for.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from knowledge.official.streams import Page

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.shapes.base import BaseShape

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_SILENT = {"script", "style", "template", "noscript", "head"}
_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "td",
    "th",
    "tr",
    "table",
    "br",
    "section",
    "article",
    "blockquote",
    "dt",
    "dd",
}
_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6"}


class UnreadableError(Exception):
    """A file cannot be read; says why and what to do."""


@dataclass(frozen=True)
class Text:
    """The pages of a document. `printed`: whether they have edges, with running headings.

    `columns`: the same where tables are read down their columns, if there are any.
    """

    pages: tuple[Page, ...]
    printed: bool = False
    columns: tuple[Page, ...] = ()


def _pdf(data: bytes) -> Text:
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415 - optional

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise UnreadableError("it is locked with a password -> save a copy without one")
    pages = tuple(Page(f"page {number}", page.extract_text()) for number, page in enumerate(reader.pages, 1))
    if pages and not any(page.text.strip() for page in pages):
        raise UnreadableError("its pages are pictures without text -> run text recognition (OCR) over it first")
    return Text(pages, printed=True)


def _docx(data: bytes) -> Text:
    from docx import Document  # noqa: PLC0415 - optional

    body = Document(BytesIO(data)).element.body
    return Text(tuple(_headed(_word_rows(body, down=False))), columns=tuple(_headed(_word_rows(body, down=True))))


def _word_rows(element: "_Element", *, down: bool) -> Iterator[tuple[bool, str]]:
    """Whether it is a heading, and the text, of each paragraph; `down`: tables column by column."""
    for child in element:
        if child.tag == f"{_WORD}p":
            style = child.find(f"{_WORD}pPr/{_WORD}pStyle")
            name = style.get(f"{_WORD}val", "") if style is not None else ""
            yield name.lower().startswith(("heading", "title")), _word_text(child)
            for box in child.iter(f"{_WORD}txbxContent"):
                if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                    yield from _word_rows(box, down=down)
        elif child.tag == f"{_WORD}tbl":
            rows = [row.findall(f"{_WORD}tc") for row in child.findall(f"{_WORD}tr")]
            for cell in _cells(rows, down=down):
                yield from _word_rows(cell, down=down)
        elif child.tag != f"{_WORD}tblPr":
            yield from _word_rows(child, down=down)


def _word_text(paragraph: "_Element") -> str:
    signs = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
    found = []
    for run in paragraph.iter(f"{_WORD}r"):
        if next(run.iterancestors(f"{_WORD}p")) is paragraph:
            for part in run:
                name = str(part.tag).removeprefix(_WORD)
                found.append((part.text or "") if name == "t" else signs.get(name, ""))
    return "".join(found)


def _cells(rows: "list[list[_Element]]", *, down: bool) -> "Iterator[_Element]":
    if not down:
        yield from (cell for row in rows for cell in row)
        return
    for column in range(max(map(len, rows), default=0)):
        yield from (row[column] for row in rows if column < len(row))


def _pptx(data: bytes) -> Text:
    from pptx import Presentation  # noqa: PLC0415 - optional

    slides = list(Presentation(BytesIO(data)).slides)

    def read(*, down: bool) -> tuple[Page, ...]:
        found = []
        for number, slide in enumerate(slides, 1):
            rows = [row for shape in slide.shapes for row in _shape_rows(shape, down=down)]
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
                rows.append(slide.notes_slide.notes_text_frame.text)
            found.append(Page(f"slide {number}", "\n".join(rows).replace("\v", "\n")))
        return tuple(found)

    return Text(read(down=False), printed=True, columns=read(down=True))


def _shape_rows(shape: "BaseShape", *, down: bool) -> Iterator[str]:
    from pptx.shapes.graphfrm import GraphicFrame  # noqa: PLC0415 - optional
    from pptx.shapes.group import GroupShape  # noqa: PLC0415 - optional

    if isinstance(shape, GroupShape):
        for inner in shape.shapes:
            yield from _shape_rows(inner, down=down)
    elif isinstance(shape, GraphicFrame) and shape.has_table:
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        across = (text for row in rows for text in row)
        yield from (text for column in zip(*rows, strict=True) for text in column) if down else across
    elif shape.has_text_frame:
        yield shape.text_frame.text  # type: ignore[attr-defined]  # has_text_frame says that it is there


def _html(data: bytes) -> Text:
    from lxml import html  # noqa: PLC0415 - optional

    rows: list[tuple[bool, str]] = [(False, "")]

    def add(text: str | None) -> None:
        titled, so_far = rows[-1]
        rows[-1] = (titled, so_far + " ".join((text or "").replace("\n", " ").split(" ")))

    def walk(element: "_Element") -> None:
        tag = element.tag
        if tag not in _SILENT:
            block = tag in _BLOCKS or tag in _TITLES
            if block:
                rows.append((tag in _TITLES, ""))
            add(element.text)
            for child in element:
                walk(child)
            if block:
                rows.append((False, ""))
        add(element.tail)

    walk(html.document_fromstring(data, html.HTMLParser(remove_comments=True, remove_pis=True)))
    return Text(tuple(_headed(rows)))


def _markdown(data: bytes) -> Text:
    lines = _LINK.sub(r"\1", decoded(data)).splitlines()
    titles = [_HEADING.match(line) for line in lines]
    return Text(
        tuple(_headed((bool(title), title[1] if title else line) for title, line in zip(titles, lines, strict=True)))
    )


def _plain(data: bytes) -> Text:
    return Text(tuple(Page(f"line {number}", line) for number, line in enumerate(decoded(data).splitlines(), 1)))


def _headed(rows: Iterable[tuple[bool, str]]) -> Iterator[Page]:
    """Each row as a page that is called by the heading above it, or by its number before there is one."""
    heading, number = "", 0
    for titled, text in rows:
        if titled and text.strip():
            heading = f"“{' '.join(text.split())[:80]}”"
        number += bool(text.strip())
        yield Page(heading or f"paragraph {max(1, number)}", text)


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or what Windows wrote before. Raises UnreadableError for what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    strange = sum((char < " " and char not in "\t\n\r\f\v") or char == "\ufffd" for char in text)
    if strange > len(text) / 100:
        raise UnreadableError("it is neither a document that can be read here nor text -> save it as PDF, Word or text")
    return text


READERS: dict[str, Callable[[bytes], Text]] = {
    "PDF": _pdf,
    "Word": _docx,
    "PowerPoint": _pptx,
    "HTML": _html,
    "Markdown": _markdown,
    "text": _plain,
}
