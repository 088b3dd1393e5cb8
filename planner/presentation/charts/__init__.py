"""Figures, one builder a picture. A chart's title says its finding; numbers arrive in display units."""
