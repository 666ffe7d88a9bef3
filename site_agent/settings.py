"""What a hospital's admin decides, read once from ``site.yaml`` in the site's home folder.

Rule: settings are frozen, closed (an unknown key is refused) and passed in; nothing reads them from a
global. Every key is explained in configs/site.example.yaml and docs/reference/site-agent.md, and a test
compares all three.

Not here: secrets (they lie in ``<home>/identity``) and what is decided per package or per experiment.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import Field, ValidationError

from radshare.certificate import CertificateStatus
from radshare.data_use import DataUse, Permission
from radshare.experiment import Arm, Label
from radshare.files import write_private
from radshare.model import Frozen
from site_agent.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

SpiffeUri = Annotated[str, Field(pattern=r"^spiffe://[a-z0-9.-]+/(site|researcher|operator)/[a-z0-9-]+$")]
"""A member of the federation, e.g. ``spiffe://demo/site/hospital-b``."""


class CollectionSettings(Frozen):
    """What this hospital publishes, as the catalog shows it.

    Attributes:
        name: Short name of the collection: lower-case letters, digits and dashes.
        title: One line for people. Never a patient's or a person's name.
        modality: DICOM modality of the images.
        data_use: What others may do with the packages (DUO codes).
        min_patients: A first release waits for at least this many publishable patients.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    modality: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "DX"
    data_use: DataUse = DataUse(permission=Permission.GRU)
    min_patients: Annotated[int, Field(ge=3)] = 48


class DeidentifySettings(Frozen):
    """How exams are de-identified.

    Attributes:
        profile: Name of a profile in ``configs/profiles`` or the path of one's own.
        project: Name that separates this site's pseudonyms from those of its other projects.
        heldout_percent: Share of the patients that never leave: the site's own test set.
        site_lexicon: The site's own staff, places and words, a file in the home; empty for none.
    """

    profile: str = "share"
    project: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")] = "radshare"
    heldout_percent: Annotated[int, Field(ge=0, le=90)] = 25
    site_lexicon: str = ""


class FilterSettings(Frozen):
    """How the generative image filter is trained and used.

    Attributes:
        preset: Name of a preset in ``configs/presets`` or the path of one's own.
        k: Patients that share one condition; also the smallest cell of a published table.
        seed: Seed of training and sampling.
        threads: CPU threads of training and sampling; 0 leaves it to the machine.
        certificates: Published certificates this site may stand on, files in the home.
        required_certificate: What a package must stand on at least, published or received.
    """

    preset: str = "cpu-quick"
    k: Annotated[int, Field(ge=3, le=1000)] = 12
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    threads: Annotated[int, Field(ge=0, le=256)] = 0
    certificates: tuple[str, ...] = ()
    required_certificate: CertificateStatus = CertificateStatus.UNCERTIFIED


class ReviewMode(StrEnum):
    """Who signs off what may leave."""

    POLICY = "policy"
    PERSON = "person"


class ReviewSettings(Frozen):
    """Who signs pairs off and, when the policy does, what it asks for beyond the gate.

    Attributes:
        mode: ``policy`` decides at once; ``person`` waits for `site-agent review approve`.
        required_checks: Gate checks that must be present (all present ones must have passed in any case).
        score_limits: Gate score -> highest value that is let through.
        labels: Only pairs whose labels are all among these; empty lets all through.
    """

    mode: ReviewMode = ReviewMode.POLICY
    required_checks: tuple[str, ...] = ()
    score_limits: Mapping[str, float] = Field(default_factory=dict)
    labels: tuple[Label, ...] = ()


class AccessSettings(Frozen):
    """Who may have this site's packages without a person's decision.

    Attributes:
        auto_grant: SPIFFE ids whose requests are granted when the purpose is permitted; all others wait.
    """

    auto_grant: tuple[SpiffeUri, ...] = ()


class Acceptance(StrEnum):
    """How announced experiments are answered."""

    AUTO = "auto"
    MANUAL = "manual"


class ExperimentSettings(Frozen):
    """Which joint experiments this site joins.

    Attributes:
        accept: ``auto`` joins all that name this site; ``manual`` waits for `site-agent experiments accept`.
    """

    accept: Acceptance = Acceptance.AUTO


class InboxSettings(Frozen):
    """How the inbox folder is watched.

    Attributes:
        poll_s: Seconds between two looks at it.
        quiet_s: Nothing new for this many seconds means that a delivery is over.
        max_file_bytes: Larger files are set aside.
    """

    poll_s: Annotated[float, Field(gt=0, le=3600)] = 5.0
    quiet_s: Annotated[float, Field(ge=0, le=86_400)] = 30.0
    max_file_bytes: Annotated[int, Field(ge=1024)] = 512 * 1024 * 1024


class FederationSettings(Frozen):
    """Flower at this site.

    Attributes:
        enabled: Whether SuperNode, tunnel end and gate are started at all.
        allow_weights: Arms whose model weights may leave. Only ``shared`` never saw this site's real images.
        min_test_patients: Metrics over fewer held-out patients stay at home.
        threads: CPU threads of training and evaluation.
        supernode_port: Loopback port of the SuperNode's runtime API; 0 takes a free one.
    """

    enabled: bool = True
    allow_weights: tuple[Arm, ...] = (Arm.SHARED,)
    min_test_patients: Annotated[int, Field(ge=1)] = 10
    threads: Annotated[int, Field(ge=1, le=256)] = 1
    supernode_port: Annotated[int, Field(ge=0, le=65_535)] = 0


class SiteSettings(Frozen):
    """Everything in ``site.yaml``.

    Attributes:
        coordinator: ``host:port`` of the coordinator; the only address this site ever calls.
        egress_transcript: Keep a copy of every message that leaves, under ``<home>/egress``.
    """

    coordinator: Annotated[str, Field(pattern=r"^[^\s:/]+:\d{1,5}$")]
    collection: CollectionSettings
    deidentify: DeidentifySettings = DeidentifySettings()
    filter: FilterSettings = FilterSettings()
    review: ReviewSettings = ReviewSettings()
    access: AccessSettings = AccessSettings()
    experiments: ExperimentSettings = ExperimentSettings()
    inbox: InboxSettings = InboxSettings()
    federation: FederationSettings = FederationSettings()
    egress_transcript: bool = False


def load_settings(home: Path) -> SiteSettings:
    """Read ``<home>/site.yaml``.

    Raises:
        SettingsError: The file is missing, is not YAML, or breaks the schema; the detail names keys,
            never values.
    """
    try:
        document = yaml.safe_load((home / "site.yaml").read_text(encoding="utf-8"))
        return SiteSettings.model_validate(document)
    except FileNotFoundError:
        raise SettingsError("there is no site.yaml in the home folder") from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        raise SettingsError("site.yaml cannot be read as YAML") from None
    except ValidationError as error:
        problems = (
            f"{'.'.join(str(part) for part in item['loc'])}: {item['type']}" for item in error.errors()
        )
        raise SettingsError("; ".join(problems)) from None


def write_first_settings(home: Path, coordinator: str, name: str) -> None:
    """Write a ``site.yaml`` that names the coordinator and a collection, unless there is one.

    Args:
        home: The site's home folder.
        coordinator: ``host:port``.
        name: The site's name within the federation.
    """
    path = home / "site.yaml"
    if path.exists():
        return
    collection = {"name": name, "title": f"Chest radiographs of {name}"}
    document = {"coordinator": coordinator, "collection": collection}
    write_private(path, yaml.safe_dump(document, sort_keys=False).encode())
