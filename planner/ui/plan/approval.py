"""The approval bar: how far the version has come, who signed it, and the one or two things to do with it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count

import streamlit as st

from planner.domain.allocation import balance
from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.company import all_marketing
from planner.domain.errors import PlannerError
from planner.domain.signing import NotAllowed, Signatures, Step
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.services import approvals
from planner.ui import components, once, state
from planner.ui.context import Context
from planner.ui.plan import changelog, editing, signatures

LONGEST_NAME = 120
COLOURS = {
    VersionStatus.DRAFT: "orange",
    VersionStatus.SUBMITTED: "blue",
    VersionStatus.APPROVED: "green",
    VersionStatus.SUPERSEDED: "gray",
}


def bar(context: Context) -> None:
    """Name, status, total, signatures and actions of the version on screen."""
    version = context.version()
    words = {
        VersionStatus.DRAFT: _("Draft"),
        VersionStatus.SUBMITTED: _("Submitted"),
        VersionStatus.APPROVED: _("Approved"),
        VersionStatus.SUPERSEDED: _("Superseded"),
    }
    revenue = context.evaluation().figures["revenue"].value
    assert version.id is not None
    signed = approvals.signatures(state.store().trail(context.slug, version.id))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(
            _("{name}: {media} working media brings {revenue} revenue").format(
                name=version.name,
                media=formats.money(version.grid.total, context.company),
                revenue=formats.money(revenue, context.company),
            ),
            width="content",
        )
        st.badge(words[version.status], color=COLOURS[version.status])  # type: ignore[arg-type]
        _actions(context, version)
        changelog.button(context, version)
    _signed_line(context, version, signed)
    _asked(context, version)


def _actions(context: Context, version: PlanVersion) -> None:
    if version.kind is VersionKind.SCENARIO:
        _act(
            _("Promote to draft"),
            lambda: _new_draft(context, version, _("{name}, draft").format(name=version.name)),
            _("A draft of the year with this scenario's money"),
        )
    elif version.status is VersionStatus.DRAFT:
        _step(context, version, Step.SUBMIT, _("Submit"), _("Message to those who review and approve"))
    elif version.status is VersionStatus.SUBMITTED:
        _step(context, version, Step.REVIEW, _("Review"), _("Remark"))
        _step(context, version, Step.APPROVE, _("Approve"), _("Remark"))
        _step(context, version, Step.SEND_BACK, _("Send back"), _("Why does it go back?"))
    else:
        with st.popover(_("Request a change"), help=_("An approved plan never changes; a new draft asks to")):
            _request_form(context, version)


def _step(context: Context, version: PlanVersion, step: Step, label: str, asked: str) -> None:
    """A step with its reason, in two clicks; one that may not be taken is said instead of offered."""
    # Another key once the step was taken: an open popover would stay and turn into the next step's.
    with st.popover(label, key=f"step_{step}_{version.id}_{version.revision}_{version.status}"):
        _acting(context, str(step))
        total = all_marketing(version.grid.total, version.lines)
        st.markdown(
            _("{name}: {total} of marketing, {media} of it working media.").format(
                name=version.name,
                total=formats.money(total, context.company),
                media=formats.money(version.grid.total, context.company),
            )
        )
        if step is Step.SUBMIT:
            _approvers(context, total)
            _overrun(context, version)
        reason = st.text_area(asked, key=f"reason_{step}_{version.id}_{version.revision}", max_chars=1000)
        if step is Step.SUBMIT and editing.unsaved(context):
            st.warning(
                _("Some edits on this page are not saved. Save or discard them, then submit."),
                icon=":material/edit:",
            )
        refused = _refused(context, version, step)
        if refused:
            st.caption(f":material/block: {refused}")
        if st.button(label, type="primary", key=f"take_{step}", disabled=bool(refused)):
            _take(context, version, step, reason)


def _approvers(context: Context, total: float) -> None:
    """Who may approve that much, other than the person who submits."""
    signers = context.company.signers
    names = [s.name for s in signers if s.approves(total) and (s.name != state.who() or len(signers) == 1)]
    if names:
        st.caption(_("May approve it: {names}.").format(names=components.escape(", ".join(names))))
    elif signers:
        st.warning(
            _("Nobody else may approve this much. Raise a limit in Setup, or let another submit it."),
            icon=":material/warning:",
        )


def _overrun(context: Context, version: PlanVersion) -> None:
    """Say that campaigns hold more than the budget that is about to be submitted."""
    found = balance(version.grid, version.campaigns)
    if found.over:
        st.warning(
            components.escape(
                _("Campaigns hold {amount} more than their months, on {channels}.").format(
                    amount=formats.money(found.over / 100, context.company),
                    channels=", ".join(found.over_channels),
                )
            ),
            icon=":material/warning:",
        )


def _refused(context: Context, version: PlanVersion, step: Step) -> str:
    """Why this person may not take the step, whatever they write; "" where they may."""
    try:
        approvals.allowed(
            state.store(), context.slug, context.company, version, step, state.who(), reason="given"
        )
    except NotAllowed as problem:
        return told(problem)
    return ""


def _take(context: Context, version: PlanVersion, step: Step, reason: str) -> None:
    if step is Step.SUBMIT and editing.unsaved(context):
        return  # said above; the edits stay
    try:
        approvals.take(state.store(), context.slug, version, step, state.who(), reason)
    except PlannerError as problem:
        st.error(told(problem))
        return
    said = {
        Step.SUBMIT: _("Submitted"),
        Step.REVIEW: _("Reviewed"),
        Step.APPROVE: _("Approved"),
        Step.SEND_BACK: _("Sent back"),
    }
    state.say_after_rerun(said[step])
    st.rerun()


def _acting(context: Context, where: str) -> None:
    """Who acts: one of the people of Setup, or whoever the change log names."""
    names = [signer.name for signer in context.company.signers]
    if not names:
        st.caption(
            _("{who} acts. Nobody is named in Setup, People: anybody may review and approve.").format(
                who=components.escape(state.who())
            )
        )
        return
    titles = {signer.name: signer.title for signer in context.company.signers}
    now = state.who()
    shown = names if now in names else [now, *names]
    key = f"acting_{where}_{now}"
    st.selectbox(
        _("You act as"),
        shown,
        index=shown.index(now),
        format_func=lambda name: f"{name}, {titles[name]}" if titles.get(name) else name,
        key=key,
        on_change=lambda: state.remember("who", st.session_state[key]),
    )
    if len(names) == 1:
        st.caption(_("One person signs for this company: prepared and approved by the same hand."))


def _signed_line(context: Context, version: PlanVersion, signed: Signatures) -> None:
    """Who prepared, reviewed and approved; or why the plan came back."""
    if signed.sent_back is not None and version.status is VersionStatus.DRAFT:
        st.info(
            _("{who} sent this plan back on {day}: {reason}").format(
                who=components.escape(signatures.named(context.company, signed.sent_back)),
                day=formats.day_label(signed.sent_back.at.date()),
                reason=components.escape(signed.sent_back.reason),
            ),
            icon=":material/undo:",
        )
        return
    if said := signatures.words(context.company, signed):
        st.caption(components.escape(said))


def _asked(context: Context, version: PlanVersion) -> None:
    """What a change request changes, until it is approved."""
    if version.status not in (VersionStatus.DRAFT, VersionStatus.SUBMITTED):
        return
    base = approvals.request_base(state.store(), context.slug, version)
    if base is None:
        return
    more = version.grid.total - base.grid.total
    kind = _("Supplement") if more > 0 else _("Reduction") if more < 0 else _("Adjustment")
    old, new = base.grid.by_channel(), version.grid.by_channel()
    moves = [(n, new.get(n, 0.0) - old.get(n, 0.0)) for n in dict.fromkeys((*old, *new))]
    moves = sorted((m for m in moves if m[1]), key=lambda m: -abs(m[1]))
    told_moves = ", ".join(f"{n} {formats.money(v, context.company, signed=True)}" for n, v in moves[:5])
    if len(moves) > 5:
        told_moves += _(" and {count} more").format(count=len(moves) - 5)
    st.caption(
        components.escape(
            _("{kind} to {plan}: {total} in all; {moves}. Reason: {reason}").format(
                kind=kind,
                plan=base.name,
                total=formats.money(more, context.company, signed=True),
                moves=told_moves or _("no channel changed yet"),
                reason=version.reason or _("none given"),
            )
        )
    )


def _request_form(context: Context, version: PlanVersion) -> None:
    _acting(context, "request")
    with st.form("request_change", border=False):
        reason = st.text_area(_("Why should the approved plan change?"), max_chars=1000)
        st.caption(_("Makes a draft with the approved money. It says what it changes, and goes to approval."))
        if st.form_submit_button(_("Start the request"), type="primary"):
            name = _("{name}, change").format(name=version.name)
            taken = {info.name for info in context.versions if info.year == version.year}
            try:
                draft = once.once(
                    ("request", context.slug, version.id, reason),
                    lambda: approvals.request_change(
                        state.store(), context.slug, version, free_name(name, taken), reason, state.who()
                    ),
                )
            except PlannerError as problem:
                st.error(told(problem))
                return
            _show(draft)
            st.rerun()


def _act(label: str, action: Callable[[], None], why: str | None = None) -> None:
    if not st.button(label, help=why):
        return
    try:
        action()
    except PlannerError as problem:
        st.error(told(problem))
        return
    st.rerun()


def _new_draft(context: Context, version: PlanVersion, name: str) -> None:
    assert version.id is not None
    name = free_name(name, {info.name for info in context.versions if info.year == version.year})
    base = version.id
    _show(
        once.once(
            ("promote", context.slug, base),
            lambda: state.store().new_draft_from(context.slug, base, name, version.year, state.who()),
        )
    )


def _show(draft: PlanVersion) -> None:
    state.remember("plan", str(draft.id))
    state.say_after_rerun(_("New draft “{name}”").format(name=draft.name))


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or with the next number behind it where that is taken."""
    numbers = (f" ({n})" if n > 1 else "" for n in count(1))
    return next(free for n in numbers if (free := name[: LONGEST_NAME - len(n)] + n) not in taken)
