"""`documents add`, `list` and `remove`, on both kinds of database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import app
from bot.documents.adding import Shelf
from bot.store import documents
from bot.store.opening import opened
from knowledge.library import Library
from knowledge.official.matching import Matcher, marks_of
from knowledge.official.wordings import Official, Wordings, version_of
from tests.bot.documents.making import docx_of, html_of
from tests.knowledge.official.editions import NAME, Edition, edition


@pytest.fixture(scope="module")
def made(library: Library) -> Edition:
    return edition(library)


def rows(made: Edition) -> list[str]:
    return [line for section in made.sections for line in (section.heading, *section.sentences)]


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    found = opened(url)
    yield found
    found.dispose()


@pytest.fixture
def shelf(engine: Engine, made: Edition) -> Shelf:
    return Shelf(engine, Matcher(made.marks, made.shingles), version_of(made.marks))


def test_what_is_added_is_kept_with_its_place_and_adding_it_again_changes_nothing(
    shelf: Shelf, engine: Engine, made: Edition, tmp_path: Path
) -> None:
    file = tmp_path / "framework.docx"
    docx_of(rows(made), file)
    (added,) = shelf.add([file])
    assert added.editions
    assert added.editions[NAME].missing == ()
    with engine.connect() as connection:
        first = documents.stamp(connection), documents.sentences_of(connection)
    (again,) = shelf.add([file])
    assert again.unchanged
    with engine.connect() as connection:
        assert (documents.stamp(connection), documents.sentences_of(connection)) == first
    assert {sentence.text for sentence in first[1]} == set(made.sentences.values())
    assert shelf.listed()["framework.docx"] == added.editions
    assert shelf.remove(["framework.docx"]) == 1
    assert shelf.listed() == {}
    with engine.connect() as connection:
        assert documents.sentences_of(connection) == []


def test_a_changed_file_takes_the_place_of_the_old_one(shelf: Shelf, made: Edition, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(html_of(rows(made)), encoding="utf-8")
    assert next(iter(shelf.add([tmp_path]))).editions
    file.write_text(html_of(rows(made)[:50]), encoding="utf-8")
    (changed,) = shelf.add([tmp_path])
    assert changed.editions
    assert changed.editions[NAME].missing
    assert shelf.listed() == {"a.html": changed.editions}


def test_one_bad_file_does_not_stop_the_others(shelf: Shelf, made: Edition, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "b.docx").write_bytes(os.urandom(4000))
    (tmp_path / "c.txt").write_text("\n".join(rows(made)), encoding="utf-8")
    (tmp_path / "d.png").write_bytes(os.urandom(4000))
    (tmp_path / "~$c.docx").write_bytes(b"x")
    added = {each.name: each for each in shelf.add([tmp_path, tmp_path / "missing.pdf"])}
    assert set(added) == {"a.pdf", "b.docx", "c.txt", "missing.pdf"}
    assert [name for name, each in added.items() if each.wrong] == ["a.pdf", "b.docx", "missing.pdf"]
    assert set(shelf.listed()) == {"c.txt"}


def test_the_sources_of_an_entry_decide_and_an_undamaged_copy_goes_first(library: Library) -> None:
    marks = marks_of(library)
    mark = next(mark for mark in marks if mark.print.variant)
    whole = [each for each in marks if (each.topic, each.item) == (mark.topic, mark.item)]
    held = [(str(each.print), Official(str(each.print), each.print.document, "f", "p")) for each in whole]
    official = Wordings(marks, held).of(mark.topic, mark.item)
    assert official[0].text == str(mark.print)
    assert [each.text for each in official[1:]] == [str(each.print) for each in whole if not each.print.variant]
    assert not Wordings(marks)


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
    folder = tmp_path / "docs"
    folder.mkdir()
    assert app.main(["documents", "add", str(folder)]) == 1
    assert "no documents there" in capsys.readouterr().out
    assert app.main(["documents", "list"]) == 0
    assert "no documents yet" in capsys.readouterr().out
    (folder / "other.txt").write_text("Nothing official.", encoding="utf-8")
    assert app.main(["documents", "add", str(folder)]) == 0
    assert app.main(["documents", "add", str(folder / "missing.txt")]) == 1
    assert app.main(["documents", "remove", "other.txt"]) == 0
    assert app.main(["documents", "remove", "other.txt"]) == 1


def test_the_source_documents(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
    assert app.main(["documents", "add", str(documents), "--all"]) == 0
    told = capsys.readouterr().out
    assert told.count("statements found") == 5
    assert "not found" not in told
    assert "revised/competency/emotionally-aware/level-2#7 (it breaks off" in told
