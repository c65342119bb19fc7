# Community Manager Reloaded. `make run` and `make test` are all a newcomer needs.
#   make run                                the night of the bundled, simulated communities
#   make run CMR_COMMUNITIES=<folder>       the night of your own community files
#   make run DATE=2025-06-17                another night
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.lock-installed

export PATH := $(CURDIR)/.venv/bin:$(PATH)
export CMR_HOME ?= $(CURDIR)/var
export CMR_COMMUNITIES ?= $(CURDIR)/dags/communities
export AIRFLOW_HOME ?= $(CMR_HOME)/airflow
export AIRFLOW__CORE__DAGS_FOLDER := $(CURDIR)/dags
export AIRFLOW__CORE__LOAD_EXAMPLES := False
export AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY ?= 120
export AIRFLOW__API__HOST ?= 127.0.0.1
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED := False
export RUNTIME__DLTHUB_TELEMETRY := false
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
# Every task and every build is a process of its own: without bytecode each compiles Airflow and dbt again.
export PYTHONDONTWRITEBYTECODE :=
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.PHONY: help run test truth test-networks test-faults test-scale test-pages test-celery test-containers test-superset dashboard lint lint-python lint-others audit bench evaluate evaluate-advice train docs standalone clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

# The environment follows the lock: synced only when the lock's content is another one.
$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || { echo "Making the environment in .venv (once)"; $(PYTHON) -m venv .venv; }
	@if ! sha256sum --status -c $(STAMP) 2>/dev/null; then \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements.lock)" && \
	  $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . && \
	  sha256sum requirements.lock pyproject.toml > $(STAMP); fi
	@touch $(STAMP)

run: export AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY = 5
run: $(STAMP) ## the nightly flow through Airflow, then a summary
	@$(BIN)/python -m transforms.cli night $(if $(DATE),--date $(DATE))

test: $(STAMP) ## every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 15 $(PYTEST_ARGS)

truth: $(STAMP) ## shares, signals and intervals against hand labels and planted communities; a quarter of an hour
	@$(BIN)/python -m tests.truth $(TRUTH_ARGS)

test-networks: $(STAMP) ## the network tests against real servers; says what it installs
	@tests/extract/networks/servers.sh $(PYTEST_ARGS)

test-faults: $(STAMP) ## kills, full disks, damage, servers gone, clocks turned; a quarter of an hour, prints a table
	@CMR_FAULTS=1 $(BIN)/python -m pytest tests/faults -p no:xdist -s $(PYTEST_ARGS)

test-scale: $(STAMP) ## the real posts in a DuckLake, two writers at once, against the warehouse's file
	@CMR_SCALE=1 $(BIN)/python -m pytest tests/scale -p no:xdist $(PYTEST_ARGS)

test-pages: $(STAMP) ## the mails in a browser: accessible, whole on a phone; says what it installs
	@tests/report/mail/pages.sh $(PYTEST_ARGS)

test-celery: $(STAMP) ## a night by two Celery workers, one of them killed; needs PostgreSQL and Redis
	@CMR_TEST_CELERY=1 $(BIN)/python -m pytest tests/celery -q -s $(PYTEST_ARGS)

test-superset: $(STAMP) ## the dashboard in a real Superset; says what it installs
	@tests/superset/superset.sh $(PYTEST_ARGS)

test-containers: $(STAMP) ## builds the image, brings the compose file up and runs a night; no Docker engine needed
	@CMR_TEST_CONTAINERS=1 $(BIN)/python -m pytest tests/containers -q -s $(PYTEST_ARGS)

dashboard: $(STAMP) ## the dashboard into your Superset: make dashboard SUPERSET=http://… PUBLISHED=<file as Superset sees it>
	@$(BIN)/python docker/superset/import_dashboard.py $(if $(SUPERSET),--superset $(SUPERSET)) $(if $(PUBLISHED),--published $(PUBLISHED))

lint: $(STAMP) ## style, types, import rules, SQL, Dockerfiles, the compose file
	@$(MAKE) --no-print-directory --jobs 2 --output-sync lint-python lint-others

lint-python:
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lint-others:
	@$(BIN)/sqlfluff lint dbt/models dbt/macros dbt/tests --processes 2
	@$(BIN)/hadolint docker/Dockerfile docker/superset/Dockerfile tests/containers/*.Dockerfile && $(BIN)/docker-compose -f docker/compose.yaml --profile '*' config --quiet

audit: $(STAMP) ## known holes, licences, bill of materials, secrets in files; says when nobody could look
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(CMR_HOME)/audit/tools && \
	  $(BIN)/uv pip install --quiet --python $(CMR_HOME)/audit/tools/bin/python --group pyproject.toml:audit && \
	  $(BIN)/python -m transforms.operate.supply_chain $(CMR_HOME)/audit/tools/bin $(CMR_HOME)/audit

bench: $(STAMP) ## each step: posts per second, processor, memory, files, ratio to its yardstick; one JSON a commit
	@$(BIN)/cmr bench --out $(CMR_HOME)/bench/$$(git rev-parse --short HEAD 2>/dev/null || echo unknown).json $(BENCH_ARGS)

evaluate: $(STAMP) ## how well the readings are, per language and class
	@$(BIN)/cmr evaluate

evaluate-advice: $(STAMP) ## how good the advice is: learning, intervals, real experiments and conversations (needs ../shared)
	@$(BIN)/python -m tests.benchmarks.advice $(ADVICE_ARGS)

docs: $(STAMP) ## dbt's pages on every mart (after a night)
	@$(BIN)/cmr docs

train: $(STAMP) ## train the models again: make train DATA=<folder>
	@$(BIN)/python -m transforms.training.train $(DATA)
	@$(BIN)/python -m transforms.training.ship.same_want $(DATA)
	@$(BIN)/python -m transforms.training.ship.alarm $(DATA)

standalone: $(STAMP) ## Airflow with its scheduler and pages on http://127.0.0.1:8080
	@$(BIN)/python -c "from transforms.operate.night import make_ready; make_ready()"
	@$(BIN)/cmr simulate > /dev/null
	@$(BIN)/python -m transforms.operate.standalone

clean: ## forget the environment and what was run (not your data)
	rm -rf .venv var
