"""The context strip: whose numbers, which version, compared with what, in which reading."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

import streamlit as st

from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.forecast import Measure
from planner.domain.response_model import ResponseModel
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.library import VersionInfo
from planner.ui import before_fit, cached, components, downloads, navigation, present, state

T = TypeVar("T")
START = "+"
"""What the choice of a company holds for one of the reader's own that is not there yet; no company's slug."""
STARTS = "_starts"
LAST_YEAR = 0
"""What "compared with" holds for last year's own figures; versions count from 1."""


@dataclass(frozen=True, eq=False)
class Context:
    """What the strip says; pages read it and ask for nothing twice.

    version_id, compared_id  what is on screen and what it is compared with: a version, or LAST_YEAR
    """

    slug: str
    company: Company
    settings: int
    versions: tuple[VersionInfo, ...]
    year: int
    version_id: int | None
    compared_id: int | None
    measure: Measure
    with_margins: bool

    def info(self, version_id: int) -> VersionInfo:
        """The listed version of that id."""
        return next(info for info in self.versions if info.id == version_id)

    def version(self, version_id: int | None = None) -> PlanVersion:
        """A version in full; the one on screen by default."""
        info = self.info(version_id or self._shown())
        return self.once(
            ("version", info.id), lambda: cached.version(self.slug, info.id, info.revision, self.settings)
        )

    def model(self) -> ResponseModel:
        """The compiled curves of the version on screen."""
        info = self.info(self._shown())
        return self.once("model", lambda: cached.model(self.slug, self.settings, info.id, info.revision))

    def evaluation(self, version_id: int | None = None) -> Evaluation:
        """Forecast and figures of a version; the one on screen by default."""
        info = self.info(version_id or self._shown())
        return self.once(
            ("evaluation", info.id),
            lambda: cached.evaluation(self.slug, self.settings, info.id, info.revision),
        )

    def once(self, what: Hashable, look_up: Callable[[], T]) -> T:
        """What `look_up` finds, looked up once: what the strip listed does not change under a page."""
        known: dict[Hashable, T] = self.__dict__.setdefault("_looked_up", {})
        if what not in known:
            known[what] = look_up()
        return known[what]

    def _shown(self) -> int:
        if self.version_id is None:
            raise LookupError("no version is on screen")
        return self.version_id


def strip(*, plans: bool = True, compare: bool = True, presents: bool = False) -> Context:
    """Draw the strip and answer what it says.

    plans     choose a version (planning pages); else a year (pages that follow the year in flight)
    compare   offer what to compare with
    presents  the page has an answer to put on the wall
    """
    navigation.enter()
    slug = _workspace()
    company, settings = cached.company(slug)
    state.stands_in(company.signers[0].name if company.signers else None)
    versions = tuple(state.store().versions(slug))
    last = _last_actual(slug)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="strip"):
        if company.is_sample:
            st.badge(_("Sample"), icon=":material/science:", color="blue")
        _company_choice(slug)
        version_id = _version_choice(versions) if plans else None
        year = next((v.year for v in versions if v.id == version_id), None) or _year_choice(
            versions, plans, company.year_of(last) if last else None
        )
        compared = _compared_choice(versions, version_id) if plans and compare and version_id else None
        measure: Measure = _measure_choice() if plans else "in_year"
        with_margins = not _margins_hidden()
        downloads.menu(slug, versions, version_id, year, with_margins)
        if presents:
            present.button()
        basis = formats.basis_label(company)
        told = basis
        if last:
            told += f"  ·  {_('actuals to {month}').format(month=formats.month_label(last))}"
        st.caption(told, width="content")
    if text := state.said():
        st.toast(text, icon=":material/check:")
    if version_id is not None:
        before_fit.note(slug, next(v for v in versions if v.id == version_id))
    return Context(slug, company, settings, versions, year, version_id, compared, measure, with_margins)


