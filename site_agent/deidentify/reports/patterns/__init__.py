"""Patterns of identifiers by what they name; `site_agent.deidentify.reports.rules` gathers them."""
