"""Real parts, built once: the library and the coach hold no state between messages."""

from pathlib import Path

import pytest

from dialogs.conversation import Coach
from knowledge.library import Library, load_library

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT.parent / "shared" / "documents"


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def coach(library: Library) -> Coach:
    return Coach(library)


@pytest.fixture(scope="session")
def documents() -> Path:
    """The source documents' folder; they are other people's and not part of the project."""
    if not DOCUMENTS.is_dir():
        pytest.skip("the source documents are not beside the project")
    return DOCUMENTS
