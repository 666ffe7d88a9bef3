"""Makes a coordinator's home: CA, server certificate, operator, settings.

Rules: idempotent; what exists is never replaced, but for the server certificate, which every run renews;
coordinator.yaml is written last, so that a home with settings is complete. The operator is enrolled like
anybody else, by an invite that is used on the spot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from cryptography import x509
from pydantic import ValidationError

from coordinator.database import Database
from coordinator.enrollment.authority import Authority, fingerprint, make_authority, make_server_identity
from coordinator.enrollment.registrar import Registrar
from coordinator.enrollment.sql import SqlEnrollmentStore
from coordinator.errors import HomeDiffers, SettingsInvalid
from coordinator.settings import Settings
from radshare.audit import AuditLog
from radshare.errors import NotEnrolled
from radshare.files import private_folder, write_private
from radshare.identity import (
    Member,
    Membership,
    Role,
    SpiffeId,
    enrollment_request,
    generate_keys,
    save_membership,
)

if TYPE_CHECKING:
    from coordinator.home import Home

OPERATOR = "operator"
"""Name of the operator that `init` enrols."""

DEFAULT_FEDERATION = "radshare"

EVERY_INTERFACE = "0.0.0.0"  # noqa: S104 - a coordinator with a public name serves the network; TLS is mutual

LOOPBACK = ("localhost", "127.0.0.1", "::1")
INVITE_S = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new home is made with.

    Attributes:
        federation: Name of the federation; ``None`` takes the home's own, or the default for a new one.
        host: Name or address that members reach the coordinator by.
        port: Where to listen; 0 is any free port, on loopback only.
    """

    federation: str | None = None
    host: str = "127.0.0.1"
    port: int = 7443


def initialise(home: Home, plan: Plan) -> Settings:
    """Make what is missing in a home and return its settings.

    Raises:
        HomeDiffers: The home belongs to another federation.
        SettingsInvalid: A name or an address is not valid.
    """
    settings = _settings(home, plan)
    private_folder(home.folder)
    for folder in (home.vault, home.log.parent):
        private_folder(folder)
    authority = make_authority(home.ca, settings.federation)
    advertised = () if settings.advertise is None else (_bare(settings.advertise.rpartition(":")[0]),)
    make_server_identity(home.ca, authority, dict.fromkeys((plan.host, *advertised, *LOOPBACK)))
    _enrol_operator(home, settings, authority)
    if not home.settings_file.exists():
        document = settings.model_dump(mode="json", exclude_defaults=True) | {"address": settings.address}
        text = "# Every key is explained in configs/coordinator.example.yaml.\n" + yaml.safe_dump(document)
        write_private(home.settings_file, text.encode())
    return settings


def _settings(home: Home, plan: Plan) -> Settings:
    if home.settings_file.exists():
        settings = home.settings()
        if plan.federation not in {None, settings.federation}:
            raise HomeDiffers
        return settings
    federation = plan.federation or DEFAULT_FEDERATION
    dialled = f"[{plan.host}]:{plan.port}" if ":" in plan.host else f"{plan.host}:{plan.port}"
    try:
        if plan.host in LOOPBACK:
            return Settings(federation=federation, address=dialled)
        if plan.port == 0:
            raise SettingsInvalid("a public name needs a fixed port")
        return Settings(federation=federation, address=f"{EVERY_INTERFACE}:{plan.port}", advertise=dialled)
    except ValidationError:
        raise SettingsInvalid("federation, host or port") from None


def _bare(host: str) -> str:
    return host.strip("[]")


def _enrol_operator(home: Home, settings: Settings, authority: Authority) -> None:
    try:
        Member.load(home.operator)
    except NotEnrolled:
        pass
    else:
        return
    database = Database(home.database_url(settings))
    try:
        store = SqlEnrollmentStore(database)
        registrar = Registrar(authority, store, AuditLog(home.audit_log), settings.certificates)
        generate_keys(home.operator, Role.OPERATOR)
        # A member without a folder: an earlier `init` was cut short just before it kept the membership.
        member = store.member(SpiffeId(settings.federation, Role.OPERATOR, OPERATOR))
        if member is None:
            invite = registrar.invite(Role.OPERATOR, OPERATOR, INVITE_S, settings.address)
            shown = fingerprint(x509.load_pem_x509_certificate(invite.certificate_pem))
            member = registrar.enrol(shown, enrollment_request(home.operator, OPERATOR))
    finally:
        database.close()
    save_membership(home.operator, Membership(authority.ca_pem, member.certificate_pem, member.card))
