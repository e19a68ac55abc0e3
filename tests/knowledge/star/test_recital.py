from pathlib import Path

import pytest

from knowledge.library import load_library
from knowledge.star.recital import Recitals

OWN = "Is ready to challenge on a genuine, reasonable belief that something is not right."
STORY = "Last March I told my manager that the till was short, because it was my mistake, and we counted it again."


@pytest.fixture(scope="module")
def recitals() -> Recitals:
    return Recitals(load_library())


def test_our_own_statements_are_known(recitals: Recitals) -> None:
    assert recitals.share([OWN]) > 0.9
    assert recitals.share([STORY]) == 0.0
    assert 0.2 < recitals.share([OWN, STORY]) < 0.6
    assert recitals.share([]) == 0.0


def test_official_sentences_are_known_by_their_fingerprints(recitals: Recitals, documents: Path) -> None:
    """Lines of the documents as they stand there, bullets and all."""
    known = [
        line
        for path in sorted(documents.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.split()) > 7 and recitals.share([line]) > 0.9
    ]
    assert len(known) > 100
