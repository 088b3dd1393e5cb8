"""Which experiment would settle it: the lift tests that would teach the plan most, with size and length."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.plan.learning import LiftTest
from planner.presentation import formats
from planner.presentation.language import _, ngettext, told
from planner.presentation.lift_words import test_words
from planner.services.lift_advice import FAINT, PLAIN, LiftAdvice, lift_advice, stands_out
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves.proof import proof_of


@st.cache_resource(max_entries=16, show_spinner=False)
def _advice(
    slug: str,
    settings: int,
    version_id: int,
    revision: int,
    curves_id: int,
    tests: tuple[int, ...],
    past: int,
) -> LiftAdvice:
    version = cached.version(slug, version_id, revision, settings)
    company, _revision = cached.company(slug)
    made = [one.experiment for one in state.store().experiments(slug) if one.id in tests]
    return lift_advice(company, cached.curves(slug, curves_id), version.grid, version.year, made, past)


def section(context: Context) -> None:
    """The test to run next, and the others behind it."""
    if context.version_id is None:
        return
    info = context.info(context.version_id)
    st.markdown(f"#### {_('Which experiment would settle it?')}")
    months = context.version().grid.months
    left = [month for month in months if month.start >= cached.today()]
    if not left:
        st.caption(
            _("{plan} has no month left to decide: choose the plan of the year to come.").format(
                plan=components.escape(info.name)
            )
        )
        return
    past = len(months) - len(left)
    try:
        proof = proof_of(context)
        curves_id = context.version().curves_id if proof is None else proof.info.id
        made = tuple(one.id for one in state.store().experiments(context.slug))
        advice = _advice(context.slug, context.settings, info.id, info.revision, curves_id, made, past)
    except PlannerError as problem:
        st.caption(told(problem))
        return
    if not advice.tests:
        st.caption(_too_late(left) if past else _nothing_to_learn())
        return
    st.markdown(f"**{components.escape(finding(advice, context, left if past else []))}**")
    if advice.assumed:
        st.caption(assumed_words(advice))
    if proof is not None and not proof.own:
        st.caption(
            _("By what version {number} of the curves, {name}, leaves open.").format(
                number=proof.info.number, name=components.escape(proof.info.name)
            )
        )
    components.table(
        _table(advice, context),
        alt=_("Lift tests by what they are worth"),
        height="content",
        column_config={_("Test"): st.column_config.TextColumn(width=235)},
    )
    st.caption(
        _(
            "Gain: revenue of {time} that deciding after the test brings on average beyond deciding now. "
            "Costs: revenue that the test itself takes away. A lift that drowns in the weekly noise needs "
            "regions, or more weeks."
        ).format(time=formats.month_runs(left) if past else info.year)
        + " "
        + (
            ngettext(
                "The next test is taken to be as exact as the {count} test made so far.",
                "The next test is taken to be as exact as the {count} tests made so far.",
                advice.like,
            ).format(count=advice.like)
            if advice.like
            else ""
        )
    )


def _nothing_to_learn() -> str:
    return _("No test of a single channel would change this plan for the better: what is known is enough.")


def _too_late(left: Sequence[Month]) -> str:
    return _(
        "No test pays any more within what is left of the year, {months}: it would end too late to act on. "
        "It pays for the plan of the year to come; choose that one above."
    ).format(months=formats.month_runs(left))


def finding(advice: LiftAdvice, context: Context, left: Sequence[Month] = ()) -> str:
    """The test worth most; where none stands out of the noise, that. `left`: months of a begun year."""
    company = context.company
    asked = state.remembered("channel")
    best = next((test for test in advice.tests if test.channel == asked), advice.tests[0])
    words = (
        _("{channel}: {test}. Worth {net} more revenue, as what it shows stands out of the noise")
        if stands_out(best) >= PLAIN
        else _("{channel}: {test}. Worth {net} more revenue, though what it shows is close to the noise")
        if stands_out(best) >= FAINT
        else _("No test of one channel would stand out of the weekly noise; the best is {channel}: {test}")
    )
    said = words.format(channel=best.channel, test=test_words(best), net=formats.money(best.net, company))
    if not left:
        return said
    return _("In what is left of the year, {months}: {finding}").format(
        months=formats.month_runs(left), finding=said
    )


def assumed_words(advice: LiftAdvice) -> str:
    """Whose doubt is the trade's, and what to do until a test was made."""
    if {test.channel for test in advice.tests} <= set(advice.assumed):
        return _(
            "No channel was measured, so the usual doubt of the trade is assumed: keep the split as it is "
            "until a test says more."
        )
    return _(
        "Nothing was measured on {names}, so the usual doubt of the trade is assumed there: keep their share "
        "of the money until a test says more."
    ).format(names=", ".join(map(components.escape, advice.assumed)))


def _table(advice: LiftAdvice, context: Context) -> pd.DataFrame:
    company = context.company
    return pd.DataFrame(
        [
            {
                _("Channel"): test.channel,
                _("Worth"): formats.money(test.net, company),
                _("Test"): test_words(test),
                _("Spend changed by"): formats.money(test.spend_change, company, signed=True),
                _("It would show"): _("{lift} ± {error}").format(
                    lift=formats.money(test.lift, company, signed=True),
                    error=formats.money(test.standard_error, company),
                ),
                _("Against the noise"): noise_words(test),
                _("Gain"): formats.money(test.gain, company),
                _("Costs"): formats.money(max(test.cost, 0.0), company),
            }
            for test in advice.tests
        ]
    )


def noise_words(test: LiftTest) -> str:
    """Whether the lift would be seen."""
    found = stands_out(test)
    return _("stands out") if found >= PLAIN else _("close to it") if found >= FAINT else _("drowns in it")
