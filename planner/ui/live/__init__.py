"""The board that answers while a slider moves: three small components of our own, inline, without a build."""
