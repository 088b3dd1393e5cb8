"""Reading and pressing in a tab run by AppTest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete
from streamlit.testing.v1 import AppTest

from planner.domain.budget_plan import PlanVersion
from planner.plan.evaluation import Evaluation, evaluate_version
from planner.services.library import Store
from planner.storage.models import CurveSetRow

Open = Callable[..., AppTest]


def shown(tab: AppTest) -> AppTest:
    """The tab after a run that must not have failed."""
    tab.run()
    assert not tab.exception, tab.exception[0].value
    return tab


def press(tab: AppTest, label: str) -> AppTest:
    """Press the first button of that label."""
    button(tab, label).click()
    return shown(tab)


def button(tab: AppTest, label: str) -> Any:
    return next(found for found in tab.button if found.label == label)


def labels(tab: AppTest) -> list[str]:
    """Labels of all buttons on screen."""
    return [found.label for found in tab.button]


def words(tab: AppTest) -> str:
    """All that is said outside tables, charts and tiles."""
    said = [*tab.subheader, *tab.markdown, *tab.caption, *tab.toast]
    said += [*tab.error, *tab.warning, *tab.info, *tab.success]
    return re.sub(r"\\(.)", r"\1", "\n".join(str(text.value) for text in said))


def tiles(tab: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in tab.metric}


def in_url(tab: AppTest, key: str) -> str:
    """What the URL says of a choice; nothing where it is the usual one."""
    found = tab.query_params.get(key, "")
    return found if isinstance(found, str) else found[0]


def chosen(tab: AppTest, label: str) -> str:
    """What a select box of the strip stands at: the version's number of "Plan" and "Compared with"."""
    return str(next(box.value for box in tab.selectbox if box.label == label))


def evaluation(store: Store, version: PlanVersion) -> Evaluation:
    """What the one evaluation says of a version's money."""
    return evaluate_version(store.company("sample"), store.curves("sample", version.curves_id), version)


def without_evidence(store: Store) -> Store:
    """The sample before anybody measured: no lift test, no fit beside the curves of its plans."""
    for kept in store.experiments("sample"):
        store.remove_experiment("sample", kept.id, "Ann")
    with store.database.writing() as session:
        session.execute(delete(CurveSetRow).where(CurveSetRow.source.startswith("fit:")))
    return store


def draft_of(store: Store) -> PlanVersion:
    """The sample's draft of 2027."""
    found = store.latest_draft("sample", 2027)
    assert found is not None
    return found
