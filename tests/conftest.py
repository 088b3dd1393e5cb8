"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# As `planner/__main__.py` does, before numpy is loaded: one thread is faster for small matrices.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

# No deadline for an example: a machine with other work is no finding. `make soak` looks for longer.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile("soak", max_examples=500, deadline=None)
settings.load_profile("soak" if os.environ.get("PLANNER_SOAK") else "usual")

SAMPLE = Path(__file__).resolve().parents[1] / "sample_data"


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file holding the sample company, to be copied by whoever writes in it."""
    # Not above: tests of one room start without the whole planner.
    from planner.services.library import Store  # noqa: PLC0415
    from planner.services.sample import load_sample  # noqa: PLC0415
    from planner.storage.database import Database  # noqa: PLC0415

    file = tmp_path_factory.mktemp("loaded") / "planner.db"
    store = Store(Database(f"sqlite:///{file}"))
    load_sample(store, SAMPLE)
    store.close()
    return file
