"""A history made ready for a fit: checked, scaled, with the spend before it assumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.analysis.fit.design import DEMAND, BaselineForm
from planner.analysis.fit.kernel import lagged
from planner.analysis.fit.lift import Tests
from planner.analysis.fit.model import Data
from planner.analysis.fit.priors import Priors, lags_of
from planner.domain.errors import BadDocument, say
from planner.domain.history import History
from planner.domain.money import FloatArray

FEWEST = {"week": 40, "month": 24}
START_PERIODS = 8
SHORT = {"week": 100, "month": 24}
UNKNOWN = 0.5
"""How far, in mean outcomes, an outcome that nobody reported may lie from what stands in for it."""
BEGUN = 0.85
"""Share of the lowest other period below which the first or last one is probably not a whole one."""
JUMP_FACTOR, JUMP_PERIODS = 4.0, 6


@dataclass(frozen=True, eq=False)
class Scaled:
    """Units of a fit, and the channels that can be fitted.

    active   (A,) places in the history of channels that were ever spent on
    outcome  mean outcome per period; typical (A,) typical spend per period
    past     (A, L - 1) spend assumed before the history
    demand   (T,) what spends have in common, None until it was looked for
    tests    lift tests, None without any
    notes    what was assumed, in sentences
    """

    history: History
    active: np.ndarray
    outcome: float
    typical: FloatArray
    past: FloatArray
    lags: int
    demand: FloatArray | None = None
    tests: Tests | None = None
    notes: tuple[str, ...] = ()

    @property
    def spend(self) -> FloatArray:
        """Spend of the active channels, shape (A, T)."""
        found: FloatArray = self.history.spend[self.active]
        return found

    @property
    def whole(self) -> FloatArray:
        """Spend of the active channels over the history, shape (A,)."""
        found: FloatArray = self.spend.sum(axis=1)
        return found

    @property
    def values(self) -> FloatArray:
        """The outcome, shape (T,)."""
        assert self.history.outcome is not None
        return self.history.outcome

    @property
    def controls(self) -> dict[str, FloatArray]:
        """The history's controls, and the demand that spends betray, where that is known."""
        given = dict(self.history.controls)
        return given if self.demand is None else given | {DEMAND: self.demand}

    def data(self, form: BaselineForm, priors: Priors) -> Data:
        """Everything in the fit's own units.

        A period without an outcome gets a baseline column of its own, behind those of `form`: whatever stands
        there is explained away, at no cost to the rest.
        """
        missing = list(self.history.missing)
        columns = np.concatenate(
            [
                form.columns(self.history.horizon, self.controls),
                np.eye(self.history.horizon.count)[:, missing],
            ],
            axis=1,
        )
        mean = np.zeros(columns.shape[1])
        mean[0] = priors.level.mean
        return Data(
            outcome=self.values / self.outcome,
            spend_lagged=lagged(self.spend, self.past, self.lags) / self.typical[:, None, None],
            scale=self.whole / self.outcome,
            columns=columns,
            column_mean=mean,
            column_sd=np.concatenate([form.prior_sd(priors), np.full(len(missing), UNKNOWN)]),
            tests=self.tests,
        )


def scaled(history: History) -> Scaled:
    """Units of `history`. Raises BadDocument for a history that no curve can be fitted to."""
    check(history)
    assert history.outcome is not None
    active = np.flatnonzero(history.spend.sum(axis=1) > 0)
    lags = lags_of(history.horizon.period)
    spend = history.spend[active]
    typical = np.array([np.sqrt(row.mean() * row[row > 0].mean()) for row in spend])
    early = spend[:, :START_PERIODS].mean(axis=1, keepdims=True)
    return Scaled(
        history,
        active,
        float(history.outcome.mean()),
        typical,
        np.repeat(early, lags - 1, axis=1),
        lags,
        notes=tuple(_notes(history)),
    )


