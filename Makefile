# One command each; every one does its own set-up in .venv and is quick the second time. `make help` lists them.
PYTHON ?= python3
PORT   ?= 8501
ADDRESS ?= 127.0.0.1
VENV   := .venv
PY     := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check bench sample clean

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

run: $(VENV)/run.stamp ## open the dashboard at http://127.0.0.1:8501 (PORT=… and ADDRESS=… change it)
	@$(PY) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("$(ADDRESS)", $(PORT)))' 2>/dev/null \
		|| { echo "Port $(PORT) on $(ADDRESS) is taken. Choose another: make run PORT=8502" >&2; exit 1; }
	@echo "Dashboard: http://$(ADDRESS):$(PORT)   (stop with Ctrl+C)"
	@$(PY) -m streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS) --server.headless true

test: $(VENV)/dev.stamp ## run every test, the journeys in Chromium included
	@command -v chromium >/dev/null || test -x /usr/bin/chromium \
		|| echo "No Chromium on this machine: the journeys are skipped (Debian: apt-get install chromium fonts-noto-cjk)." >&2
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx \
		|| echo "No nginx on this machine: its sample configuration is not tried (Debian: apt-get install nginx-light openssl)." >&2
	@$(PY) -m pytest -n auto -m "not journey"
	@$(PY) -m pytest -m journey

check: $(VENV)/dev.stamp ## lint, types, the direction of imports, known vulnerabilities
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) .ci/audit

bench: $(VENV)/dev.stamp ## measure speed and memory beside bare DuckDB and pandas (LINES="100000 1000000 10000000")
	@$(PY) -m benchmarks $(LINES)
	@$(PY) -m benchmarks.forecast
	@$(PY) -m benchmarks.supply
	@$(PY) -m benchmarks.movement
	@$(PY) -m benchmarks.concentration
	@$(PY) -m benchmarks.accounts
	@$(PY) -m benchmarks.service

sample: $(VENV)/run.stamp ## write the sample data again, from its seed
	@$(PY) -m kam_core.sample

clean: ## remove the environment and caches (never the data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed, e.g. make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing (Debian: apt-get install python3-venv)." >&2; exit 1; }

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	@echo "Setting up the environment (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt && touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "Setting up the environment for the tests (once) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt && touch $@ $(VENV)/run.stamp
