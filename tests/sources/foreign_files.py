"""Files as Robyn, Meridian and PyMC-Marketing write them, made small and by their documented structure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import h5py
import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.curves import CurveSet
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response

START = date(2024, 1, 1)  # a Monday


def weeks(count: int) -> list[str]:
    return [(START + timedelta(days=7 * i)).isoformat() for i in range(count)]


def in_periods(curves: CurveSet, spend: Mapping[str, Sequence[float]], draw: int | None = None) -> FloatArray:
    """Outcome by channel and period of a plan that begins where the history ends, one draw or the mean."""
    if draw is not None:
        channels = []
        for channel in curves.channels:
            one = channel.draws[draw : draw + 1]
            channels.append(type(channel)(**{**vars(channel), "draws": one}))
        curves = CurveSet(**{**vars(curves), "channels": tuple(channels)})
    count = len(next(iter(spend.values())))
    model = compile_response(curves, Horizon(curves.origin or START, count, curves.period))
    return respond(model, model.in_order({name: list(values) for name, values in spend.items()})).media


def csv_bytes(rows: Sequence[Mapping[str, Any]], *, index: bool = True) -> bytes:
    """As R's write.csv: an unnamed first column of row numbers."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow([*([""] if index else []), *rows[0]])
    for i, row in enumerate(rows, 1):
        out.writerow([*([i] if index else []), *row.values()])
    return text.getvalue().encode()


# Robyn


def robyn(
    spend: Mapping[str, Sequence[float]],
    *,
    version: str | None = "3.12.1",
    adstock: str = "geometric",
    hyper: Mapping[str, float] | None = None,
    coefficients: Mapping[str, float] | None = None,
    exposures: Mapping[str, Sequence[float]] | None = None,
    window: tuple[int, int] | None = None,
    raw: bool = True,
    days: Sequence[str] | None = None,
    **inputs: Any,
) -> dict[str, Any]:
    """A RobynModel JSON; spend columns "tv_S" may run on exposures "tv_I" of the same position."""
    columns = list(spend)
    count = len(spend[columns[0]])
    exposures = exposures or {}
    used = list(exposures) or columns
    days = days or weeks(count)
    first, last = window or (1, count)
    hyper = {k: v for name in used for k, v in {f"{name}_alphas": 2.0, f"{name}_gammas": 0.5}.items()} | {
        **({f"{name}_thetas": 0.0 for name in used} if adstock == "geometric" else {}),
        **(hyper or {}),
    }
    rows = [
        {
            "DATE": day,
            "revenue": 1000.0,
            **{c: spend[c][i] for c in columns},
            **{c: exposures[c][i] for c in exposures},
        }
        for i, day in enumerate(days)
    ]
    summary = [
        {"variable": "(Intercept)", "coef": 500.0, "decompAgg": 500.0 * (last - first + 1)},
        *({"variable": n, "coef": (coefficients or {}).get(n, 1000.0), "decompAgg": 1.0} for n in used),
    ]
    return {
        "InputCollect": {
            **({"version": [version]} if version else {}),
            "adstock": [adstock],
            "dep_var": ["revenue"],
            "dep_var_type": ["revenue"],
            "date_var": ["DATE"],
            "intervalType": ["week"],
            "paid_media_spends": columns,
            "paid_media_vars": used,
            "paid_media_selected": used,
            "window_start": [days[first - 1]],
            "window_end": [days[last - 1]],
            "rollingWindowStartWhich": [first],
            "rollingWindowEndWhich": [last],
            **inputs,
        },
        "ExportedModel": {
            "select_model": ["1_2_3"],
            "summary": summary,
            "hyper_values": {
                key: [value] for key, value in {**hyper, "lambda": 12.5, "train_size": 0.8}.items()
            },
        },
        **({"Extras": {"raw_data": rows}} if raw else {}),
    }


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


# Meridian


