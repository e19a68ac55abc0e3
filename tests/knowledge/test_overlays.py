"""A force adds an edition, values, questions and contacts in a folder; what is wrong there is named, all at once."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import app
from bot.cards.text import plain
from dialogs.acts import Open
from dialogs.conversation import Coach
from dialogs.messages import Said
from dialogs.privacy import Keeping
from dialogs.records import Person
from dialogs.state import NEW
from knowledge.library import Library, load_library
from knowledge.loading import KnowledgeError
from knowledge.overlays import overlaid
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "overlay"
KINDNESS = "westmarch/value/kindness"


@pytest.fixture(scope="module")
def coach(library: Library) -> Coach:
    return Coach(overlaid(library, EXAMPLE))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what is kindness", KINDNESS),
        ("kindnes value", KINDNESS),
        ("what does westmarch say about kindness?", KINDNESS),
        ("positive indicators of kindness", f"{KINDNESS}/positive"),
        ("whats the westmarch version", "westmarch/overview"),
        ("when is the promotion evening", "westmarch/promotion-evening"),
        ("what is courage", "value/courage"),
        ("whats level 2 ownership", "competency/take-ownership/level-2"),
    ],
)
def test_what_is_added_is_found_beside_the_rest(coach: Coach, text: str, topic: str) -> None:
    reply = coach.say(text).reply
    assert (reply.kind, reply.topics[0]) == ("answer", topic)


def test_it_is_told_as_what_it_is(coach: Coach, library: Library) -> None:
    said = plain(coach.say("what is kindness").reply)
    assert "Official wording, word for word:" in said
    assert "Source: Westmarch Police values, “Kindness”" in said
    refused = "how do i join the dog unit"
    assert "extension 1234" in plain(coach.say(refused).reply)
    assert "extension 1234" not in plain(Coach(library).say(refused).reply)


def test_its_questions_are_practised(coach: Coach) -> None:
    step = coach.step(NEW, Said("practise kindness"), dt.datetime(2026, 11, 28, tzinfo=dt.UTC))
    own = {q.ask for q in coach.library.bank.questions.values() if q.target == KINDNESS}
    assert any(ask in plain(step.replies[-1]) for ask in own)


def test_a_pack_is_what_a_workshop_asks(library: Library) -> None:
    coach = Coach(overlaid(library, EXAMPLE), Keeping(90))
    now, boss = dt.datetime(2026, 11, 28, tzinfo=dt.UTC), Person(facilitates=True)
    step = coach.step(NEW, Said("set up a workshop"), now, boss)
    step = coach.step(step.state, Said("pack Westmarch sergeants' board"), now, boss)
    assert "Questions from “Westmarch sergeants' board” (2)" in plain(step.replies[-1])
    assert "About: Courage and Kindness (Westmarch)" in plain(step.replies[-1])
    (opened,) = coach.step(step.state, Said("open it"), now, boss).changes.acts
    assert isinstance(opened, Open)
    assert [question.id for question in opened.plan.questions] == ["board-1", "board-2"]
    assert "board-1" in coach.library.bank.questions  # so that an answer to it can be typed and checked
    start = range(20)
    drawn = {coach.library.bank.next_question("value/courage", (), None, at).id for at in start}
    assert "board-1" not in drawn


def test_an_edition_has_competencies_at_levels_of_its_own(library: Library, tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "overlay")
    (folder / "entries" / "competencies.yaml").write_text(
        """entries:
  - id: westmarch/competency/take-ownership/level-2
    title: We take ownership, level 2 (Westmarch)
    sources: [{document: westmarch-values, section: Ownership}]
    items: [{text: Sees every job through.}]
