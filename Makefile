# civictrack: `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
ADDRESS ?= 127.0.0.1:8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run worker test check lint format gate bench messages requirements clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/run ## install, migrate, load seeds, import the sample pages, start web and worker
	@$(MANAGE) start --address $(ADDRESS)

worker: $(VENV)/run ## start a worker alone
	$(BIN)/celery -A civictrack worker -B -Q celery,ocr -c 2 -l info --without-gossip

test: $(VENV)/dev ## the whole suite; with PostgreSQL, Redis and Chromium wherever they answer
	$(BIN)/pytest
	$(BIN)/python -m tests.on_postgres

check: $(VENV)/dev lint ## lint, Django's own checks, migrations, tests
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/pytest
	$(BIN)/python -m tests.on_postgres

lint: $(VENV)/dev ## ruff, nothing changed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/dev ## ruff, files rewritten
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

gate: $(VENV)/dev ## score the reader against labelled pages and its floors
	$(BIN)/pytest tests/reading/test_floors.py -s

bench: $(VENV)/dev ## measure speed, as ratios in one run
	$(BIN)/python -m benchmarks

messages: $(VENV)/dev ## collect the texts of the interface for translation (needs gettext)
	cd issues && ../$(MANAGE) makemessages -l zh_Hans --no-location --no-obsolete --no-wrap
	cd issues && ../$(MANAGE) compilemessages -l zh_Hans

requirements: ## compile the pinned requirements from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove what this installation has written: database, queue, caches
	rm -rf var
