"""One channel: what it earns, how sure that is, why, and what would settle it."""

from __future__ import annotations

import streamlit as st

from planner.domain.curves import CurveSet
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.curves.proof import Proof
from planner.ui.curves.words import (
    badge,
    grade_words,
    periods_words,
    returns_words,
    why,
)


def draw(context: Context, curves: CurveSet, now: Evaluation, name: str, proof: Proof | None) -> None:
    """A box with a sentence for each thing that speaks for or against the channel's curve."""
    grade = None if proof is None else proof.grades.get(name)
    with st.container(border=True):
        st.markdown(
            f"#### {components.escape(name)} {badge(grade)} :small[{grade_words(grade)}]",
        )
        st.markdown("\n".join(f"- {line}" for line in lines(context, curves, now, name, proof)))
        with st.container(horizontal=True, gap="medium"):
            if grade != "A":
                st.page_link(
                    "pages/curves.py",
                    label=_("What would settle it?"),
                    icon=":material/science:",
                    query_params={"curves_view": "experiments", "channel": name},
                )
            st.page_link(
                "pages/simulator.py", label=_("Try it in the Simulator"), icon=":material/arrow_forward:"
            )


def lines(context: Context, curves: CurveSet, now: Evaluation, name: str, proof: Proof | None) -> list[str]:
    """What is known of the channel, in sentences."""
    company = context.company
    figures = now.figures.by_channel[name]
    said = [
        _(
            "This plan spends {spend} on it; that brings {revenue} in-year ({range}), {ratio} for each unit."
        ).format(
            spend=formats.money(figures.spend, company),
            revenue=formats.money(figures.revenue, company),
            range=formats.money_range(figures.low, figures.high, company)
            if now.forecast.has_ranges
            else _("no range known"),
            ratio=formats.ratio(figures.roas),
        )
    ]
    if name not in curves.names:
        return [*said, _("It has no curve, so its money counts and brings nothing known.")]
    if figures.beyond_seen:
        said.append(
            _("The plan goes beyond what was ever spent on it: there nobody has seen how it responds.")
        )
    record = None if proof is None else proof.record
    one = None if record is None else record.channels.get(name)
    if proof is None or record is None or one is None or name not in proof.grades:
        said.append(_("No measurement stands behind its curve: it was typed, imported or given."))
    else:
        if not proof.own:
            said.append(
                _(
                    "Its curve was typed, imported or given; the grade and what follows are of a fit of the "
                    "history beside it, version {number}."
                ).format(number=proof.info.number)
            )
        horizon = record.history.horizon
        spent = int((record.history.by_channel()[name] > 0).sum())
        said.append(
            _("It was on in {spent} of {count}; over them it brought {returns} for each unit spent.").format(
                spent=formats.count(spent),
                count=periods_words(horizon.period, horizon.count),
                returns=returns_words(one.returns),
            )
        )
        if one.untested is not None:
            said.append(
                _("Before the lift tests were read it was {before}, with them {after}.").format(
                    before=returns_words(one.untested), after=returns_words(one.returns)
                )
            )
        said.append(why(one))
    tests = sum(kept.experiment.channel == name for kept in state.store().experiments(context.slug))
    if tests and (record is None or sum(one.channel == name for one in record.experiments) < tests):
        said.append(
            ngettext(
                "{count} lift test on it is kept and waits for the next fit.",
                "{count} lift tests on it are kept; some wait for the next fit.",
                tests,
            ).format(count=tests)
        )
    return said
