"""Where replies of a conversation go, for those that could not be sent; questions handed on to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create and add them."""
    op.add_column("conversations", sa.Column("address", sa.Text))
    op.add_column("conversations", sa.Column("sending_until", sa.BigInteger))
    op.create_index(
        "messages_unsent",
        "messages",
        ["conversation"],
        sqlite_where=sa.text("sent = 0"),
        postgresql_where=sa.text("NOT sent"),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("conversation", sa.String(300), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("thread", sa.String(300), index=True),
        sa.Column("sending_until", sa.BigInteger),
    )
