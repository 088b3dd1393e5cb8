"""PyMC-Marketing's models: each saturation and carry-over against the library's formula."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.documents.curves import curves_document, read_curves
from planner.domain.curves import Geometric, Hill, Logistic, NoCarryover, Table, Weights
from planner.domain.errors import BadFile
from planner.domain.money import FloatArray
from planner.sources.foreign import Terms, import_curves
from planner.sources.foreign.entry import guess_tool
from planner.sources.foreign.pymc_forms import converted
from tests.sources.foreign_files import START, in_periods, pymc

ALPHA = [[[0.5, 0.2], [0.3, 0.1]]]
LOGISTIC = {
    "adstock_alpha": ALPHA,
    "saturation_lam": [[[2.0, 1.0], [3.0, 1.5]]],
    "saturation_beta": [[[0.4, 0.2], [0.5, 0.1]]],
}
SPEND = {"TV": [100.0, 50.0, 0.0, 25.0, 40.0, 30.0], "Search": [10.0, 50.0, 5.0, 5.0, 0.0, 20.0]}


def theirs(
    x: FloatArray, alpha: float, scale: float, f: Callable[[FloatArray], FloatArray], length: int = 4
) -> FloatArray:
    """The library's forward pass as documented: scale, normalised weights alpha^l, saturation, 1000."""
    weights = alpha ** np.arange(length)
    return 1000.0 * f(np.convolve(x / scale, weights / weights.sum())[: x.size])


def test_logistic_draws_answer_as_the_model_would() -> None:
    """A plan of two weeks after the data, draw by draw, carry-in from the data's last three weeks."""
    curves, notes = import_curves(pymc(LOGISTIC, spend=SPEND), "model.nc", "pymc")
    plan = {"TV": [80.0, 10.0], "Search": [30.0, 60.0]}
    for draw in range(2):
        answer = in_periods(curves, plan, draw)
        for row, (name, scale) in enumerate((("TV", 200.0), ("Search", 50.0))):
            lam, beta = LOGISTIC["saturation_lam"][0][draw][row], LOGISTIC["saturation_beta"][0][draw][row]
            whole = theirs(
                np.array([*SPEND[name], *plan[name]]),
                ALPHA[0][draw][row],
                scale,
                lambda a, lam=lam, beta=beta: beta * (1 - np.exp(-lam * a)) / (1 + np.exp(-lam * a)),  # type: ignore[misc]
            )
            assert answer[row] == pytest.approx(whole[-2:], rel=1e-9)
    assert (curves.period, curves.origin) == ("week", START + timedelta(days=42))
    tv = curves.channel("TV")
    assert tv.carryover == Geometric(0.4, normalized=True, length=4)
    assert tv.observed == (0.0, 100.0)
    assert tv.draws[0] == {"ceiling": 400.0, "rate": 0.01, "retention": 0.5}
    assert any("baseline" in note for note in notes)


def test_the_plain_curve_is_the_average_of_curves_not_of_parameters() -> None:
    """Half-saturations 10 and 1000 of one ceiling: at 100 the mean curve has 0.5, Hill(505) only 0.17."""
    p = {"slope": np.ones(2), "kappa": np.array([0.1, 10.0]), "beta": np.ones(2)}
    found = converted("hill", p, 100.0, 1.0, 2000.0).curve
    assert isinstance(found, Hill)
    a = np.array([100.0, 505.0, 1000.0])
    average = (a / (a + 10) + a / (a + 1000)) / 2
    ours = found.ceiling * a**found.shape / (a**found.shape + found.half_spend**found.shape)
    assert ours == pytest.approx(average, rel=0.03)


