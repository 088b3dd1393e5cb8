"""How far actuals move what the curves expect: a level per channel and one for sales without media.

A ratio of ten months' actual to expected revenue is evidence, not truth: the curves stand on years of
history, attribution is noisy, and a single bad quarter must not rewrite them. So the ratio is shrunk toward
1 by the plain normal-normal rule: weight = prior variance / (prior variance + bias variance + scatter^2 /
months), where the prior's spread is how unsure the curves' draws are of that channel, the bias is the part
of attribution's error that is the same every month, and the scatter is how much single months stray from the
channel's own level. What the evidence takes from the level's doubt, the draws lose.
Source: Gelman et al., Bayesian Data Analysis (3rd ed.), section 2.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from planner.domain.money import FloatArray

CHANNEL_PRIOR = 0.25
"""Relative doubt about a channel's level where its curves carry no draws: an assumption of ours."""
CHANNEL_SCATTER = 0.20
"""Relative scatter of one month's attributed revenue, until the channel's own months tell."""
ATTRIBUTION_BIAS = 0.10
"""Relative error of attributed revenue that more months do not average out; an assumption."""
BASELINE_PRIOR = 0.02
"""Least relative doubt about the level of sales without media."""
BASELINE_SCATTER = 0.05
"""Relative scatter of one month's sales without media, where the curves state no noise."""
PRIOR_MONTHS = 3
"""How many months the assumed scatter counts for beside the observed ones."""


@dataclass(frozen=True)
class Evidence:
    """What the actual months say about one level, relative to what the curves expected.

    ratio    actual / expected over the months with evidence; None where there is none
    weight   share of the ratio's distance from 1 that is believed, 0 to 1
    prior    relative standard deviation of the level before the evidence
    bias     relative standard deviation of the measurement's own lasting error
    scatter  relative standard deviation of a single month around the level
    """

    name: str
    months: int
    actual: float
    expected: float
    ratio: float | None
    weight: float
    prior: float
    bias: float
    scatter: float

    @property
    def factor(self) -> float:
        """What the curves' answer for the rest of the year is multiplied by; never below 0."""
        return 1.0 if self.ratio is None else max(0.0, 1.0 + self.weight * (self.ratio - 1.0))

    @property
    def doubt_kept(self) -> float:
        """Share of the level's standard deviation that is left after the evidence."""
        return sqrt(1.0 - self.weight)

    @property
    def surprise(self) -> float | None:
        """Chance of a ratio at least this far from 1 if the curves are right; small means: refit."""
        if self.ratio is None:
            return None
        spread = sqrt(self.prior**2 + self.bias**2 + self.scatter**2 / self.months)
        return float(erfc(abs(self.ratio - 1.0) / spread / sqrt(2.0)))


def level(
    name: str,
    actual: FloatArray,
    expected: FloatArray,
    *,
    prior: float,
    scatter: float,
    bias: float = 0.0,
) -> Evidence:
    """Evidence about one level.

    actual, expected  revenue by month, shape (M,); nan in `actual` where there is no evidence
    prior, scatter, bias  relative standard deviations assumed beforehand; the scatter is pooled with the
                          months' own
    """
    seen = np.isfinite(actual)
    count, total = int(seen.sum()), float(expected[seen].sum())
    if not count or total <= 0:
        return Evidence(name, 0, 0.0, 0.0, None, 0.0, prior, bias, scatter)
    ratio = float(actual[seen].sum()) / total
    stray = (actual[seen] - ratio * expected[seen]) / (total / count)
    pooled = (PRIOR_MONTHS * scatter**2 + float((stray**2).sum())) / (PRIOR_MONTHS + count - 1)
    weight = prior**2 / (prior**2 + bias**2 + pooled / count) if prior > 0 else 0.0
    return Evidence(name, count, float(actual[seen].sum()), total, ratio, weight, prior, bias, sqrt(pooled))
