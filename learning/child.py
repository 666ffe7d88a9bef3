"""Runs one function in a process that ends when the process that started it ends, even by SIGKILL.

    python -m learning.child PARENT_PID MODULE:FUNCTION [ARGUMENT ...]

Flower's `flower-superlink` and `flower-supernode` do not watch their parent; run through here, they do. The
watcher asks for the parent's process id twice a second: an orphan is adopted, so the number changes.

Not here: restarting (learning.processes). Nothing of Flower is imported unless the named function needs it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time

POLL_S = 0.5
"""Seconds between two looks at the parent."""

GRACE_S = 4.0
"""Seconds an orphan has for ending by itself."""


def watch_parent(parent: int) -> None:
    """Start a thread that ends this process once ``parent`` is no longer its parent."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(POLL_S)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_S)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def main(arguments: list[str]) -> None:
    """Watch the parent, then call the named function with the remaining arguments as its ``sys.argv``."""
    parent, reference, *rest = arguments
    watch_parent(int(parent))
    module, _, function = reference.partition(":")
    sys.argv = [function, *rest]
    getattr(importlib.import_module(module), function)()


if __name__ == "__main__":
    main(sys.argv[1:])
