# Start with: make demo
# All that can be done here: make help
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# The machine's own Python only installs; everything else runs in .venv. Where pyenv lacks the
# version of .python-version, any other Python of the machine will do for that.
PYTHON := $(shell for one in $(PYTHON3) python3 /usr/bin/python3 python3.13 python3.12 python3.11; do \
  "$$one" -c 'import venv, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile

# PORT=, HTTPS=1, SETIAKAWAN_HOME= and DATABASE_URL= reach the commands through the environment.
export PORT HTTPS SETIAKAWAN_HOME DATABASE_URL
ifeq ($(PORT),)
unexport PORT
endif
ifeq ($(HTTPS),)
unexport HTTPS
endif
ifeq ($(SETIAKAWAN_HOME),)
unexport SETIAKAWAN_HOME
endif
ifeq ($(DATABASE_URL),)
unexport DATABASE_URL
endif

.PHONY: help setup demo run test quick lint journey bench migrations locks

help:  ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18
	@echo
	@echo "  PORT=8000  SETIAKAWAN_HOME=var  DATABASE_URL=postgresql://…  HTTPS=1 (a phone can join)"

setup:  ## Install everything this folder needs (again: only what changed)
	@test -n "$(PYTHON)" || { echo "Perlu python3 versi 3.11 ke atas dengan venv. Debian: apt install python3-venv"; exit 1; }
	@$(PYTHON) tools/prepare.py

demo: setup  ## Run the demo city and print its address and accounts
	@$(BIN)/setiakawan demo

run: setup  ## Run the instance in SETIAKAWAN_HOME (make one with: .venv/bin/setiakawan init)
	@$(BIN)/setiakawan serve

test: setup  ## Everything that must pass; what CI runs
	@$(BIN)/python tools/checks.py
	@$(BIN)/python tools/browser.py
	@$(PYTEST)

quick: setup  ## The part of it without a browser
	@$(BIN)/python tools/checks.py
	@$(PYTEST) -m "not journey"

lint: setup  ## Format, lint, types, architecture, migrations, templates; no test
	@$(BIN)/python tools/checks.py

journey: setup  ## Only the walks through the running system in a browser
	@$(BIN)/python tools/browser.py
	@$(BIN)/python -m pytest -m journey

bench: setup  ## Measure and print a table
	@$(BIN)/setiakawan bench

migrations: setup  ## Write missing migrations (name them as sentences) and the order of each package
	@$(BIN)/python -m setiakawan.testing.django_checks make
	@$(BIN)/python -m setiakawan.testing.django_checks order

locks: setup  ## Lock the packages anew, after a change in pyproject.toml
	.tools/bin/uv pip compile --universal --generate-hashes pyproject.toml -o requirements.txt
	.tools/bin/uv pip compile --universal --generate-hashes pyproject.toml --group dev -o requirements-dev.txt
