# `make run` and `make test` need only make and Python 3.11 or newer.
PYTHON ?= python3
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
SETUP = "$(PYTHON)" -c "$(NEW_ENOUGH)" 2>/dev/null || { echo "Clayton Review needs Python 3.11 or newer, and $(PYTHON) is not: install one and name it, as in make run PYTHON=python3.12." >&2; exit 1; }; exec "$(PYTHON)" -I clayton_review/local/setup.py

.PHONY: run setup check test bench soak

run: ## everything, at http://localhost:$PORT; Ctrl-C stops it
	@$(SETUP) run -m clayton_review.local

setup: ## the virtual environment with everything the checks and tests need
	@$(SETUP) develop

check: ## every check that needs no database
	@$(SETUP) develop -m clayton_review.local.verify check

test: ## every check and every test
	@$(SETUP) develop -m clayton_review.local.verify test

bench: ## the measured figures, as a table and var/bench.json
	@$(SETUP) develop -m bench

soak: ## the long failure and load runs
	@$(SETUP) develop -m clayton_review.local.verify soak
