"""The plan book of a version and what a campaign is beyond its channel, days and money."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("book", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("campaigns", sa.Column("details", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("campaigns", "details")
    op.drop_column("versions", "book")
