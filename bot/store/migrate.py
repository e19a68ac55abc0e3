"""Bring a database to the newest version of the tables: `python -m bot.store.migrate FILE`.

Run as a program of its own by the server: Alembic would add 10 MB to it for a job of one second.
"""

import sys
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

FOLDER = Path(__file__).parent


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing."""
    scripts = ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER / "versions")])
    context = MigrationContext.configure(
        connection,
        opts={"fn": lambda revision, _: scripts._upgrade_revs("head", revision)},  # noqa: SLF001 - Alembic's own command does the same
    )
    with Operations.context(context):
        context.run_migrations()


def main(path: str) -> int:
    """Upgrade the file's database."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("PRAGMA journal_mode=WAL"))  # kept in the file; two replicas must not both switch to it
    with engine.begin() as connection:
        upgrade(connection)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
