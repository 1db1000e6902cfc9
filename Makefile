# `make demo` and `make test` set up everything they need on a fresh machine (Python 3.11+, make, apt).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demonstration-archive
ACCOUNTED := $(BIN)/accounted

.PHONY: help setup system demo test test-fast audit compiled bench bench-peers docs lock format clean

help:
	@echo "make demo    build the demonstration archive, print what it found, write an HTML report"
	@echo "make test    every test"
	@echo "make audit   known vulnerabilities of what it needs; says so where it cannot look"
	@echo "make compiled  the reader compiled to machine code: some minutes, once; it reads the same, faster"
	@echo "make bench   every benchmark, each beside its peers"
	@echo "make bench-peers  the peers of the benches, in an environment of their own"
	@echo "make docs    the documentation, into site/"
	@echo "make lock    resolve requirements/accounted.in anew"
	@echo "make clean   remove what these targets made"

setup: $(READY)

$(READY): requirements/accounted.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Accounted needs Python 3.11 or newer; run: make PYTHON=python3.12 (or what you have)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "making $(VENV) failed; on Debian: sudo apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/accounted.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "compiling the index of places, once"
	$(BIN)/python -c 'from accounted.places import Gazetteer; Gazetteer.load()'
	@touch $@

system:
	@sh tools/system-packages.sh

demo: $(READY)
	@sh demonstration/run.sh $(BIN) $(DEMO)

# The tests of a file go to one process: what they share is made once. Long files come first (tests/conftest.py).
test: $(READY) system
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-fast: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not postgres and not browser"

audit: $(READY)
	@$(BIN)/python tools/audit_dependencies.py || { status=$$?; test $$status -eq 3 || exit $$status; }

# Used only while the sources are those it was made from; without a C compiler the reader is plain Python.
COMPILED := src/accounted/_compiled/.made
compiled: $(COMPILED)

$(COMPILED): $(READY) tools/compile_reader.py $(wildcard src/accounted/reading/*.py \
		src/accounted/reading/when/*.py src/accounted/places/*.py)
	$(BIN)/python tools/compile_reader.py --if-possible
	@mkdir -p $(@D) && touch $@

bench: $(READY) compiled
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

bench-peers:
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/bench.txt

docs: $(READY)
	$(BIN)/mkdocs build --strict

lock:
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links requirements/accounted.in -o requirements/accounted.lock

format: $(READY)
	$(BIN)/ruff format src tests bench demonstration
	$(BIN)/ruff check --fix src tests bench demonstration

clean:
	rm -rf $(VENV) .venv-bench src/accounted/_compiled $(DEMO) $(DEMO).keys demonstration-bag demonstration-report.html site .mypy_cache .ruff_cache .pytest_cache .hypothesis
