"""The meeting's questions on two channels that can be solved by hand.

A year of Search earns 900,000 x / (x + 1,000), of Radio 900,000 y / (y + 4,000); both hold 5,000. At equal
slopes y + 4,000 = 2 (x + 1,000).
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company, Purpose
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.plan.advice import gain_between
from planner.plan.evaluation import Evaluation, evaluate, plan_model
from planner.plan.questions import Desk
from planner.presentation import replies
from planner.presentation.charts.answers import draw
from planner.presentation.charts.base import Drawing, palette
from planner.presentation.pictures import Bars, Curves, Dumbbell, Ranges, Shifts, Steps
from planner.presentation.reply import Question, Reply

WORTH = 900_000.0
NAMES = ("Search", "Radio")
MONTHS = FiscalYear(2027).months
COMPANY = Company(
    name="By hand",
    currency="EUR",
    margin=0.03,
    channels=(Channel("Search"), Channel("Radio", purpose=Purpose.BRAND)),
    baselines={2027: (10_000.0,) * 12},
)


def curves(draws: tuple[dict[str, float], ...] = ()) -> CurveSet:
    both = ((name, half / 12) for name, half in zip(NAMES, (1_000.0, 4_000.0), strict=True))
    return CurveSet(
        "month",
        "EUR",
        tuple(
            ChannelCurve(name, Hill(WORTH / 12, half, 1.0), draws=draws, long_term_multiplier=2.0)
            for name, half in both
        ),
    )


def desk(search: float = 5_000.0, radio: float = 5_000.0, draws: tuple[dict[str, float], ...] = ()) -> Desk:
    model = plan_model(COMPANY, curves(draws), 2027, NAMES)
    spend = np.array([[search / 12] * 12, [radio / 12] * 12])
    return Desk(model, COMPANY, (), evaluate(model, COMPANY, BudgetGrid.from_spend(NAMES, MONTHS, spend), ()))


def earned(search: float, radio: float) -> float:
    return WORTH * (search / (search + 1_000) + radio / (radio + 4_000))


def money(found: Evaluation) -> dict[str, float]:
    return found.grid.by_channel()


def holds(question: Question, number: float) -> Reply:
    """The reply, once its number, both readings and its plan have been checked against each other."""
    reply = question.reply()
    assert reply.number == pytest.approx(number, abs=1.0)
    assert reply.in_year == pytest.approx(number, abs=1.0)
    assert reply.full == pytest.approx(2 * number, abs=2.0)  # what stays is worth twice as much
    assert reply.sentence
    return reply


def test_1_a_tenth_less() -> None:
    """Best: 9,000 = x + 2x - 2,000, so 3,667 and 5,333; pro rata 4,500 each."""
    reply = holds(replies.changed(desk(), -1_000.0), earned(11_000 / 3, 16_000 / 3) - earned(5_000, 5_000))
    assert reply.proposal is not None
    assert reply.proposal.pro_rata is not None
    assert money(reply.proposal.after) == pytest.approx({"Search": 3_666.67, "Radio": 5_333.33}, abs=2)
    assert money(reply.proposal.pro_rata) == {"Search": 4_500.0, "Radio": 4_500.0}
    assert reply.sentence.startswith(
        "Cutting 1.0k (10% of 10k working media) costs 29k revenue if cut smartly; pro rata −37k."
    )


def test_2_the_cuts_that_hurt_least() -> None:
    """No channel grows, so Search alone gives: 900,000 (5/6 - 4/5) = 30,000 for its 1,000."""
    reply = holds(replies.least_missed(desk(), 1_000.0), earned(4_000, 5_000) - earned(5_000, 5_000))
    assert reply.sentence == (
        "Cutting 1.0k (10% of 10k working media) without raising a channel costs 30k revenue. "
        "Least is missed at Search −1.0k (−30k revenue)."
    )
    assert sum(move.gain for move in reply.moves) == pytest.approx(reply.number, abs=1.0)
    assert isinstance(reply.picture, Bars)
    assert [(row[0], row[2]) for row in reply.picture.rows] == [("Search", "−30k for −1.0k")]
    assert reply.picture.rows[0][1] == pytest.approx(30, rel=1e-3)


def test_3_what_a_target_needs() -> None:
    """4,000 and 6,000 earn 900,000 (4/5 + 6/10) = 1,260,000; with 120,000 of baseline that is 1,380,000."""
    reply = holds(replies.reached(desk(), 1_380_000.0), 10_000.0)
    assert reply.proposal is not None
    assert reply.proposal.after.grid.total == pytest.approx(10_000, abs=2)


def test_4_the_next_thousand_goes_to_radio() -> None:
    """Nobody is cut: Search stays at 5,000, where its next unit earns less than Radio's up to 6,000."""
    reply = holds(replies.changed(desk(), 1_000.0), 40_000.0)
    assert reply.proposal is not None
    assert money(reply.proposal.after) == pytest.approx({"Search": 5_000, "Radio": 6_000}, abs=1)
    assert "One more unit, spread over all channels, then brings" in " ".join(reply.details)


