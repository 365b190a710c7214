# hrdesk. `make run` opens the program, `make test` proves it; both set up all they need.
# Packages of Debian 12 that they need are listed in build/system_packages.sh and installed when that is allowed.
PYTHON ?= python3
VENV ?= .venv
HEADLESS_VENV ?= .venv-headless
FREEZE_VENV ?= .venv-freeze
BIN = $(VENV)/bin
PIP_FLAGS = --quiet --disable-pip-version-check
export QT_LOGGING_RULES ?= qt.qpa.plugin=false
JOBS ?= auto

.PHONY: setup run test headless lint types imports tests translations forms bench screenshots golden freeze clean

setup: $(VENV)/.ready translations ## make the virtual environment

$(VENV)/.ready: pyproject.toml constraints.txt
	@build/system_packages.sh run
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt -e '.[gui,dev,gui-dev]'
	@touch $@

translations: $(VENV)/.ready
	@$(BIN)/python build/compile_translations.py

forms: setup ## write forms/*.xlsx from forms/*.md
	$(BIN)/python build/write_workbooks.py

run: setup ## open the window; without a screen play the sample journey
	@$(BIN)/python build/run.py

test: setup lint types imports headless tests ## everything that must hold

tests: setup
	@build/system_packages.sh test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(JOBS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

$(HEADLESS_VENV)/.ready: pyproject.toml constraints.txt
	@build/system_packages.sh test
	test -x $(HEADLESS_VENV)/bin/python || $(PYTHON) -m venv $(HEADLESS_VENV)
	$(HEADLESS_VENV)/bin/python -m pip install $(PIP_FLAGS) -c constraints.txt -e '.[dev]'
	@touch $@

# The rooms know no window, which lint-imports proves, and the run with Qt asks them everything; without Qt
# run the commands and the scenarios, which go through all of them, and the store.
headless: translations $(HEADLESS_VENV)/.ready ## the tests where PySide6 is not installed
	$(HEADLESS_VENV)/bin/python -m pytest -n $(JOBS) -q -m 'not long' tests/architecture tests/cli tests/scenario tests/unit/store tests/unit/test_*.py

bench: setup ## figures beside their baselines, in one run
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench

golden: setup ## keep the pictures of twelve papers anew, after looking at what differs
	$(BIN)/python -m tests.support.golden_papers

screenshots: setup ## the pictures of docs/pictures
	QT_QPA_PLATFORM=offscreen $(BIN)/python build/screenshots.py docs/pictures

freeze: translations ## the program as one folder in dist/
	@build/system_packages.sh run
	test -x $(FREEZE_VENV)/bin/python || $(PYTHON) -m venv $(FREEZE_VENV)
	$(FREEZE_VENV)/bin/python -m pip install $(PIP_FLAGS) -c constraints.txt '.[gui,freeze]'
	$(FREEZE_VENV)/bin/python -m pip uninstall $(PIP_FLAGS) -y hrdesk
	$(FREEZE_VENV)/bin/python -m PyInstaller --noconfirm --distpath dist --workpath dist/.work build/hrdesk.spec
	dist/hrdesk/hrdesk selftest
	rm -rf dist/demo && dist/hrdesk/hrdesk demo dist/demo

clean:
	rm -rf $(VENV) $(HEADLESS_VENV) $(FREEZE_VENV) dist demo-output .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
