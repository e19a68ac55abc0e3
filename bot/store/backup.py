"""A copy of everything that is kept, in a file that either kind of database is filled from again.

Gzip of JSON lines: a head with the version of the tables, a line for each row, a foot with their number and checksum.
People's keys go into a file of their own beside it. Of those only the newest need be kept: what somebody has deleted
since cannot be opened with it from any older copy, and `restore` leaves it out.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, inspect, make_url, select, text
from sqlalchemy.exc import OperationalError

from bot.store import migrate
from bot.store.keys import Keys, LostKeyError, Seal
from bot.store.schema import keys, metadata

NUMBERED = ("workshop_acts", "workshop_posts")  # tables whose rows the database numbers
FORMAT = "cvf-coach backup 1"
_ROWS = 1000  # read or written at a time
_Row = tuple[str, dict[str, Any]]  # a table's name, and the values by column


class BackupError(Exception):
    """A backup cannot be made or restored; says why and what to do."""


def keys_beside(file: Path) -> Path:
    """The file of the keys that belongs to a backup."""
    return file.with_name(f"{file.name}.keys")


def back_up(url: str, file: Path) -> int:
    """Write both files, as of one moment, while the coach may be running; the number of rows. Raises BackupError."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").exists():
        raise BackupError(f"{where.database}: there is no such database yet")
    with _reached(url) as engine, _snapshot(engine) as connection:
        revision, newest = migrate.revision_of(connection), migrate.known()[0]
        if revision != newest:
            raise BackupError(f"its tables are of version {revision}, not {newest}: start the coach once, then again")
        rest = [table for table in metadata.sorted_tables if table is not keys]
        rows = _write(keys_beside(file), newest, _rows(connection, [keys]))
        return rows + _write(file, newest, _rows(connection, rest))


def restore(url: str, file: Path, newest_keys: Path, masters: Sequence[bytes]) -> tuple[int, int]:
    """Fill a database that has no tables yet. `newest_keys`: the newest file of keys. Raises BackupError.

    All of it or nothing is kept; a backup of an older version is brought to the newest. How many rows were restored,
    and how many left out because the key that sealed them is no more.
    """
    wrapped, revision = list(_read(newest_keys)), _head(file)
    sieve = _Sieve(_seals((row for _, row in wrapped), Keys(masters)))
    with _reached(url) as engine, engine.begin() as connection:
        _begin(connection)
        if inspect(connection).get_table_names():
            raise BackupError("the database has tables already: name a new file or an empty database")
        migrate.upgrade(connection, revision)
        tables = MetaData()
        tables.reflect(connection)

        def insert(name: str, rows: list[dict[str, Any]]) -> None:
            connection.execute(tables.tables[name].insert(), rows)

        _in_batches(wrapped, insert)
        _in_batches(filter(sieve.takes, _read(file)), insert)
        _count_on(connection, tables)
        migrate.upgrade(connection)
    return len(wrapped) + sieve.taken, sieve.left_out


def _count_on(connection: Connection, tables: MetaData) -> None:
    """PostgreSQL counts on from the highest number that was restored; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name in NUMBERED:
        if name in tables.tables:
            counting = text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")  # noqa: S608 - names of ours
            connection.execute(counting)


class _Sieve:
    """Leaves out what nobody can open any more, and the messages of such conversations."""

    def __init__(self, seals: dict[str, Seal]) -> None:
        self._seals = seals
        self._closed: set[str] = set()  # conversations left out; they come before their messages
        self.taken = self.left_out = 0

    def takes(self, row: _Row) -> bool:
        """Whether to restore a row; counts it."""
        name, values = row
        gone = values.get("conversation") in self._closed
        owner = values["id"] if name == "workshops" else values.get("person")
        if owner is not None:
            seal = self._seals.get(owner, Seal("", None))
            gone |= not all(seal.opens(value) for value in values.values() if isinstance(value, str))
        if gone and name == "conversations":
            self._closed.add(values["id"])
        self.left_out += gone
        self.taken += not gone
        return not gone


def _seals(rows: Iterable[dict[str, Any]], own: Keys) -> dict[str, Seal]:
    try:
        return {row["owner"]: own.seal(**row) for row in rows}
    except LostKeyError as error:
        raise BackupError("the master keys that sealed this are not all set: CVF_KEYS as it was") from error


@contextmanager
def _reached(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    try:
        yield engine
    except OperationalError as error:
        raise BackupError(f"the database cannot be reached or written: {str(error.orig).strip()}") from error
    finally:
        engine.dispose()


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection to which all tables are of the same moment."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    with engine.connect().execution_options(isolation_level=level) as connection, connection.begin():
        _begin(connection)
        yield connection


def _begin(connection: Connection) -> None:
    """Begin a transaction where SQLite's driver would not: before it reads, or makes a table."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")


def _rows(connection: Connection, tables: Iterable[Table]) -> Iterator[_Row]:
    for table in tables:
        for row in connection.execute(select(table), execution_options={"yield_per": _ROWS}).mappings():
            yield table.name, dict(row)


def _write(file: Path, revision: str, rows: Iterable[_Row]) -> int:
    """Write a file, in the place of a former one only once it is whole."""
    half, count, digest = file.with_name(f"{file.name}.part"), 0, hashlib.sha256()
    head: _Row = (FORMAT, {"tables": revision})
    try:
        half.touch(mode=0o600)
        with gzip.open(half, "wb", compresslevel=6) as packed:
            for count, row in enumerate(chain([head], rows)):  # noqa: B007 - the number of the last row is the count
                line = _line(row)
                packed.write(line)
                digest.update(line)
            packed.write(_line(("end", {"rows": count, "sha256": digest.hexdigest()})))
        half.replace(file)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise BackupError(f"{file}: {error.strerror}") from error
    return count


def _line(row: _Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _head(file: Path) -> str:
    """The version of the tables in a file. Raises BackupError."""
    with _opened(file) as lines:
        name, values = _parsed(next(lines, b""), file)
    if name != FORMAT:
        raise BackupError(f"{file}: not a backup of this program")
    revision = str(values.get("tables"))
    if revision not in migrate.known():
        raise BackupError(f"{file}: made by a newer version of this program: restore it with that one")
    return revision


def _read(file: Path) -> Iterator[_Row]:
    """The rows of a file. Raises BackupError, at its end where it is not whole."""
    _head(file)
    count, digest = -1, hashlib.sha256()
    with _opened(file) as lines:
        for line in lines:
            name, values = _parsed(line, file)
            if name == "end":
                if values == {"rows": count, "sha256": digest.hexdigest()}:
                    return
                break
            digest.update(line)
            count += 1
            if name != FORMAT:
                yield name, values
    raise BackupError(f"{file}: not whole, or changed: use another copy")


@contextmanager
def _opened(file: Path) -> Iterator[Iterator[bytes]]:
    try:
        with gzip.open(file) as lines:
            yield iter(lines)
    except (OSError, EOFError, zlib.error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not whole, or no backup"
        raise BackupError(f"{file}: {why}") from error


def _parsed(line: bytes, file: Path) -> _Row:
    try:
        name, values = json.loads(line)
        return str(name), dict(values)
    except ValueError as error:
        raise BackupError(f"{file}: not a backup of this program") from error


def _in_batches(lines: Iterable[_Row], insert: Callable[[str, list[dict[str, Any]]], object]) -> None:
    for name, rows in groupby(lines, key=itemgetter(0)):
        while batch := [values for _, values in islice(rows, _ROWS)]:
            insert(name, batch)
