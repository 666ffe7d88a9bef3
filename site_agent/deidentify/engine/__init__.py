"""A tree of files from end to end: workers, ledger, verification, the run's report."""
