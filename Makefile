# `make html` and `make test` are the whole first day: both set up everything they need.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
REALDATA ?= $(or $(OPEN_COMPARISONS_REALDATA),../shared/realdata)
export OPEN_COMPARISONS_REALDATA := $(REALDATA)
# Each command is a process of its own: where Python may not keep what it compiles, it compiles it again every time.
export PYTHONDONTWRITEBYTECODE :=
# The locks name everything that is needed.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: help html tool publish deploy serve spelling hooks check test coverage test-fast long lint release-check bench lighthouse real security sbom lock clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.site: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP_INSTALL) -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	$(PIP_INSTALL) -r requirements-dev.txt
	touch $@

$(VENV)/.browser: $(VENV)/.dev tests/install_tools.py
	$(BIN)/python tests/install_tools.py chromium java faketime nginx rsync soffice firefox-esr WebKitWebDriver Xvfb
	-$(BIN)/python tool/fetch.py .cache
	touch $@

html: $(VENV)/.site ## Set everything up and build the site into output/
	$(BIN)/open-comparisons build

tool: $(VENV)/.site ## Fetch what the provider's tool in the browser needs, 14 MB (needs npm)
	$(BIN)/python tool/fetch.py .cache

publish: $(VENV)/.site ## Build the site as it is published, with absolute addresses
	$(BIN)/open-comparisons build --settings publishconf.py

deploy: publish ## Send the site to a server by rsync: make deploy TARGET=user@host:/folder
	deploy/upload output $(TARGET)

serve: $(VENV)/.site ## Build, serve on http://localhost:8000 and rebuild on any change
	$(BIN)/open-comparisons serve

spelling: $(VENV)/.site ## List unknown words in texts (needs hunspell)
	$(BIN)/open-comparisons spelling

check: $(VENV)/.site ## Check and audit the data
	$(BIN)/open-comparisons guard .

hooks: $(VENV)/.site ## Let git refuse commits with data that must not be there
	git config core.hooksPath hooks

test: $(VENV)/.browser ## Set everything up and run all tests
	$(BIN)/python -m pytest -n 4 --dist worksteal

coverage: $(VENV)/.browser ## Run all tests and show which lines they reach; takes longer
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

test-fast: $(VENV)/.dev ## Run the quick unit tests, in seconds
	$(BIN)/python -m pytest -q -m "not slow" --hypothesis-profile=fast tests/unit

long: $(VENV)/.dev ## Protect and audit thousands of invented files and chains; takes hours
	OPEN_COMPARISONS_LONG=1 $(BIN)/python -m pytest -n 2 --dist worksteal --timeout 0 tests/unit/test_honest_files.py

lint: $(VENV)/.dev ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

release-check: $(VENV)/.browser ## Run the pre-publication checklist; builds output-sign-off/
	$(BIN)/open-comparisons build --settings publishconf.py --sign-off --output output-sign-off
	$(BIN)/open-comparisons release-check --site output-sign-off
	$(BIN)/python -m tests.browser.look_over output-sign-off

bench: $(VENV)/.dev ## Measure builds; prints JSON
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/releases.py

lighthouse: $(VENV)/.browser ## Measure every type of page with Lighthouse (needs npm); takes long
	$(BIN)/python benchmarks/lighthouse.py

real: $(VENV)/.dev ## Build the sites of real published data into output-real/
	$(BIN)/python -m tests.real.build output-real

security: $(VENV)/.dev ## Look up known vulnerabilities of the locked packages, where an index can be reached
	$(BIN)/pip-audit --requirement requirements-dev.txt --disable-pip --require-hashes

sbom: $(VENV)/.dev ## List the packages that a site is built with: sbom.json (CycloneDX)
	$(BIN)/cyclonedx-py requirements requirements.txt --output-reproducible --of JSON -o sbom.json
	$(BIN)/python tool/sbom.py sbom.json

# An optional part of jsonschema that compiles 38 grammars in each process that imports Altair: 1.7 seconds.
UNWANTED := --no-emit-package rfc3987-syntax --no-emit-package lark

lock: ## Renew the locks (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-strip-extras --python-version 3.11 --extra build pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-strip-extras --python-version 3.11 --extra build --extra dev -c requirements.txt $(UNWANTED) pyproject.toml -o requirements-dev.txt

clean: ## Remove what was built
	rm -rf output output-real output-sign-off .cache
