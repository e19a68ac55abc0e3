"""Documents and the official sentences found in them, as functions of a connection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from bot.store import opening
from bot.store.schema import documents, sentences
from bot.store.times import now_ms
from knowledge.fingerprints import Print
from knowledge.official.matching import Match
from knowledge.official.wordings import Official


@dataclass(frozen=True)
class Document:
    """A document that was searched. `fingerprints`: the version of what was looked for."""

    name: str
    checksum: str
    fingerprints: str


@dataclass(frozen=True)
class Sentence:
    """A sentence that a document holds."""

    document: str
    fingerprint: str
    text: str
    place: str
    twice: bool

    @property
    def official(self) -> Official:
        """The same for an answer."""
        mark = Print.parse(self.fingerprint)
        return Official(self.text, mark.document, self.document, self.place, mended=mark.variant)


def held(connection: Connection) -> list[Document]:
    """The documents, in the order in which they were added."""
    rows = connection.execute(select(documents).order_by(documents.c.added_at, documents.c.name)).mappings()
    return [Document(row["name"], row["checksum"], row["fingerprints"]) for row in rows]


def sentences_of(connection: Connection) -> list[Sentence]:
    """Every sentence, document by document in the order in which they were added."""
    joined = select(sentences).join(documents).order_by(documents.c.added_at, documents.c.name)
    return [Sentence(**row) for row in connection.execute(joined).mappings()]


def stamp(connection: Connection) -> tuple[int, int]:
    """Changes whenever the documents do."""
    count, newest = connection.execute(select(func.count(), func.max(documents.c.added_at))).one()
    return count, newest or 0


def keep(connection: Connection, document: Document, matches: Iterable[Match]) -> None:
    """Keep a document, in place of any of its name."""
    drop(connection, [document.name])
    row = {"name": document.name, "checksum": document.checksum, "fingerprints": document.fingerprints}
    adding = opening.insert(connection, documents).values(row | {"added_at": now_ms()}).on_conflict_do_nothing()
    if connection.execute(adding.returning(documents.c.name)).first() is None:
        return  # another replica was faster, with the same file
    rows = {str(match.mark.print): match for match in matches}
    for name, match in rows.items():
        values = {"document": document.name, "fingerprint": name, "text": match.text}
        connection.execute(sentences.insert().values(values | {"place": match.place[:120], "twice": match.twice}))


def drop(connection: Connection, names: Sequence[str]) -> int:
    """Take documents out by name or checksum; how many there were."""
    wanted = documents.c.name.in_(names) | documents.c.checksum.in_(names)
    gone = connection.execute(delete(documents).where(wanted).returning(documents.c.name)).all()
    return len(gone)
