"""Practised answers, people's own examples, and when a conversation's state holds something overdue."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create and add them."""
    op.create_table(
        "practices",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )
    op.create_table(
        "examples",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("used_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.add_column("conversations", sa.Column("due_at", sa.BigInteger))
    op.create_index("ix_conversations_due_at", "conversations", ["due_at"])
