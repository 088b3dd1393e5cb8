"""PyMC-Marketing's netCDF: what its attributes say the model is; what is no sum of channels is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.foreign.netcdf import Dataset, Variable
from planner.sources.foreign.pymc_forms import ADSTOCKS, SATURATIONS

_CLASSES = {
    "LogisticSaturation": "logistic",
    "InverseScaledLogisticSaturation": "inverse_scaled_logistic",
    "TanhSaturation": "tanh",
    "TanhSaturationBaselined": "tanh_baselined",
    "MichaelisMentenSaturation": "michaelis_menten",
    "HillSaturation": "hill",
    "HillSaturationSigmoid": "hill_sigmoid",
    "GeometricAdstock": "geometric",
    "DelayedAdstock": "delayed",
    "BinomialAdstock": "binomial",
    "WeibullPDFAdstock": "weibull_pdf",
    "WeibullCDFAdstock": "weibull_cdf",
    "NoAdstock": "no_adstock",
}
_UNITS = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 1e-3}
_UNITS |= {"microseconds": 1e-6, "nanoseconds": 1e-9}


@dataclass(frozen=True)
class Part:
    """A transformation as the file names it."""

    kind: str
    prefix: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Described:
    """The model that the attributes describe."""

    channels: tuple[str, ...]
    saturation: Part
    adstock: Part
    length: int
    normalized: bool


def described(file: Dataset) -> Described:
    """Read the attributes. Raises BadFile naming what cannot be converted."""
    name = file.name
    if "saturation" not in file.attrs or "channel_columns" not in file.attrs:
        raise BadFile(
            say(
                '"{name}" is no MMM of PyMC-Marketing, or of a version before 0.7: its attributes '
                "name no saturation. Save it again with a newer version.",
                name=name,
            ),
            reason="no_model",
        )
    for attribute, harmless, why in (
        ("time_varying_media", (None, False), "its media effect varies in time"),
        (
            "link",
            (None, "identity"),
            "its link is not the identity, so channels multiply instead of adding up",
        ),
        ("dims", (None, [], ()), "it has more dimensions than channel; save one model a market"),
        ("cost_per_unit", (None,), "its channels are in units with a price table; fit it on spend"),
    ):
        if _json(file.attrs.get(attribute)) not in harmless:
            raise BadFile(
                say(
                    '"{name}" cannot be converted: {why} ({attribute}).',
                    name=name,
                    why=why,
                    attribute=attribute,
                ),
                reason=attribute,
            )
    if _json(file.attrs.get("adstock_first")) is False:
        raise BadFile(
            say(
                '"{name}" cannot be converted: it saturates before it carries over (adstock_first is false).',
                name=name,
            ),
            reason="adstock_first",
        )
    saturation = _part(file, "saturation", SATURATIONS)
    adstock = _part(file, "adstock", ADSTOCKS)
    if adstock.kind == "geometric" and adstock.settings.get("parametrization") == "halflife":
        adstock = replace(adstock, kind="geometric_halflife")
    if str(adstock.settings.get("mode", "After")).rsplit(".", 1)[-1] != "After":
        raise BadFile(
            say('"{name}" cannot be converted: its carry-over works before the spend (mode).', name=name),
            reason="mode",
        )
    channels = _json(file.attrs["channel_columns"])
    if not (isinstance(channels, list) and channels and all(isinstance(c, str) for c in channels)):
        raise BadFile(say('"{name}": channel_columns names no channels.', name=name))
    length = adstock.settings.get("l_max", 1 if adstock.kind == "no_adstock" else None)
    if not isinstance(length, int) or not 1 <= length <= 1000:
        raise BadFile(
            say(
                '"{name}": the carry-over\'s l_max is {length}, not a number of periods.',
                name=name,
                length=str(length)[:20],
            )
        )
    return Described(
        tuple(channels), saturation, adstock, length, adstock.settings.get("normalize", True) is not False
    )


def _part(file: Dataset, which: str, known: Mapping[str, tuple[str, ...]]) -> Part:
    value = _json(file.attrs.get(which))
    settings = value if isinstance(value, dict) else {}
    kind = str(settings.get("lookup_name") or (value if isinstance(value, str) else ""))
    if not kind:
        kind = _CLASSES.get(
            str(settings.get("__type__", "")).rsplit(".", 1)[-1], str(settings.get("__type__"))
        )
    if kind not in known:
        raise BadFile(
            say(
                '"{name}" cannot be converted: its {which} is "{kind}"; known are {names}.',
                name=file.name,
                which=which,
                kind=kind[:60],
                names=", ".join(known),
            ),
            reason=which,
        )
    return Part(kind, str(settings.get("prefix") or which), settings)


def parameter(file: Dataset, part: Part, name: str, channels: Sequence[str]) -> FloatArray:
    """A parameter's draws, shape (n_channels, n_draws), chains pooled. Raises BadFile."""
    key = f"{part.prefix}_{name}"
    variable = file.group("posterior").get(key)
    if variable is None:
        if key in file.left.get("posterior", {}):
            raise BadFile(
                say('"{name}" cannot be converted: "{key}" varies in time.', name=file.name, key=key),
                reason="time_varying",
            )
        given = _fixed(part.settings, name)
        if given is not None:
            return np.full((len(channels), 1), given)
        raise BadFile(say('"{name}" has no posterior draws of "{key}".', name=file.name, key=key))
    extra = [d for d in variable.dims if d not in ("chain", "draw", "channel")]
    if extra:
        raise BadFile(
            say(
                '"{name}" cannot be converted: "{key}" differs by {names}, not by channel only.',
                name=file.name,
                key=key,
                names=", ".join(extra),
            ),
            reason="dims",
        )
    if "chain" not in variable.dims or "draw" not in variable.dims:
        raise BadFile(
            say(
                '"{name}": "{key}" has the dimensions {dims}, not chain and draw.',
                name=file.name,
                key=key,
                dims=variable.dims,
            )
        )
    if variable.values.ndim != len(variable.dims) or not variable.values.size:
        raise BadFile(say('"{name}": "{key}" holds no numbers.', name=file.name, key=key))
    order = [variable.dims.index(d) for d in ("chain", "draw")]
    if "channel" not in variable.dims:
        pooled = variable.values.transpose(order).reshape(1, -1)
        return np.repeat(pooled, len(channels), axis=0)
    whole = variable.values.transpose([variable.dims.index("channel"), *order])
    return whole.reshape(whole.shape[0], -1)[_rows(file, "posterior", channels)]


