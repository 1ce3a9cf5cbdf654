# Each target makes the environment it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS ?= 120

.PHONY: setup demo test check bench docs

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

setup: $(VENV)/.installed  ## create .venv and install everything

demo: setup  ## write the synthetic zone and run everything on it
	$(BIN)/patnav demo

test: setup  ## all tests, with the checks of style and structure
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: setup  ## style, types and structure alone
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

bench: setup  ## seconds and peak memory, ours beside the peer
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	$(BIN)/python -m benchmarks

docs: setup  ## regenerate docs/tables.md, indicators.md, formats.md, cli.md
	$(BIN)/python -m flows.reference
