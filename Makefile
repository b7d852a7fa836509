# Two commands set a fresh machine up: `make demo` needs Python 3.10 and make alone,
# `make test` builds a virtual environment in .venv from pyproject.toml.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
ENDPOINT_URL ?=
MODULES ?=
RUNS ?= 300000
KILLS ?= 20

.PHONY: demo test lint format mutants bench fuzz stores matrix servers dataframes engines vectors wheel clean

demo:  ## presigned URLs at work, on a store of its own (or ENDPOINT_URL=http://…)
	@$(PYTHON) -m sigv4presign demo $(if $(ENDPOINT_URL),--endpoint-url '$(ENDPOINT_URL)')

test: $(VENV)/test.stamp  ## all tests but those that need a server, and the coverage they leave
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

lint: $(VENV)/test.stamp $(VENV)/lint.stamp  ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	PATH="$(abspath $(BIN)):$$PATH" pyright --ignoreexternal --verifytypes sigv4presign

format: $(VENV)/lint.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

mutants: $(VENV)/test.stamp $(VENV)/mutants.stamp  ## does a test notice each small change? (MODULES="claims _time")
	$(BIN)/python tests/mutants/run.py $(MODULES)

stores: $(VENV)/test.stamp  ## real stores on loopback; ours is killed KILLS times
	KILLS=$(KILLS) $(BIN)/python -m pytest tests/stores tests/differential -m store

matrix: $(VENV)/test.stamp  ## what every store makes of everything, into docs/stores.md
	STORES_WRITE=1 $(BIN)/python -m pytest tests/stores/test_matrix.py -m store -q

servers: $(VENV)/test.stamp $(VENV)/servers.stamp  ## the middlewares in real servers and frameworks
	$(BIN)/python -m pytest tests/servers -m servers

dataframes: $(VENV)/test.stamp $(VENV)/dataframes.stamp  ## sigv4presign.arrow in Spark, Ray, Dask, DuckDB, Polars
	$(BIN)/python -m pytest tests/dataframes -m dataframes

engines:  ## the vectors on MicroPython, Pyodide and every CPython at hand
	@for python in python3.10 python3.11 python3.12 python3.13 python3.14; do \
		if "$$python" --version >/dev/null 2>&1; then \
			PYTHONPATH=. "$$python" tests/engines/run_vectors.py vectors || exit 1; \
		else echo "$$python: not run, it is not installed"; fi; done
	@if npm --version >/dev/null 2>&1; then \
		cd tests/engines && npm install --silent --no-audit --no-fund --no-package-lock && node run.mjs; \
	else echo "MicroPython, Pyodide: not run, Node is not installed"; fi

wheel:  ## build the wheel, and use it from an empty environment
	rm -rf build/wheel && mkdir -p build/wheel
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel .
	build/wheel/venv/bin/python -m pip install --quiet --no-deps build/wheel/*.whl
	cd build/wheel && venv/bin/python -I ../../tests/engines/run_vectors.py ../../vectors
	cd build/wheel && venv/bin/sigv4presign demo && venv/bin/python -I -m sigv4presign --version
	build/wheel/venv/bin/python tests/check_wheel.py build/wheel/*.whl

fuzz: $(VENV)/test.stamp $(VENV)/fuzz.stamp  ## any bytes into the verifier, RUNS of them a target
	for target in verify presigned authorization post payload; do $(BIN)/python -m tests.fuzz.run $$target $(RUNS) || exit 1; done

bench: $(VENV)/test.stamp $(VENV)/bench.stamp  ## all libraries in one table, ratios, instructions
	@if npm --version >/dev/null 2>&1; then \
		cd benchmarks/node && npm install --silent --no-audit --no-fund --no-package-lock; \
	else echo "libraries on Node: not measured, npm is not installed"; fi
	$(BIN)/python benchmarks/import_time.py
	$(BIN)/python benchmarks/table.py
	$(BIN)/python benchmarks/instructions.py
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/middleware.py
	$(BIN)/python benchmarks/diagnose.py

vectors: $(VENV)/test.stamp  ## recompute every vector with botocore and awscrt
	$(BIN)/python vectors/generate.py
	$(BIN)/python vectors/attacks/generate.py
	$(BIN)/python vectors/causes/generate.py

clean:
	rm -rf $(VENV) .stores dist build tests/engines/node_modules benchmarks/node/node_modules .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/%.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
