"""Where the configuration files that ship with the product are found.

Rule: one name, one file, wherever the product runs: `configs/` of a checkout, `radshare/_configs` of a wheel.
A name never leads out of that folder.

Not here: the files of a home (site.yaml, coordinator.yaml), which belong to their owners.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from radshare.errors import ConfigMissing

_HERE = Path(__file__).resolve().parent
_ROOTS = (_HERE / "_configs", _HERE.parent / "configs")


def config_path(name: str) -> Path:
    """Return the path of a shipped configuration file or folder.

    Args:
        name: Path below the configuration folder, e.g. ``lexicons/pathology.yaml``.

    Raises:
        ConfigMissing: There is no such file, or the name leads out of the folder.
    """
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        raise ConfigMissing(name)
    for root in _ROOTS:
        if (found := root / relative).exists():
            return found
    raise ConfigMissing(name)