def _fixed(settings: Mapping[str, Any], name: str) -> float | None:
    priors = settings.get("priors")
    value = priors.get(name) if isinstance(priors, dict) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _rows(file: Dataset, group: str, channels: Sequence[str]) -> list[int]:
    labels = file.group(group).get("channel")
    known = list(labels.texts) if labels is not None else []
    missing = [c for c in channels if c not in known]
    if missing:
        raise BadFile(
            say(
                '"{name}": the {group} has no channel "{missing}".',
                name=file.name,
                group=group,
                missing=missing[0],
            )
        )
    return [known.index(c) for c in channels]


def scale(file: Dataset, name: str, channels: Sequence[str] | None) -> FloatArray | None:
    """`channel_scale` by channel, or `target_scale` as one number; None where the file lacks it."""
    variable = file.group("constant_data").get(name)
    if variable is None:
        return None
    if variable.values.ndim != len(variable.dims) or not variable.values.size:
        raise BadFile(say('"{name}": "{variable}" holds no numbers.', name=file.name, variable=name))
    wanted = () if channels is None else ("channel",)
    if variable.dims not in (wanted, ()):
        raise BadFile(
            say(
                '"{name}" cannot be converted: {variable} differs by {dimensions}.',
                name=file.name,
                variable=name,
                dimensions=", ".join(variable.dims),
            ),
            reason="dims",
        )
    values = (
        variable.values
        if variable.dims == () or channels is None
        else variable.values[_rows(file, "constant_data", channels)]
    )
    values = np.broadcast_to(values, () if channels is None else (len(channels),))
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise BadFile(
            say('"{name}": {variable} holds a number that is no scale.', name=file.name, variable=name)
        )
    return np.array(values)


def series(file: Dataset, column: str) -> FloatArray | None:
    """A column of the data that the model was fitted on; None where the file lacks it."""
    variable = file.group("fit_data").get(column)
    if variable is None or variable.values.ndim != 1 or not variable.values.size:
        return None
    return variable.values


def days(file: Dataset) -> tuple[date, ...]:
    """The days of the fitted data; none where they are not to be found."""
    column = str(_json(file.attrs.get("date_column")) or "date")
    for group in ("fit_data", "constant_data"):
        for name in (column, "date"):
            variable = file.group(group).get(name)
            if variable is not None and variable.values.ndim <= 1:
                return _days(variable)
    return ()


def _days(variable: Variable) -> tuple[date, ...]:
    try:
        if variable.texts:
            return tuple(date.fromisoformat(text[:10]) for text in variable.texts)
        unit, _, since = variable.facts.get("units", "nanoseconds since 1970-01-01").partition(" since ")
        start, seconds = date.fromisoformat(since.strip()[:10]), _UNITS[unit.strip()]
        return tuple(start + timedelta(seconds=float(v) * seconds) for v in variable.values)
    except (ValueError, KeyError, OverflowError):
        return ()


def _json(text: str | None) -> Any:
    """An attribute's value; what is no JSON is a word of its own."""
    if text is None:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
