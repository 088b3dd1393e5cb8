"""Evidence in words: grades, and why a grade is what it is."""

from __future__ import annotations

from collections.abc import Mapping

from planner.analysis.fit.record import ChannelRecord, FitRecord, Reason
from planner.domain.curves import CurveSet
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.ui import components

_COUNTED = {
    "new": ("It was on in only {count} period.", "It was on in only {count} periods.", "periods"),
    "tested": ("{count} lift test speaks for it.", "{count} lift tests speak for it.", "tests"),
}
COLOURS = {"A": "green", "B": "blue", "C": "orange", "D": "red"}


def grades_of(curves: CurveSet) -> dict[str, str]:
    """The grade of each channel that evidence stands behind."""
    fit = curves.extra.get("fit")
    grades = fit.get("evidence") if isinstance(fit, Mapping) else None
    return {str(n): str(g) for n, g in grades.items()} if isinstance(grades, Mapping) else {}


def record_of(curves: CurveSet) -> FitRecord | None:
    """The report of the fit that the curves came from, if one came with them."""
    return FitRecord.read(curves)


def grade_words(grade: str | None) -> str:
    """ "good evidence"."""
    known = {
        "A": _("strong evidence"),
        "B": _("good evidence"),
        "C": _("weak evidence"),
        "D": _("hardly any evidence"),
    }
    return known.get(grade or "", _("no evidence"))


def badge(grade: str | None) -> str:
    """The grade as a coloured letter."""
    return f":{COLOURS.get(grade or '', 'gray')}-badge[{grade or '–'}]"


def reason_words(reason: Reason) -> str:
    """One reason behind a grade; "" for what the range says anyway."""
    plain = {
        "range": "",
        "silent": _(
            "The history says little beyond what is usual in the trade; a lift test would settle it."
        ),
        "constant": _("Its spend hardly ever changed, so its effect cannot be seen."),
        "never_spent": _("It was never spent on, so nothing is known; its curve promises nothing."),
        "follows_demand": _(
            "Its spend rises and falls with the others, as where budgets follow demand; the fit corrects "
            "for it as far as it can."
        ),
    }
    if reason.code in plain:
        return plain[reason.code]
    if reason.code in _COUNTED:
        one, many, param = _COUNTED[reason.code]
        count = int(reason.params[param])
        return ngettext(one, many, count).format(count=count)
    if reason.code == "collinear":
        return _(
            "Its spend moves with {other}, so the two cannot be told apart: merge them into one channel, "
            "or change one alone for a while."
        ).format(other=components.escape(str(reason.params["other"])))
    return reason.text


def why(one: ChannelRecord) -> str:
    """All reasons behind a channel's grade, in one line."""
    said = [text for reason in one.reasons if (text := reason_words(reason))]
    plain = {
        "A": _("Its ups and downs were seen often enough, and the outcome followed them."),
        "B": _("Its ups and downs were seen often enough, and the outcome followed them."),
        "C": _("Its effect shows, but its size is not well known."),
    }
    return " ".join(said) or plain.get(one.grade, _("Its effect is too uncertain to plan on."))


def returns_words(returns: tuple[float, float, float] | None) -> str:
    """ "3.90 (3.10 to 4.80)", the middle with the range that holds it 8 times of 10."""
    if returns is None:
        return formats.NOTHING
    low, middle, high = returns
    return _("{middle} ({low} to {high})").format(
        middle=formats.ratio(middle), low=formats.ratio(low), high=formats.ratio(high)
    )


def periods_words(period: str, count: int) -> str:
    """ "26 weeks"."""
    if period == "month":
        return ngettext("{count} month", "{count} months", count).format(count=count)
    return ngettext("{count} week", "{count} weeks", count).format(count=count)
