# Everything runs in a virtual environment that make itself keeps; needs python3 >= 3.11 and make, nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
FILE   ?= corpora/fr-en/black-sea-mines/raw.en.txt
CORPUS ?= corpora
OUT    ?= reports
JOBS   ?= $(patsubst -j%,%,$(filter -j%,$(MAKEFLAGS)))
TQCHECK_OPTIONS ?=
PORT   ?= 8000

.DEFAULT_GOAL := help
.PHONY: help score report test lint bench wagtail-demo clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make score FILE=article.txt    checks a text of your own"

$(VENV)/.base: setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tqcheck needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing tqcheck into $(VENV) (once)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# torch goes first and by its exact version: that is the CPU build.
$(VENV)/.dev: $(VENV)/.base
	@echo "Installing what the tests need into $(VENV) (once)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,torch]'
	@touch $@

# A flagged text is a result (exit code 1), not a failure of make.
score: $(VENV)/.base ## Check an article: FILE=path, else one of the corpora
	@$(BIN)/tqcheck score --sentences all $(TQCHECK_OPTIONS) "$(FILE)" || test $$? -eq 1

# `make -j2 report` and `make report JOBS=2` are the same. A flagged text is no failure of make, one not judged is.
report: $(VENV)/.base ## Check every text under CORPUS=folder, again only what changed, into OUT=reports
	@$(BIN)/tqcheck report --out "$(OUT)" $(if $(SOURCE),--source "$(SOURCE)") $(if $(JOBS),--jobs $(JOBS)) \
	  $(TQCHECK_OPTIONS) "$(CORPUS)" || test $$? -eq 1

test: $(VENV)/.dev ## Run the linters, the type checker and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: $(VENV)/.dev ## Run the linters and the type checker alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev ## Print the figures of the README, measured here
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit; done

$(VENV)/.wagtail: $(VENV)/.base
	@echo "Installing Wagtail into $(VENV) (once)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[wagtail]'
	@touch $@

# The newsroom of docs/cms.md, on this machine only.
wagtail-demo: $(VENV)/.wagtail ## Start a CMS with articles to publish, on PORT=8000
	@$(BIN)/python integrations/wagtail/manage.py demo --port $(PORT)

clean: ## Remove the virtual environment and all that was made
	rm -rf $(VENV) build dist reports integrations/wagtail/data *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
