"""What a spend brings, as values: in-year and full effect, by channel, by period and by draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.money import FloatArray

Measure = Literal["in_year", "full"]


@dataclass(frozen=True, eq=False)
class Forecast:
    """What a spend brings, in the curves' outcome (revenue), before it is rounded for show.

    spend, media           (C, D) money spent; expected outcome within the horizon
    after                  (C,)   expected outcome after the horizon of spend inside it
    full                   (C,)   (in-year + after) x long-term multiplier, expected
    baseline               (D,)   outcome without media, what a counted brand adds to it included
    lifted                 (D,)   that addition alone; zeros where no brand is counted
    media_draws            (C, S) in-year outcome by channel and draw
    full_draws             (C, S) full effect by channel and draw
    period_draws           (D, S) media outcome by decided period and draw
    noise_draws            (S,)   relative error of the total that no curve explains
    beyond_seen            (C, D) True where spend leaves the range the evidence covers
    """

    channels: tuple[str, ...]
    horizon: Horizon
    spend: FloatArray
    media: FloatArray
    after: FloatArray
    full: FloatArray
    baseline: FloatArray
    media_draws: FloatArray
    full_draws: FloatArray
    period_draws: FloatArray
    noise_draws: FloatArray
    beyond_seen: np.ndarray
    lifted: FloatArray

    @property
    def has_ranges(self) -> bool:
        """Whether draws stand behind the figures."""
        return self.noise_draws.size > 1

    @property
    def by_period(self) -> FloatArray:
        """Expected total outcome of each decided period, baseline included, shape (D,)."""
        total: FloatArray = self.baseline + self.media.sum(axis=0)
        return total

    def outcome(self, measure: Measure = "in_year") -> float:
        """Expected media outcome over the horizon, baseline excluded."""
        return float(self.media.sum() if measure == "in_year" else self.full.sum())

    def total_draws(self, measure: Measure = "in_year") -> FloatArray:
        """Total outcome with baseline and unexplained noise, one value a draw, shape (S,)."""
        media = (self.media_draws if measure == "in_year" else self.full_draws).sum(axis=0)
        drawn: FloatArray = (self.baseline.sum() + media) * (1.0 + self.noise_draws)
        return drawn

    def by_period_draws(self) -> FloatArray:
        """Total outcome by period and draw, baseline and noise included, shape (D, S)."""
        drawn: FloatArray = (self.baseline[:, None] + self.period_draws) * (1.0 + self.noise_draws)
        return drawn