def version_label(info: VersionInfo) -> str:
    """ "2027 · Draft 2027", with its status where that is not plain."""
    status = {
        VersionStatus.APPROVED: _("approved"),
        VersionStatus.SUPERSEDED: _("superseded"),
        VersionStatus.SUBMITTED: _("submitted"),
    }.get(info.status)
    name = f"{_('Scenario')}: {info.name}" if info.kind is VersionKind.SCENARIO else info.name
    named = name if str(info.year) in info.name else f"{info.year} · {name}"
    return f"{named} ({status})" if status else named


def _workspace() -> str:
    known = {w.slug: w.name for w in state.store().workspaces()}
    chosen, gone = state.remembered("company"), False
    if chosen is not None and known and chosen not in known:
        gone, chosen = True, None
    usual = "sample" if "sample" in known else next(iter(known), None)
    chosen = chosen or usual
    if chosen is None:
        st.info(_("No company yet. Load the sample with `make run`, or start your own in Setup."))
        state.stop()
    if gone:
        st.toast(_("The company in that link is not here; showing {name}.").format(name=known[chosen]))
    state.remember("company", chosen, usual=usual)
    return chosen


def _company_choice(slug: str) -> None:
    names = {w.slug: w.name for w in state.store().workspaces()}
    key = f"company_{slug}"

    def start() -> None:
        if st.session_state[key] == START:
            st.session_state[key] = slug
            st.session_state[STARTS] = True

    picked = st.selectbox(
        _("Company"),
        [*names, START],
        index=list(names).index(slug),
        format_func=lambda s: names.get(s) or f"{_('Start my company')} …",
        label_visibility="collapsed",
        key=key,
        on_change=start,
        width=width_of(names[slug]),
    )
    if st.session_state.pop(STARTS, False):
        state.remember("setup_view", "start")
        st.switch_page("pages/setup.py")
    if picked != slug:
        for choice in ("plan", "vs", "year", "sandbox"):
            state.remember(choice, None)
        state.remember("company", picked)
        st.rerun()


def _version_choice(versions: tuple[VersionInfo, ...]) -> int | None:
    shown = [v for v in versions if v.status is not VersionStatus.SUPERSEDED] or list(versions)
    if not shown:
        return None
    wanted = state.remembered("plan")
    ids = [v.id for v in shown]
    usual = _default_version(shown)
    moved = _moved()
    default = moved if moved in ids else usual
    if wanted is not None and (not wanted.isdecimal() or int(wanted) not in ids):
        opened = version_label(next(v for v in shown if v.id == default))
        st.toast(_("The plan in that link does not exist any more; showing {plan}.").format(plan=opened))
        wanted = None
    chosen = int(wanted) if wanted else default
    picked = st.selectbox(
        _("Plan"),
        ids,
        index=ids.index(chosen),
        format_func=lambda i: version_label(next(v for v in shown if v.id == i)),
        label_visibility="collapsed",
        key=f"plan_{chosen}_{len(ids)}_{_statuses(shown)}",
        width=width_of(version_label(next(v for v in shown if v.id == chosen))),
    )
    state.remember("plan", str(picked), usual=str(usual))
    if picked != chosen:
        st.rerun()
    return picked


def _statuses(versions: Sequence[VersionInfo]) -> str:
    """The statuses in the labels of a choice, for its key: a browser keeps the label of a choice it knows."""
    return "".join(info.status.value[:3] for info in versions)


def _moved() -> int | None:
    """The version that the moves in a link just opened are made on."""
    if not state.remembered("sandbox"):
        return None
    from planner.ui import sandbox  # noqa: PLC0415 - brings the solver along, which Home does not need

    return sandbox.linked()


def _default_version(versions: list[VersionInfo]) -> int:
    """What a page opens on where nobody chose: of the newest planned year the latest budget that can still
    change, else the approved plan. A scenario is a try-out: never, unless there is nothing else.
    """

    def rank(info: VersionInfo) -> tuple[int, bool, bool, int]:
        changes = info.status in (VersionStatus.DRAFT, VersionStatus.SUBMITTED)
        draft, approved = changes and info.kind is VersionKind.BUDGET, info.status is VersionStatus.APPROVED
        return info.year, draft, approved, info.id

    plans = [v for v in versions if v.kind is not VersionKind.SCENARIO]
    return max(plans or versions, key=rank).id


