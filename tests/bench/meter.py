"""Runs a command and prints what it cost, as JSON: ``meter.py LOG COMMAND…``; LOG ``-`` keeps no output.

Rule: a process of its own, because Linux counts the memory of the process that starts a command as the
command's; this one is small. Not here: what the figures are used for (`tools`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main(log: str, command: list[str]) -> None:
    """Run a command to its end, its output in a file, and print the cost of it and its children."""
    began = time.monotonic()
    with Path(os.devnull if log == "-" else log).open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    cost = {
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "wall_s": time.monotonic() - began,
        "rss_mb": usage.ru_maxrss / 1024,
        "status": process.returncode,
    }
    sys.stdout.write(json.dumps(cost))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
