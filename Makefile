# One command each: `make` lists them. Set-up happens by itself, once, into .venv.

PYTHON ?= python3
CODE ?= 32120
FORMATS ?= --pdf --docx

BIN := .venv/bin
READY := .venv/.set-up
PROVING := .venv/.set-up-conformance

.PHONY: help build test conformance bench schema clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

build: $(READY) ## Build one publication: make build CODE=32120 FORMATS="--pdf --docx"
	$(BIN)/codepub build $(CODE) $(FORMATS)

test: $(READY) ## Check style, types and imports, and run the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto --dist loadfile -m "not conformance"

conformance: $(PROVING) ## Let independent programs judge the output: veraPDF, the Open XML SDK, axe-core in Chromium, LibreOffice, Poppler, pandoc
	CODEPUB_CONFORMANCE=1 $(BIN)/pytest -m "conformance or needs"

bench: $(READY) ## Measure speed, and how many seeded mistakes are told
	@set -e; for script in bench/bench_*.py; do $(BIN)/python "$$script"; done

schema: $(READY) ## Write schemas/ anew from the models
	$(BIN)/codepub schema

clean: ## Remove all that these commands wrote: .venv, caches, output
	rm -rf .venv dist build .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find output -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -prune -exec rm -rf {} +

$(READY): constraints.txt pyproject.toml tools/set-up tools/apt.sh
	@PYTHON="$(PYTHON)" tools/set-up
	@touch $@

$(PROVING): $(READY) tools/set-up-conformance
	@tools/set-up-conformance
	@touch $@
