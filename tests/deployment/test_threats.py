"""The page of threats names tests that are there."""

import ast
import re

import pytest

from tests.conftest import ROOT

ROWS = [
    line.split(" | ")
    for line in (ROOT / "docs/threats.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| who ", "| ---"))
]


def named(row: list[str]) -> list[tuple[str, str]]:
    """The tests that a row names: file and function."""
    return re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row[-1])


def test_there_are_rows() -> None:
    assert len(ROWS) >= 20
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: re.sub(r"\W+", "-", row[0])[:40])
def test_every_threat_has_tests_that_exist(row: list[str]) -> None:
    assert named(row)
    for file, name in named(row):
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert not name or name in found, f"{file}::{name}"
