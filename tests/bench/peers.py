"""Drives other de-identifiers, file by file in one process, with the defaults that they document.

Run as a script by the Python of a virtual environment of their own: ``peers.py TOOL IN OUT ERRORS.json``.
A file that a tool cannot take is one entry of the errors, and the rest goes on (their own command lines
stop there). Outputs keep the names of the inputs. Nothing but the tool and pydicom is needed there.

Not here: measuring and judging.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Drive = Callable[[str, str], None]


def dicognito() -> Drive:
    """Dicognito 0.19: one seeded Anonymizer for the whole run."""
    import pydicom  # noqa: PLC0415 - each environment has some
    from dicognito.anonymizer import Anonymizer  # noqa: PLC0415 - each environment has some

    anonymizer = Anonymizer(seed="radshare bench")

    def drive(source: str, target: str) -> None:
        data = pydicom.dcmread(source, force=False)
        anonymizer.anonymize(data)
        data.save_as(target, enforce_file_format=True)

    return drive


def dicom_anonymizer() -> Drive:
    """dicom-anonymizer 2.1: the table of 2024b, private attributes deleted."""
    from dicomanonymizer.simpledicomanonymizer import anonymize_dicom_file, initialize_actions_2024b  # noqa: PLC0415 - each environment has some

    def drive(source: str, target: str) -> None:
        anonymize_dicom_file(source, target, base_rules_gen=initialize_actions_2024b)

    return drive


def deid() -> Drive:
    """Deid 0.4.13: the recipe that it bundles, private attributes removed."""
    from deid.config import DeidRecipe  # noqa: PLC0415 - each environment has some
    from deid.dicom import replace_identifiers  # noqa: PLC0415 - each environment has some

    recipe = DeidRecipe()

    def drive(source: str, target: str) -> None:
        (data,) = replace_identifiers(source, deid=recipe, save=False, remove_private=True)
        data.save_as(target)

    return drive


def pydicom_floor() -> Drive:
    """Read and write alone: nobody who uses pydicom is faster."""
    import pydicom  # noqa: PLC0415 - each environment has some

    def drive(source: str, target: str) -> None:
        pydicom.dcmread(source, force=True).save_as(target)

    return drive


TOOLS = {"dicognito": dicognito, "dicom-anonymizer": dicom_anonymizer, "deid": deid, "pydicom": pydicom_floor}


def main(tool: str, source: Path, out: Path, errors: Path) -> None:
    """Drive one tool over a folder."""
    warnings.simplefilter("ignore")
    logging.disable()
    drive, failed = TOOLS[tool](), {}
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        name = path.relative_to(source)
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            drive(str(path), str(target))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - tools raise anything
            failed[name.as_posix()] = type(error).__name__
            target.unlink(missing_ok=True)
    errors.write_text(json.dumps(failed))


if __name__ == "__main__":
    main(sys.argv[1], *(Path(argument) for argument in sys.argv[2:5]))
