"""Every rule of `check` breaks on a planted fault."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.checking import check
from knowledge.library import HOME

PAY = "process/pay.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(HOME, tmp_path / "knowledge", ignore=shutil.ignore_patterns("*.py", "weights", "__pycache__"))
    )


def replaced(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def test_the_knowledge_base_has_no_problems() -> None:
    assert check(HOME) == []


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        (PAY, replaced("id: process/pay", "id: process/hours"), "stands in"),
        (PAY, replaced("sources:", "see: [process/nothing]\n    sources:"), "there is no entry called process/nothing"),
        (PAY, replaced("document: sergeant-pack-2023", "document: made-up"), "there is no document called made-up"),
        (PAY, replaced("document: sergeant-pack-2023", "document: met-handbook"), "sergeant-pack-2023 is not a source"),
        (PAY, replaced("words:", "wrods:"), "wrods"),
        ("program/actions.yaml", replaced("practice: true", "practice: false"), "has no source"),
        (
            "conflicts/process.yaml",
            replaced("topics: [process/", "topics: [process/no-"),
            "there is no entry called process/no-",
        ),
        ("language/vocabulary.yaml", replaced("[first, 1st", "[first, integrity, 1st"), "'integrity' stands under"),
        ("language/refusals/distress.yaml", replaced("[distress,", "[nobody,"), "there is no contact called nobody"),
        (
            "language/refusals/law.yaml",
            replaced("phrases:", 'phrases:\n      - "good morning all"\n      - "hello"'),
            "'hello' is an example of do/greeting",
        ),
    ],
)
def test_a_planted_fault_is_found_with_its_file(home: Path, file: str, change: Callable[[str], str], said: str) -> None:
    path = home / file
    before = path.read_text(encoding="utf-8")
    path.write_text(change(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    found = [problem for problem in check(home) if said in str(problem)]
    assert found
    assert found[0].line > 0
    assert found[0].fix
