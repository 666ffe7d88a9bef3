"""Tests of the recogniser as a program starts it."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import sys
from site_agent.deidentify.reports.filter import ReportFilter
left = ReportFilter().filter("Spoke with Rose Quornhill about the lungs.")
assert "torch" not in sys.modules
import torch
print(left.text, torch.__name__)
"""


def test_a_program_of_reports_starts_without_pytorch_and_may_import_it_later() -> None:
    """Filtering takes no PyTorch in; whoever needs it in the same process still gets it."""
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True).stdout
    assert said == "Spoke with [NAME] about the lungs. torch\n"
