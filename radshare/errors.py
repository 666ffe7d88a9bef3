"""The root of everything that can be refused, and what the user can do about it.

Rules: a `code` is stable and documented in docs/errors; a `detail` never holds a patient value, a path or a
secret; only `main()` catches. Each package derives its own root from `RadshareError`.

Two families have many members. `VerificationError`: bytes are not what somebody signed; its commands exit
with 4. `ConnectionRefusal`: the coordinator cannot be reached or does not accept us; its commands exit with
5.
"""

from __future__ import annotations

import re
from typing import ClassVar


class RadshareError(Exception):
    """Something was refused.

    Attributes:
        code: Stable identifier, e.g. ``PACKAGE_TAMPERED``.
        summary: One sentence: what is wrong.
        remedy: One sentence: what to do.
        exit_code: Exit status of a command that ends with this error (docs/reference/exit-codes.md).
    """

    code: ClassVar[str] = "INTERNAL"
    summary: ClassVar[str] = "Something went wrong that has no code of its own."
    remedy: ClassVar[str] = "Run the command again with --verbose and report the code."
    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        super().__init__(detail or self.summary)

    def __str__(self) -> str:
        """Return code, summary, detail and remedy as one teaching paragraph."""
        about = f" ({self.detail})" if self.detail else ""
        return f"{self.code}: {self.summary}{about} {self.remedy}"

    def as_json(self) -> dict[str, dict[str, str]]:
        """Return the one JSON error shape that every command and route uses."""
        return {
            "error": {
                "code": self.code,
                "summary": self.summary,
                "detail": self.detail,
                "remedy": self.remedy,
            }
        }


# ------------------------------------------------------------------------------------- what we were given


class ConfigMissing(RadshareError):
    """A configuration file that ships with the product is not there."""

    code = "CONFIG_MISSING"
    summary = "A configuration file that ships with radshare was not found."
    remedy = "Check the name, or install radshare again."


class DocumentInvalid(RadshareError):
    """A document has unknown keys, missing keys or values out of range."""

    code = "DOCUMENT_INVALID"
    summary = "A document does not have the form it must have."
    remedy = "Correct the named keys; unknown keys are refused, not ignored."


class NotPermitted(RadshareError):
    """The purpose is outside the offer's data use permission."""

    code = "USE_NOT_PERMITTED"
    summary = "The package's data use permission does not cover this purpose."
    remedy = "Change the stated purpose, or ask the owner for another permission."


class NotEnrolled(RadshareError):
    """The identity folder holds no membership."""

    code = "NOT_ENROLLED"
    summary = "This home has not joined a federation yet."
    remedy = "Ask the operator for an invite and run the enroll command."


class AlreadyEnrolled(RadshareError):
    """The home is a member already, of this or another federation."""

    code = "ALREADY_ENROLLED"
    summary = "This home is already enrolled under another identity."
    remedy = "Use a fresh home folder for another identity."


class InviteDamaged(RadshareError):
    """The invite file was changed, cut or is no invite."""

    code = "INVITE_DAMAGED"
    summary = "The invite file is damaged or is not an invite."
    remedy = "Copy the file again, whole, or ask the operator for a new invite."


class InviteExpired(RadshareError):
    """The invite's time is over."""

    code = "INVITE_EXPIRED"
    summary = "The invite has expired."
    remedy = "Ask the operator for a new invite."


class InviteForeign(RadshareError):
    """The invite belongs to another federation than the coordinator that answers."""

    code = "INVITE_FOREIGN"
    summary = "The coordinator at the invite's address does not belong to the invite's federation."
    remedy = "Check that the invite comes from the operator of this coordinator."


# ------------------------------------------------------------------------------------------- verification


class VerificationError(RadshareError):
    """Bytes are not what somebody we trust has signed or sealed."""

    code = "VERIFICATION_FAILED"
    summary = "Verification failed."
    remedy = "Do not use the data; fetch it again, and tell its owner if that does not help."
    exit_code = 4


class SignatureInvalid(VerificationError):
    """An envelope was altered, or another key signed it."""

    code = "SIGNATURE_INVALID"
    summary = "A signature does not match the signed bytes and the expected key."


class CardInvalid(VerificationError):
    """An identity card is not one the federation's CA gave out, or its time is over."""

    code = "CARD_INVALID"
    summary = "An identity card was not issued by this federation, or has expired."
    remedy = "Ask the operator whether this member is still in the federation."


class SealBroken(VerificationError):
    """A sealed file was altered, cut, reordered, or another key or package id was used."""

    code = "PACKAGE_TAMPERED"
    summary = "The sealed package was altered or truncated, or the key does not belong to it."


