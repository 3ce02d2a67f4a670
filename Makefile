# Everything runs in the project's own .venv; `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test test-all check bench eval eval-extraction model-smoke format clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	@# the pip of Python 3.11 can't resolve lxml's renamed extra
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --constraint constraints.txt pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/.ready  ## the main job on the sample week, over loopback HTTP, in one command
	@$(BIN)/python examples/demo.py

test: $(VENV)/.ready  ## the tests that every change must pass (under 5 minutes)
	$(BIN)/python -m pytest -n auto

test-all: $(VENV)/.ready  ## all tests, the slow ones too
	$(BIN)/python -m pytest -n auto -m ''

check: $(VENV)/.ready  ## format, lint, types, floors of the house
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.ready  ## speed, as ratios measured side by side in one run
	$(BIN)/python -m benchmarks

eval: $(VENV)/.ready  ## quality, beside floors and baseline (CORPUS=folder: another week; PAGE=file: as a page; ENGINE=name: an engine)
	$(BIN)/python -m tests.eval $(if $(ENGINE),engine --all,$(if $(CORPUS),--corpus $(CORPUS)) $(if $(PAGE),--page $(PAGE)))

eval-extraction: $(VENV)/.ready  ## extraction beside the well-known libraries, with CPU a page
	$(BIN)/python -m tests.eval.extraction

model-smoke: $(VENV)/.ready  ## the model engine against a real inference server with a tiny random model (not in CI)
	$(BIN)/python -m benchmarks.model_smoke

format: $(VENV)/.ready  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## remove what was built (not db/ and outputs/)
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache build dist *.egg-info
