"""What became of questions, for whoever keeps the knowledge."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "heard",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("person", sa.String(64), index=True),
        sa.Column("text", sa.Text),
    )
