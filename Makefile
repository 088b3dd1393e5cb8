# `make run` opens the app on the sample company; `make test` runs everything that must pass.
# Both do all set-up on a fresh machine: they need make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
BOTH_CORES := -n 2 --dist worksteal
# A browser on a busy machine can be slower than the test's patience. The summary names what needed a second try.
SECOND_TRY := --reruns 1 -rR
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: env run test check unit browser soak bench screenshots clean

env: $(VENV)/.ready
	@$(PY) -m planner load-sample

$(VENV)/.ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@touch $@

run: env
	@$(PY) -m planner serve

test: env tools check unit browser

check: env
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

unit: env
	$(PY) -m pytest -m "not browser" $(BOTH_CORES)

browser: env tools
	$(PY) -m pytest -m browser $(SECOND_TRY)

.PHONY: tools
tools:
	@sh tests/install_tools.sh

soak: env tools
	PLANNER_SOAK=1 $(PY) -m pytest -m "not browser" $(BOTH_CORES)

screenshots: env tools
	$(PY) -m tests.browser.screenshots

bench: env
	$(PY) -m bench

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