def response_curves(points: Mapping[str, Sequence[tuple[float, float, float, float, float]]]) -> bytes:
    """The frame of `response_curves().to_dataframe()`: multiplier, spend, mean, low, high by channel."""
    rows = [
        {
            "channel": name,
            "metric": metric,
            "spend_multiplier": factor,
            "spend": spend,
            "incremental_outcome": value,
        }
        for name, curve in points.items()
        for factor, spend, *values in curve
        for metric, value in zip(("mean", "ci_lo", "ci_hi"), values, strict=True)
    ]
    return csv_bytes(rows, index=False)


# PyMC-Marketing


def pymc(
    parameters: Mapping[str, Any],
    *,
    channels: Sequence[str] = ("TV", "Search"),
    saturation: str = "logistic",
    adstock: str = "geometric",
    l_max: int = 4,
    normalize: bool = True,
    channel_scale: Sequence[float] | None = (200.0, 50.0),
    target_scale: float | None = 1000.0,
    spend: Mapping[str, Sequence[float]] | None = None,
    extra_dims: Mapping[str, Sequence[str]] | None = None,
    attrs: Mapping[str, Any] | None = None,
) -> bytes:
    """A saved MMM: posterior, constant_data, fit_data; parameters are (chain, draw, channel) or fewer."""
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        described = {
            "adstock": {
                "lookup_name": adstock,
                "l_max": l_max,
                "normalize": normalize,
                "mode": "After",
                "prefix": "adstock",
            },
            "saturation": {"lookup_name": saturation, "prefix": "saturation"},
            "adstock_first": True,
            "channel_columns": list(channels),
            "time_varying_media": False,
            "dims": [],
            **(attrs or {}),
        }
        for key, value in described.items():
            file.attrs[key] = value if isinstance(value, str) else json.dumps(value)
        file.attrs["date_column"] = "date"
        file.attrs["target_column"] = "y"
        posterior = _Group(file.create_group("posterior"))
        arrays = {key: np.asarray(value, float) for key, value in parameters.items()}
        shape = next(iter(arrays.values())).shape
        posterior.scale("chain", np.arange(shape[0]))
        posterior.scale("draw", np.arange(shape[1]))
        posterior.scale("channel", channels)
        for key, values in arrays.items():
            names = (extra_dims or {}).get(key, ("chain", "draw", "channel")[: values.ndim])
            posterior.array(key, values, names)
        constant = _Group(file.create_group("constant_data"))
        constant.scale("channel", channels)
        if channel_scale is not None:
            constant.array("channel_scale", np.asarray(channel_scale, float), ("channel",))
        if target_scale is not None:
            constant.array("target_scale", np.asarray(target_scale, float), ())
        spend = spend or {name: [100.0, 50.0, 0.0, 25.0, 40.0, 30.0] for name in channels}
        count = len(next(iter(spend.values())))
        fitted = _Group(file.create_group("fit_data"))
        fitted.scale("date", np.arange(count, dtype=np.int64) * 7)
        fitted.group["date"].attrs["units"] = f"days since {START.isoformat()} 00:00:00"
        for name, amounts in spend.items():
            fitted.array(name, np.asarray(amounts, float), ("date",))
        fitted.array("y", np.full(count, 1000.0), ("date",))
    return out.getvalue()


class _Group:
    """Arrays whose dimensions are scales, as every netCDF-4 writer lays them out."""

    def __init__(self, group: Any) -> None:
        self.group = group

    def scale(self, name: str, values: Any) -> None:
        text = len(values) and isinstance(values[0], str)
        data = np.array(list(values), dtype=h5py.string_dtype()) if text else np.asarray(values)
        self.group.create_dataset(name, data=data).make_scale(name)

    def array(self, name: str, values: FloatArray, dims: Sequence[str]) -> None:
        made = self.group.create_dataset(name, data=values)
        for axis, dimension in enumerate(dims):
            if dimension not in self.group:
                self.scale(dimension, np.arange(values.shape[axis]))
            made.dims[axis].attach_scale(self.group[dimension])
