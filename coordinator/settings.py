"""What an operator decides, read once from ``coordinator.yaml`` in the coordinator's home folder.

Rule: settings are frozen, closed (an unknown key is refused) and passed in; nothing reads them from a
global. Every key is explained in configs/coordinator.example.yaml and docs/reference/coordinator.md, and a
test compares all three.

Not here: secrets (the CA's key lies in ``<home>/ca``) and where things lie in the home (coordinator.home).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import Field, ValidationError

from coordinator.errors import SettingsInvalid
from radshare.model import Frozen

if TYPE_CHECKING:
    from pathlib import Path

HostPort = Annotated[str, Field(pattern=r"^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$", max_length=260)]
"""A host and a port, e.g. ``127.0.0.1:7443`` or ``[::1]:0``."""

FederationName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$")]
"""The trust domain of every SPIFFE id, e.g. ``demo``."""


class VaultSettings(Frozen):
    """How much ciphertext is held.

    Attributes:
        package_bytes: Largest ciphertext of one package.
        site_bytes: Most ciphertext of one site, announced uploads included.
        abandoned_after_s: An unfinished upload untouched for this long is removed at the next start.
    """

    package_bytes: Annotated[int, Field(ge=1024)] = 20 * 1024**3
    site_bytes: Annotated[int, Field(ge=1024)] = 200 * 1024**3
    abandoned_after_s: Annotated[int, Field(ge=60)] = 7 * 86_400


class CertificateSettings(Frozen):
    """How long certificates and invites are good for.

    Attributes:
        member_days: Validity of a member's certificate and card.
        invite_max_s: Longest validity an operator may give an invite.
    """

    member_days: Annotated[int, Field(ge=1, le=825)] = 397
    invite_max_s: Annotated[int, Field(ge=60, le=30 * 86_400)] = 14 * 86_400


class LimitSettings(Frozen):
    """What one member may occupy, so that no member can crowd out the others.

    Attributes:
        pending_requests: Access requests of one member that wait for a decision.
        workers: Calls served at once, one line held by each listening site included.
    """

    pending_requests: Annotated[int, Field(ge=1, le=100_000)] = 500
    workers: Annotated[int, Field(ge=8, le=4096)] = 128


class FlowerSettings(Frozen):
    """Whether joint experiments can run here.

    Attributes:
        enabled: Start and supervise Flower's SuperLink on loopback.
    """

    enabled: bool = True


class Settings(Frozen):
    """All settings of one coordinator.

    Attributes:
        federation: Name of the federation; inside every certificate, so it never changes.
        address: Where to listen. Port 0 takes any free port and writes it to run.json.
        advertise: What members dial, when that is not ``address`` (a public name, a load balancer). Empty:
            the bound address.
        database: SQLAlchemy URL. Empty: ``coordinator.sqlite`` in the home.
        heartbeat_s: Seconds between two signs of life on a site's line.
        vault: Limits of the vault.
        certificates: Validity of certificates and invites.
        limits: What one member may occupy.
        flower: Joint experiments.
    """

    federation: FederationName
    address: HostPort = "127.0.0.1:7443"
    advertise: HostPort | None = None
    database: Annotated[str, Field(max_length=500, repr=False)] = ""
    heartbeat_s: Annotated[float, Field(ge=0.05, le=300)] = 10.0
    vault: VaultSettings = VaultSettings()
    certificates: CertificateSettings = CertificateSettings()
    limits: LimitSettings = LimitSettings()
    flower: FlowerSettings = FlowerSettings()


def read(path: Path) -> Settings:
    """Return the settings in a ``coordinator.yaml``.

    Raises:
        SettingsInvalid: The file is not readable, not YAML, or holds an unknown key or a value out of its
            limits. The detail names keys, never values.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Settings.model_validate(document if document is not None else {})
    except ValidationError as error:
        raise SettingsInvalid(_named(error)) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise SettingsInvalid("the file cannot be read as YAML") from None


def _named(error: ValidationError) -> str:
    """Return the keys and kinds of problems; never a value, which may be a database password."""
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, p['loc'])) or 'document'}: {p['type']}" for p in problems)