def test_5_without_a_channel() -> None:
    """Search earned 900,000 x 5/6; Radio may take half as much again."""
    reply = holds(replies.dropped(desk(), "Search"), -750_000.0)
    assert reply.proposal is not None
    assert money(reply.proposal.after) == pytest.approx({"Search": 0, "Radio": 7_500}, abs=1)
    assert "loses 750k revenue" in reply.sentence


def test_6_how_sure() -> None:
    """Ceilings a tenth lower and higher: all draws of media revenue lie within a tenth of its mean."""
    reply = replies.sure(desk(draws=({"ceiling": 0.9 * WORTH / 12}, {"ceiling": 1.1 * WORTH / 12}))).reply()
    middle = 120_000 + earned(5_000, 5_000)
    assert reply.number == pytest.approx(middle)
    assert reply.low is not None
    assert reply.high is not None
    assert middle - reply.low == pytest.approx(0.8 * 0.1 * earned(5_000, 5_000))
    assert reply.high - middle == pytest.approx(middle - reply.low)


def test_7_the_best_split() -> None:
    reply = holds(replies.best_split(desk()), 10_000.0)
    assert reply.proposal is not None
    assert money(reply.proposal.after) == pytest.approx({"Search": 4_000, "Radio": 6_000}, abs=1)
    assert reply.sentence == "Moving money between channels brings +10k revenue for the same 10k."
    assert isinstance(reply.picture, Dumbbell)
    assert reply.picture.rows == (("Search", 5_000.0, 4_000.0), ("Radio", 5_000.0, 6_000.0))


def test_7_a_split_near_the_best_is_called_that() -> None:
    near = replies.best_split(desk(4_010.0, 5_990.0)).reply()
    assert (
        near.sentence.startswith("This split of 10k is within 0.00% of the best")
        or "already the best" in near.sentence
    )
    assert replies.best_split(desk(4_000.0, 6_000.0)).reply().sentence == (
        "This split is already the best within its limits."
    )


def test_7_with_draws_the_gain_has_a_range() -> None:
    reply = replies.best_split(
        desk(draws=({"ceiling": 0.9 * WORTH / 12}, {"ceiling": 1.1 * WORTH / 12}))
    ).reply()
    assert reply.low == pytest.approx(0.92 * 10_000, abs=1)
    assert reply.high == pytest.approx(1.08 * 10_000, abs=1)
    assert reply.details[0] == "Revenue +10k in-year (likely +9.2k to +11k), +20k full effect."


def test_8_better_mix_or_more_money() -> None:
    """The same 10,000 in another split is all mix; 1,000 more in the old split is all budget."""
    saved = desk().plan
    mix = holds(replies.mix_or_money(desk(4_000.0, 6_000.0), saved), 10_000.0)
    assert mix.sentence == (
        "Against the saved plan +10k within the year: 0k from the budget, +10k from the mix, "
        "0k from the timing."
    )
    more = earned(5_500, 5_500) - earned(5_000, 5_000)
    assert (
        "+33k from the budget, 0k from the mix"
        in holds(replies.mix_or_money(desk(5_500.0, 5_500.0), saved), more).sentence
    )


@pytest.mark.parametrize("search", [3_210.0, 6_789.0, 9_999.0])
def test_8_what_is_shown_adds_up_as_shown(search: float) -> None:
    said = replies.mix_or_money(desk(search, 7_777.0), desk().plan).reply().sentence
    amounts = re.findall(r"([+−]?[\d,.]+)k", said)
    total, *parts = (float(text.replace("−", "-").replace(",", "")) for text in amounts)
    assert len(parts) == 3
    assert sum(parts) == pytest.approx(total, abs=1e-9)


