"""The answer document: an optimiser's answer as JSON."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import Horizon
from planner.domain.money import FloatArray

FORMAT = "planner-answer/1"


class Answered(Protocol):
    """What an answer carries; `planner.plan.answer.Answer` is one. Documents know the domain only."""

    @property
    def channels(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def horizon(self) -> Horizon: ...  # noqa: D102
    @property
    def allocation(self) -> FloatArray: ...  # noqa: D102
    @property
    def outcome(self) -> float: ...  # noqa: D102
    @property
    def in_year(self) -> float: ...  # noqa: D102
    @property
    def full(self) -> float: ...  # noqa: D102
    @property
    def figure(self) -> float: ...  # noqa: D102
    @property
    def bound(self) -> float | None: ...  # noqa: D102
    @property
    def gap(self) -> float | None: ...  # noqa: D102
    @property
    def binding(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def marginal(self) -> FloatArray: ...  # noqa: D102
    @property
    def marginal_cells(self) -> FloatArray: ...  # noqa: D102
    @property
    def beyond_seen(self) -> NDArray[np.bool_]: ...  # noqa: D102
    @property
    def stopped_by(self) -> str: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    @property
    def started_from(self) -> float | None: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def spend(self) -> float: ...  # noqa: D102


def answer_document(answer: Answered) -> dict[str, Any]:
    """Money in currency units, `allocation` and `marginal` by channel name."""

    def by_channel(values: NDArray[Any]) -> dict[str, Any]:
        return dict(zip(answer.channels, values.tolist(), strict=True))

    return {
        "format": FORMAT,
        "periods": list(answer.horizon.labels),
        "allocation": by_channel(answer.allocation),
        "outcome": {
            "revenue": answer.outcome,
            "in_year": answer.in_year,
            "full": answer.full,
            "spend": answer.spend,
            "figure": answer.figure,
            **({} if answer.started_from is None else {"current": answer.started_from}),
        },
        "bound": answer.bound,
        "gap": answer.gap,
        "binding": list(answer.binding),
        "marginal": by_channel(answer.marginal),
        "marginal_by_period": by_channel(answer.marginal_cells),
        "beyond_seen": by_channel(answer.beyond_seen),
        "stopped_by": answer.stopped_by,
        "seconds": answer.seconds,
        "notes": list(answer.notes),
    }
