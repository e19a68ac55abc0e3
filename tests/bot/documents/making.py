"""Documents of every kind and layout, made from lines of text."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from playwright.async_api import Browser
from pptx import Presentation
from pptx.util import Inches, Pt

Rows = Sequence[str]  # a line, with tabs between the cells of a table's row


def docx_of(rows: Rows, file: Path) -> None:
    """Headings above bullets, a running heading and number, page breaks, tables, and a part in two columns."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "OFFICIAL"
    section.footer.paragraphs[0].text = "Page 1"
    table = None
    for number, row in enumerate(rows):
        cells = row.split("\t")
        if len(cells) > 1:
            table = table or document.add_table(0, len(cells))
            made = table.add_row().cells
            for i, cell in enumerate(cells):
                if i < len(made):
                    made[i].text = cell
                else:
                    made[-1].add_paragraph(cell)
            continue
        table = None
        if len(row) < 40:
            document.add_heading(row, 2)
            continue
        words = row.split(" ")
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(" ".join(words[:3])).bold = True
        paragraph.add_run(f" {' '.join(words[3:])}")
        if number % 9 == 0:
            paragraph.runs[-1].add_break(WD_BREAK.PAGE)
    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), "2")
    document.add_section()._sectPr.append(columns)  # noqa: SLF001 - python-docx has no columns
    document.save(str(file))


def docx_table_of(rows: Rows, file: Path) -> None:
    """Everything in a table of two columns, sentences of a cell one paragraph each, long cells split over two rows."""
    document = Document()
    table = document.add_table(0, 2)
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        cells[0].text = f"Row {number}"
        words = row.replace("\t", " ").split(" ")
        half = len(words) // 2 if number % 5 == 0 else len(words)
        cells[1].text = " ".join(words[:half])
        if words[half:]:
            table.add_row().cells[1].text = " ".join(words[half:])
    document.save(str(file))


def pptx_of(rows: Rows, file: Path) -> None:
    """Titles, text boxes with bullets that go on on the next slide, and a table every few slides."""
    deck = Presentation()
    layout = deck.slide_layouts[5]
    for number in range(0, len(rows), 6):
        slide = deck.slides.add_slide(layout)
        assert slide.shapes.title
        slide.shapes.title.text = "Framework"
        part = rows[number : number + 6]
        if number % 4:
            frame = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(8), Inches(4)).text_frame
            frame.word_wrap = True
            for row in part:
                paragraph = frame.add_paragraph()
                paragraph.text = f"• {row}"
                paragraph.font.size = Pt(11)
        else:
            table = slide.shapes.add_table(len(part), 2, Inches(1), Inches(2), Inches(8), Inches(4)).table
            for i, row in enumerate(part):
                table.cell(i, 0).text = str(i)
                table.cell(i, 1).text = row.replace("\t", "\v")
        box = slide.shapes.add_textbox(Inches(1), Inches(7), Inches(2), Inches(0.4))
        box.text_frame.text = f"{number // 6 + 1}"
    deck.save(str(file))


STYLE = """
@page { size: A5; margin: 18mm 14mm; @top-center { content: "Framework for policing" }
        @bottom-center { content: "Page " counter(page) } }
body { font: 10pt serif } li { margin: 2pt 0 } h2 { font-size: 12pt }
table { border-collapse: collapse } td { border: 1px solid; vertical-align: top; padding: 2pt }
.columns { columns: 2; hyphens: auto; text-align: justify }
.narrow { width: 5cm; hyphens: auto }
"""


def html_of(rows: Rows, layout: str = "") -> str:
    """A page with a list and tables; `layout`: columns or narrow."""
    parts = []
    for row in rows:
        cells = row.split("\t")
        if len(cells) > 1:
            parts.append(f"<table><tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr></table>")
        elif len(row) < 40:
            parts.append(f"<h2>{escape(row)}</h2>")
        else:
            parts.append(f"<ul><li>{escape(row)}</li></ul>")
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Framework</title><style>{STYLE}</style>'
        f'</head><body class="{layout}">{"".join(parts)}</body></html>'
    )


async def pdf_of(browser: Browser, rows: Rows, file: Path, layout: str = "") -> None:
    """The same, printed by a browser."""
    page = await browser.new_page()
    await page.set_content(html_of(rows, layout))
    await page.pdf(path=str(file), prefer_css_page_size=True)
    await page.close()