class KeyNotForMe(VerificationError):
    """A wrapped content key was made for another recipient, request or package."""

    code = "KEY_NOT_FOR_ME"
    summary = "The content key was not wrapped for this recipient and this request."
    remedy = "Request access again; tell the owner if that does not help."


class PackageMalformed(VerificationError):
    """A package's bytes are not the one form docs/package-format.md allows, or exceed a limit."""

    code = "PACKAGE_MALFORMED"
    summary = "The package is not in the form that docs/package-format.md prescribes."


class DigestMismatch(VerificationError):
    """Bytes do not have the digest that was announced for them."""

    code = "DIGEST_MISMATCH"
    summary = "The bytes do not have the digest that was announced for them."


class PolicyRefused(VerificationError):
    """A verification policy said no."""

    code = "POLICY_REFUSED"
    summary = "The package does not satisfy the verification policy."
    remedy = "Ask the publisher, or change the policy knowingly."


class TrustAnchorMissing(VerificationError):
    """There is no CA certificate to verify against."""

    code = "TRUST_ANCHOR_MISSING"
    summary = "No federation certificate is at hand, so nothing can be verified."
    remedy = "Enroll first, or name the federation's CA certificate and the statement's files."


class AuditBroken(VerificationError):
    """An audit log was changed or cut in its middle."""

    code = "AUDIT_BROKEN"
    summary = "The audit log's hash chain is broken."
    remedy = "Keep the file as evidence and restore the log from a backup."


class TrainingSetChanged(VerificationError):
    """A training-set folder is not what its lock file says."""

    code = "TRAINING_SET_CHANGED"
    summary = "The training set does not match its lock file."
    remedy = "Assemble the training set again."


# --------------------------------------------------------------------------------------------- connection


class ConnectionRefusal(RadshareError):
    """The coordinator cannot be used."""

    code = "CONNECTION_FAILED"
    summary = "The coordinator cannot be used."
    remedy = "Check the coordinator's address and that it runs."
    exit_code = 5


class Unreachable(ConnectionRefusal):
    """Nobody answers at the coordinator's address, or no answer came in time."""

    code = "COORDINATOR_UNREACHABLE"
    summary = "Nobody answers at the coordinator's address."
    remedy = "Check the address, the network and that the coordinator runs; work goes on when it is back."


class UntrustedPeer(ConnectionRefusal):
    """The TLS handshake failed: one side does not trust the other's certificate."""

    code = "UNTRUSTED_PEER"
    summary = "The coordinator's certificate and ours do not belong to the same federation."
    remedy = "Check the address; if it is right, ask the operator for the federation's certificate."


class CertificateExpired(ConnectionRefusal):
    """Our own certificate is not valid now."""

    code = "CERTIFICATE_EXPIRED"
    summary = "This member's own certificate has expired or is not valid yet."
    remedy = "Check the clock, then ask the operator for a new invite and enroll again."


class MessageInvalid(RadshareError):
    """A message of the protocol does not hold what it must."""

    code = "MESSAGE_INVALID"
    summary = "A message does not follow the protocol."
    remedy = "Check that both ends run compatible versions of radshare."


_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_TEXT_LIMIT = 300


class RemoteRefusal(RadshareError):
    """The coordinator refused; the code and the text are its own."""

    code = "REMOTE_REFUSAL"
    summary = "The coordinator refused."
    remedy = "See docs/errors/README.md for the code."

    def __init__(self, code: str, text: str = "", *, exit_code: int = 1) -> None:
        super().__init__()
        told = "".join(c for c in text if c.isprintable())[:_TEXT_LIMIT]
        # Code and text are the coordinator's, so they belong to this instance and not to the class.
        vars(self).update(
            code=code if _CODE.fullmatch(code) else self.code,
            summary=told or self.summary,
            exit_code=exit_code,
        )


class NoRequest(RadshareError):
    """There is no access request of ours for a package."""

    code = "NO_REQUEST"
    summary = "Access to this package was not requested yet."
    remedy = "Run `radshare request` first."


class AccessDenied(RadshareError):
    """The owner denied access, or the grant was revoked."""

    code = "ACCESS_DENIED"
    summary = "The package's owner does not grant access."
    remedy = "Ask the owner; a new request may state another purpose."
    exit_code = 5


class NoDecisionYet(RadshareError):
    """The owner has not decided in the time we waited."""

    code = "NO_DECISION_YET"
    summary = "The package's owner has not decided yet."
    remedy = "Run the command again later; the request stays filed."
