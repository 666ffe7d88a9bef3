"""Which role may call which method: one table, complete by test, closed by default.

A row says only who may knock. Whose package, request or experiment it must be is checked by the room
concerned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from radshare.identity import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEMBERS = frozenset({Role.SITE, Role.RESEARCHER, Role.OPERATOR})
_REQUESTERS = frozenset({Role.SITE, Role.RESEARCHER})
_SITES = frozenset({Role.SITE})
_OPERATORS = frozenset({Role.OPERATOR})
_INVITED = frozenset({Role.INVITE})

PERMISSIONS: Mapping[str, frozenset[Role]] = {
    "/radshare.v1.EnrollmentService/CreateInvite": _OPERATORS,
    "/radshare.v1.EnrollmentService/Enroll": _INVITED,
    "/radshare.v1.EnrollmentService/GetIdentity": _MEMBERS,
    "/radshare.v1.EnrollmentService/ListIdentities": _MEMBERS,
    "/radshare.v1.EnrollmentService/RevokeIdentity": _OPERATORS,
    "/radshare.v1.CatalogService/PublishPackage": _SITES,
    "/radshare.v1.CatalogService/SearchPackages": _MEMBERS,
    "/radshare.v1.CatalogService/GetPackage": _MEMBERS,
    "/radshare.v1.CatalogService/WithdrawPackage": _SITES,
    "/radshare.v1.AccessService/RequestAccess": _REQUESTERS,
    "/radshare.v1.AccessService/ListAccessRequests": _REQUESTERS,
    "/radshare.v1.AccessService/DecideAccess": _SITES,
    "/radshare.v1.VaultService/GetUpload": _SITES,
    "/radshare.v1.VaultService/UploadPackage": _SITES,
    "/radshare.v1.VaultService/DownloadPackage": _REQUESTERS,
    "/radshare.v1.ExperimentService/LaunchExperiment": _OPERATORS,
    "/radshare.v1.ExperimentService/GetExperiment": _SITES | _OPERATORS,
    "/radshare.v1.ExperimentService/ListExperiments": _SITES | _OPERATORS,
    "/radshare.v1.ExperimentService/ReportReadiness": _SITES,
    "/radshare.v1.TunnelService/Listen": _SITES,
    "/radshare.v1.TunnelService/Forward": _SITES,
}
"""Full method name -> roles that may call it. A method without a row is closed to everybody."""


def allowed(method: str, role: Role) -> bool:
    """Return whether a role may call a method."""
    return role in PERMISSIONS.get(method, frozenset())
