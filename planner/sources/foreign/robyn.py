"""Robyn to curves: coef a^alpha / (a^alpha + inflexion^alpha) per period, a the adstock over all history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.domain.curves import Carryover, ChannelCurve, CurveSet, Geometric, Hill, NoCarryover, Weights
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.foreign.files import parsed_json
from planner.sources.foreign.ranges import scales
from planner.sources.foreign.robyn_carryover import adstock, geometric, weibull
from planner.sources.foreign.robyn_check import check_rows
from planner.sources.foreign.robyn_json import RobynModel, read_model
from planner.sources.foreign.robyn_pareto import TABLES, Pareto, read_pareto
from planner.sources.foreign.robyn_tables import from_tables
from planner.sources.foreign.spacing import a_year, after
from planner.sources.foreign.terms import Terms

WHOLE_RANGE = (3, 12)
"""From this version the inflexion is gamma max(a), before it min(a) + gamma (max(a) - min(a))."""
BOOTSTRAP = 0.95
INPUTS = {"RobynModel-inputs.json", "RobynModel-models.json"}
"""Written beside the models; they describe no chosen one."""


def import_robyn(files: Mapping[str, bytes], terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    """A model's JSON with its pareto tables beside it, or the tables alone. Raises BadFile."""
    models = [name for name in files if name.lower().endswith(".json") and name not in INPUTS]
    if len(models) > 1:
        raise BadFile(
            say(
                "There are {count} JSON files ({names}); keep the chosen model's.",
                count=len(models),
                names=", ".join(sorted(models)[:4]),
            )
        )
    if not models:
        if not set(files) & set(TABLES.values()):
            raise BadFile(
                say("There is neither a RobynModel-*.json nor a pareto_*.csv here."), reason="no_model"
            )
        return from_tables(read_pareto(files, ""), terms)
    model = read_model(parsed_json(files[models[0]], models[0]), models[0])
    return _from_model(model, read_pareto(files, model.solution), terms)


def _from_model(model: RobynModel, pareto: Pareto, terms: Terms) -> tuple[CurveSet, tuple[str, ...]]:
    if model.raw is None or model.period is None:
        raise BadFile(
            say(
                '"{name}" holds no raw data, and without the series the half-saturation cannot be '
                "computed. Export it again with robyn_write(..., add_data = TRUE).",
                name=model.name,
            ),
            reason="no_raw_data",
        )
    notes: list[str] = []
    worth = _worth(model, terms, notes)
    channels = tuple(_channel(model, pareto, name, worth, notes) for name in model.media)
    notes += check_rows(channels, pareto, worth, {name: _in_money(model, name) for name in model.media})
    if model.rounded and pareto.hyper is None:
        notes.append(
            "This export is of the time when Robyn rounded hyperparameters to four digits; add "
            "pareto_hyperparameters.csv for all of them."
        )
    last = model.days[model.window[1]]
    curves = CurveSet(
        period=model.period,
        currency=terms.currency,
        channels=channels,
        origin=after(last, model.period),
        baseline=_baseline(model, pareto, worth, notes),
    )
    others = [
        v for v in model.hyper if v.endswith("_alphas") and v.removesuffix("_alphas") not in model.media
    ]
    if others:
        names = ", ".join(name.removesuffix("_alphas") for name in others)
        notes.append(f"Left out, as no money is spent on them: {names}.")
    return curves, tuple(notes)


def _worth(model: RobynModel, terms: Terms, notes: list[str]) -> float:
    if model.outcome == "revenue":
        return 1.0 if terms.value is None else terms.value
    if terms.value is None:
        raise BadFile(
            say(
                '"{name}" explains {outcome}s, the planner counts revenue: say what one {outcome} is worth.',
                name=model.name,
                outcome=model.outcome,
            ),
            reason="no_revenue",
        )
    notes.append(f"One {model.outcome} counts {terms.value:,.2f} {terms.currency}.")
    return terms.value


def _channel(model: RobynModel, pareto: Pareto, name: str, worth: float, notes: list[str]) -> ChannelCurve:
    assert model.raw is not None
    first, last = model.window
    series = _series(model, name)
    spend = _series(model, model.media[name])
    cost = _cost(model, name)
    if model.media[name] != name:
        notes.append(
            f'"{name}" is measured in exposures; one costs {cost:.6g}, the average of the modelled window.'
        )
    modelled = series * cost if _is_scaled(model) else series
    carry = _carryover(model, pareto, name)
    history = adstock(carry, modelled)
    seen = history[first : last + 1]
    inflexion = pareto.inflexion(name)
    if inflexion is None:
        inflexion = _inflexion(model, pareto, name, seen)
    shape = _hyper(model, pareto, f"{name}_alphas")
    coefficient = model.coefficient(name)
    if coefficient < 0:
        raise BadFile(
            say(
                '"{name}" has the coefficient {coefficient:g}: spend that takes outcome away is no plan.',
                name=name,
                coefficient=coefficient,
            )
        )
    in_money = _in_money(model, name)
    if inflexion <= 0 or coefficient == 0:
        notes.append(f'"{name}" brings nothing in this model.')
        return ChannelCurve(name, Hill(0.0, 1.0, 1.0))
    found = ChannelCurve(
        name=name,
        curve=Hill(coefficient * worth, inflexion * in_money, shape),
        carryover=carry,
        carry_in=_carry_in(carry, modelled[: last + 1] * in_money, float(history[last]) * in_money),
        observed=(float(spend[first : last + 1].min()), float(spend[first : last + 1].max())),
    )
    return _with_range(found, model, notes)


