"""Setup, People: who signs plans."""

from __future__ import annotations

from planner.domain.signing import Right, Signer
from planner.services.library import Store
from tests.ui.conftest import Open

TABLE, SAVE = "setup_signers_sample_1_table", "setup_signers_sample_1_save"


def test_people_are_added_changed_and_taken_out(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="people")
    tab.session_state[TABLE] = {
        "edited_rows": {2: {"limit": 3_000_000}},
        "added_rows": [{"name": "Ivo Brandt", "title": "Board", "right": "prepare and review"}, {}],
        "deleted_rows": [1],
    }
    tab.button(SAVE).click().run()
    assert not tab.exception
    assert store.company("sample").signers == (
        Signer("Mara Lind", "CMO", Right.REVIEW),
        Signer("Tomas Weil", "Finance director", Right.APPROVE, 3_000_000),
        Signer("Helen Marsh", "CEO", Right.APPROVE),
        Signer("Ivo Brandt", "Board", Right.REVIEW),
    )


def test_a_limit_without_the_right_to_approve_is_refused(store: Store, open_page: Open) -> None:
    tab = open_page("setup", setup_view="people")
    tab.session_state[TABLE] = {
        "edited_rows": {0: {"limit": 5.0}},
        "added_rows": [],
        "deleted_rows": [],
    }
    tab.button(SAVE).click().run()
    assert '"Mara Lind" has a limit, but does not approve' in tab.error[0].value
    assert store.company_revision("sample") == 1
