from __future__ import annotations

from pathlib import Path

from learning.errors import Code
from learning.rows import status_of
from radshare.experiment import RowStatus

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "experiments.md"


def test_every_code_is_documented() -> None:
    """A reader of a row finds its code in the reference, and the reference invents none."""
    text = PAGE.read_text(encoding="utf-8")
    listed = {
        line.split("`")[1] for line in text.splitlines() if line.startswith("| `") and line[3].isupper()
    }
    assert listed == set(Code)


def test_a_sites_own_code_reads_as_a_refusal() -> None:
    """A code the product does not know is a refusal, never a success."""
    assert status_of("POLICY_OF_OURS") is RowStatus.REFUSED
    assert {status_of(code) for code in Code} == {RowStatus.LATE, RowStatus.OFFLINE, RowStatus.REFUSED}