FORMS: dict[str, tuple[dict[str, float], Callable[..., FloatArray]]] = {
    "logistic": ({"lam": 2.0, "beta": 0.4}, lambda a, lam, beta: beta * np.tanh(lam * a / 2)),
    "inverse_scaled_logistic": (
        {"lam": 0.5, "beta": 0.4},
        lambda a, lam, beta: beta * (1 - 3 ** (-a / lam)) / (1 + 3 ** (-a / lam)),
    ),
    "tanh": ({"b": 0.4, "c": 0.7}, lambda a, b, c: b * np.tanh(a / (b * c))),
    "tanh_baselined": (
        {"x0": 0.6, "gain": 0.5, "r": 0.3, "beta": 1.2},
        lambda a, x0, gain, r, beta: beta * gain * x0 * np.tanh(a * np.arctanh(r) / x0) / r,
    ),
    "michaelis_menten": ({"alpha": 0.4, "lam": 0.7}, lambda a, alpha, lam: alpha * a / (lam + a)),
    "hill": (
        {"slope": 1.7, "kappa": 0.6, "beta": 0.4},
        lambda a, slope, kappa, beta: beta * a**slope / (kappa**slope + a**slope),
    ),
    "hill_sigmoid": (
        {"sigma": 0.4, "beta": 6.0, "lam": 0.5},
        lambda a, sigma, beta, lam: (
            sigma / (1 + np.exp(-beta * (a - lam))) - sigma / (1 + np.exp(beta * lam))
        ),
    ),
}


@pytest.mark.parametrize("kind", FORMS)
def test_every_saturation_answers_alike(kind: str) -> None:
    values, formula = FORMS[kind]
    parameters = {"adstock_alpha": [[[0.5]]], **{f"saturation_{k}": [[[v]]] for k, v in values.items()}}
    data = pymc(
        parameters, channels=("TV",), channel_scale=(100.0,), saturation=kind, spend={"TV": SPEND["TV"]}
    )
    curves, notes = import_curves(data, "model.nc", "pymc")
    whole = theirs(np.array([*SPEND["TV"], 90.0, 30.0]), 0.5, 100.0, lambda a: formula(a, **values))
    is_table = isinstance(curves.channels[0].curve, Table)
    tolerance = 1e-5 if is_table else 1e-9
    assert in_periods(curves, {"TV": [90.0, 30.0]})[0] == pytest.approx(whole[-2:], rel=tolerance)
    assert is_table == (kind == "hill_sigmoid")
    assert any("becomes a table" in note for note in notes) == is_table
    assert curves.channels[0].draws == ()


def test_parameters_shared_by_channels_and_fixed_ones() -> None:
    """alpha without a channel dimension, lam a number among the priors."""
    attrs = {"saturation": {"lookup_name": "logistic", "prefix": "saturation", "priors": {"lam": 2.0}}}
    data = pymc(
        {"adstock_alpha": [[0.5, 0.3]], "saturation_beta": LOGISTIC["saturation_beta"]},
        attrs=attrs,
    )
    curves, _ = import_curves(data, "model.nc", "pymc")
    assert [d["retention"] for d in curves.channel("Search").draws] == [0.5, 0.3]
    assert {d["rate"] for d in curves.channel("Search").draws} == {2.0 / 50}


def test_a_prefix_is_followed_and_the_newer_type_name_is_known() -> None:
    attrs = {
        "saturation": {"__type__": "pymc_marketing.mmm.components.saturation.TanhSaturation", "prefix": "sat"}
    }
    data = pymc(
        {"adstock_alpha": [[[0.5, 0.5]]], "sat_b": [[[0.4, 0.4]]], "sat_c": [[[0.5, 0.5]]]}, attrs=attrs
    )
    curves, _ = import_curves(data, "model.nc", "pymc")
    tanh = curves.channel("TV").curve
    assert isinstance(tanh, Logistic)
    assert (tanh.ceiling, tanh.rate) == pytest.approx((400.0, 2 / 0.2 / 200))


def test_delayed_carry_over_by_hand() -> None:
    """alpha 0.5, theta 1: 0.5^(l-1)^2 = 0.5, 1, 0.5, 0.0625 before normalising."""
    parameters = {k: v for k, v in LOGISTIC.items() if k != "adstock_alpha"}
    one = np.ones((1, 2, 2))
    data = pymc(
        {**parameters, "adstock_alpha": 0.5 * one, "adstock_theta": one}, adstock="delayed", normalize=False
    )
    curves, notes = import_curves(data, "model.nc", "pymc")
    assert curves.channel("TV").carryover == Weights((0.5, 1.0, 0.5, 0.0625))
    assert len(curves.channel("TV").carry_in) == 3
    assert any("one kernel for all draws" in note for note in notes)


