"""What a caller is told when a call fails: a status, the error's code, and the class's own two sentences.

Rules: one row an error class, nearest class wins; the text is the class's, never the instance's detail, so
that nothing a handler knew can cross; what is no error of ours is INTERNAL, without a word about it.

Not here: what is logged (coordinator.rpc.gate), which is the code again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grpc import StatusCode

from coordinator import errors as refusals
from radshare import errors as of_the_boundary
from radshare.errors import RadshareError

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR_CODE_KEY = "radshare-error-code"
"""Trailing metadata key of the error's code."""

CATALOG: Mapping[type[RadshareError], StatusCode] = {
    refusals.PeerUnidentified: StatusCode.UNAUTHENTICATED,
    refusals.NotAMember: StatusCode.UNAUTHENTICATED,
    refusals.CertificateUnknown: StatusCode.UNAUTHENTICATED,
    refusals.CertificateExpired: StatusCode.UNAUTHENTICATED,
    refusals.MemberRevoked: StatusCode.PERMISSION_DENIED,
    refusals.NotAllowed: StatusCode.PERMISSION_DENIED,
    refusals.InviteRefused: StatusCode.INVALID_ARGUMENT,
    refusals.InviteUnknown: StatusCode.PERMISSION_DENIED,
    refusals.InviteUsed: StatusCode.PERMISSION_DENIED,
    refusals.InviteExpired: StatusCode.PERMISSION_DENIED,
    refusals.MemberExists: StatusCode.ALREADY_EXISTS,
    refusals.MemberUnknown: StatusCode.NOT_FOUND,
    refusals.EnrolmentRefused: StatusCode.INVALID_ARGUMENT,
    refusals.LastOperator: StatusCode.FAILED_PRECONDITION,
    refusals.IdentifierInvalid: StatusCode.INVALID_ARGUMENT,
    refusals.StatementRefused: StatusCode.INVALID_ARGUMENT,
    refusals.PackageUnknown: StatusCode.NOT_FOUND,
    refusals.PackageExists: StatusCode.ALREADY_EXISTS,
    refusals.PackageWithdrawn: StatusCode.FAILED_PRECONDITION,
    refusals.CiphertextMissing: StatusCode.FAILED_PRECONDITION,
    refusals.CiphertextDiffers: StatusCode.FAILED_PRECONDITION,
    refusals.RequestUnknown: StatusCode.NOT_FOUND,
    refusals.RequestExists: StatusCode.ALREADY_EXISTS,
    refusals.RequestClosed: StatusCode.FAILED_PRECONDITION,
    refusals.OwnPackage: StatusCode.FAILED_PRECONDITION,
    refusals.TooManyRequests: StatusCode.RESOURCE_EXHAUSTED,
    refusals.NotGranted: StatusCode.PERMISSION_DENIED,
    refusals.UploadMalformed: StatusCode.INVALID_ARGUMENT,
    refusals.UploadNotOwned: StatusCode.PERMISSION_DENIED,
    refusals.UploadConflict: StatusCode.ALREADY_EXISTS,
    refusals.UploadOffset: StatusCode.ABORTED,
    refusals.UploadSuperseded: StatusCode.ABORTED,
    refusals.ChunkTooLarge: StatusCode.INVALID_ARGUMENT,
    refusals.DigestMismatch: StatusCode.DATA_LOSS,
    refusals.PackageTooLarge: StatusCode.RESOURCE_EXHAUSTED,
    refusals.QuotaExceeded: StatusCode.RESOURCE_EXHAUSTED,
    refusals.VaultFull: StatusCode.RESOURCE_EXHAUSTED,
    refusals.ExperimentUnknown: StatusCode.NOT_FOUND,
    refusals.ExperimentRefused: StatusCode.INVALID_ARGUMENT,
    refusals.ExperimentsDisabled: StatusCode.FAILED_PRECONDITION,
    refusals.PathRefused: StatusCode.PERMISSION_DENIED,
    refusals.ShuttingDown: StatusCode.UNAVAILABLE,
    of_the_boundary.MessageInvalid: StatusCode.INVALID_ARGUMENT,
    RadshareError: StatusCode.FAILED_PRECONDITION,
}
"""Error class -> gRPC status. The root catches what a room adds later."""


def status_of(error: RadshareError) -> StatusCode:
    """Return the status of the nearest class that has a row."""
    for kind in type(error).__mro__:
        if kind in CATALOG:
            return CATALOG[kind]
    return StatusCode.INTERNAL


def public_text(error: RadshareError) -> str:
    """Return what the caller may read: the class's sentences, never this instance's detail."""
    return f"{error.summary} {error.remedy}"
