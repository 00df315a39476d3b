# `make run` and `make test` need nothing but python3 (3.11 or newer), make and git; see docs/operations.md.
PYTHON ?= python3
PORT   ?= 8000
VAR    := $(or $(BALLAST_VAR),var)
PY     := .venv/bin/python
PYTEST := $(PY) -m pytest -q --no-header
# What is compiled once is kept, whatever the environment says: tests import everything in each of their processes.
unexport PYTHONDONTWRITEBYTECODE
FAST   := not slow and not browser and not postgres

.PHONY: run test check bench screens setup setup-dev static-checks clean
.DELETE_ON_ERROR:

run: setup
	@$(PY) manage.py serve --port $(PORT)

# ------------------------------------------------------------------------------------------------------------- set-up
setup: .venv/.app node_modules/.done node_modules/.ballast/.done $(VAR)/fonts/.done
setup-dev: setup .venv/.dev

.venv/.python:
	@$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.app: requirements/app.lock | .venv/.python
	sh tools/install.sh $(PY) requirements/app.lock
	@touch $@

.venv/.dev: requirements/dev.lock | .venv/.app
	sh tools/install.sh $(PY) requirements/dev.lock
	@touch $@

.venv/.bench: requirements/bench.lock | .venv/.dev
	sh tools/install.sh $(PY) requirements/bench.lock
	@touch $@

node_modules/.done: package.json package-lock.json | .venv/.app
	$(PY) tools/front_end.py
	@touch $@

node_modules/.ballast/.done: tools/assets.py assessments/ui/icons.py node_modules/.done
	$(PY) -m tools.assets
	@touch $@

$(VAR)/fonts/.done: tools/fonts.py node_modules/.done
	$(PY) tools/fonts.py node_modules $(VAR)/fonts
	@touch $@

# ------------------------------------------------------------------------------------------------------------- checks
# Everything that must hold: the static checks, then the whole suite twice: on SQLite with the browser, and on a real
# PostgreSQL with jobs on a real Redis. Three workers on two cores: browsers and servers under test often wait.
test: static-checks
	$(PY) -m tests.browser
	$(PYTEST) -n 3
	BALLAST_TEST_SERVERS=1 $(PYTEST) -n 2 -m "not browser and not once"

# The fast part: under two minutes, SQLite only.
check: static-checks
	$(PYTEST) -n 2 -m "$(FAST)"

static-checks: setup-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m djlint --quiet --lint templates
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	BALLAST_PRODUCTION=yes SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(64))") \
	    ALLOWED_HOSTS=ballast.example $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m deptry . --config requirements/deptry.toml
	# Left to ruff's S314 and S506, where an exception has to give its reason.
	@$(PY) -m bandit -q -ll -s B314,B506 -r assessments continuity tools

bench: setup-dev .venv/.bench
	$(PY) -m benchmarks

# The pictures of docs/screens.md.
screens: setup-dev
	$(PY) -m tests.browser
	$(PY) -m tests.screens

clean:
	rm -rf .venv node_modules build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
