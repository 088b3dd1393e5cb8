"""Robyn's models: each formula against a case solved by hand."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.documents.curves import curves_document, read_curves
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill, NoCarryover, Weights
from planner.domain.errors import BadFile
from planner.sources.foreign import Terms, import_curves
from planner.sources.foreign.robyn_carryover import adstock, weibull
from tests.sources.foreign_files import START, as_json, csv_bytes, in_periods, robyn, weeks

SPEND = [20.0, 60.0, 100.0, 40.0]


def read(model: dict[str, Any], **files: bytes) -> tuple[CurveSet, tuple[str, ...]]:
    held = {"RobynModel-1_2_3.json": as_json(model)}
    return import_curves(held | {f"{name}.csv": data for name, data in files.items()}, "run", "robyn")


def tv(model: dict[str, Any], **files: bytes) -> ChannelCurve:
    return read(model, **files)[0].channels[0]


@pytest.mark.parametrize(
    ("version", "half"),
    [("3.10.5", 60.0), ("3.11.1", 60.0), ("3.12.0", 50.0), ("3.12.1.9000", 50.0), ("4.0", 50.0)],
)
def test_the_inflexion_depends_on_the_version(version: str, half: float) -> None:
    """min 20, max 100, gamma 0.5: 20 + 0.5 (100 - 20) = 60 before 3.12.0, 0.5 * 100 = 50 from then on."""
    found = tv(robyn({"tv_S": SPEND}, version=version))
    assert found.curve == Hill(1000.0, half, 2.0)
    assert found.carryover == NoCarryover()
    assert found.observed == (20.0, 100.0)


def test_what_r_leaves_out_or_writes_otherwise_is_read() -> None:
    """A first row without a figure of another column, hyperparameters as a table, a version as numbers."""
    model = robyn({"tv_S": SPEND}, version=None)
    model["InputCollect"]["version"] = [[3, 12, 1]]
    model["ExportedModel"]["hyper_values"] = [{"tv_S_alphas": 2, "tv_S_gammas": 0.5, "tv_S_thetas": 0}]
    for row in model["Extras"]["raw_data"][1:]:
        row |= {"events": "na", "late": 1.0}
    assert tv(model).curve == Hill(1000.0, 50.0, 2.0)


def test_geometric_adstock_runs_over_the_whole_history_and_goes_on_after_it() -> None:
    """theta 0.5: adstock 20, 70, 135, 107.5; the window is rows 3 and 4, so I = 0.5 * 135 = 67.5.

    One more period of spend 10: a = 10 + 0.5 * 107.5 = 63.75, outcome 1000 a^2 / (a^2 + 67.5^2).
    """
    curves, _ = read(robyn({"tv_S": SPEND}, hyper={"tv_S_thetas": 0.5}, window=(3, 4)))
    found = curves.channels[0]
    assert found.curve == Hill(1000.0, 67.5, 2.0)
    assert found.carryover == Geometric(0.5, normalized=False)
    assert found.carry_in == (107.5,)
    assert found.observed == (40.0, 100.0)
    assert curves.origin == START + timedelta(days=28)
    expected = 1000 * 63.75**2 / (63.75**2 + 67.5**2)
    assert in_periods(curves, {"tv_S": [10.0]})[0, 0] == pytest.approx(expected, rel=1e-9)


def test_a_window_that_ends_before_the_history_ends_the_carry_in_there() -> None:
    curves, _ = read(robyn({"tv_S": SPEND}, hyper={"tv_S_thetas": 0.5}, window=(1, 3)))
    assert curves.channels[0].carry_in == (135.0,)
    assert curves.origin == START + timedelta(days=21)


def test_weibull_cdf_weights_by_hand() -> None:
    """n 5, scale 0.5: S = quantile(1..5, 0.5) = 3; shape 1: 1 - F(l) = e^(-l/3), multiplied up."""
    found = weibull("weibull_cdf", 1.0, 0.5, 5)
    assert isinstance(found, Weights)
    assert found.weights == pytest.approx([1, exp(-1 / 3), exp(-1), exp(-2), exp(-10 / 3)], rel=1e-12)


def test_weibull_pdf_weights_by_hand() -> None:
    """n 5, S 3, shape 2: density 2/3 (l/3) e^(-(l/3)^2), stretched from its least to its most."""
    density = [2 / 3 * (lag / 3) * exp(-((lag / 3) ** 2)) for lag in range(1, 6)]
    low, high = min(density), max(density)
    found = weibull("weibull_pdf", 2.0, 0.5, 5)
    assert isinstance(found, Weights)
    assert found.weights == pytest.approx([(d - low) / (high - low) for d in density][:4], rel=1e-12)


@pytest.mark.parametrize(
    ("periods", "scale", "reach"), [(4, 0.5, 2), (6, 0.5, 4), (104, 0.01, 2), (208, 0.05, 11)]
)
def test_the_scale_is_a_rounded_quantile_of_the_whole_history(periods: int, scale: float, reach: int) -> None:
    """quantile(1..4, .5) = 2.5 and of 1..6 = 3.5: R rounds halves to even, 2 and 4."""
    found = weibull("weibull_cdf", 1.0, scale, periods)
    assert isinstance(found, Weights)
    assert found.weights[1] == pytest.approx(exp(-1 / reach))


def test_a_weibull_channel_answers_as_robyn_would() -> None:
    model = robyn(
        {"tv_S": [*SPEND, 10.0]}, adstock="weibull_cdf", hyper={"tv_S_shapes": 1.0, "tv_S_scales": 0.5}
    )
    curves, _ = read(model)
    weights = [1, exp(-1 / 3), exp(-1), exp(-2), exp(-10 / 3)]
    whole = np.convolve([*SPEND, 10.0, 30.0], weights)
    half = 0.5 * whole[:5].max()
    expected = 1000 * whole[5] ** 2 / (whole[5] ** 2 + half**2)
    assert in_periods(curves, {"tv_S": [30.0]})[0, 0] == pytest.approx(expected, rel=1e-9)


def test_exposures_count_in_money_at_the_windows_average() -> None:
    """3.12: x = exposure * sum(spend) / sum(exposure) over the window: 220 / 22,000 = 0.01; max 90, I 45."""
    exposures = {"tv_I": [1000.0, 9000.0, 8000.0, 4000.0]}
    curves, notes = read(robyn({"tv_S": SPEND}, exposures=exposures))
    found = curves.channels[0]
    assert found.name == "tv_I"
    assert isinstance(found.curve, Hill)
    assert found.curve.half_spend == pytest.approx(45.0)
    assert found.observed == (20.0, 100.0)
    assert any("exposures" in note and "0.01" in note for note in notes)


def test_older_models_on_exposures_come_into_money_too() -> None:
    """3.11: I = 1000 + 0.5 * 8000 = 5000 exposures, at 0.01 each 50."""
    exposures = {"tv_I": [1000.0, 9000.0, 8000.0, 4000.0]}
    found = tv(robyn({"tv_S": SPEND}, version="3.11.1", exposures=exposures))
    assert isinstance(found.curve, Hill)
    assert found.curve.half_spend == pytest.approx(50.0)


def test_robyns_own_inflexion_and_digits_are_preferred() -> None:
    table = csv_bytes(
        [
            {
                "tv_S_alphas": 2.00004,
                "tv_S_gammas": 0.5,
                "tv_S_thetas": 0.0,
                "tv_S_inflexion": 48.0,
                "solID": s,
            }
            for s in ("1_2_3", "9_9_9")
        ]
    )
    found = tv(robyn({"tv_S": SPEND}, version=None), pareto_hyperparameters=table)
    assert found.curve == Hill(1000.0, 48.0, 2.00004)


def matrix(scale: float = 1.0) -> bytes:
    """Rows of theta 0, alpha 2, I 50, coef 1000 for SPEND, as pareto_media_transform_matrix has them."""
    rows: list[dict[str, Any]] = []
    for kind in ("rawMedia", "rawSpend", "adstockedMedia", "decompMedia"):
        for day, x in zip(weeks(4), SPEND, strict=True):
            value = scale * 1000 * x**2 / (x**2 + 2500) if kind == "decompMedia" else x
            rows.append({"ds": day, "tv_S": value, "type": kind, "solID": "1_2_3"})
    return csv_bytes(rows)


def test_rows_of_the_transform_matrix_confirm_the_curve() -> None:
    _, notes = read(robyn({"tv_S": SPEND}), pareto_media_transform_matrix=matrix())
    assert any("Checked against 4 rows" in note for note in notes)
    with pytest.raises(BadFile, match=r"off the rows .* one run"):
        read(robyn({"tv_S": SPEND}), pareto_media_transform_matrix=matrix(1.05))


def test_the_decomposition_gives_a_year_of_baseline() -> None:
    """60 weeks, prediction 500 + t + media 40: the last 52 without media, in their order."""
    rows = [
        {
            "ds": day,
            "dep_var": 1,
            "tv_S": 40.0,
            "trend": 0,
            "intercept": 500,
            "depVarHat": 540.0 + t,
            "solID": "1_2_3",
        }
        for t, day in enumerate(weeks(60))
    ]
    curves, _ = read(robyn({"tv_S": [*SPEND] * 15}), pareto_alldecomp_matrix=csv_bytes(rows))
    assert curves.baseline == tuple(500.0 + t for t in range(8, 60))


def test_without_the_decomposition_the_baseline_is_flat() -> None:
    curves, notes = read(robyn({"tv_S": SPEND}))
    assert curves.baseline == (500.0,)
    assert any("flat" in note for note in notes)


def test_tables_alone_carry_a_geometric_model() -> None:
    files = {
        "pareto_hyperparameters.csv": csv_bytes(
            [
                {
                    "tv_S_alphas": 2,
                    "tv_S_thetas": 0,
                    "tv_S_inflexion": 50,
                    "mail_alphas": 1,
                    "mail_thetas": 0,
                    "solID": "1_2_3",
                }
            ]
        ),
        "pareto_aggregated.csv": csv_bytes(
            [
                {"solID": "1_2_3", "rn": "tv_S", "coef": 1000, "total_spend": 220},
                {"solID": "1_2_3", "rn": "mail", "coef": 3, "total_spend": "NA"},
            ]
        ),
        "pareto_media_transform_matrix.csv": matrix(),
    }
    curves, _ = import_curves(files, "run", "robyn")
    (found,) = curves.channels
    assert found.curve == Hill(1000.0, 50.0, 2.0)
    assert found.observed == (20.0, 100.0)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"run/{name}", data)
        archive.writestr("run/plot.png", b"not read")
    assert import_curves(packed.getvalue(), "run.zip", "robyn")[0] == curves


def test_bootstrap_ranges_become_draws_of_the_ceiling() -> None:
    model = robyn({"tv_S": SPEND})
    model["ExportedModel"]["summary"][1] |= {"boot_mean": 2.0, "ci_low": 1.0, "ci_up": 3.0}
    found = tv(model)
    ceilings = [draw["ceiling"] for draw in found.draws]
    assert np.mean(ceilings) == pytest.approx(1000.0)
    assert np.percentile(ceilings, [2.5, 97.5]) == pytest.approx([500.0, 1500.0], rel=0.03)


@pytest.mark.parametrize(("day", "rounded"), [("2023-09-06", True), ("2023-09-07", False)])
def test_exports_that_rounded_are_said(day: str, rounded: bool) -> None:
    _, notes = read(robyn({"tv_S": SPEND}) | {"ModelsCollect": {"export_timestamp": [f"{day} 10:00:00"]}})
    assert any("four digits" in note for note in notes) == rounded


def test_conversions_need_a_worth() -> None:
    model = robyn({"tv_S": SPEND}, dep_var_type=["conversion"])
    with pytest.raises(BadFile, match="what one conversion is worth"):
        read(model)
    curves, _ = import_curves(as_json(model), "m.json", "robyn", Terms(value=80.0))
    assert curves.channels[0].curve == Hill(80_000.0, 50.0, 2.0)


def test_months_are_recognised() -> None:
    days = [date(2024, month, 1).isoformat() for month in range(1, 5)]
    curves, _ = read(robyn({"tv_S": SPEND}, days=days))
    assert (curves.period, curves.origin) == ("month", date(2024, 5, 1))


def test_what_brings_nothing_and_what_costs_nothing_is_said() -> None:
    model = robyn({"tv_S": SPEND, "ooh_S": [0.0] * 4}, coefficients={"tv_S": 0.0}, hyper={"mail_alphas": 1.0})
    curves, notes = read(model)
    assert [c.curve for c in curves.channels] == [Hill(0.0, 1.0, 1.0)] * 2
    assert any("Left out" in note and "mail" in note for note in notes)


def broken(change: str) -> dict[str, Any]:  # noqa: PLR0912 - one line a fault reads best
    model = robyn({"tv_S": SPEND})
    inputs, exported, rows = model["InputCollect"], model["ExportedModel"], model["Extras"]["raw_data"]
    match change:
        case "inputs only":
            del model["ExportedModel"]
        case "no raw data":
            del model["Extras"]
        case "no version":
            del inputs["version"]
        case "odd adstock":
            inputs["adstock"] = ["magic"]
        case "no summary":
            exported["summary"] = {}
        case "no channel row":
            exported["summary"].pop()
        case "text coef":
            exported["summary"][1]["coef"] = "NA"
        case "negative coef":
            exported["summary"][1]["coef"] = -1
        case "no gamma":
            del exported["hyper_values"]["tv_S_gammas"]
        case "no alpha":
            del exported["hyper_values"]["tv_S_alphas"]
        case "alpha 0":
            exported["hyper_values"]["tv_S_alphas"] = [0]
        case "theta 1":
            exported["hyper_values"]["tv_S_thetas"] = [1.0]
        case "text in spend":
            rows[1]["tv_S"] = "NA"
        case "negative spend":
            rows[1]["tv_S"] = -3
        case "no column":
            for row in rows:
                del row["tv_S"]
        case "bad date":
            rows[1]["DATE"] = "soon"
        case "days":
            for i, row in enumerate(rows):
                row["DATE"] = (START + timedelta(days=i)).isoformat()
        case "repeated date":
            rows[1]["DATE"] = rows[0]["DATE"]
        case "window outside":
            inputs["rollingWindowEndWhich"] = [40]
        case "rows as text":
            model["Extras"]["raw_data"] = ["a"]
    return model


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("inputs only", "inputs only"),
        ("no raw data", "add_data = TRUE"),
        ("no version", "which version of Robyn"),
        ("odd adstock", "no carry-over of Robyn"),
        ("no summary", "summary is no table"),
        ("no channel row", 'no row for "tv_S"'),
        ("text coef", "is no number"),
        ("negative coef", "takes outcome away"),
        ("no gamma", "tv_S_gammas"),
        ("no alpha", "no hyperparameters"),
        ("alpha 0", "shape must be a number above 0"),
        ("theta 1", "below 1"),
        ("text in spend", 'row 2 has no number in "tv_S"'),
        ("negative spend", 'row 2 has a negative "tv_S"'),
        ("no column", 'no column "tv_S"'),
        ("bad date", '"soon" is not a date'),
        ("days", "fitted on days"),
        ("repeated date", "do not rise"),
        ("window outside", "outside its own history"),
        ("rows as text", "no table of rows"),
    ],
)
def test_a_broken_model_is_refused_in_words(change: str, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        read(broken(change))


def test_several_models_without_a_choice_are_refused() -> None:
    table = csv_bytes([{"tv_S_alphas": 2, "solID": s} for s in ("1_2_3", "9_9_9")])
    with pytest.raises(BadFile, match="holds 2 models"):
        import_curves({"pareto_hyperparameters.csv": table}, "run", "robyn")
    two = {f"RobynModel-{i}.json": as_json(robyn({"tv_S": SPEND})) for i in (1, 2)}
    with pytest.raises(BadFile, match="2 JSON files"):
        import_curves(two, "run", "robyn")


shares = st.floats(0.05, 0.95)


@given(
    x=st.lists(st.floats(0, 1e6), min_size=6, max_size=12).filter(lambda v: max(v) > 1),
    theta=shares,
    gamma=shares,
    alpha=st.floats(0.5, 3),
    later=st.lists(st.floats(0, 1e6), min_size=1, max_size=4),
)
def test_any_geometric_model_answers_alike(
    x: list[float], theta: float, gamma: float, alpha: float, later: list[float]
) -> None:
    hyper = {"tv_S_thetas": theta, "tv_S_gammas": gamma, "tv_S_alphas": alpha}
    curves, _ = read(robyn({"tv_S": x}, hyper=hyper))
    assert read_curves(curves_document(curves)) == curves
    a = adstock(Geometric(theta, normalized=False), np.array([*x, *later]))
    half = gamma * a[: len(x)].max()
    expected = [1000 / (1 + (half / v) ** alpha) if v > 0 else 0.0 for v in a[len(x) :]]
    assert in_periods(curves, {"tv_S": later})[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)
