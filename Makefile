# The one door. `make` alone lists what there is.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SITE   := site
PUBLIC_ARGUMENTS := $(if $(TODAY),--today $(TODAY)) $(if $(PUBLIC),--public)

.PHONY: help site serve parts browser validators test validate check fix bench lock golden clean
help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

site: parts $(VENV)/site ## build every language into site/; PUBLIC=1 leaves out what is invented
	@$(BIN)/alongside build --out $(SITE) $(PUBLIC_ARGUMENTS)

serve: parts $(VENV)/site ## preview, built anew at every save
	@$(BIN)/alongside serve

check: $(VENV)/site ## list every problem in the sources
	@$(BIN)/alongside check

test: browser $(VENV)/test ## run every check of the project
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/alongside check
	$(BIN)/zizmor --offline --no-progress .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/pytest -n auto --dist loadfile

validate: validators $(VENV)/test ## ask the real validators of PDF, office documents, phone forms and web forms
	$(BIN)/pytest -n auto --dist loadfile tests/validate

parts:
	@$(PYTHON) src/alongside/system.py python venv pango

browser:
	@$(PYTHON) src/alongside/system.py python venv pango chromium

validators:
	@$(PYTHON) src/alongside/system.py python venv pango chromium java node

fix: $(VENV)/test ## put code and interface words in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/alongside words

golden: browser $(VENV)/test ## write the golden cases anew; review the difference
	GOLDEN=write $(BIN)/pytest tests/test_check.py

bench: parts $(VENV)/site ## measure the build: time, pages, bytes
	@$(BIN)/python tests/tasks/bench.py

lock: ## renew the locked versions, below the next major ones
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/pip install --quiet 'uv<1'
	.cache/lock/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --upgrade --no-header --no-annotate \
	  pyproject.toml --group setup -o requirements/site.txt
	.cache/lock/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --upgrade --no-header --no-annotate \
	  pyproject.toml --group setup --group test -c requirements/site.txt -o requirements/test.txt

clean: ## remove what was built
	rm -rf $(VENV) $(SITE) .cache

# Two stamps, so that who only builds the site installs only what that needs.
$(VENV)/bin/python:
	@$(PYTHON) src/alongside/system.py python venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/site: requirements/site.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test: requirements/test.txt $(VENV)/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
