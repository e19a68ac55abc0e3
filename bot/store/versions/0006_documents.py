"""Official sentences found in a force's documents."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "documents",
        sa.Column("name", sa.String(300), primary_key=True),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("fingerprints", sa.String(16), nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sentences",
        sa.Column("document", sa.String(300), sa.ForeignKey("documents.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("fingerprint", sa.String(140), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("twice", sa.Boolean, nullable=False),
    )
