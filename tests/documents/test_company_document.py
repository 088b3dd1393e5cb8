import json

import pytest

from planner.documents.company import company_document, read_company
from planner.documents.reading import json_bytes
from planner.domain.company import (
    Channel,
    Company,
    CostKind,
    CostLine,
    Customers,
    Ownership,
    Purpose,
    Thresholds,
)
from planner.domain.errors import BadDocument

FULL = Company(
    name="Harbour & Hearth",
    currency="EUR",
    unit="M",
    vat_basis="gross",
    first_month=4,
    margin=0.45,
    hurdle=1.2,
    customers=Customers(50_000, 0.68, 5_000, 3.0, 125.0, 0.08),
    channels=(
        Channel("TV", Ownership.PAID, Purpose.BRAND, "A", "CPM", 0.35),
        Channel("Email", Ownership.OWNED, direction="C", new_customer_share=0.05, archived=True),
    ),
    lines=(
        CostLine("Production", CostKind.PRODUCTION, amount=154_000.0),
        CostLine("Agency", CostKind.AGENCY, share_of_media=0.1),
    ),
    baselines={2027: (1.5,) * 12, 2026: tuple(float(i) for i in range(12))},
    thresholds=Thresholds(result_green=0.99),
    is_sample=True,
)


def through_json(company: Company) -> Company:
    return read_company(json.loads(json_bytes(company_document(company))))


def test_everything_setup_holds_survives_the_document() -> None:
    assert through_json(FULL) == FULL


def test_what_was_not_given_stays_not_given() -> None:
    bare = Company(name="New")
    document = company_document(bare)
    assert "margin" not in document
    assert "customers" not in document
    assert through_json(bare) == bare


def test_the_format_and_the_name_are_enough() -> None:
    assert read_company({"format": "planner-company/1", "name": "New", "colour": "red"}) == Company(
        name="New"
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "planner-company/9"}, "format"),
        ({"name": None}, "name"),
        ({"margin": 1.4}, "margin"),
        ({"margin": "half"}, "margin"),
        ({"baselines": {"2027": [1, 2, 3]}}, "2027 needs twelve"),
        ({"baselines": {"next": [1] * 12}}, "baselines.next"),
        ({"channels": [{"name": "TV"}, {"name": "TV"}]}, "stands twice"),
        ({"channels": [{"name": "TV", "ownership": "rented"}]}, "channels.0.ownership"),
        ({"lines": [{"name": "Agency", "kind": "agency"}]}, "either a yearly amount"),
        ({"customers": {"opening": 5}}, "customers.retention"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(BadDocument, match=says):
        read_company({"format": "planner-company/1", "name": "New", **change})


@pytest.mark.parametrize("value", [None, [], "company", 3])
def test_something_else_than_a_document_is_refused(value: object) -> None:
    with pytest.raises(BadDocument, match="Company document"):
        read_company(value)
