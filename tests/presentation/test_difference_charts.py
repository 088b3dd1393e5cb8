"""Pictures of differences: what is cut says so, and colours judge only what is good or bad."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from planner.presentation.charts.base import LIGHT
from planner.presentation.charts.differences import Mood, bridge, variance_bars
from planner.presentation.language import speaking

STEPS = [("Working media", -1_080.0), ("Other marketing", -460.0)]


def drawn(start: float, steps: list[tuple[str, float]], **options: Any) -> dict[str, Any]:
    end = start + sum(amount for _name, amount in steps)
    chart = bridge(("Plan", start), steps, ("Actual", end), "Title", "k USD", LIGHT, **options)
    spec: dict[str, Any] = chart.to_dict()
    return spec


def scale(spec: dict[str, Any]) -> list[float]:
    found: list[float] = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    return found


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    (data,) = (one for one in spec["datasets"].values() if "step" in one[0])
    found: list[dict[str, Any]] = data
    return found


def test_a_bridge_of_a_readable_size_stands_on_zero_and_has_a_scale() -> None:
    spec = drawn(8_775.0, STEPS)
    assert scale(spec)[0] == 0.0
    assert spec["layer"][0]["encoding"]["y"]["axis"]["labels"]
    assert "≈" not in str(spec)


def test_a_bridge_of_small_steps_cuts_its_ends_and_marks_the_cut() -> None:
    spec = drawn(15_808.0, [("Sales", -196.0), ("Efficiency", -83.0)])
    assert scale(spec)[0] > 15_000
    assert not spec["layer"][0]["encoding"]["y"]["axis"]["labels"]
    assert "≈" in str(spec)


def test_amounts_are_written_the_readers_way_and_end_where_they_add_up() -> None:
    with speaking("ru"):
        found = rows(drawn(15_808.0, [("Продажи", -196.4), ("Сроки", 7.3)]))
    assert [row["text"] for row in found] == ["15\xa0808", "−196", "+7,3", "15\xa0619"]
    assert found[-1]["high"] == pytest.approx(15_618.9)


def test_an_account_judges_no_cost() -> None:
    plain = drawn(8_775.0, STEPS, judged=False)["layer"][0]["encoding"]["color"]["scale"]["range"]
    judged = drawn(8_775.0, STEPS)["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert judged == [LIGHT.faint, LIGHT.good, LIGHT.bad]
    assert not {LIGHT.good, LIGHT.bad} & set(plain)


def test_short_words_lie_flat_where_long_ones_stand_askew() -> None:
    def needed(word: str) -> float:
        angle = drawn(100.0, [(word, -50.0)])["layer"][0]["encoding"]["x"]["axis"]["labelAngle"]["expr"]
        return float(angle.split()[2])

    assert needed("Mix") < needed("Efficiency") < needed("Эффективностьблабла")
    assert needed("效率效率效率效率") > needed("abcdabcd")


def test_the_legend_names_only_the_colours_that_occur() -> None:
    words = {Mood.BAD: "over", Mood.NOTED: "behind", Mood.PLAIN: "within"}
    frame = pd.DataFrame({"name": ["TV", "Radio"], "amount": [1.0, -2.0], "mood": [Mood.BAD, Mood.PLAIN]})
    colour = variance_bars(frame, "Title", "k USD", LIGHT, words=words).to_dict()["layer"][0]["encoding"][
        "color"
    ]
    assert colour["scale"] == {"domain": ["over", "within"], "range": [LIGHT.bad, LIGHT.soft]}


def test_what_is_neither_good_nor_bad_has_a_mood_of_its_own() -> None:
    assert [Mood.of(found) for found in (True, False, None)] == [Mood.GOOD, Mood.BAD, Mood.PLAIN]


def test_small_amounts_of_a_large_unit_keep_their_decimals() -> None:
    """In units of ten thousand or a million every difference of a small company is below one."""
    steps = [("Sales", -0.196), ("Mix", 0.0134)]
    assert [row["text"] for row in rows(drawn(15.8, steps))] == ["15.80", "−0.20", "+0.01", "15.62"]
    frame = pd.DataFrame({"name": ["TV", "Radio"], "amount": [0.86, -0.04], "mood": [Mood.BAD, Mood.PLAIN]})
    words = {Mood.BAD: "over", Mood.PLAIN: "within"}
    spec = variance_bars(frame, "Title", "M USD", LIGHT, words=words).to_dict()
    assert [row["text"] for data in spec["datasets"].values() for row in data][:2] == ["+0.86", "−0.04"]
    assert spec["layer"][0]["encoding"]["x"]["axis"]["format"] == ",.2~f"


def test_with_the_digits_of_the_unit_bars_say_what_sentences_say() -> None:
    """Thousands of an English reader: none, one below ten. 万 of a Chinese one: one, two below ten."""
    frame = pd.DataFrame({"name": ["A", "B"], "amount": [-19.6, -0.04], "mood": [Mood.BAD, Mood.BAD]})

    def texts(digits: int | None) -> list[str]:
        spec = variance_bars(frame, "T", "unit", LIGHT, words={Mood.BAD: "behind"}, digits=digits).to_dict()
        (data,) = spec["datasets"].values()
        return [row["text"] for row in data]

    assert texts(0) == ["−20", "0.0"]
    assert texts(1) == ["−19.6", "−0.04"]
    assert rows(drawn(1_580.8, [("Sales", -19.6)], digits=1))[0]["text"] == "1,580.8"
