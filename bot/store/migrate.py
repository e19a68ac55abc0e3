"""Bring a database to the newest version of the tables: `python -m bot.store.migrate`, the address in CVF_MIGRATE.

Run as a program of its own by the server: Alembic would add 10 MB to it for a job of one second. The address may hold a
password, so it is no argument, which others on the machine could see.
"""

import os
import sys
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError

FOLDER = Path(__file__).parent
ADDRESS = "CVF_MIGRATE"
_LOCK = 20_261_126  # of PostgreSQL, so that one replica migrates and the others wait


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations that are missing, up to a version of the tables."""
    scripts = _scripts()
    context = MigrationContext.configure(
        connection,
        opts={"fn": lambda revision, _: scripts._upgrade_revs(to, revision)},  # noqa: SLF001 - Alembic's own command does the same
    )
    with Operations.context(context):
        context.run_migrations()


def revision_of(connection: Connection) -> str | None:
    """The version of a database's tables; None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def known() -> list[str]:
    """Every version of the tables, the newest first."""
    return [script.revision for script in _scripts().walk_revisions()]


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / "versions")])


def migrate(url: str) -> None:
    """Upgrade a database."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("PRAGMA journal_mode=WAL"))  # kept in the file; two must not both switch to it
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        upgrade(connection)
    engine.dispose()


def main() -> int:
    """Upgrade the database that the environment names. 1 where it cannot be reached."""
    try:
        migrate(os.environ[ADDRESS])
    except OperationalError as error:
        sys.stderr.write(f"{str(error.orig).strip()}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
