# guanxi: `make demo` to see it, `make test` to check it. Everything lands in .venv and .demo.
# Every step leaves a stamp, so that a second run starts at once and does nothing twice.

PYTHON ?= python3
PORT ?= 8000
FIRM ?= grocer

BIN := .venv/bin
STAMPS := .venv/stamps
WEB := guanxi/web/kit
FRONTEND := $(shell find $(WEB)/frontend -name node_modules -prune -o -type f -print 2>/dev/null)
ICONS := $(shell find guanxi/web -path $(WEB)/frontend -prune -o \( -name "*.html" -o -name apps.py \) -print 2>/dev/null) # the pages name the icons that are built
CATALOGUES := $(shell find guanxi/web -name '*.po' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help demo test soak setup lint bench screenshots lock words clean
.DELETE_ON_ERROR:

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: $(STAMPS)/demo $(STAMPS)/frontend $(STAMPS)/catalogues ## Serve the application with a grocer's year (FIRM=trader: a synthetic firm; PORT=8000)
	@GUANXI_HOME=.demo/$(FIRM) $(BIN)/guanxi demo --firm $(FIRM) --port $(PORT)

test: setup ## Check everything: rules, library, engines, web on SQLite and PostgreSQL, browser
	@$(BIN)/python scripts/test.py

soak: setup ## The same promises, tried many more times
	@HYPOTHESIS_PROFILE=soak $(BIN)/python scripts/test.py

lint: $(STAMPS)/test ## Format, lint and import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports

bench: setup ## Run the benchmarks; each writes its result with machine and versions (ONLINE_RETAIL=FILE, TWINS="FILE TWIN": two more)
	@for script in benchmarks/[a-z]*.py; do \
	  case "$$script:$(ONLINE_RETAIL):$(TWINS)" in *online_retail.py::*|*twins.py:*:) continue;; esac; \
	  $(BIN)/python "$$script" || exit 1; done

setup: $(STAMPS)/test $(STAMPS)/cdnow $(STAMPS)/febrl $(STAMPS)/frontend $(STAMPS)/catalogues $(STAMPS)/machine ## Install what tests and development need

screenshots: setup ## Take pictures of every page (screenshots/) and those of the guides (docs/pictures/)
	@$(BIN)/python scripts/screenshots.py

lock: ## Compile the lock files (UPGRADE=1: to the newest versions)
	@$(PYTHON) scripts/lock.py $(if $(UPGRADE),--upgrade)

words: $(STAMPS)/demo ## Write docs/words.md from the words
	@$(BIN)/python -m guanxi.facts.glossary docs/words.md

clean: ## Remove what make made, the demo's data too
	rm -rf .venv .demo .pytest_cache .hypothesis .ruff_cache .import_linter_cache
	rm -rf $(WEB)/frontend/node_modules $(WEB)/assets/built

$(STAMPS)/venv:
	@$(PYTHON) scripts/install.py
	@touch $@

$(STAMPS)/demo $(STAMPS)/test $(STAMPS)/cdnow $(STAMPS)/febrl: $(STAMPS)/%: requirements/%.lock pyproject.toml | $(STAMPS)/venv
	@$(PYTHON) scripts/install.py $*

$(STAMPS)/machine: | $(STAMPS)/venv
	@$(PYTHON) scripts/provision.py java postgres chromium font
	@touch $@

$(STAMPS)/has-node: | $(STAMPS)/venv
	@$(PYTHON) scripts/provision.py node

$(STAMPS)/frontend: $(FRONTEND) $(ICONS) | $(STAMPS)/has-node
	@$(PYTHON) scripts/frontend.py

$(STAMPS)/catalogues: $(CATALOGUES) | $(STAMPS)/demo
	@echo "==> Compiling the Chinese of the pages"
	@$(BIN)/python -m guanxi.web.kit.messages compile
	@touch $@
