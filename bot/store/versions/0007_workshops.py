"""Workshops, what people do in them, and what was written for somebody there."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "workshops",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code", sa.String(64), nullable=False, unique=True),
        sa.Column("facilitator", sa.String(64), nullable=False, index=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("over", sa.Boolean, nullable=False),
    )
    op.create_table(
        "workshop_acts",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("workshop", sa.String(80), nullable=False, index=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("conversation", sa.String(300), nullable=False),
        sa.Column("act", sa.Text, nullable=False),
    )
    op.create_table(
        "workshop_posts",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("conversation", sa.String(300), nullable=False, index=True),
        sa.Column("says", sa.Text, nullable=False),
        sa.Column("taken_until", sa.BigInteger),
    )
    op.create_table(
        "received",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("sheet", sa.Text, nullable=False),
    )
    op.add_column("people", sa.Column("facilitates", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("access_codes", sa.Column("facilitates", sa.Boolean, nullable=False, server_default=sa.false()))
