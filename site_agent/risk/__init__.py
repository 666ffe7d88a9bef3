"""Re-identification risk of what a site is about to release: who could be found, and what would help."""
