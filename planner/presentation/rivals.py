"""What more money of rivals does to us, in sentences: voice, share, revenue with range, the assumption."""

from __future__ import annotations

from planner.domain.company import Company
from planner.plan.competitor import CompetitorMove, Loss, competitor_spends
from planner.plan.questions import Desk, Proposal
from planner.presentation import formats
from planner.presentation.answer_pictures import losses
from planner.presentation.language import _
from planner.presentation.narrative import likely_range
from planner.presentation.pictures import Picture
from planner.presentation.reply import Question, Reply


def sentences(found: CompetitorMove, company: Company, *, with_margins: bool = True) -> tuple[str, ...]:
    """The answer in four sentences at most: effect first, then shares, then what it rests on."""
    said = [
        _("Revenue {in_year} in-year, {full} full effect.").format(
            in_year=_loss(found.in_year, company), full=_loss(found.full, company)
        )
    ]
    if with_margins and company.margin is not None:
        said.append(
            _("Profit after marketing {in_year} in-year, {full} full effect.").format(
                in_year=formats.money(company.margin * found.in_year.expected, company, signed=True),
                full=formats.money(company.margin * found.full.expected, company, signed=True),
            )
        )
    said.append(_shares(found))
    said.append(
        _(
            "Assumed: our media bring {haircut} less at this rival spend. Change it in Customers, Market or "
            "in Setup; no study fixes it."
        ).format(haircut=formats.share(found.haircut))
    )
    return tuple(said)


def doubled(desk: Desk, multiple: float = 2.0, *, margins: bool = True) -> Question:
    """18: what all rivals doubling their spend does to voice, share and revenue."""

    def words(_found: Proposal | None) -> Reply:
        found = competitor_spends(desk, multiple)
        first, *rest = sentences(found, desk.company, with_margins=margins)
        read = found.full if desk.measure == "full" else found.in_year
        return Reply(
            first,
            read.expected,
            read.low,
            read.high,
            found.in_year.expected,
            found.full.expected,
            tuple(rest),
            picture=_picture(found, desk.company),
        )

    return Question(words)


def _picture(found: CompetitorMove, company: Company) -> Picture | None:
    """What is lost in both readings with its range; None where no range is known."""
    readings = ((_("In-year"), found.in_year), (_("Full effect"), found.full))
    rows = [
        (name, loss.low, loss.expected, loss.high)
        for name, loss in readings
        if loss.low is not None and loss.high is not None
    ]
    return losses(rows, company) if rows else None


def _loss(loss: Loss, company: Company) -> str:
    text = formats.money(loss.expected, company, signed=True)
    if loss.low is None or loss.high is None:
        return text
    likely = likely_range(loss.low, loss.high, company)
    return text if likely is None else _("{amount} (likely {likely})").format(amount=text, likely=likely)


def _shares(found: CompetitorMove) -> str:
    text = _("Share of voice falls from {before} to {after}").format(
        before=formats.share(found.before.voice_of_year), after=formats.share(found.after.voice_of_year)
    )
    if found.multiple < 1:
        text = _("Share of voice rises from {before} to {after}").format(
            before=formats.share(found.before.voice_of_year), after=formats.share(found.after.voice_of_year)
        )
    if found.share_after is not None:
        text += _(", share of market from {before} to {after}").format(
            before=formats.share(found.before.share_of_year, digits=2),
            after=formats.share(found.share_after, digits=2),
        )
    if found.drift is not None:
        text += _("; the rule of thumb of excess voice says {drift} a year").format(
            drift=formats.points(found.drift, digits=2)
        )
    return _("{text}.").format(text=text)
