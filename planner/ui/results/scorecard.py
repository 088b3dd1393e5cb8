"""Scorecard: what each channel and campaign cost and brought, how that is known, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.services.results import Results
from planner.services.scorecards import Known, Score, Verdict, campaign_scores, channel_scores
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.results import gaps


def view(context: Context) -> None:
    """The finding, a row per channel, a row per campaign, and how each result is known."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    channels = sorted(channel_scores(results), key=lambda score: -score.next_unit)
    campaigns = campaign_scores(results, state.store().details(context.slug, results.plan.months))
    st.subheader(headline(context, channels))
    if not results.measured.months:
        gaps.nothing_scored(context)
    gaps.missing_figures(context, results, ("margin",))
    components.table(
        pd.DataFrame([_row(context, score, _("Channel")) for score in channels]),
        alt=_("Channels: cost, result and return"),
        height="content",
    )
    if said := verdicts_words(context):
        st.caption(said)
    _new_customers(context, results, channels)
    if campaigns:
        st.markdown(f"**{_('Campaigns that have run')}**")
        components.table(
            pd.DataFrame([_row(context, score, _("Campaign"), of_campaign=True) for score in campaigns]),
            alt=_("Campaigns: cost, result and return"),
            height="content",
        )
    st.caption(
        _(
            "Measured: files report it. Modelled: the curves give it for the money spent. Allocated: the "
            "campaign's share of its channel's result, by spend and flight. Full: with what is still to come."
        )
    )


def verdicts_words(context: Context) -> str:
    """What the verdicts ask of the next unit, in the revenue that the table shows; "" without margins."""
    margin, hurdle = context.company.margin, context.company.hurdle
    if not context.with_margins or not margin:
        return ""
    return _(
        "Scale: the next 1 earns at least {needed} in-year, which at a margin of {margin} is the hurdle of "
        "{hurdle}. Keep: it does so in full effect only. Stop adding: never. A campaign has the verdict of "
        "its channel."
    ).format(
        needed=formats.ratio(hurdle / margin), margin=formats.share(margin), hurdle=formats.ratio(hurdle)
    )


def headline(context: Context, scores: Sequence[Score]) -> str:
    """How many channels clear the hurdle; without margins, where the next unit earns most."""
    company = context.company
    if company.margin is None or not context.with_margins:
        best = max(scores, key=lambda score: score.next_unit, default=None)
        if best is None:
            return _("No channel yet")
        return _("The next unit earns most on {channel}: {amount}").format(
            channel=best.name, amount=formats.ratio(best.next_unit)
        )
    verdicts = [score.verdict(company.margin, company.hurdle) for score in scores]
    stop = [s.name for s, v in zip(scores, verdicts, strict=True) if v is Verdict.STOP]
    scale = verdicts.count(Verdict.SCALE)
    text = ngettext(
        "{count} of {all} channels clears the hurdle in-year",
        "{count} of {all} channels clear the hurdle in-year",
        scale,
    ).format(count=scale, all=len(scores))
    if stop:
        return _("{text}; stop adding to {channels}").format(text=text, channels=", ".join(stop))
    return _("{text}; none to stop").format(text=text)


def dear(results: Results, scores: Sequence[Score]) -> list[Score]:
    """Channels worth their money by revenue whose next customer costs more than a customer is worth."""
    figures, company = results.evaluation.figures, results.company
    worth = figures["clv_later"].value
    if company.margin is None or worth is None:
        return []
    found = []
    for score in scores:
        cost = figures.by_channel[score.name].cac_marginal
        if score.verdict(company.margin, company.hurdle) is not Verdict.STOP and cost and cost > worth:
            found.append(score)
    return found


def _new_customers(context: Context, results: Results, scores: Sequence[Score]) -> None:
    """Where verdict by revenue and cost of new customers part, in words, and the way to the latter."""
    found = dear(results, scores) if context.with_margins else []
    if not found:
        return
    figures, company = results.evaluation.figures, context.company
    for score in found:
        st.markdown(
            _(
                "**{channel}**: {verdict} by revenue, though its next new customer costs {cost} and is worth "
                "{worth}: it earns by what customers you have buy."
            ).format(
                channel=components.escape(score.name),
                verdict=verdict_words(score.verdict(company.margin or 0.0, company.hurdle)),
                cost=formats.money_each(figures.by_channel[score.name].cac_marginal, company),
                worth=formats.money_each(figures["clv_later"].value, company),
            )
        )
    st.page_link(
        "pages/customers.py",
        label=_("What each channel's next customer costs"),
        icon=":material/arrow_forward:",
        query_params={"customers_view": "value"},
    )


def _row(context: Context, score: Score, label: str, *, of_campaign: bool = False) -> dict[str, str]:
    company = context.company
    row = {label: score.name}
    if of_campaign:
        row |= {_("Channel"): score.channel, _("Owner"): score.owner or formats.NOTHING}
    # Without an actual month nothing was spent that these figures speak of.
    has_run = score.cost != 0 or score.result != 0
    row |= {
        _("Spent to date"): formats.money(score.cost if has_run else None, company),
        _("Revenue to date"): formats.money(score.result if has_run else None, company),
        _("Known by"): known_words(score.known) if has_run else formats.NOTHING,
        _("ROAS in-year"): formats.ratio(score.average),
        _("ROAS full"): formats.ratio(score.average_full),
    }
    if not of_campaign:
        row |= {
            _("Next 1 earns, in-year"): formats.ratio(score.next_unit),
            _("Next 1 earns, full effect"): formats.ratio(score.next_full),
        }
    if context.with_margins and company.margin is not None:
        row[_("Verdict")] = verdict_words(score.verdict(company.margin, company.hurdle))
    return row


def known_words(known: Known) -> str:
    """How a result is known."""
    return {
        Known.MEASURED: _("measured"),
        Known.MODELLED: _("modelled"),
        Known.ALLOCATED: _("allocated"),
    }[known]


def verdict_words(verdict: Verdict) -> str:
    """What to do, with an arrow: circle, triangle and square are marks of a status (`home.status_mark`)."""
    return {
        Verdict.SCALE: f"↑ {_('scale')}",
        Verdict.KEEP: f"→ {_('keep')}",
        Verdict.STOP: f"↓ {_('stop adding')}",
    }[verdict]
