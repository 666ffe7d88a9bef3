"""The coordinator's log: JSON lines of codes, identifiers, counts and times.

Rule: a line holds its message's fixed words and the fields below; never an exception's text, a statement,
or anything of a call's content. Lines of other packages are kept from WARNING on, without their arguments.
"""

from __future__ import annotations

import json
import logging
import time
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("method", "caller", "code", "ms", "kind", "address", "version", "count")
"""Extra fields that a line may carry."""

MAX_BYTES = 20 * 1024 * 1024
KEPT_FILES = 5


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        own = record.name.split(".")[0] in {"coordinator", "learning", "radshare"}
        line: dict[str, object] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "room": record.name,
            "event": record.getMessage() if own else "(a library's message)",
        }
        line.update({name: vars(record)[name] for name in FIELDS if name in vars(record)})
        return json.dumps(line, separators=(",", ":"))


def log_to(path: Path) -> None:
    """Send this process's log to a file, which is rotated before it grows large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in ("coordinator", "learning", "radshare"):
        logging.getLogger(name).setLevel(logging.INFO)
