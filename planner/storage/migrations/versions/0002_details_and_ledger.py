"""Sources of batches, figures by day, campaign and money state, and the ledger beside a closed month."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("batches", sa.Column("source", sa.String(), server_default="", nullable=False))
    op.add_column("closed_months", sa.Column("ledger", sa.BigInteger(), nullable=True))
    op.add_column("closed_months", sa.Column("read", sa.BigInteger(), nullable=True))
    op.create_table(
        "actual_details",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name=op.f("fk_actual_details_batch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actual_details")),
    )
    op.create_index(op.f("ix_actual_details_batch_id"), "actual_details", ["batch_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_actual_details_batch_id"), table_name="actual_details")
    op.drop_table("actual_details")
    op.drop_column("closed_months", "read")
    op.drop_column("closed_months", "ledger")
    op.drop_column("batches", "source")