def _notes(history: History) -> Iterator[str]:
    """What the history makes one assume."""
    horizon, starts = history.horizon, history.horizon.starts()
    outcome, period = history.outcome, say(history.horizon.period)
    assert outcome is not None
    yield say(
        "Before {start} each channel is taken to have spent what it did on average in the first {count} "
        "{period}s.",
        start=starts[0],
        count=START_PERIODS,
        period=period,
    )
    if horizon.count < SHORT[horizon.period]:
        yield say(
            "{count} {period}s hold less than two years: the yearly season is a guess.",
            count=horizon.count,
            period=period,
        )
    parameters = 5 * int((history.spend.sum(axis=1) > 0).sum()) + len(history.controls) + 12
    if parameters > horizon.count / 3:
        yield say(
            "The model has about {parameters} parameters for {count} {period}s; ranges lean on what is usual "
            "in the trade.",
            parameters=parameters,
            count=horizon.count,
            period=period,
        )
    for name, values in history.controls.items():
        if values.std() <= 1e-9 * max(1.0, abs(float(values.mean()))):
            yield say('The control "{name}" never changes and was left out.', name=name)
    for place, word in ((0, say("first")), (-1, say("last"))):
        if looks_begun(outcome, history.spend.sum(axis=0), place):
            yield say(
                "The {word} {period} ({label}) has far less spend and outcome than any other; leave it out "
                "if "
                "it is incomplete.",
                word=word,
                period=period,
                label=horizon.when(place),
            )
    for name, row in [("outcome", outcome), *history.by_channel().items()]:
        at = jump(row)
        if at is not None:
            yield say(
                'From {start} on "{name}" is about {factor:.3g} times what it was; check that its currency '
                "and unit stayed the same.",
                start=starts[at],
                name=name,
                factor=float(np.median(row[at:]) / np.median(row[:at])),
            )


def looks_begun(outcome: FloatArray, spend: FloatArray, place: int) -> bool:
    """Whether the period at an end, 0 or -1, has far less of both than any other, as if days were missing."""
    return all(
        values[place] < BEGUN * np.delete(values, [place, -1 - place]).min() for values in (outcome, spend)
    )


def jump(values: FloatArray) -> int | None:
    """Where a series moves to another order of magnitude and stays there, as when its currency changes."""
    for at in range(JUMP_PERIODS, values.size - JUMP_PERIODS):
        before, after = values[:at], values[at:]
        if min(before.min(), after.min()) <= 0:
            return None
        if before.min() > JUMP_FACTOR * after.max() or after.min() > JUMP_FACTOR * before.max():
            return at
    return None


def check(history: History) -> None:
    """Raise BadDocument, saying what is wrong and what to do, unless curves can be fitted to `history`."""
    if history.outcome is None:
        raise BadDocument(say("A fit needs the outcome of each period; name its column."))
    horizon = history.horizon
    if horizon.count < FEWEST[horizon.period]:
        raise BadDocument(
            say(
                "The history has {count} {period}s; a fit needs at least {fewest}. Add earlier "
                "{period}s, or type the curves by hand.",
                count=horizon.count,
                period=horizon.period,
                fewest=FEWEST[horizon.period],
            )
        )
    if not history.channels:
        raise BadDocument(say("Name at least one channel column."))
    if not (history.outcome != 0).any():
        raise BadDocument(say("The outcome is 0 in every period; check that its column is the right one."))
    if history.outcome.mean() <= 0:
        raise BadDocument(say("The outcome is below 0 on average; a fit needs an outcome such as revenue."))
    if not (history.spend > 0).any():
        raise BadDocument(say("No channel was spent on in any period; there is nothing to learn from."))
    if history.outcome.std() < 1e-9 * abs(history.outcome.mean()):
        raise BadDocument(
            say(
                "The outcome is {outcome:,.10g} in every period; nothing can be learnt from it.",
                outcome=history.outcome[0],
            )
        )
