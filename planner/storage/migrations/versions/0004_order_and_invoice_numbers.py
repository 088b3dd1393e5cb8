"""Numbers of orders and invoices beside details, and details found by month without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("order_number", "invoice_number"):
        op.add_column("actual_details", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.drop_index(op.f("ix_actual_details_batch_id"), table_name="actual_details")
    op.create_index(op.f("ix_actual_details_batch_id_month"), "actual_details", ["batch_id", "month"])


def downgrade() -> None:
    op.drop_index(op.f("ix_actual_details_batch_id_month"), table_name="actual_details")
    op.create_index(op.f("ix_actual_details_batch_id"), "actual_details", ["batch_id"], unique=False)
    op.drop_column("actual_details", "invoice_number")
    op.drop_column("actual_details", "order_number")
