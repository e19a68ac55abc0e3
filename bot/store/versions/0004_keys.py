"""Keys that what people wrote is sealed with, and which replica sends the replies of a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create and add them."""
    op.create_table(
        "keys",
        sa.Column("owner", sa.String(64), primary_key=True),
        sa.Column("master", sa.String(16), nullable=False),
        sa.Column("wrapped", sa.String(120), nullable=False),
    )
    op.add_column("conversations", sa.Column("sender", sa.String(32)))
