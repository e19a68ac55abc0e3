"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("access_until", sa.BigInteger),
        sa.Column("resume_hash", sa.String(64), unique=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "credentials",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("expires_at", sa.BigInteger),
    )
    op.create_table(
        "access_codes",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(300), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "messages",
        sa.Column(
            "conversation", sa.String(300), sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("activity", sa.String(200), nullable=False),
        sa.Column("reply", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("sent", sa.Boolean, nullable=False),
        sa.Index("messages_activity", "conversation", "activity"),
    )
