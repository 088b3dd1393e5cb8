"""Why a later fit says something else, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.analysis.fit.baseline import fitted_baseline
from planner.analysis.fit.changes import Surprise, changes_between
from planner.analysis.fit.quality import Reason
from planner.domain.curves import CurveSet
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.ui.curves.words import periods_words, record_of


@dataclass(frozen=True)
class Told:
    """A sentence about the new periods ("" without any), and sentences by channel."""

    surprise: str = ""
    channels: dict[str, list[str]] = field(default_factory=dict)


def between(before: CurveSet, after: CurveSet) -> Told:
    """What two fits tell of one another; nothing where one of them is none."""
    record = record_of(after)
    if record is None or record_of(before) is None or fitted_baseline(before) is None:
        return Told()
    found = changes_between(before, after)
    period = record.history.horizon.period
    return Told(
        "" if found.surprise is None else surprise_words(found.surprise, period),
        {one.channel: [reason_words(reason, period) for reason in one.reasons] for one in found.channels},
    )


def surprise_words(new: Surprise, period: str) -> str:
    """How the new periods turned out against the forecast of the old curves."""
    apart = new.actual / new.expected - 1.0
    words = (
        _("The {ahead} that came in brought {share} more than the curves before expected of their spend.")
        if apart > 0
        else _(
            "The {ahead} that came in brought {share} less than the curves before expected of their spend."
        )
    )
    return words.format(ahead=periods_words(period, new.periods), share=formats.share(abs(apart)))


def reason_words(reason: Reason, period: str) -> str:
    """One reason."""
    params = {key: float(str(value)) for key, value in reason.params.items()}
    match reason.code:
        case "tests":
            count = int(params["count"])
            said = ngettext("{count} more lift test on it.", "{count} more lift tests on it.", count)
            return said.format(count=count)
        case "higher_spend" | "lower_spend":
            words = (
                _("Its spend went up to {spend} a week; before, it was seen between {low} and {high}.")
                if period == "week"
                else _("Its spend went up to {spend} a month; before, it was seen between {low} and {high}.")
            )
            if reason.code == "lower_spend":
                words = (
                    _("Its spend went down to {spend} a week; before, it was seen between {low} and {high}.")
                    if period == "week"
                    else _(
                        "Its spend went down to {spend} a month; before, it was seen between {low} and "
                        "{high}."
                    )
                )
            return words.format(**{key: formats.count(value) for key, value in params.items()})
        case "surer":
            return _("Its range is {share} narrower.").format(
                share=formats.share(1.0 - params["width"], digits=0)
            )
        case "less_sure":
            return _("Its range is {share} wider.").format(
                share=formats.share(params["width"] - 1.0, digits=0)
            )
        case _:
            plain = {
                "new_channel": _("The curves before knew nothing of it."),
                "gone": _("The later history has no spend on it."),
                "steady": _("What came in says what the history said."),
                "surprise": _("What came in moved it."),
            }
            return plain.get(reason.code, reason.text)
