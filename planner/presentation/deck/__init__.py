"""The deck: a handful of slides with native, editable charts."""

from planner.presentation.deck.deck import annual_deck, write_deck

__all__ = ["annual_deck", "write_deck"]
