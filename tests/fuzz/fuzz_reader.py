"""Fuzzes the reader path with atheris: ``python tests/fuzz/fuzz_reader.py [-max_total_time=600]``.

Every input must end as an object or as one reason code, whatever its bytes. What it finds is written into the
current folder by libFuzzer; the few bytes that matter go into `hostile_dicom.FOUND`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["site_agent.ingest", "site_agent.deidentify", "pydicom"]):
    from factories import hostile_dicom


def main() -> None:
    """Run until libFuzzer ends it."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, path = Path(folder) / "corpus", Path(folder) / "input.dcm"
        corpus.mkdir()
        for number, seed in enumerate([*hostile_dicom.seeds(), *hostile_dicom.FOUND]):
            (corpus / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, str(corpus)], lambda content: hostile_dicom.check(content, path))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
