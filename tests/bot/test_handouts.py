"""Handouts as files and over HTTP."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from docx import Document

import app
from tests.serving import Server


def test_the_command_writes_html_and_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, word = tmp_path / "a.html", tmp_path / "a.docx"
    assert app.main(["handouts", "pack", "value/courage", "--out", str(page), "--large", "--easier"]) == 0
    text = page.read_text(encoding="utf-8")
    assert '<body class="large easier">' in text
    assert text.count("<section>") == 4
    assert app.main(["handouts", "pack", "value/courage", "--out", str(word), "--scale", "A-D"]) == 0
    read = Document(str(word))
    assert read.core_properties.language == "en-GB"
    assert read.tables[0].rows[0].cells[0].text == "Positive: what it looks like"
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in read.tables)  # noqa: SLF001 - there is no other way
    assert "Mark, D to A" in "\n".join(paragraph.text for paragraph in read.paragraphs)
    assert app.main(["handouts", "indicators", "value/none", "--out", str(page)]) == 2
    assert app.main(["handouts", "star", "--out", str(tmp_path / "none" / "a.html")]) == 1
    assert "name a file in a folder" in capsys.readouterr().err


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield session


async def test_over_http(http: ClientSession, tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        async with http.get(f"{server.url}/handouts?about=value/courage") as response:
            assert 'value="value/courage" checked' in await response.text()
        made = f"{server.url}/handouts/print?kind=indicators&kind=sheets&about=value/courage&large=1&scale=1-5"
        async with http.get(made) as response:
            assert response.content_type == "text/html"
            assert "style-src 'sha256-" in response.headers["Content-Security-Policy"]
            assert "Mark, 1 to 5" in await response.text()
        async with http.get(f"{made}&format=docx") as response:
            assert len(Document(io.BytesIO(await response.read())).tables) == 3
        for wrong in ("", "?kind=indicators", "?kind=indicators&about=value/none", "?kind=%00&about=%ff"):
            async with http.get(f"{server.url}/handouts/print{wrong}") as response:
                assert response.status == 400


async def test_only_for_whoever_may_come_in(http: ClientSession, tmp_path: Path) -> None:
    with Server(tmp_path, CVF_ACCESS="proxy") as server:
        async with http.get(f"{server.url}/handouts") as response:
            assert response.status == 401