""",
        encoding="utf-8",
    )
    coach = Coach(overlaid(library, folder))
    assert coach.say("westmarch level 2 ownership").reply.topics == ("westmarch/competency/take-ownership/level-2",)
    assert coach.say("level 2 ownership").reply.topics[0] == "competency/take-ownership/level-2"


def _entry(text: str) -> Callable[[Path], None]:
    return lambda folder: _write(folder / "entries" / "wrong.yaml", f"entries:\n{text}")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _bank(folder: Path) -> None:
    path = folder / "bank" / "kindness.yaml"
    text = path.read_text(encoding="utf-8").replace("Describe an occasion when you", "How would you show that you")
    _write(path, text.replace("kindness-distress", "courage-1").replace(f"target: {KINDNESS}", "target: value/none", 1))


def _pack(folder: Path) -> None:
    path = folder / "packs" / "board.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "Tell us about a time when you challenged", "How would you challenge"
    )
    courage = next(name for name in load_library().bank.questions if name.startswith("courage-"))
    _write(path, text.replace("id: board-2", f"id: {courage}").replace(KINDNESS, "value/none"))


FAULTS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "not YAML": (
        lambda folder: _write(folder / "documents.yaml", "a: [1"),
        ("documents.yaml:", "not readable as YAML"),
    ),
    "an id twice": (
        _entry("  - {id: value/courage, title: Our courage, practice: true}\n"),
        ("wrong.yaml:2:", "value/courage stands in the knowledge base too", "of no edition of yours"),
    ),
    "no edition": (
        _entry("  - {id: other/value/kindness, title: Kind, practice: true}\n"),
        ("of no edition of yours",),
    ),
    "no name": (
        _entry("  - {id: westmarch/value/zeal, title: Zeal, practice: true}\n"),
        ("nobody can name value/zeal",),
    ),
    "no source": (_entry("  - {id: westmarch/a, title: A thing}\n"), ("westmarch/a has no source",)),
    "links": (
        _entry("  - {id: westmarch/a, title: A thing, see: [b/c], sources: [{document: x, section: y}]}\n"),
        ("no document called x", "no entry called b/c"),
    ),
    "a name twice": (
        lambda folder: _write(
            folder / "vocabulary.yaml",
            "editions:\n  westmarch: [westmarch, courage]\nvalues: {value/kindness: [kindness]}\n",
        ),
        ("vocabulary.yaml:2:", "'courage' names value/courage already"),
    ),
    "questions": (_bank, ("asks for intentions", "no entry called value/none", "2 questions, 3 are needed")),
    "a pack": (
        _pack,
        (
            "board.yaml:5:",
            "board-1: 'How would' asks for intentions",
            "no entry called value/none",
            "is that of the project's bank",
        ),
    ),
    "a file elsewhere": (lambda folder: _write(folder / "values.yaml", "x: 1"), ("nothing is read from here",)),
    "no folder": (shutil.rmtree, ("there is no such folder -> correct CVF_OVERLAY",)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_named_with_file_line_and_fix(fault: str, library: Library, tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "overlay")
    spoil, wanted = FAULTS[fault]
    spoil(folder)
    with pytest.raises(KnowledgeError) as caught:
        overlaid(library, folder)
    for text in wanted:
        assert text in str(caught.value)
    assert all(problem.fix for problem in caught.value.problems)


def test_check_and_the_start_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CVF_OVERLAY", str(EXAMPLE))
    assert app.main(["check"]) == 0
    assert "145 entries" in capsys.readouterr().out
    assert app.main(["ask", "what is kindness"]) == 0
    assert "worst day" in capsys.readouterr().out
    folder = shutil.copytree(EXAMPLE, tmp_path / "overlay")
    FAULTS["links"][0](folder)
    monkeypatch.setenv("CVF_OVERLAY", str(folder))
    assert app.main(["check"]) == 1
    assert "no document called x" in capsys.readouterr().out
    monkeypatch.setenv("CVF_DATABASE", str(tmp_path / "cvf.sqlite"))
    assert app.main(["serve"]) == 1
    assert "no document called x" in capsys.readouterr().err
