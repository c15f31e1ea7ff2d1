# Every target works on a fresh machine with Python 3.11+ and make: .venv is made from the lock
# first, and brought up to date only when the lock or pyproject.toml has changed.
PYTHON ?= python3
JOBS ?= 2
# Which tests: make test ARGS="tests/quantity -k unit"
ARGS ?=
ROUNDS ?= 10
PORT ?= 3000
# Which pins to move: make lock UPGRADE=--upgrade, or UPGRADE="--upgrade-package pandas"
UPGRADE ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test fuzz lint bench dagster docs lock clean help

run: $(READY)  ## extract, audit and publish every report in raw/ into curated/
	@$(BIN)/python -m pipelines.run

test: $(READY)  ## run every test and doctest on JOBS processes
	@$(BIN)/pytest --no-header -n $(JOBS) $(ARGS)

fuzz: $(READY)  ## look ROUNDS times for inputs that break a law, others each time
	@for round in $$(seq $(ROUNDS)); do \
		$(BIN)/pytest --no-header -q -n $(JOBS) --hypothesis-profile fuzz tests/laws tests/read/test_fuzz.py || exit 1; \
	done

lint: $(READY)  ## check style, format, types and layers
	@echo "ruff check"
	@$(BIN)/ruff check --quiet --output-format concise
	@echo "ruff format --check"
	@$(BIN)/ruff format --check --quiet || { $(BIN)/ruff format --check; exit 1; }
	@echo "mypy --strict"
	@$(BIN)/mypy --no-error-summary
	@echo "lint-imports"
	@report=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$report"; exit 1; }

bench: $(READY)  ## run the benchmarks, each with a peer beside it
	@$(BIN)/pytest bench --no-header -q -n 0 --benchmark-only $(ARGS)

dagster: $(READY)  ## open Dagster's interface with sensor and schedule, on PORT
	@$(BIN)/python -c 'from pathlib import Path; from pipelines.run import prepare_home; prepare_home(Path(".dagster"))'
	@DAGSTER_HOME=$(CURDIR)/.dagster VIRTUAL_ENV=$(CURDIR)/$(VENV) PATH="$(CURDIR)/$(BIN):$$PATH" \
		exec $(BIN)/dg dev --no-check-yaml --port $(PORT)

docs: $(READY)  ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "site/index.html"

lock: $(VENV)/.locked  ## resolve pyproject.toml into requirements.lock again
	@echo "writing requirements.lock"
	@UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet \
		--all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-strip-extras --no-emit-index-url $(UPGRADE) -o requirements.lock

clean:  ## remove caches and build artefacts; .venv, .dagster and curated/ stay
	@rm -rf build dist site .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -path ./$(VENV) -prune -o -type d -name __pycache__ -exec rm -rf {} +

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock | $(BIN)/python
	@echo "installing requirements.lock (a few minutes, 1.5 GB)"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

# The lock holds the build backend too, so that nothing is fetched here.
$(READY): $(VENV)/.locked pyproject.toml
	@echo "installing nstp-extract"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
