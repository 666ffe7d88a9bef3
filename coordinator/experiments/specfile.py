"""Reads an experiment's YAML file: `radshare.experiment.ExperimentSpec`, with sites by name or SPIFFE id.

Rule: the file is closed; an unknown key is refused and named. Values never appear in the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from coordinator.experiments.errors import SpecInvalidError
from radshare.experiment import ExperimentSpec
from radshare.identity import Role, SpiffeId

if TYPE_CHECKING:
    from pathlib import Path


def read_spec_file(path: Path, federation: str) -> ExperimentSpec:
    """Return the specification in a file, its sites as SPIFFE ids.

    Args:
        path: YAML file.
        federation: Trust domain that plain site names belong to.

    Raises:
        SpecInvalidError: The file is missing, is not YAML, or breaks the schema; the detail names the keys.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        spec = ExperimentSpec.model_validate(document)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise SpecInvalidError("the file cannot be read as YAML") from None
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['type']}" for item in error.errors())
        raise SpecInvalidError("; ".join(problems)) from None
    return spec.model_copy(update={"sites": tuple(site_id(name, federation) for name in spec.sites)})


def site_id(name: str, federation: str) -> str:
    """Return the SPIFFE id of a site given by name or by SPIFFE id."""
    return name if "://" in name else str(SpiffeId(federation, Role.SITE, name))
