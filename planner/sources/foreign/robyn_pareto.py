"""The pareto_*.csv that Robyn leaves beside a model: hyperparameters, coefficients, baseline, and a check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.errors import BadFile, say
from planner.sources.foreign.tables import Columns, read_columns

TABLES = {
    "hyper": "pareto_hyperparameters.csv",
    "totals": "pareto_aggregated.csv",
    "decomposed": "pareto_alldecomp_matrix.csv",
    "transformed": "pareto_media_transform_matrix.csv",
}


@dataclass(frozen=True, eq=False)
class Pareto:
    """Rows of one solution in each table that is there."""

    solution: str
    hyper: Columns | None = None
    totals: Columns | None = None
    decomposed: Columns | None = None
    transformed: Columns | None = None

    def inflexion(self, channel: str) -> float | None:
        """The half-saturation that Robyn itself wrote (3.12 on), None where it did not."""
        return self.hyperparameter(f"{channel}_inflexion")

    def hyperparameter(self, column: str) -> float | None:
        """A hyperparameter's value, None where the table lacks it."""
        if self.hyper is None or column not in self.hyper:
            return None
        value = float(self.hyper.known(column)[0])
        return value if np.isfinite(value) else None

    def media(self, kind: str) -> Columns | None:
        """Rows of the transformed media of that type, None where there are none."""
        if self.transformed is None:
            return None
        rows = self.transformed.where("type", kind)
        return rows if len(rows) else None


def read_pareto(files: Mapping[str, bytes], solution: str) -> Pareto:
    """The tables among `files`, cut to `solution`; "" takes the only one. Raises BadFile."""
    tables = {part: read_columns(files[name], name) for part, name in TABLES.items() if name in files}
    if not solution:
        solution = _only_solution(tables)
    found: dict[str, Columns] = {}
    for part, table in tables.items():
        rows = table.where("solID", solution)
        if not len(rows):
            raise BadFile(
                say(
                    '"{name}" has no rows of the model {solution}: the files are of two runs.',
                    name=table.name,
                    solution=solution,
                )
            )
        found[part] = rows
    return Pareto(solution, **found)


def _only_solution(tables: Mapping[str, Columns]) -> str:
    source = tables.get("hyper") or next(iter(tables.values()), None)
    if source is None:
        return ""
    known = sorted(set(source.texts("solID")))
    if len(known) != 1:
        raise BadFile(
            say(
                '"{name}" holds {count} models ({names}, ...). Add the RobynModel-*.json of the one '
                "you chose.",
                name=source.name,
                count=len(known),
                names=", ".join(known[:4]),
            ),
            reason="many_models",
        )
    return known[0]
