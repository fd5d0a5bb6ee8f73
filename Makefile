# `make run` and `make test` need only make and Python 3.11 or newer.
PYTHON ?= python3
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
SETUP = "$(PYTHON)" -c "$(NEW_ENOUGH)" 2>/dev/null || { echo "Clayton Review needs Python 3.11 or newer, and $(PYTHON) is not: install one and name it, as in make run PYTHON=python3.12." >&2; exit 1; }; exec "$(PYTHON)" -I clayton_review/local/setup.py

# Compiled modules are kept whatever the shell says: a run starts hundreds of Python processes, and
# each would compile some 2,000 files for itself.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup check quick test bench soak format lock messages docs screens

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile | expand -t 10

run: ## everything, at http://localhost:$PORT; Ctrl-C stops it
	@$(SETUP) run -m clayton_review.local

setup: ## the virtual environment with everything the checks and tests need
	@$(SETUP) develop

check: ## every check that needs no database
	@$(SETUP) develop -m clayton_review.local.verify check

quick: ## every check, and the short tests that need no browser and start no processes
	@$(SETUP) develop -m clayton_review.local.verify quick

test: ## every check and every test
	@$(SETUP) develop -m clayton_review.local.verify test

bench: ## the measured figures, as a table and var/bench.json
	@$(SETUP) develop -m bench

soak: ## the long failure and load runs
	@$(SETUP) develop -m clayton_review.local.verify soak

format: setup ## format the Python code and mend what the linter can mend
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lock: setup ## write the lock files, after a change of requirements.txt or requirements-dev.txt
	@.venv/bin/python -m clayton_review.local.lock

LOCALES = $(addprefix --locale ,$(notdir $(wildcard locale/*)))
messages: setup ## collect the sentences to translate, and compile the translations
	@command -v msgfmt >/dev/null || { echo "Translations need the gettext tools (on Debian: apt-get install gettext)." >&2; exit 1; }
	@.venv/bin/python manage.py makemessages $(LOCALES) --no-location --no-obsolete --ignore var --ignore tests --ignore bench --ignore docs
	@.venv/bin/python manage.py compilemessages $(LOCALES) --verbosity 0
	@for catalog in locale/*/LC_MESSAGES/django.po; do echo "$$catalog:"; msgfmt --statistics --output-file /dev/null "$$catalog"; done

docs: setup ## write the documents that are drawn from the code
	@UPDATE_DOCS=1 .venv/bin/python -m pytest -q -n 0 tests/test_docs.py

screens: setup ## take a picture of every page at three widths, into var/screens
	@rm -rf var/screens
	@UPDATE_SCREENS=1 .venv/bin/python -m pytest -q -n 0 tests/journeys/test_screens.py tests/journeys/walks
