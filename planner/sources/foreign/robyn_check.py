"""Converted curves beside Robyn's own rows: decompMedia must be coef * Hill(adstockedMedia), row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.domain.curves import ChannelCurve, Hill
from planner.domain.errors import BadFile, say
from planner.sources.foreign.robyn_pareto import Pareto

TOLERANCE = 0.01
"""Rounded hyperparameters and printed digits explain less; more means files of two runs, or another form."""


def check_rows(
    channels: Sequence[ChannelCurve], pareto: Pareto, worth: float, in_money: Mapping[str, float]
) -> list[str]:
    """A sentence on how near the rows come; none without the table. Raises BadFile where they disagree.

    in_money  money per unit of the rows' adstock, by channel
    """
    adstocked, decomposed = pareto.media("adstockedMedia"), pareto.media("decompMedia")
    if adstocked is None or decomposed is None:
        return []
    if len(adstocked) != len(decomposed):
        raise BadFile(
            say('"{name}" has other rows for adstocked than for decomposed media.', name=adstocked.name)
        )
    worst, where = 0.0, ""
    for channel in channels:
        if channel.name not in adstocked or not isinstance(channel.curve, Hill) or channel.curve.ceiling == 0:
            continue
        stock = adstocked.numbers(channel.name) * in_money.get(channel.name, 1.0)
        stated = decomposed.numbers(channel.name) * worth
        most = float(stated.max(initial=0.0))
        if most <= 0:
            continue
        with np.errstate(divide="ignore", over="ignore"):
            power = channel.curve.shape * (np.log(channel.curve.half_spend) - np.log(np.maximum(stock, 0.0)))
            ours = channel.curve.ceiling / (1 + np.exp(power))
        apart = float(np.abs(ours - stated).max()) / most
        if apart > worst:
            worst, where = apart, channel.name
    if worst > TOLERANCE:
        raise BadFile(
            say(
                '"{where}": the converted curve is {worst:.1%} off the rows of "{name}". Are these '
                "files of one run?",
                where=where,
                worst=worst,
                name=adstocked.name,
            ),
            reason="rows_disagree",
        )
    return [
        f"Checked against {len(adstocked)} rows of Robyn's own: at most {worst:.1e} of the largest apart."
    ]
