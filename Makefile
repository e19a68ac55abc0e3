# One command each. Everything is installed into .venv; nothing else on the machine changes.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: run test check audit documents train train-star bench bench-serving bench-star icons lock

run: $(VENV)/.app  ## serve the chat page
	$(RUN) app.py

test: $(VENV)/.dev  ## run the tests
	$(RUN) -m pytest

check: $(VENV)/.dev  ## linters, types, import contracts, knowledge
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(RUN) app.py check

documents: $(VENV)/.documents  ## what `app.py documents add` reads PDF, Word, PowerPoint and HTML with

audit: $(VENV)/.audit  ## ask for known weaknesses of the pinned dependencies; needs the package index
	$(VENV)/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.txt
	$(VENV)/bin/pip-audit --strict --disable-pip --require-hashes -r requirements-dev.txt

bench: $(VENV)/.app  ## measure understanding and answering
	$(RUN) -m benchmarks.understanding

bench-serving: $(VENV)/.bench  ## measure turns a second beside bare servers
	$(RUN) -m benchmarks.serving

bench-star: $(VENV)/.app  ## measure the STAR check on the labelled test answers
	$(RUN) -m benchmarks.star

train: $(VENV)/.train  ## train the intent model from the examples
	$(RUN) -m knowledge.training.train

train-star: $(VENV)/.train  ## train the STAR check from the labelled answers
	$(RUN) -m knowledge.training.star

DRAW = chromium --headless --no-sandbox --hide-scrollbars --default-background-color=00000000
icons:  ## draw the icons of the Teams app again from their SVG; needs Chromium
	cd bot/teams_app && $(DRAW) --window-size=192,192 --screenshot=color.png color.svg
	cd bot/teams_app && $(DRAW) --window-size=32,32 --screenshot=outline.png outline.svg

PIN := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:  ## pin the dependencies again, with hashes; needs uv
	$(PIN) -o requirements.txt
	$(PIN) --extra documents -o requirements-documents.txt
	$(PIN) --extra documents --group dev -o requirements-dev.txt
	$(PIN) --group audit -o requirements-audit.txt
	$(PIN) --group bench -o requirements-bench.txt
	$(PIN) --extra documents --group dev --group train -o requirements-train.txt

$(VENV)/.app: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.documents: requirements-documents.txt $(VENV)/.app
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-documents.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.app
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/.audit: requirements-audit.txt $(VENV)/.app
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt
	touch $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.app
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	touch $@

$(VENV)/.train: requirements-train.txt $(VENV)/.app
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.txt
	touch $@
