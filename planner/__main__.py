"""`python -m planner COMMAND`."""

import os
import sys

# Before numpy is loaded. Our matrices are small: threads of linear algebra wait for one another longer than
# they work, most of all beside other programs (a fit: 13 CPU seconds with two threads, 3 with one).
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

from planner.cli import main  # noqa: E402 - see above

if __name__ == "__main__":
    sys.exit(main())