KERNELS: dict[str, tuple[dict[str, float], list[float]]] = {
    # (1 - l / 5)^(1 / 0.5 - 1) for l = 0 .. 3
    "binomial": ({"alpha": 0.5}, [1.0, 0.8, 0.6, 0.4]),
    # survival e^(-t / 2) of t = 1, 2, 3, 4 multiplied up behind a 1: e^(-1/2), e^(-3/2), e^(-3), e^(-5)
    "weibull_cdf": ({"lam": 2.0, "k": 1.0}, [1.0, np.exp(-0.5), np.exp(-1.5), np.exp(-3.0), np.exp(-5.0)]),
    # density t / 2 e^(-t^2 / 4) of t = 1 .. 4: 0.3894, 0.3679, 0.1581, 0.0366; least to 0, largest to 1
    "weibull_pdf": ({"lam": 2.0, "k": 2.0}, [1.0, 0.9390, 0.3443, 0.0]),
}


@pytest.mark.parametrize("kind", KERNELS)
@pytest.mark.parametrize("normalize", [False, True])
def test_other_carry_overs_by_hand(kind: str, normalize: bool) -> None:
    values, weights = KERNELS[kind]
    own = {f"adstock_{name}": np.full((1, 2, 2), value) for name, value in values.items()}
    parameters = {k: v for k, v in LOGISTIC.items() if k != "adstock_alpha"}
    curves, notes = import_curves(
        pymc({**parameters, **own}, adstock=kind, normalize=normalize), "model.nc", "pymc"
    )
    carry = curves.channel("TV").carryover
    assert isinstance(carry, Weights)
    whole = sum(weights) if normalize else 1.0
    assert carry.weights == pytest.approx([w / whole for w in weights], abs=2e-4)
    assert any("one kernel for all draws" in note for note in notes)


def test_a_half_life_is_a_retention() -> None:
    """Half is left after 2 periods: 0.5^(1/2) each; after 1 period: 0.5."""
    adstock = {"lookup_name": "geometric", "l_max": 4, "parametrization": "halflife"}
    parameters = {k: v for k, v in LOGISTIC.items() if k != "adstock_alpha"}
    halflife = np.array([[[2.0, 2.0], [1.0, 1.0]]])
    data = pymc({**parameters, "adstock_halflife": halflife}, attrs={"adstock": adstock})
    curves, _ = import_curves(data, "model.nc", "pymc")
    assert [d["retention"] for d in curves.channel("TV").draws] == pytest.approx([0.5**0.5, 0.5])


def test_a_weibull_without_a_scale_is_refused() -> None:
    parameters = {k: v for k, v in LOGISTIC.items() if k != "adstock_alpha"}
    own = {"adstock_lam": np.zeros((1, 2, 2)), "adstock_k": np.ones((1, 2, 2))}
    with pytest.raises(BadFile, match="a scale, a shape or a half-life of 0 or less"):
        import_curves(pymc({**parameters, **own}, adstock="weibull_cdf"), "model.nc", "pymc")


def test_no_memory_is_no_carry_over() -> None:
    curves, _ = import_curves(pymc(LOGISTIC, l_max=1), "model.nc", "pymc")
    assert curves.channel("TV").carryover == NoCarryover()


def test_scales_missing_from_the_file_are_the_largest_figures() -> None:
    data = pymc(LOGISTIC, channel_scale=None, target_scale=None, spend=SPEND)
    curves, notes = import_curves(data, "model.nc", "pymc")
    assert curves.channel("TV").draws[0]["rate"] == pytest.approx(2.0 / 100)
    assert curves.channel("TV").draws[0]["ceiling"] == pytest.approx(400.0)
    assert sum("holds no" in note for note in notes) == 2


