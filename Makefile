# What people type. Each line's work stands in scripts/, in plain Python.
# Another Python: make run PYTHON=python3.12      Several side by side: make run PORT=8001 RRN_VAR=/tmp/second

PYTHON ?= python3
export PORT RRN_VAR RRN_VENV RRN_DEMO_DAY RRN_WORKERS DATABASE_URL
# An empty PORT or RRN_VAR is the same as none.
$(foreach name,PORT RRN_VAR RRN_VENV RRN_DEMO_DAY RRN_WORKERS DATABASE_URL,$(if $($(name)),,$(eval unexport $(name))))

.PHONY: help run fresh test check lock assets audit

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: ## the demonstration network, on this machine only
	@$(PYTHON) scripts/begin.py run

fresh: ## forget the demonstration's state, so that the next run starts over
	@$(PYTHON) scripts/begin.py fresh

test: ## everything: lint, types, floors, templates, assets, both databases, browser journeys
	@$(PYTHON) scripts/begin.py everything

check: ## the fast part: lint, types, floors, templates, unit suite on SQLite
	@$(PYTHON) scripts/begin.py everything --fast

lock: ## compile requirements/*.in to hashes
	@$(PYTHON) scripts/begin.py lock

assets: ## build CSS and JavaScript from frontend/
	@$(PYTHON) scripts/begin.py assets

audit: ## look for known weaknesses in what we depend on
	@$(PYTHON) scripts/begin.py audit
