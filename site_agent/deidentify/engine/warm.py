"""Imported once, before worker processes are forked: what each of them would otherwise load for itself.

Not here: what needs threads or a device, which no process may inherit; OCR is loaded in the worker.
"""

from __future__ import annotations

from site_agent.deidentify.engine import worker
from site_agent.deidentify.header import free_text

__all__ = ["worker"]

free_text.load()