def test_many_draws_are_thinned_evenly_and_the_outcome_may_have_a_worth() -> None:
    rng = np.random.default_rng(1)
    parameters = {key: rng.uniform(0.2, 0.8, (4, 250, 2)) for key in LOGISTIC}
    curves, notes = import_curves(pymc(parameters), "model.nc", "pymc", Terms(value=3.0))
    assert {len(c.draws) for c in curves.channels} == {500}
    assert any("500 of 1,000" in note for note in notes)
    first = parameters["saturation_beta"][0, 0, 0]
    assert curves.channel("TV").draws[0]["ceiling"] == pytest.approx(3000 * first)
    assert read_curves(curves_document(curves)) == curves


@pytest.mark.parametrize(
    ("attrs", "says"),
    [
        ({"time_varying_media": True}, "varies in time"),
        ({"time_varying_media": {"m": 10}}, "varies in time"),
        ({"link": "log"}, "link is not the identity"),
        ({"dims": ["geo"]}, "more dimensions than channel"),
        ({"cost_per_unit": {"columns": []}}, "price table"),
        ({"adstock_first": False}, "saturates before"),
        ({"saturation": {"lookup_name": "root"}}, 'saturation is "root"'),
        ({"adstock": {"lookup_name": "weibull", "kind": "PDF", "l_max": 4}}, 'adstock is "weibull"'),
        ({"adstock": {"lookup_name": "geometric", "l_max": 4, "mode": "Before"}}, "before the spend"),
        ({"adstock": {"lookup_name": "geometric", "l_max": "all"}}, "l_max"),
        ({"channel_columns": "TV"}, "names no channels"),
        ({"channel_columns": ["Radio"]}, 'no channel "Radio"'),
        ({"saturation": "["}, "cannot be converted"),
    ],
)
def test_what_is_no_sum_of_channels_is_refused_by_name(attrs: dict[str, Any], says: str) -> None:
    with pytest.raises(BadFile, match=says):
        import_curves(pymc(LOGISTIC, attrs=attrs), "model.nc", "pymc")


def test_parameters_by_market_or_out_of_range_are_refused() -> None:
    extra = {**LOGISTIC, "saturation_lam": np.ones((1, 2, 2, 3))}
    dims = {"saturation_lam": ("chain", "draw", "channel", "geo")}
    with pytest.raises(BadFile, match="differs by geo"):
        import_curves(pymc(extra, extra_dims=dims), "model.nc", "pymc")
    for key, value, says in (
        ("saturation_beta", -1.0, 'channel "TV": .* takes outcome away'),
        ("saturation_lam", 0.0, "0 or less"),
        ("saturation_lam", np.nan, "no finite number"),
        ("adstock_alpha", 1.5, "more than all"),
    ):
        with pytest.raises(BadFile, match=says):
            import_curves(pymc({**LOGISTIC, key: np.full((1, 2, 2), value)}), "model.nc", "pymc")
    with pytest.raises(BadFile, match="no posterior draws"):
        import_curves(pymc({"adstock_alpha": ALPHA}), "model.nc", "pymc")
    with pytest.raises(BadFile, match="negative"):
        import_curves(pymc(LOGISTIC, spend={"TV": [1.0, -1.0], "Search": [1.0, 1.0]}), "model.nc", "pymc")


@given(
    values=st.lists(
        st.tuples(st.floats(0.05, 3), st.floats(0.05, 3), st.floats(0.3, 3)), min_size=1, max_size=6
    ),
    scale=st.floats(1, 1e6),
    target=st.floats(1, 1e7),
)
def test_draws_of_a_hill_are_exact_at_any_scale(
    values: list[tuple[float, float, float]], scale: float, target: float
) -> None:
    beta, kappa, slope = np.array(values).T
    found = converted("hill", {"beta": beta, "kappa": kappa, "slope": slope}, scale, target, 2 * scale)
    for draw, b, k, s in zip(found.draws, beta, kappa, slope, strict=True):
        ours = draw["ceiling"] / (1 + (draw["half_spend"] / (0.7 * scale)) ** draw["shape"])
        assert ours == pytest.approx(target * b * 0.7**s / (k**s + 0.7**s), rel=1e-9)


def test_the_file_is_known_by_its_content() -> None:
    assert guess_tool(pymc(LOGISTIC), "anything.bin") == "pymc"