def test_16_media_a_quarter_dearer() -> None:
    """5,000 buy what 4,000 bought: 900,000 (4/5 + 4/8 - 5/6 - 5/9) = -80,000."""
    reply = holds(replies.media_prices(desk(), 0.25), -80_000.0)
    assert "Media prices +25% cost 80k revenue" in reply.sentence
    assert reply.proposal is not None
    assert not reply.applies  # its split is the best one at prices that nobody pays yet


def test_19_brand_or_performance() -> None:
    """Radio is brand: six tenths is where both slopes are equal, in either reading."""
    reply = holds(replies.brand_share(desk()), 10_000.0)
    assert reply.sentence.startswith(
        "Brand holds 50% of 10k working media. The year alone would put it at 60% (+10k revenue in-year)"
    )
    assert reply.proposal is not None
    assert money(reply.proposal.after) == pytest.approx({"Search": 4_000, "Radio": 6_000}, abs=1)


def test_21_months_that_are_alike_are_left_alone() -> None:
    assert replies.timing(desk()).reply().sentence == "The months are already the best within their limits."


def test_21_money_leaves_the_dear_months() -> None:
    """Media cost a hundred times as much in December: money goes from there to the other months."""
    dear = curves()
    channels = tuple(replace(one, price_index=(1.0,) * 11 + (100.0,)) for one in dear.channels)
    model = plan_model(COMPANY, replace(dear, channels=channels), 2027, NAMES)
    plan = evaluate(model, COMPANY, desk().plan.grid, ())
    reply = replies.timing(Desk(model, COMPANY, (), plan)).reply()
    assert reply.number > 0
    assert "Dec gives most" in reply.sentence


def test_24_what_should_stop() -> None:
    """Next units: Search 900,000 x 1,000 / 6,000^2 = 25, Radio 44.4; of which 1.5 % are 0.38 and 0.67.

    In full effect twice that: Radio clears the hurdle of 1 then, Search never does.
    """
    lean = replace(COMPANY, margin=0.015)
    reply = replies.verdicts(replace(desk(), company=lean)).reply()
    assert reply.number == 5_000.0
    assert reply.sentence == (
        "Stop adding to Search (5.0k of 10k working media): the next unit contributes less than the hurdle "
        "of 1.00, even in full effect."
    )
    # 4,500 on Search: 900,000 x 4,500 / 5,500 = 736,364, which is 13,636 less than at 5,000, and twice that.
    assert reply.details == (
        "Keep, as the full effect clears it: Radio.",
        "A tenth less on Search (0.5k): Revenue −14k in-year, −27k full effect.",
    )
    assert isinstance(reply.picture, Bars)
    assert [row[2] for row in reply.picture.rows] == ["0.67, full 1.33", "0.38, full 0.75"]


def test_24_nothing_is_said_of_keeping_where_nothing_is_kept() -> None:
    poor = replace(COMPANY, margin=0.001)
    (only,) = replies.verdicts(replace(desk(), company=poor)).reply().details
    assert only.startswith("A tenth less on ")


def test_24_what_should_stop_has_the_range_of_every_other_answer() -> None:
    """Ceilings of 0.9 and 1.1 of the usual: what a tenth less costs lies between those parts of it."""
    unsure = desk(draws=({"ceiling": 0.9 * WORTH / 12}, {"ceiling": 1.1 * WORTH / 12}))
    reply = replies.verdicts(replace(unsure, company=replace(COMPANY, margin=0.015))).reply()
    less = unsure.evaluate(unsure.plan.grid.scaled_to({"Search": 4_500.0}))
    about = gain_between(unsure.plan.forecast, less.forecast)
    assert (reply.in_year, reply.full, reply.low, reply.high) == (
        about.in_year,
        about.full,
        about.low,
        about.high,
    )
    assert about.low < about.in_year < about.high < 0
    assert "(likely −" in reply.details[-1]
    nothing = replies.verdicts(unsure).reply()
    assert nothing.number == 0
    assert nothing.details[-1].startswith("A tenth less on Search (0.5k): ")


