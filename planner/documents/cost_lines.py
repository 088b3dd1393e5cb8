"""Cost lines as JSON, in and out: one shape in the company's document, a plan's and the database."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, FiniteFloat, TypeAdapter

from planner.documents.reading import checked
from planner.domain.company import CostKind, CostLine


class CostLinePart(BaseModel):
    """As documents hold a line; the line checks itself when it is made."""

    model_config = ConfigDict(extra="ignore")

    name: str
    kind: CostKind
    amount: FiniteFloat | None = None
    share_of_media: FiniteFloat | None = None

    def value(self) -> CostLine:
        """The line."""
        return CostLine(self.name, self.kind, self.amount, self.share_of_media)


def cost_lines_document(lines: Iterable[CostLine]) -> list[dict[str, Any]]:
    """Plain JSON values; reading them back gives equal lines."""
    return [_document(line) for line in lines]


def read_cost_lines(value: object) -> tuple[CostLine, ...]:
    """A parsed JSON list as cost lines. Raises BadDocument naming the field at fault."""
    return tuple(part.value() for part in checked(_parts().validate_python, value, "Cost lines"))


@lru_cache(maxsize=1)
def _parts() -> TypeAdapter[list[CostLinePart]]:
    return TypeAdapter(list[CostLinePart])


def _document(line: CostLine) -> dict[str, Any]:
    # Exactly one of the two is given; the other would only confuse whoever edits the file.
    by = {"amount": line.amount} if line.amount is not None else {"share_of_media": line.share_of_media}
    return {"name": line.name, "kind": line.kind.value, **by}
