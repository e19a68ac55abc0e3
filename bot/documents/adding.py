"""Adding documents: read, searched for official sentences, and what was found kept; only what is new or has changed."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from bot.documents.formats import Text, UnreadableError
from bot.documents.reading import ENDINGS, read_document
from bot.store import documents
from knowledge.library import HOME, Library
from knowledge.official.matching import Held, Matcher, Matches, marks_of
from knowledge.official.shingles import FILE, read_shingles
from knowledge.official.wordings import version_of

_CHUNK = 1024**2  # bytes


@dataclass(frozen=True)
class Added:
    """What became of a file: `wrong` says why it could not be read, `unchanged` that it was there already.

    `named`: whether it was meant itself, and not a folder that it is in.
    """

    name: str
    named: bool = True
    wrong: str = ""
    unchanged: bool = False
    editions: dict[str, Held] | None = None


class Shelf:
    """The documents in a database, and what is looked for in them."""

    def __init__(self, engine: Engine, matcher: Matcher, version: str) -> None:
        """`version`: of the fingerprints that the matcher looks for."""
        self._engine = engine
        self._matcher = matcher
        self._version = version

    @classmethod
    def of(cls, engine: Engine, library: Library) -> Self:
        """What is looked for is every fingerprint of the knowledge base."""
        marks = marks_of(library)
        return cls(engine, Matcher(marks, read_shingles(HOME / "weights" / FILE)), version_of(marks))

    def add(self, paths: Iterable[Path]) -> Iterator[Added]:
        """Read each file, and of a folder every document in it, and keep what it holds.

        One that cannot be read does not stop the others.
        """
        for path in paths:
            for file in _files(path):
                yield replace(self._add(file), named=file is path)

    def _add(self, file: Path) -> Added:
        try:
            document = documents.Document(file.name, _checksum(file), self._version)
            with self._engine.connect() as connection:
                if document in documents.held(connection):
                    return Added(file.name, unchanged=True)
            matches = self._found(read_document(file))
        except UnreadableError as error:
            return Added(file.name, wrong=str(error))
        except OSError as error:
            wrong = f"it cannot be opened: {error.strerror} -> look whether it is there and may be read"
            return Added(file.name, wrong=wrong)
        with self._engine.begin() as connection:
            documents.keep(connection, document, matches.found.values())
        return Added(file.name, editions=matches.editions)

    def _found(self, text: Text) -> Matches:
        matches = self._matcher.match(text.pages, printed=text.printed)
        if text.columns:
            matches = self._matcher.match(text.columns, printed=text.printed, known=matches)
        return matches

    def listed(self) -> dict[str, dict[str, Held]]:
        """For each document what it holds of each edition."""
        with self._engine.connect() as connection:
            names = [document.name for document in documents.held(connection)]
            rows = documents.sentences_of(connection)
        held = {name: {row.fingerprint: row.twice for row in rows if row.document == name} for name in names}
        return {name: self._matcher.held(prints) for name, prints in held.items()}

    def remove(self, names: list[str]) -> int:
        """Take documents out by file name or checksum; how many there were."""
        with self._engine.begin() as connection:
            return documents.drop(connection, names)


def _files(path: Path) -> Iterable[Path]:
    """The file itself, or of a folder every one, at any depth, whose ending is that of a document."""
    if not path.is_dir():
        return [path]
    inside = (file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in ENDINGS)
    return sorted(file for file in inside if not file.name.startswith((".", "~$")))


def _checksum(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
