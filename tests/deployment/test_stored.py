"""The page on what is stored is that of the tables, and the tables are those that the migrations make."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Text, create_engine

from bot.store.schema import metadata
from tests.deployment.stored import PAGE, page

WITHOUT_WORDS = frozenset(
    ["conversations.address", "heard.about", "sentences.text"]  # where replies go; ids of topics; official wording
)


def test_the_page_is_that_of_the_tables() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "python -m tests.deployment.stored"


def test_every_table_and_column_says_what_it_holds() -> None:
    for table in metadata.tables.values():
        assert table.comment, table.name
        assert table.info["kept"], table.name
        assert all(column.comment for column in table.columns), table.name


def test_every_text_is_sealed_or_known_to_hold_no_words() -> None:
    texts = [c for table in metadata.tables.values() for c in table.columns if isinstance(c.type, Text)]
    plain = {str(column) for column in texts if not column.info.get("sealed")}
    assert plain == WITHOUT_WORDS


def test_the_migrations_make_these_tables(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    single = [each for group in differences for each in (group if isinstance(group, list) else [group])]
    # Comments are for the page; the database does not need them.
    assert [each for each in single if each[0] not in {"add_table_comment", "modify_comment"}] == []
