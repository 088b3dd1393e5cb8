"""`planner-book/1`: the plan book and a campaign's details as JSON, checked on the way in.

The frozen values of the domain are the schema: pydantic builds them, and they check themselves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from planner.documents.reading import checked
from planner.domain.errors import BadDocument, say
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignDetails

FORMAT = "planner-book/1"


def read_book(value: object) -> PlanBook:
    """A parsed JSON value as a plan book; {} is an empty one. Raises BadDocument naming the fault."""
    if value == {}:
        return PlanBook()
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BadDocument(say('The plan book is no document of format "{format}".', format=FORMAT))
    return checked(_books().validate_python, value, "Plan book")


def book_document(book: PlanBook) -> dict[str, Any]:
    """The document of `book`; reading it back gives an equal book. An empty one is {}."""
    if book.is_empty:
        return {}
    return {"format": FORMAT, **_books().dump_python(book, mode="json")}


def rows_document(part: str, rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of the book's list `part` as plain JSON values."""
    document = _books().dump_python(PlanBook(**{part: rows}), mode="json")
    return list(document[part])


def read_rows(part: str, value: object) -> tuple[Any, ...]:
    """What `rows_document` made, as rows of the list `part` again."""
    return tuple(getattr(checked(_books().validate_python, {part: value}, "Plan book"), part))


def read_details(value: object) -> CampaignDetails:
    """A parsed JSON value as a campaign's details; {} is a plain campaign. Raises BadDocument."""
    return CampaignDetails() if value == {} else checked(_details().validate_python, value, "Campaign")


def details_document(details: CampaignDetails) -> dict[str, Any]:
    """The document of `details`; reading it back gives equal details. Those of a plain campaign are {}."""
    if details == CampaignDetails():
        return {}
    document: dict[str, Any] = _details().dump_python(details, mode="json")
    return document


@lru_cache(maxsize=1)
def _books() -> TypeAdapter[PlanBook]:
    return TypeAdapter(PlanBook)


@lru_cache(maxsize=1)
def _details() -> TypeAdapter[CampaignDetails]:
    return TypeAdapter(CampaignDetails)