def test_hidden_margins_stay_out_of_every_reply() -> None:
    for question in (
        replies.changed(desk(), -1_000.0, margins=False),
        replies.best_split(desk(), margins=False),
        replies.reached(desk(), 1_380_000.0, margins=False),
        replies.dropped(desk(), "Search", margins=False),
        replies.media_prices(desk(), 0.25, margins=False),
        replies.timing(desk(), margins=False),
    ):
        assert "rofit" not in " ".join(question.reply().sentences)


def test_every_figure_of_a_sentence_is_of_the_reading_asked_for() -> None:
    """In full effect all is worth twice: 57,143 where the year loses 28,571, pro rata 74,332 for 37,166."""
    full = replace(desk(), measure="full")
    cut = replies.changed(full, -1_000.0).reply()
    assert "costs 57k revenue in full effect if cut smartly; pro rata −74k." in cut.sentence
    assert "brings +20k revenue in full effect" in replies.best_split(full).reply().sentence
    assert "loses 1,500k revenue in full effect" in replies.dropped(full, "Search").reply().sentence
    assert "cost 160k revenue in full effect" in replies.media_prices(full, 0.25).reply().sentence
    goal = replies.reached(full, 2_640_000.0).reply()
    assert goal.sentence.startswith("2,640k revenue in full effect needs 10k working media")


def test_a_target_below_what_the_limits_allow_says_so() -> None:
    """Half of each channel is the least allowed, and it earns 900,000 (5/7 + 5/13) = 989,011 already."""
    easy = replies.reached(desk(), 500_000.0).reply()
    assert easy.sentence.startswith("500k revenue takes 5.0k working media or less, −5.0k against this plan.")


def test_pictures_show_what_the_sentences_say() -> None:
    needs = replies.reached(desk(), 1_500_000.0).reply()
    assert isinstance(needs.picture, Curves)
    here, there = needs.picture.marks
    assert here[1:] == pytest.approx((10_000.0, 120_000 + earned(5_000, 5_000)), rel=1e-6)
    assert there[2] == pytest.approx(1_500_000.0, rel=1e-4)
    assert np.interp(there[1], needs.picture.x, needs.picture.lines[0][1]) == pytest.approx(
        1_500_000, rel=1e-3
    )
    enough = replies.best_total(desk()).reply()
    assert isinstance(enough.picture, Curves)
    assert enough.proposal is not None
    best = enough.picture.marks[1]
    assert best[1] == enough.proposal.after.grid.total
    saved = desk()
    moved = replies.mix_or_money(desk(5_500.0, 5_500.0), saved.plan).reply()
    assert isinstance(moved.picture, Steps)
    assert moved.picture.steps[0][1] == pytest.approx(33_000)
    assert moved.picture.end[1] - moved.picture.start[1] == pytest.approx(33_000, abs=600)
    assert replies.mix_or_money(saved, saved.plan).reply().picture is None
    sure = replies.sure(desk(draws=({"ceiling": 0.9 * WORTH / 12}, {"ceiling": 1.1 * WORTH / 12}))).reply()
    assert isinstance(sure.picture, Ranges)
    assert [row[0] for row in sure.picture.rows] == ["Search", "Radio"]  # the widest range first
    assert replies.sure(desk()).reply().picture is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_picture_can_be_drawn(theme: str) -> None:
    many = Dumbbell("many", tuple((f"Channel {n}", 100.0 * n, 90.0 * n) for n in range(1, 13)), 28)
    drawn = [
        many,
        Shifts("shifts", NAMES, ("Jan", "Feb"), np.array([[1_000.0, -1_000.0], [0.0, 0.0]])),
        *(
            question.reply().picture
            for question in (
                replies.least_missed(desk(), 1_000.0),
                replies.reached(desk(), 1_500_000.0),
                replies.media_prices(desk(), 0.25),
                replies.brand_share(desk()),
                replies.verdicts(desk()),
                replies.sure(desk(draws=({"ceiling": 60_000.0}, {"ceiling": 90_000.0}))),
            )
        ),
    ]
    for picture in drawn:
        assert picture is not None
        figure = draw(picture, COMPANY, palette(theme))
        spec = figure.spec if isinstance(figure, Drawing) else figure.to_dict()
        assert str(spec).count("axis") >= 1
