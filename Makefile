# radshare: make demo | make test | make check | make venv
# Everything runs in .venv, built with plain venv + pip when it is missing or older than what defines it.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test check venv clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    two hospitals and a coordinator on this machine, the whole flow (about ten minutes)"
	@echo "make test    the whole test suite"
	@echo "make check   every gate: style, types, imports, protocol, spelling, dependencies"
	@echo "make venv    .venv with everything, nothing else"

venv: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[site,coordinator,dev]"
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/site-agent demo

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	scripts/check

clean:
	rm -rf .venv
