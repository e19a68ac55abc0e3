from pathlib import Path

import pytest

from knowledge.entries import EntryFile
from knowledge.loading import KnowledgeError, Problem, load

GOOD = """\
entries:
  - id: about/test
    title: A test
    practice: true
    items:
      - {text: "It closed on {day}.", values: {day: {date: 2023-06-16}}}
"""


def problems_of(tmp_path: Path, text: str | bytes) -> list[Problem]:
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(KnowledgeError) as caught:
        load(path, EntryFile)
    return caught.value.problems


def test_a_good_file_loads_with_dates_as_dates(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(GOOD, encoding="utf-8")
    value = load(path, EntryFile).entries[0].items[0].values["day"]
    assert value.date is not None
    assert (value.date.year, value.date.month, value.date.day) == (2023, 6, 16)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("title: A test", "titel: A test"), 3, "titel"),
        (("practice: true", "practice: maybe"), 4, "practice"),
        (("id: about/test", "id: About Test"), 2, "id"),
        (("{day}", "{date}"), 6, "the text uses ['date'] but values gives ['day']"),
        (("{date: 2023-06-16}", "{date: 2023-06-16, money: 3}"), 6, "exactly one"),
        (("practice: true", "title: Again"), 4, "stands twice"),
        (("    items:", "   items:"), 5, "YAML"),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_to_do(
    tmp_path: Path, change: tuple[str, str], line: int, said: str
) -> None:
    found = problems_of(tmp_path, GOOD.replace(*change))
    hit = next(problem for problem in found if said in problem.message)
    assert hit.line == line
    assert hit.fix


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("title: A test", "titel: A test").replace("practice: true", "practice: maybe")
    assert {problem.line for problem in problems_of(tmp_path, text)} >= {3, 4}


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    found = problems_of(tmp_path, b"entries:\n  - id: \xff\xfe\n")
    assert found[0].line == 2
    assert "UTF-8" in found[0].message
