# Everything starts here; `make` alone tells what there is. Needs Python 3.11 or newer and make.

PORT ?= 8000
HUYING_HOME ?= $(CURDIR)/var
export HUYING_HOME

VENV := .venv
BIN := $(VENV)/bin
NAMES := python3.13 python3.12 python3.11 python3
# Asked only when the environment is made.
PYTHON ?= $(shell for name in $(NAMES); do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v "$$name" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n logical --maxprocesses 4
LOCK := $(VENV)/lock/bin/pip-compile --quiet --all-build-deps --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help run install test check lint format bench messages docs pictures coverage lock clean chromium
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: install ## start the demo city at http://127.0.0.1:8000 (PORT=, HUYING_HOME=); Ctrl-C stops it
	@$(BIN)/huying demo --if-empty && exec $(BIN)/huying serve --port $(PORT)

install: $(VENV)/.run ## make the environment in .venv, start nothing

test: $(VENV)/.dev chromium ## run the whole suite on SQLite, then all that a database can change on PostgreSQL
	HUYING_TEST_DATABASE=sqlite $(PYTEST)
	HUYING_TEST_DATABASE=postgres $(PYTEST)

check: lint ## all that must hold: format, lint, types, imports, translations, migrations, docs; then test
	@$(MAKE) --no-print-directory test

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.messages check
	$(BIN)/python -m django makemigrations --check --dry-run --settings tools.settings
	$(BIN)/python -m tools.docs check

format: $(VENV)/.dev ## put the code in its form, mend what can be mended
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure; the table is explained in docs/benchmarks.md
	$(BIN)/python -m bench

messages: $(VENV)/.dev ## collect the texts to translate, compile the translations
	$(BIN)/python -m tools.messages update

docs: $(VENV)/.dev ## write docs/lifecycles.md and docs/openapi.json anew
	$(BIN)/python -m tools.docs update

pictures: $(VENV)/.dev chromium ## take the pictures of the README anew, from a demo city of their own
	$(BIN)/python -m tools.pictures

coverage: $(VENV)/.dev ## which lines no test passes through
	@mkdir -p test-results
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

lock: $(VENV)/.python ## pin the dependencies named in pyproject.toml anew (UPGRADE=1 for newer ones)
	$(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(if $(UPGRADE),--upgrade) \
		--output-file requirements/run.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(if $(UPGRADE),--upgrade) --extra dev \
		--constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml

clean: ## remove the environment and what tools left; the data folder stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results

chromium: $(VENV)/.dev
	@$(BIN)/python -m tools.chromium

# --- the environment; each stamp is newer than what it was made from -------------------------

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (tried: $(NAMES))" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get update && apt-get install -y python3-venv; } \
		|| { echo "$(PYTHON) cannot make environments: install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements/run.txt pyproject.toml $(VENV)/.python
	@echo "Installing the pinned dependencies; the first time takes a minute or two."
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
