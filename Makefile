# radshare: make demo | make test | make check | make venv
# Everything runs in .venv, built with plain venv + pip when it is missing or older than what defines it.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test test-alone test-processes check venv clean
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

# Two lanes, one a core: what starts whole agents waits more than it computes. Each lane's output comes whole.
test: $(STAMP)
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-processes test-alone

test-alone: $(STAMP)
	$(BIN)/python -m pytest -m "not processes"

test-processes: $(STAMP)
	$(BIN)/python -m pytest -m processes -o cache_dir=.pytest_cache/processes tests/contract tests/integration

check: $(STAMP)
	scripts/check

clean:
	rm -rf .venv
