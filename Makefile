# Python 3.11 to 3.13 and make are all you need. Each target sets up .venv by itself, and again when a lock file changed.
#
#   PYTHON=python3.12 make test     another Python
#   VENV=.venv312 make test         another place for it
#   REQUIRE_ALL=1 make test         a missing server is a failure, as in CI
#   TESTS=tests/casework make test  some of the tests

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
TESTS ?=
SAY ?=
CHAOS ?=
DOORS ?=
export SAY
NEWCOMER := run --story
RULES := tests/house tests/casework tests/councils
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	$$p -c '$(FITS)' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
PYTEST := $(VENV)/bin/python -m pytest

.PHONY: help run test setup check walks chaos doors rules signs lines shots train demo lock

help:  # the targets there are
	@echo "make ..."
	@grep -hE '^[a-z]+:.*  # ' Makefile | sed -E 's/^([a-z]+):.*  # (.*)/  \1\t\2/' | expand -t 10

run: $(VENV)/runs  # Heard on embedded defaults, with a made-up council at work; Ctrl-C ends it
	@exec $(VENV)/bin/heard $(NEWCOMER)

test: $(VENV)/tests  # every test this machine can run, and what it could not
	@$(PYTEST) -n 2 --dist worksteal $(TESTS)

setup: $(VENV)/tests  # .venv with all that the program, its tests and its checks need
	@echo "$(VENV) is ready."

check: $(VENV)/tests  # before each commit: format, lint, types, floors, and the tests of the rules
	@$(VENV)/bin/ruff format --check --quiet . || { echo "to format: $(VENV)/bin/ruff format ."; exit 1; }
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache | tail -n 3
	@$(VENV)/bin/python -m tests.house.rules
	@$(PYTEST) -q -n 2 --dist worksteal -m "not requires and not slow" $(RULES)

walks: $(VENV)/tests  # the whole program as processes: one email, one chat, one chase, pull the plug
	@$(PYTEST) tests/walks

chaos: $(VENV)/tests  # 5,000 messages while everything fails at random; CHAOS="--messages 500 --seed 7" says otherwise
	@$(VENV)/bin/python -m tests.walks.chaos $(CHAOS)

doors: $(VENV)/tests  # how long from a mail or a chat message to its answer, with nothing else to do; DOORS="--messages 30"
	@$(VENV)/bin/python -m tests.walks.doors $(DOORS)

rules: $(VENV)/tests  # rules of the rulebook that no test names
	@$(VENV)/bin/python -m tests.house.rules --list

signs: $(VENV)/tests  # how well the words of harm are heard; SAY="..." tries one message
	@$(VENV)/bin/python -m tests.casework.listening $(if $(SAY),"$$SAY")

lines: $(VENV)/tests  # docs/lines.md: every line the bot can say, with its reading age and its drafts
	@$(VENV)/bin/python -m tests.outbox.lines

shots: $(VENV)/tests  # pictures of the desk's pages, on a desktop and a telephone, into var/shots (needs Chromium)
	@$(VENV)/bin/python -m tests.desk.shots

train: $(VENV)/runs  # the classifier, from its corpus; same corpus, same model
	@$(VENV)/bin/heard train

demo: $(VENV)/runs  # a made-up council's twelve weeks, then the desk to look around; its own store, var/demo
	@exec $(VENV)/bin/heard demo --stay

lock: $(VENV)/tests  # the lock files, from pyproject.toml and requirements-dev.in
	@$(PIP) install --quiet pip-tools
	@for of in requirements.txt:pyproject.toml requirements-dev.txt:requirements-dev.in; do \
		$(VENV)/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header \
			--no-emit-options --output-file $${of%:*} $${of#*:}; done

# pip says "Collecting NAME" for each package, and then nothing while it unpacks: on a terminal, one line that moves.
# What it complains of is shown only if it failed. dkimpy alone comes as source; its hash is held to like the others.
define INSTALL
PYTHONUNBUFFERED=1 $(PIP) install --require-hashes --only-binary :all: --no-binary dkimpy -r $(1) 2>$(VENV)/pip.log | { \
	[ -t 2 ] || exec cat >/dev/null; \
	count=0; all=$$(grep -c == $(1)); \
	while read -r word name _; do case $$word in \
		Collecting|Requirement) count=$$((count + 1)); printf '\r  %d of %d  %-40.40s' $$count $$all "$${name#already}" ;; \
		Installing) printf '\r  unpacking %-60s' "" ;; \
	esac; done; printf '\r%72s\r' ""; } >&2 || { grep -Ev '^(WARNING|DEPRECATION)' $(VENV)/pip.log >&2; \
	echo "Is there room (df -h .), and a way to the index of packages? PIP_INDEX_URL or PIP_FIND_LINKS name another place." >&2; exit 1; }
endef

$(VENV)/bin/pip:
	@"$(PYTHON)" -c '$(FITS)' 2>/dev/null || { \
		echo "Heard needs Python 3.11, 3.12 or 3.13, and $(if $(PYTHON),$(PYTHON) is none of them,found none of them)."; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version): once, about a minute." >&2
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Is there room (df -h .)? Else, on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/runs: requirements.txt pyproject.toml | $(VENV)/bin/pip
	@echo "Installing what the program needs." >&2
	@$(call INSTALL,requirements.txt)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/tests: requirements-dev.txt $(VENV)/runs
	@echo "Installing what the tests need." >&2
	@$(call INSTALL,requirements-dev.txt)
	@touch $@
