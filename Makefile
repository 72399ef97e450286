# The commands of the project; each works as the first one on a fresh clone.
HOME_FOLDER ?= data
BIN := .venv/bin
SIZES ?= S M L

.PHONY: help run test test-spark test-spark-short lint format docs site tour drills bench bench-gates bench-sources bench-report clean

help:  ## Say what each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

run:  ## Make the demo company, run the night on it, say what was published and how to open it
	@scripts/environment requirements.lock
	@$(BIN)/account360 demo --home $(HOME_FOLDER)
	@$(BIN)/account360 run --home $(HOME_FOLDER)

test:  ## Check the style and run every test
	@scripts/environment requirements-dev.lock
	@scripts/environment requirements-peers.lock .venv-peers
	@scripts/environment requirements-spark.lock .venv-spark
	@scripts/test

test-spark:  ## Build a company by both engines and compare every mart; run the unit tests of the models on Spark
	@scripts/environment requirements-spark.lock .venv-spark
	@.venv-spark/bin/python -m pytest tests/spark -m spark -n 0 --ignore tests/spark/test_short.py

test-spark-short:  ## The same for a smaller company and the marts only, in a few minutes of one core
	@scripts/environment requirements-spark.lock .venv-spark
	@.venv-spark/bin/python -m pytest tests/spark/test_short.py -m spark -n 0

lint:  ## Style, types and SQL
	@scripts/environment requirements-dev.lock
	@scripts/lint

format:  ## Put Python and SQL into shape
	@scripts/environment requirements-dev.lock
	@$(BIN)/ruff check --fix --quiet . && $(BIN)/ruff format --quiet .
	@$(BIN)/sqlfluff fix --quiet dbt_project/models dbt_project/tests

docs:  ## Write the generated parts of the documentation again
	@scripts/environment requirements-dev.lock
	@$(BIN)/python -m flows.sources.files.describe --write docs/file-drop.md

site:  ## Write the documentation as a site to site/
	@scripts/environment requirements-dev.lock
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "Open site/index.html"

tour: run  ## Take the pictures of docs/tour.md anew from the demo company; needs Chromium
	@scripts/environment requirements-dev.lock
	@$(BIN)/python scripts/tour.py --home $(HOME_FOLDER)

drills:  ## Kill nights, fill disks, turn the clock, publish before readers; write the figures into docs/reliability.md
	@scripts/environment requirements-dev.lock
	@rm -rf test-artifacts/drills
	@$(BIN)/python -m pytest tests -m slow -rP
	@$(BIN)/python tests/faults/figures.py --write docs/reliability.md

bench:  ## Time whole nights of 1,000, 10,000 and 100,000 accounts beside DuckDB alone; write docs/benchmarks.md anew
	@scripts/environment requirements-dev.lock
	@$(BIN)/python benchmarks/night.py $(SIZES) --folder $(HOME_FOLDER)/benchmarks
	@$(BIN)/python benchmarks/page.py

bench-gates:  ## Time the gate of the marts over a hundred thousand accounts made of the published ones
	@scripts/environment requirements-dev.lock
	@$(BIN)/python benchmarks/gates.py --home $(HOME_FOLDER) --accounts 100000

bench-sources:  ## Time a first load of a million rows from databases and an API, and an increment of one per cent
	@scripts/environment requirements-dev.lock
	@$(BIN)/python benchmarks/sources.py

bench-report:  ## Time the report of five thousand accounts made of the published ones, and how fast its pages open
	@scripts/environment requirements-dev.lock
	@$(BIN)/python benchmarks/report.py --home $(HOME_FOLDER) --accounts 5000

clean:  ## Remove the environment and everything generated; the data stays
	@rm -rf .venv .venv-peers .venv-spark .mypy_cache .ruff_cache .pytest_cache dbt_project/target dbt_project/logs test-artifacts site
