# Bare `make` lists what can be done.
GUIDE ?=
STEPS ?=
BUYERS ?=
OUT ?=
JOBS ?= 0
BUYER ?=
PRUNE ?=
DRAFT ?=
PORT ?= 8000

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
GUIDE_COMMAND := GUIDE_STARTED_BY=make $(BIN)/guide
FOLDER := $(if $(GUIDE),--guide "$(GUIDE)") $(if $(STEPS),--steps "$(STEPS)")
DATA := $(FOLDER) $(if $(BUYERS),--buyers "$(BUYERS)")
SITES := $(if $(OUT),--out "$(OUT)")
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export NO_MKDOCS_2_WARNING = 1
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help new site sites serve check audit verify card test lint bench captures goldens schemas lock clean

help: ## This list
	@awk 'BEGIN { FS = ":.*## " } /^#- / { printf "\n%s\n", substr($$0, 4) } /^[a-z-]+:.*## / { printf "  make %-28s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@steps='$(STEPS)'; home='$(GUIDE)'; home="$${home:-$$(dirname "$${steps:-data/steps.yaml}")}"; out="$$home/site"; test "$$home" != data || out=site; \
	buyers='$(BUYERS)'; given='$(OUT)'; \
	printf '\nVariables: STEPS=%s BUYERS=%s OUT=%s JOBS=%s BUYER=%s DRAFT=%s PRUNE=%s PORT=%s\n' "$${steps:-$$home/steps.yaml}" "$${buyers:-$$home/buyers}" "$${given:-$$out}" '$(JOBS)' '$(BUYER)' '$(DRAFT)' '$(PRUNE)' '$(PORT)'; \
	printf 'GUIDE=folder stands for STEPS=folder/steps.yaml BUYERS=folder/buyers OUT=folder/site\n'

#- The guide
new: .venv/.run ## Begin a guide of one's own: GUIDE=folder, which is new or empty
	@test -n "$(GUIDE)" || { echo "which folder? expected one that is new or empty: make new GUIDE=guides/acme" >&2; exit 2; }
	@$(GUIDE_COMMAND) new "$(GUIDE)"
site: .venv/.run ## Build one site: BUYER=slug, or the neutral edition; DRAFT=1 builds what is there
	@$(GUIDE_COMMAND) build $(if $(BUYER),"$(BUYER)") $(DATA) $(SITES) $(if $(filter 1,$(DRAFT)),--draft)
sites: .venv/.run ## Build every buyer's site, and the neutral edition; PRUNE=1 removes sites whose buyer is gone
	@$(GUIDE_COMMAND) build --all $(DATA) $(SITES) --jobs "$(JOBS)" $(if $(filter 1,$(PRUNE)),--prune) $(if $(filter 1,$(DRAFT)),--draft)
serve: .venv/.run ## Live preview at http://127.0.0.1:PORT/: BUYER=slug, or the neutral edition; DRAFT=1
	@$(GUIDE_COMMAND) serve $(if $(BUYER),"$(BUYER)") $(DATA) --port "$(PORT)" $(if $(filter 1,$(DRAFT)),--draft)
check: .venv/.run ## Validate data, translations, captures and links; changes nothing
	@$(GUIDE_COMMAND) check $(DATA)
audit: .venv/.dev ## Look in every built site for anything of another buyer's
	@$(GUIDE_COMMAND) audit $(if $(OUT),"$(OUT)") $(DATA) --jobs "$(JOBS)"
verify: .venv/.run ## Check every built site against its manifest
	@$(GUIDE_COMMAND) verify $(DATA) $(SITES)
card: .venv/.run ## Put the card as a picture for WeChat into a site: BUYER=slug, or the neutral edition
	@$(GUIDE_COMMAND) card --png $(if $(BUYER),--buyer "$(BUYER)") $(DATA) $(SITES)
captures: .venv/.dev ## Take the screenshots whose inputs have changed
	@$(BIN)/python -m dev.ensure_tools --browser
	@$(GUIDE_COMMAND) capture $(DATA)

#- The project
test: .venv/.dev ## Set up everything and run every test
	@$(BIN)/python -m dev.ensure_tools
	@$(BIN)/pytest -n auto --dist worksteal
lint: .venv/.dev ## Style, types, which package imports which, and what old browsers do not know
	@$(BIN)/ruff check scripts tests setup.py
	@$(BIN)/ruff format --check scripts tests setup.py
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/python -m dev.browser_baseline.lint
bench: .venv/.bench ## Measure: ratios from one run
	@$(BIN)/python -m dev.bench
goldens: .venv/.dev ## Rewrite the expected pages of the tests, to be read as a diff
	@$(BIN)/pytest tests/site/test_pages.py --rewrite-goldens
schemas: .venv/.run ## Write the JSON Schemas for editors
	@$(GUIDE_COMMAND) schema $(FOLDER)
lock: .venv/.dev ## Pin the dependencies anew
	@for set in build run dev bench; do $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --no-header --no-annotate --upgrade --output-file requirements/$$set.txt requirements/$$set.in; done
clean: ## Remove the environment, caches and everything built, except published sites
	@rm -rf .venv build scripts/*.egg-info .mypy_cache .ruff_cache .hypothesis
	@find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or newer with venv was found; install python3 and python3-venv, or set PYTHON=…" >&2; exit 3; }
	@echo "Making the environment (once)…"
	@$(PYTHON) -m venv .venv

.venv/.run: .venv/pyvenv.cfg requirements/build.txt requirements/run.txt pyproject.toml
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/dev.txt
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	@$(PIP) install --require-hashes --no-build-isolation -r requirements/bench.txt
	@touch $@
