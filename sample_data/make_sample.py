"""Make the sample company's files, the same bytes every time: `python sample_data/make_sample.py`.

The economy is fictional. Its response parameters are the truth for planning (`curves.json`); the weekly
history and its lift tests come from weekly equivalents of the same economy, and the 2026 actuals from
the monthly curves bent by the year's story, so that variance, bridge and outlook have something true to say.
`sample_data/fit_sample.py` then fits curves to that history.
"""

# ruff: noqa: E402 - the project's folder is made known first, so that the script runs from anywhere

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import numpy as np

from planner.documents.company import company_document
from planner.documents.curves import curves_document
from planner.documents.reading import json_bytes, write_whole
from sample_data.making.company import make_company, make_curves
from sample_data.making.economy import LAST_MONTH, NAME
from sample_data.making.history import history_csv, make_weeks
from sample_data.making.lift_tests import experiments_csv
from sample_data.making.spend import months_spent, plan_2026, plan_2027, spend_2026, spend_of
from sample_data.making.story import QUIET, happened, story_2026
from sample_data.making.workbooks import write_actuals_2025, write_actuals_2026, write_plan


def readable_json(value: object) -> bytes:
    """JSON with innermost lists and objects on one line each, for people who open the file."""
    text = json_bytes(value).decode()
    flat = re.sub(
        r"([\[{])\n\s*([^\[\]{}]*?)\n\s*([\]}])", lambda m: m[1] + " ".join(m[2].split()) + m[3], text
    )
    return flat.encode()


def main() -> None:
    """Write the sample files beside this script."""
    plan, draft = plan_2026(), plan_2027()
    spent = {2023: spend_of(2023, 0.93), 2024: spend_of(2024, 0.96), 2025: spend_of(2025, 1.0)}
    spent[2026] = spend_2026(plan)
    months = months_spent(spent)
    curves = make_curves(np.array(list(months.values())[1:]).T)
    company = make_company(curves)
    story = story_2026()
    weeks = make_weeks(curves, months, story)

    write_whole(HERE / "curves.json", readable_json(curves_document(curves)))
    write_whole(HERE / "company.json", readable_json(company_document(company)))
    write_whole(HERE / "history_weekly.csv", history_csv(weeks))
    write_whole(HERE / "experiments.csv", experiments_csv(weeks))
    basis = "Working media, USD, net of VAT; spend by channel and month"
    write_plan(HERE / "plan_2026.xlsx", f"{NAME}: approved media budget 2026", basis, 2026, plan)
    write_plan(HERE / "plan_2027.xlsx", f"{NAME}: draft media budget 2027", basis, 2027, draft)
    write_actuals_2025(HERE / "actuals_2025.xlsx", happened(curves, company, 2025, spent[2025], QUIET))
    write_actuals_2026(
        HERE / "actuals_2026.xlsx", happened(curves, company, 2026, spent[2026], story), LAST_MONTH.number
    )


if __name__ == "__main__":
    main()
