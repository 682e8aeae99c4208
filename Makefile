# One door for people, hooks and CI.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUNTIME := $(VENV)/.runtime
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DEMO_DAY := 2026-11-24
# One more than there are processors: many tests wait for git, or for a process that they kill.
WORKERS = $(shell $(BIN)/python -c "import os; print((os.cpu_count() or 1) + 1)")

SERVERS := $(VENV)/servers/localstack/.installed $(VENV)/servers/swift/.installed

.PHONY: demo test coverage servers fast lint types contract generate bench bench-quick bench-moves bench-hashing bench-compare campaign wheel clean

demo: $(RUNTIME) ## a look at the repository's own registry, as of a pinned day
	@$(BIN)/steward check --today $(DEMO_DAY)
	@echo
	@$(BIN)/steward list --today $(DEMO_DAY)
	@echo
	@echo "What ends, or is due for review, in the 180 days after $(DEMO_DAY):"
	@$(BIN)/steward list --today $(DEMO_DAY) --within P180D --sort ends

test: $(STAMP) servers lint types contract ## every test, lint, the type check and the architecture contract
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

coverage: $(STAMP) servers ## which lines and branches the tests reach; fails below 95 %. Tracing nearly doubles their time, so not in CI
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov $(PYTEST_ARGS)

fast: $(STAMP) ## the tests that need no other program
	$(BIN)/pytest -q -n auto -m "not slow"

servers: $(SERVERS) ## the two S3 stores that tests start, each in an environment of its own

lint: $(STAMP)
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools

types: $(STAMP)
	$(BIN)/mypy

contract: $(STAMP)
	$(BIN)/lint-imports

generate: $(STAMP) ## docs/rules.md, docs/moves.md, docs/versions.md and docs/schemas, made from the code
	$(BIN)/python -m tests.generated

bench: $(STAMP) ## every target for speed, beside the other programs: 25 to 50 minutes; writes benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py --envs $(VENV)/bench

bench-quick: $(STAMP) ## small sizes, in under two minutes; writes nothing
	$(BIN)/python benchmarks/run.py --quick --envs $(VENV)/bench

bench-moves: $(STAMP) ## register and promote beside GTO alone; some minutes, most of them the other tool's
	$(BIN)/python benchmarks/run.py --only moves --envs $(VENV)/bench

bench-hashing: $(STAMP) ## artifacts beside sha256sum alone; needs 2 GiB in the temporary folder
	$(BIN)/python benchmarks/run.py --only hashing --envs $(VENV)/bench

bench-compare: $(STAMP) ## what was measured here against what HEAD holds, by ratios; fails where one got 15 % worse
	@mkdir -p $(VENV)/bench
	git show HEAD:benchmarks/results.json > $(VENV)/bench/before.json
	$(BIN)/python benchmarks/compare.py $(VENV)/bench/before.json benchmarks/results.json

campaign: $(STAMP) ## what takes longer than CI has: 8 processes with 50 moves each, 50 moves in any order, every rule with parts left out; STEWARD_CORPORA=DIR reads and edits every YAML file there
	STEWARD_TEST_MOVES=50 STEWARD_TEST_STRIDE=1 STEWARD_TEST_HISTORIES=40 STEWARD_TEST_FLIPS=100 STEWARD_TEST_CUTS=48 $(BIN)/pytest -q tests/applying tests/edits tests/reading tests/life tests/index tests/include

wheel: $(STAMP)
	$(BIN)/python -m build

$(RUNTIME): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(STAMP): $(RUNTIME)
	$(PIP) --editable '.[dev]'
	@touch $@

$(VENV)/servers/%/.installed: tests/servers/%.txt | $(STAMP)
	$(PYTHON) -m venv --clear --without-pip $(VENV)/servers/$*
	$(BIN)/python -m pip --python $(VENV)/servers/$*/bin/python install --quiet --disable-pip-version-check \
		--no-deps --no-compile --requirement $<
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache htmlcov .coverage*
