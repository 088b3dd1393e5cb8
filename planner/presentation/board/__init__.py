"""The board page: one A4 sheet, the same layout each month."""

from planner.presentation.board.page import board_page, write_board

__all__ = ["board_page", "write_board"]