def _year_choice(versions: tuple[VersionInfo, ...], plans: bool, in_flight: int | None) -> int:
    """The year that actuals come in for, else the latest with an approved plan, unless another was chosen."""
    approved = sorted({v.year for v in versions if v.status is VersionStatus.APPROVED})
    known = sorted({v.year for v in versions})
    wanted = state.remembered("year")
    if not known:
        return Month.of(_today()).year
    usual = in_flight if in_flight in known else (approved or known)[-1]
    year = usual
    if wanted and wanted.isdecimal() and len(wanted) < 6 and int(wanted) in known:
        year = int(wanted)
    elif wanted is not None:
        st.toast(_("There is no plan for the year in that link; showing {year}.").format(year=year))
        state.remember("year", None)
    if plans:
        return year
    picked = st.selectbox(
        _("Year"),
        known,
        index=known.index(year),
        label_visibility="collapsed",
        key=f"year_{year}",
        width=110,
    )
    state.remember("year", str(picked), usual=str(usual))
    if picked != year:
        st.rerun()
    return picked


def _compared_choice(versions: tuple[VersionInfo, ...], version_id: int) -> int | None:
    shown = next(v for v in versions if v.id == version_id)
    others = [*(v.id for v in versions if v.id != version_id), LAST_YEAR]
    wanted = state.remembered("vs")
    approved = [v for v in versions if v.status is VersionStatus.APPROVED and v.id != version_id]
    default = max(approved, key=lambda v: (v.year == shown.year, v.year)).id if approved else others[0]
    chosen = int(wanted) if wanted and wanted.isdecimal() and int(wanted) in others else default

    def words(option: int) -> str:
        if option == LAST_YEAR:
            return _("vs last year, {year}").format(year=shown.year - 1)
        return _("vs {version}").format(version=named(option))

    def named(option: int) -> str:
        return version_label(next(v for v in versions if v.id == option))

    if wanted is not None and not (wanted.isdecimal() and int(wanted) in (*others, version_id)):
        text = _("What that link compares with does not exist any more; showing {plan}.")
        st.toast(text.format(plan=named(chosen)))
    picked = st.selectbox(
        _("Compared with"),
        others,
        index=others.index(chosen),
        format_func=words,
        label_visibility="collapsed",
        key=f"vs_{version_id}_{chosen}_{len(others)}_{_statuses(versions)}",
        width=width_of(words(chosen)),
    )
    state.remember("vs", str(picked), usual=str(default))
    return picked


def width_of(label: str) -> int:
    """Pixels of a choice that shows `label` uncut; an ideograph is twice as wide as a letter."""
    letters = sum(14 if letter > "\u2e80" else 7.6 if letter > "\u024f" else 6.8 for letter in label)
    return max(130, min(340, 50 + round(letters)))


def _margins_hidden() -> bool:
    """The switch that takes margin and profit off screens, links and files; it stays in the link."""
    control, kept = "margins_hidden", state.remembered("margins") == "hidden"
    if st.session_state.get(control) != kept:
        st.session_state[control] = kept
    st.toggle(
        _("Hide margins"),
        key=control,
        on_change=lambda: state.remember("margins", "hidden" if st.session_state[control] else None),
    )
    state.remember("margins", "hidden" if kept else None)
    return kept


def _measure_choice() -> Measure:
    words = {"in_year": _("In-year"), "full": _("Full effect")}
    return "full" if components.view("horizon", words, _("Horizon")) == "full" else "in_year"


def _last_actual(slug: str) -> Month | None:
    """The last month that any file taken over speaks of."""
    last = max((b.last_month for b in state.store().batches(slug) if not b.is_undone), default=None)
    return Month.parse(last) if last else None


def _today() -> date:
    return datetime.now(UTC).date()
