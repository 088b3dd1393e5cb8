"""What all tests share."""

import os

# As `planner/__main__.py` does, before numpy is loaded: one thread is faster for small matrices.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")
