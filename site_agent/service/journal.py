"""The agent's log: one JSON line an event in ``<home>/logs/agent.jsonl``.

Rule: lines hold the event's name, codes, counts and keyed or random ids. The text and the trace of an
exception are never written, because they may quote a header value; only its class is.
"""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

from radshare.files import private_folder

if TYPE_CHECKING:
    from pathlib import Path

ROOTS = ("site_agent", "learning")
"""Loggers whose records are known to hold codes, counts and ids only."""


class JsonLines(logging.Formatter):
    """Formats a record as one JSON line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, event and fields; of an exception only its class."""
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line)


def open_log(home: Path) -> logging.Handler:
    """Send our own records to the home's log, and no library's."""
    path = private_folder(home / "logs") / "agent.jsonl"
    path.touch(mode=0o600, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonLines())
    for root in ROOTS:
        logger = logging.getLogger(root)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(handler)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Undo `open_log`."""
    for root in ROOTS:
        logging.getLogger(root).removeHandler(handler)
    handler.close()
