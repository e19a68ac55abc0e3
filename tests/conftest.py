"""Real parts, built once: the library and the coach hold no state between messages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.conversation import Coach
from knowledge.library import Library, load_library
from tests.databases import KINDS, Postgres, address, migrated

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


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLAlchemy's address of an empty database with the newest tables: what uses it holds on both kinds."""
    if request.param == "sqlite":
        return migrated(f"sqlite:///{tmp_path / 'cvf.sqlite'}")
    return migrated(address(request.getfixturevalue("postgres").database()))
