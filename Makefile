# What one types here. Everything that is made lands in .venv and var.
#
#   make run      set up, make the demo, serve it on http://127.0.0.1:8000    (another port: make run PORT=8001)
#   make test     set up all that tests need, then check everything
#   make check    check everything, then say what failed and what mends it
#   make bench    measure, and print one table beside floors and aims (docs/performance.md); ONLY="saving desk" for some
#   make fix      mend what a machine can
#   make words    bring the catalogues of annotate/locale in step with the sources, and compile them (docs/german.md)
#   make lock     write requirements/ anew, after a change in pyproject.toml
#
# Another Python, 3.11 or later: make run PYTHON=python3.12

PORT ?= 8000
PYTHON ?= python3
MAKEFLAGS += --no-builtin-rules --no-print-directory
in_venv = .venv/bin/python

.PHONY: help run test check bench fix words lock

help:
	@sed -n 's/^# \{0,1\}//p' Makefile

run: .venv/laptop.installed
	@$(in_venv) manage.py demo --port "$(PORT)"

test: .venv/dev.installed
	@.ci/browser
	@$(in_venv) .ci/check

check: .venv/dev.installed
	@$(in_venv) .ci/check

bench: .venv/dev.installed
	@$(in_venv) -m tests.bench $(ONLY)

fix: .venv/dev.installed
	@$(in_venv) .ci/check --fix

words: .venv/dev.installed
	@$(in_venv) -m tests.words

lock: .venv/dev.installed
	@$(in_venv) requirements/lock.py

.venv/%.installed: requirements/%.txt
	@$(PYTHON) requirements/install.py $*
