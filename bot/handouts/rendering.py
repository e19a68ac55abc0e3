"""A handout as a page to print and as a Word document, large or in a face and spacing that are easier to read."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.rendering import environment, style
from dialogs.handouts import Beside, Blank, Card, Grid, Handout, Listed, Page
from dialogs.wording import handouts as say

if TYPE_CHECKING:
    from docx.document import Document as Word

STYLE = "handout.css"
_USUAL, _LARGE = 11, 18  # points; RNIB asks for 16 or more in large print
_DYSLEXIC_FACE, _FACE = "Verdana", "Arial"  # the British Dyslexia Association's guide names Verdana among others


@dataclass(frozen=True)
class Look:
    """How it is set. `easier`: a wide face, wide spacing, a tinted ground on screen."""

    large: bool = False
    easier: bool = False

    @property
    def size(self) -> int:
        """Points of the text."""
        return _LARGE if self.large else _USUAL


class NoWordError(Exception):
    """Word documents are written with a library that is not installed; says what to do."""


def html(handout: Handout, look: Look) -> str:
    """A page with everything in it."""
    template = environment().get_template("handout.html")
    return template.render(handout=handout, look=look, css=style(STYLE), say=say)


def docx(handout: Handout, look: Look) -> bytes:
    """A Word document with headings, tables whose heads are marked, and its language. Raises NoWordError."""
    try:
        from docx import Document  # noqa: PLC0415 - optional
        from docx.enum.text import WD_BREAK  # noqa: PLC0415 - optional
    except ModuleNotFoundError:
        raise NoWordError("Word documents need python-docx -> run `make documents`, or print the HTML") from None
    word = Document()
    _set(word, handout, look)
    word.add_heading(handout.title, 0)
    for number, page in enumerate(handout.pages):
        if number:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _page(word, page)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _set(word: "Word", handout: Handout, look: Look) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 - optional
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - optional

    word.core_properties.title = handout.title
    word.core_properties.language = "en-GB"
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = word.styles[name]
        style.font.name = _DYSLEXIC_FACE if look.easier else _FACE
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        style.font.color.rgb = RGBColor(0, 0, 0)
    word.styles["Normal"].font.size = Pt(look.size)
    word.styles["Normal"].paragraph_format.line_spacing = 1.5 if look.easier else 1.15


def _page(word: "Word", page: Page) -> None:
    word.add_heading(page.title, 1)
    for part in page.parts:
        match part:
            case Listed(heading, items):
                word.add_heading(heading, 2)
                for item in items:
                    word.add_paragraph(item, style="List Bullet")
            case Beside(heading, lists):
                word.add_heading(heading, 2)
                rows = zip_longest(*(each.items for each in lists), fillvalue="")
                _table(word, [each.heading for each in lists], rows)
            case Card(about, ask, probes):
                word.add_heading(ask, 2)
                word.add_paragraph(about)
                for said, probe in probes:
                    word.add_paragraph(f"{said}: {probe}", style="List Bullet")
            case Blank(heading, lines):
                word.add_heading(heading, 2)
                for _ in range(lines):
                    word.add_paragraph("_" * 60)
            case Grid(heading, heads, statements):
                word.add_heading(heading, 2)
                _table(word, heads, ((statement, "") for statement in statements))
    for note in page.notes:
        word.add_paragraph(note)
    for source in page.sources:
        word.add_paragraph(f"Source: {source}")


def _table(word: "Word", heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table whose first row is its head on every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - optional

    table = word.add_table(1, len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no setting
    for row in rows:
        made = table.add_row()
        for cell, text in zip(made.cells, row, strict=True):
            cell.text = text
