"""PyMC-Marketing to curves: posterior draws of saturation and carry-over, taken out of their scales."""

from __future__ import annotations

import numpy as np

from planner.domain.curves import ChannelCurve, CurveSet, NoCarryover, Weights
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.foreign.netcdf import Dataset, read_netcdf
from planner.sources.foreign.pymc_file import Described, days, described, parameter, scale, series
from planner.sources.foreign.pymc_forms import ADSTOCKS, SATURATIONS, carried, converted
from planner.sources.foreign.spacing import after, period_of
from planner.sources.foreign.terms import Terms

DRAWS = 500
BEYOND = 2.0
"""Averages and tables reach to this multiple of the largest spend seen."""


def import_pymc(data: bytes, name: str, terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    """The netCDF of a saved MMM. Raises BadFile naming the reason where it cannot be converted."""
    file = read_netcdf(data, name)
    model = described(file)
    notes = [
        "The outcome is taken as revenue."
        if terms.value is None
        else f"One unit of outcome counts {terms.value:,.2f}.",
        "Intercept, trend, season and controls are left out; set the baseline in Setup.",
    ]
    channel_scale = _channel_scale(file, model, notes)
    target_scale = _target_scale(file, notes) * (1.0 if terms.value is None else terms.value)
    shown = days(file)
    period = period_of(shown, name) if len(shown) > 1 else terms.period
    if len(shown) < 2:
        notes.append(f"The file holds no dates; its periods are taken as {terms.period}s.")
    draws = _draws(file, model)
    kept = np.linspace(0, draws - 1, min(draws, DRAWS)).round().astype(int)
    if kept.size < draws:
        notes.append(f"{kept.size} of {draws:,} draws are kept, evenly spaced.")
    if model.adstock.kind in ("delayed", "binomial", "weibull_pdf", "weibull_cdf"):
        notes.append("Our carry-over of this kind has one kernel for all draws: the average of theirs.")
    channels = tuple(
        _channel(file, model, i, kept, float(channel_scale[i]), target_scale, notes)
        for i in range(len(model.channels))
    )
    origin = after(shown[-1], period) if len(shown) > 1 else None
    return CurveSet(period, terms.currency, channels, origin=origin), tuple(notes)


def _channel(
    file: Dataset,
    model: Described,
    i: int,
    kept: np.ndarray,
    channel_scale: float,
    target_scale: float,
    notes: list[str],
) -> ChannelCurve:
    name = model.channels[i]
    spend = series(file, name)
    if spend is not None and not (np.isfinite(spend).all() and (spend >= 0).all()):
        raise BadFile(
            say(
                '"{name}": the spend on "{channel}" holds a figure that is none, or a negative one.',
                name=file.name,
                channel=name,
            )
        )

    def drawn(part: str, names: tuple[str, ...]) -> dict[str, FloatArray]:
        source = model.saturation if part == "saturation" else model.adstock
        found = {key: parameter(file, source, key, model.channels)[i] for key in names}
        return {
            key: np.broadcast_to(v, (kept.max() + 1,))[kept] if v.size == 1 else v[kept]
            for key, v in found.items()
        }

    try:
        carry, retention = carried(
            model.adstock.kind, drawn("adstock", ADSTOCKS[model.adstock.kind]), model.length, model.normalized
        )
        top = BEYOND * (float(spend.max()) if spend is not None and spend.max() > 0 else channel_scale)
        if not model.normalized and not isinstance(carry, NoCarryover):
            top *= model.length / 2
        found = converted(
            model.saturation.kind,
            drawn("saturation", SATURATIONS[model.saturation.kind]),
            channel_scale,
            target_scale,
            top,
        )
    except BadFile as problem:
        raise BadFile(
            say('"{name}", channel "{channel}": {problem}.', name=file.name, channel=name, problem=problem)
        ) from None
    draws = found.draws
    if retention is not None:
        draws = tuple({**d, "retention": float(r)} for d, r in zip(draws, retention, strict=True))
    if found.error:
        notes.append(
            f'"{name}" becomes a table up to {top:,.0f} a period, at most {found.error:.1e} of its top apart '
            "from the average curve; its draws scale that average."
        )
    memory = len(carry.weights) - 1 if isinstance(carry, Weights) else model.length - 1
    past: tuple[float, ...] = ()
    if spend is not None and memory and not isinstance(carry, NoCarryover):
        past = tuple(float(v) for v in spend[-memory:])
    return ChannelCurve(
        name=name,
        curve=found.curve,
        carryover=carry,
        carry_in=past,
        observed=None if spend is None else (float(spend.min()), float(spend.max())),
        draws=draws if len(draws) > 1 else (),
    )


def _draws(file: Dataset, model: Described) -> int:
    parts = ((model.saturation, SATURATIONS), (model.adstock, ADSTOCKS))
    sizes = {
        parameter(file, part, key, model.channels).shape[1]
        for part, names in parts
        for key in names[part.kind]
    }
    sizes.discard(1)
    if len(sizes) > 1:
        raise BadFile(say('"{name}": its parameters have different numbers of draws.', name=file.name))
    return sizes.pop() if sizes else 1


def _channel_scale(file: Dataset, model: Described, notes: list[str]) -> FloatArray:
    found = scale(file, "channel_scale", model.channels)
    if found is not None:
        return found
    spends = [series(file, name) for name in model.channels]
    if any(spend is None or not spend.max() > 0 for spend in spends):
        raise BadFile(
            say('"{name}" holds neither channel_scale nor the spend to compute it from.', name=file.name)
        )
    notes.append(
        "The file holds no channel_scale; each channel's largest spend is taken, the library's default."
    )
    return np.array([float(spend.max()) for spend in spends if spend is not None])


def _target_scale(file: Dataset, notes: list[str]) -> float:
    found = scale(file, "target_scale", None)
    if found is not None:
        return float(found)
    for column in (file.attrs.get("target_column", "y").strip('"'), "y"):
        target = series(file, column)
        if target is not None and np.abs(target).max() > 0:
            notes.append(
                "The file holds no target_scale; the largest outcome is taken, the library's default."
            )
            return float(np.abs(target).max())
    raise BadFile(
        say('"{name}" holds neither target_scale nor the outcome to compute it from.', name=file.name)
    )
