# `make` lists everything there is; continuous integration calls nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data/demo
BIRTHS ?= 8000
SEED ?= 7
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup run check fix test agree test-browser docs benchmark benchmark-web lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## make .venv with the locked libraries and the headwaters command

# Everything in the lock carries its hash; uv itself comes the same way, and pip alone would do too.
$(VENV)/.ready: requirements.txt requirements-uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 15) else "Headwaters needs Python 3.11 to 3.14, and $(PYTHON) is %d.%d. Say which one to use: make setup PYTHON=python3.12" % v)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked libraries into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@echo "Compiling the kernel (a quarter of a minute, once) ..."
	@$(BIN)/python -m headwaters.engine.kernel.ready
	@touch $@

run: setup ## build the demonstration, open it in the browser, print its address
	@$(BIN)/headwaters demo --births $(BIRTHS) --pilots-only --seed $(SEED) --data $(DATA) --no-check --keep
	@$(BIN)/headwaters serve --data $(DATA) --port $(PORT) --open --at /tour/

check: setup ## format, lint, types, import contracts; runs all, then fails
	@failed=0; \
	$(BIN)/ruff format --check src tests benchmarks docs || failed=1; \
	$(BIN)/ruff check src tests benchmarks docs || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/lint-imports --no-cache || failed=1; \
	exit $$failed

fix: setup ## mend format and lint where a machine can
	@$(BIN)/ruff check --fix src tests benchmarks docs; $(BIN)/ruff format src tests benchmarks docs

test: setup ## spec, unit, contract, a minute of properties, browser where Chromium is found
	@$(BIN)/pytest -n 2 --dist loadgroup

agree: setup ## the properties at length, with new random examples each time
	@$(BIN)/pytest tests/property --hypothesis-profile=agree

test-browser: setup ## the journeys in a real Chromium alone
	@$(BIN)/pytest tests/browser

docs: setup ## render the reference pages from the tests, the tables and the commands
	@$(BIN)/python docs/render.py

benchmark: setup ## every figure of docs/reference/benchmarks, measured in one run
	@$(BIN)/python benchmarks/run.py

benchmark-web: setup ## how long pages wait while many navigators work at once
	@$(BIN)/python benchmarks/web_navigators.py

lock: ## resolve the libraries anew, for Python 3.11 to 3.14 on Linux and macOS
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.txt
	@echo "uv" | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements-uv.txt

clean: ## remove what was installed and built, keep data
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
