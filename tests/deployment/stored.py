"""The page on what is stored, made from the tables: `python -m tests.deployment.stored` writes it again."""

from sqlalchemy import Table

from bot.store.schema import metadata
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "stored.md"
_HEAD = """# What is stored

Made from the tables (`bot/store/schema.py`), so that it is complete. It is for whoever answers for the data: a record
of processing, an access request, an impact assessment.

**Sealed** columns are encrypted where `CVF_KEYS` is set, with a key of each person's own that “delete my data”
destroys, so that copies of them in write-ahead logs and backups cannot be read. Everything else is ids, times and
numbers. Logs and figures for monitoring hold hashed ids and never what anybody wrote. Nothing is sent anywhere but to
the channel that a person uses, and to the channel of experts where a person agrees to a question being handed on.

**Deletion**: a job deletes every hour what is older than the setting. “Delete my data” deletes at once every row of the
person but the one that confirms it, and the key; the questions that were handed on lose their words and their person.
**Access**: “Download what is stored” on the page, `app.py report` in the terminal, “send me my data” in Teams.
"""


def _section(table: Table) -> str:
    rows = [
        f"| `{column.name}` | {column.comment} | {'sealed' if column.info.get('sealed') else ''} |"
        for column in table.columns
    ]
    head = f"## {table.name}\n\n{table.comment} Kept: {table.info['kept']}.\n\n"
    return head + "\n".join(["| column | what it holds | |", "| --- | --- | --- |", *rows])


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(f"{_section(table)}\n" for table in metadata.tables.values())])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