def _series(model: RobynModel, column: str) -> FloatArray:
    assert model.raw is not None
    if column not in model.raw:
        raise BadFile(say('"{name}": raw_data has no column "{column}".', name=model.name, column=column))
    found = model.raw[column]
    if not np.isfinite(found).all():
        row = int(np.flatnonzero(~np.isfinite(found))[0]) + 1
        raise BadFile(
            say(
                '"{name}": raw_data row {row} has no number in "{column}".',
                name=model.name,
                row=row,
                column=column,
            )
        )
    if (found < 0).any():
        row = int(np.flatnonzero(found < 0)[0]) + 1
        raise BadFile(
            say(
                '"{name}": raw_data row {row} has a negative "{column}".',
                name=model.name,
                row=row,
                column=column,
            )
        )
    return found


def _is_scaled(model: RobynModel) -> bool:
    return model.version is not None and model.version >= WHOLE_RANGE


def _in_money(model: RobynModel, name: str) -> float:
    """Money per unit of the series that Robyn transformed; from 3.12 on exposures are in money already."""
    return 1.0 if _is_scaled(model) else _cost(model, name)


def _cost(model: RobynModel, name: str) -> float:
    """Spend per unit of what the model ran on: 1 for spend itself."""
    if model.media[name] == name:
        return 1.0
    first, last = model.window
    exposures = _series(model, name)[first : last + 1].sum()
    money = _series(model, model.media[name])[first : last + 1].sum()
    return float(money / exposures) if exposures > 0 and money > 0 else 1.0


def _carryover(model: RobynModel, pareto: Pareto, name: str) -> Carryover:
    if model.adstock == "geometric":
        return geometric(_hyper(model, pareto, f"{name}_thetas"))
    shape, scale = (_hyper(model, pareto, f"{name}_{part}") for part in ("shapes", "scales"))
    return weibull(model.adstock, shape, scale, len(model.days))


def _hyper(model: RobynModel, pareto: Pareto, key: str) -> float:
    exact = pareto.hyperparameter(key)  # older JSON rounds to four digits, the table does not
    if exact is not None:
        return exact
    if key not in model.hyper:
        raise BadFile(say('"{name}" has no hyperparameter "{key}".', name=model.name, key=key))
    return model.hyper[key]


def _inflexion(model: RobynModel, pareto: Pareto, name: str, seen: FloatArray) -> float:
    gamma = _hyper(model, pareto, f"{name}_gammas")
    if model.version is None:
        raise BadFile(
            say(
                '"{name}" does not say which version of Robyn wrote it, and the half-saturation '
                "depends on it. Add pareto_hyperparameters.csv with its inflexions.",
                name=model.name,
            ),
            reason="no_version",
        )
    low, high = float(seen.min()), float(seen.max())
    return gamma * high if model.version >= WHOLE_RANGE else low + gamma * (high - low)


def _carry_in(carry: Carryover, x: FloatArray, last: float) -> tuple[float, ...]:
    match carry:
        case Geometric():
            return (last,)
        case Weights(weights):
            memory = len(weights) - 1
            return tuple(float(v) for v in x[-memory:]) if memory else ()
        case NoCarryover():
            return ()


def _with_range(channel: ChannelCurve, model: RobynModel, notes: list[str]) -> ChannelCurve:
    row = model.rows[channel.name]
    mean, low, high = (row.get(key) for key in ("boot_mean", "ci_low", "ci_up"))
    numbers = [v for v in (mean, low, high) if isinstance(v, int | float) and np.isfinite(v)]
    if len(numbers) < 3 or not 0 <= numbers[1] <= numbers[0] <= numbers[2] or numbers[0] == 0:
        return channel
    said = "Ranges are Robyn's bootstrap over models of one cluster, applied to each channel's ceiling."
    if said not in notes:
        notes.append(said)
    assert isinstance(channel.curve, Hill)
    factors = scales(channel.name, numbers[1] / numbers[0], numbers[2] / numbers[0], BOOTSTRAP)
    return replace(channel, draws=tuple({"ceiling": float(channel.curve.ceiling * f)} for f in factors))


def _baseline(model: RobynModel, pareto: Pareto, worth: float, notes: list[str]) -> tuple[float, ...]:
    assert model.period is not None
    table = pareto.decomposed
    if table is not None:
        media = sum((table.numbers(name) for name in model.media), np.zeros(len(table)))
        rest = (table.numbers("depVarHat") - media) * worth
        year = a_year(model.period)
        if rest.size >= year:
            notes.append("The baseline is the model's last year without paid media.")
            return tuple(float(v) for v in rest[-year:])
        notes.append("The baseline is the mean of a model shorter than a year.")
        return (float(rest.mean()),)
    parts = [row.get("decompAgg") for name, row in model.rows.items() if name not in model.media]
    numbers = [float(v) for v in parts if isinstance(v, int | float) and np.isfinite(v)]
    if not numbers:
        notes.append("The files say nothing of the baseline; set it in Setup.")
        return ()
    notes.append("The baseline is flat, the window's mean; add pareto_alldecomp_matrix.csv for its season.")
    return (sum(numbers) / (model.window[1] - model.window[0] + 1) * worth,)
