"""What is believed before the history speaks, with its sources; every figure is wide enough to be overruled.

Logarithms are natural. Carry-over is stated in weeks and converted for other periods.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

from planner.domain.calendar import WEEKS_PER_MONTH, Period


@dataclass(frozen=True)
class Normal:
    """A normal distribution."""

    mean: float
    sd: float


@dataclass(frozen=True)
class Kind:
    """A kind of carry-over: its chance, log of its form k, and its log mean time beside that of all."""

    chance: float
    form: Normal
    later: Normal


KINDS = (
    Kind(0.60, Normal(0.0, 0.2), Normal(0.0, 0.75)),
    Kind(0.25, Normal(1.4, 0.5), Normal(0.6, 0.6)),
    Kind(0.15, Normal(2.6, 0.6), Normal(1.1, 0.4)),
)
"""Geometric; delayed and broad; delayed with a peak of its own, two to six weeks after the spend. What is
delayed lasts longer, one to eight weeks in the mean (maximum lag 8 in Meridian; TV 2-5 weeks by practice)."""


@dataclass(frozen=True)
class Priors:
    """Priors of one fit.

    roas_middle    log of the channels' common ROAS
    roas_spread    log of how far channels differ from it (log standard deviation)
    lag            log of the mean carry-over time in periods, (mean lag + about half a period)
    kinds          the carry-over's form k and mean time by kind: k = 1 is geometric
    half           log of half-saturation in units of typical spend per period
    shape          log of the Hill shape
    noise          log of the noise's standard deviation, relative to the mean outcome
    persistence    atanh of the noise's autocorrelation
    slope, bend    trend per year, and its change at each knot, relative to the mean outcome
    level          outcome without media at the start, relative to the mean outcome: media bring 10 to 50 %
    season         first yearly harmonic; the k-th has sd / k^1.5
    event, control, step, demand  coefficients relative to the mean outcome (controls standardised)
    """

    roas_middle: Normal
    roas_spread: Normal = Normal(log(0.65), 0.30)
    lag: Normal = Normal(log(1.4), 0.75)
    kinds: tuple[Kind, ...] = KINDS
    half: Normal = Normal(log(1.1), 0.65)
    shape: Normal = Normal(0.25, 0.40)
    noise: Normal = Normal(log(0.05), 0.7)
    persistence: Normal = Normal(0.3, 0.4)
    level: Normal = Normal(0.65, 0.15)
    slope: float = 0.05
    bend: float = 0.01
    season: float = 0.12
    event: float = 0.25
    control: float = 0.10
    step: float = 0.15
    demand: float = 0.05


TYPICAL_ROAS = 1.5
"""Revenue per unit of spend: ROI prior median 1.22 (Meridian), profit per 1 spent 1.9 (Profit Ability 2)."""
TYPICAL_MEDIA_SHARE = 0.30
"""Share of revenue that media bring; mixed models of retail and consumer brands report 10 to 50 %."""
ROAS_MIDDLE_SD = 0.5


LIKELIHOOD_POWER = 0.7
"""What each period counts for in the draws: no market is exactly of the model's form, and a full count would
make ranges too narrow. Source of the idea: Miller and Dunson (2019), coarsening; the figure is from simulated
markets."""


def priors_for(period: Period, outcome_per_spend: float) -> Priors:
    """Priors for a history whose outcome is `outcome_per_spend` times its spend.

    The common ROAS stands between what the trade reports and what a typical media share would mean here:
    the first knows nothing of this company's prices, the second nothing of its channels.
    """
    by_share = TYPICAL_MEDIA_SHARE * outcome_per_spend
    middle = Normal(0.5 * (log(TYPICAL_ROAS) + log(by_share)), ROAS_MIDDLE_SD)
    priors = Priors(roas_middle=middle)
    if period == "month":
        weeks = priors.lag
        priors = replace(priors, lag=Normal(weeks.mean - log(WEEKS_PER_MONTH), weeks.sd))
    return priors


def lags_of(period: Period) -> int:
    """Periods over which spend works: about four months."""
    return 16 if period == "week" else 5
