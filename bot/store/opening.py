"""Opening the two kinds of database, and the one statement that each writes in its own way."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import StaticPool

MEMORY = "sqlite://"
CONNECTIONS = 4  # of a replica to PostgreSQL
_PATIENCE = 5  # seconds that a statement, a lock or a connection may take
_INSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def opened(url: str) -> Engine:
    """The engine of a database; its address is SQLAlchemy's."""
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


def insert(connection: Connection, table: Table) -> Any:  # noqa: ANN401 - the dialects have a class each, of one shape
    """An insert that can say what happens where the row is there already."""
    return _INSERTS[connection.dialect.name](table)


def _sqlite(url: str) -> Engine:
    options: dict[str, Any] = {"poolclass": StaticPool} if url == MEMORY else {}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={_PATIENCE * 1000}", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _postgresql(url: str) -> Engine:
    wait = _PATIENCE * 1000
    limits = f"-c statement_timeout={wait} -c lock_timeout={wait} -c idle_in_transaction_session_timeout={wait}"
    return create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_PATIENCE,
        pool_pre_ping=True,  # a database that was restarted is found without a failed turn
        connect_args={"connect_timeout": _PATIENCE, "options": limits},
    )
