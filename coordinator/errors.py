"""What the coordinator refuses, with the code a member sees and what to do about it.

Rule: the class is the whole message. `coordinator.rpc.error_catalog` sends code, summary and remedy of the
class to the caller and never the detail of an instance; a class that has no row there fails a test.
docs/reference/coordinator.md lists every code of this module.
"""

from __future__ import annotations

from radshare.errors import RadshareError


class CoordinatorError(RadshareError):
    """The coordinator refused."""

    code = "COORDINATOR"
    summary = "The coordinator could not do this."
    remedy = "Look the code up in docs/reference/coordinator.md."


# ------------------------------------------------------------------------------------------ home, settings


class SettingsInvalid(CoordinatorError):
    """coordinator.yaml is not readable or breaks a limit."""

    code = "SETTINGS_INVALID"
    summary = "The coordinator's settings are not valid."
    remedy = "Compare coordinator.yaml with configs/coordinator.example.yaml; unknown keys are refused."


class HomeMissing(CoordinatorError):
    """The home folder was never initialised."""

    code = "HOME_NOT_INITIALISED"
    summary = "This folder is not a coordinator's home."
    remedy = "Run `coordinator init --home DIR` first."


class HomeDiffers(CoordinatorError):
    """`init` was called again with other names than the home was made with."""

    code = "HOME_DIFFERS"
    summary = "This home belongs to another federation."
    remedy = "Use another folder; a federation's name is inside every certificate and cannot change."


class AlreadyRunning(CoordinatorError):
    """Another process serves this home."""

    code = "ALREADY_RUNNING"
    summary = "A coordinator already serves this home."
    remedy = "Stop it first; run.json in the home names its process."


class NotRunning(CoordinatorError):
    """A command needs the daemon."""

    code = "COORDINATOR_NOT_RUNNING"
    summary = "No coordinator serves this home."
    remedy = "Start it with `coordinator serve --home DIR`."
    exit_code = 5


class AddressUnavailable(CoordinatorError):
    """The port could not be bound."""

    code = "ADDRESS_UNAVAILABLE"
    summary = "The address in coordinator.yaml cannot be listened on."
    remedy = "Choose a free port, or port 0 for any; check that the host part is an address of this machine."


class ServerCertificateExpired(CoordinatorError):
    """The coordinator's own certificate is no longer valid."""

    code = "SERVER_CERTIFICATE_EXPIRED"
    summary = "The coordinator's own TLS certificate has expired."
    remedy = "Run `coordinator init --home DIR` again: it renews that certificate and changes nothing else."


# ------------------------------------------------------------------------------------------- who is calling


class PeerUnidentified(CoordinatorError):
    """The TLS certificate names no SPIFFE id of this federation."""

    code = "PEER_UNIDENTIFIED"
    summary = "The client certificate names no member of this federation."
    remedy = "Enrol with an invite of this coordinator."
    exit_code = 5


class NotAMember(CoordinatorError):
    """The certificate's SPIFFE id is not registered."""

    code = "NOT_A_MEMBER"
    summary = "Nobody is registered under the name in the client certificate."
    remedy = "Enrol with an invite of this coordinator."
    exit_code = 5


class CertificateUnknown(CoordinatorError):
    """The certificate is not the one registered for its name."""

    code = "CERTIFICATE_UNKNOWN"
    summary = "The client certificate is not the one registered for its name."
    remedy = "Use the certificate of the last enrolment; ask the operator when it is lost."
    exit_code = 5


class CertificateExpired(CoordinatorError):
    """The certificate ran out while the connection was open."""

    code = "CERTIFICATE_EXPIRED"
    summary = "The client certificate has expired."
    remedy = "Ask the operator for a new invite and enrol again."
    exit_code = 5


class MemberRevoked(CoordinatorError):
    """The member, or the other party of a request, was revoked."""

    code = "MEMBER_REVOKED"
    summary = "This member's place in the federation was revoked."
    remedy = "Ask the coordinator's operator why."
    exit_code = 5


class NotAllowed(CoordinatorError):
    """The caller's role may not call this method."""

    code = "NOT_ALLOWED"
    summary = "This method is not open to the caller's role."
    remedy = "docs/reference/coordinator.md lists which role may call what."
    exit_code = 5


# ------------------------------------------------------------------------------------------------ enrolment


class InviteRefused(CoordinatorError):
    """An invite was asked for that cannot be made."""

    code = "INVITE_REFUSED"
    summary = "No such invite can be made."
    remedy = "Give role, name (lower-case letters, digits, dashes) and a validity within the limits."


class InviteUnknown(CoordinatorError):
    """The invite was never made here, or a newer one took its place."""

    code = "INVITE_UNKNOWN"
    summary = "This invite is not valid here, or a newer one took its place."
    remedy = "Ask the operator for a new invite."
    exit_code = 5


class InviteUsed(CoordinatorError):
    """The invite was already exchanged for other keys."""

    code = "INVITE_USED"
    summary = "This invite was already used with other keys."
    remedy = "Ask for a new invite; if nobody of yours used this one, tell the operator to revoke the member."
    exit_code = 5


class InviteExpired(CoordinatorError):
    """The invite's time is over."""

    code = "INVITE_EXPIRED"
    summary = "This invite has expired."
    remedy = "Ask the operator for a new one."
    exit_code = 5


class MemberExists(CoordinatorError):
    """The name is taken, by an active or a revoked member."""

    code = "MEMBER_EXISTS"
    summary = "This name is, or once was, a member's."
    remedy = "Choose another name: one name never stands for two sets of keys, not even after revocation."


class MemberUnknown(CoordinatorError):
    """No member has this SPIFFE id."""

    code = "MEMBER_UNKNOWN"
    summary = "No member has this SPIFFE id."
    remedy = "List the members with `coordinator members`."


class EnrolmentRefused(CoordinatorError):
    """A CSR, a key or a proof of possession is unsound."""

    code = "ENROLMENT_REFUSED"
    summary = "The certificate request, a public key or a proof of possession is unsound."
    remedy = "Enrol again with `site-agent enroll` or `radshare enroll`, which make the keys themselves."


class LastOperator(CoordinatorError):
    """Revoking the caller itself would leave nobody to operate."""

    code = "OPERATOR_SELF_REVOCATION"
    summary = "An operator cannot revoke itself."
    remedy = "Let another operator do it."


# -------------------------------------------------------------------------------------------------- catalog


class IdentifierInvalid(CoordinatorError):
    """An identifier is not 32 lower-case hex digits."""

    code = "IDENTIFIER_INVALID"
    summary = "Identifiers of packages, requests and experiments are 32 lower-case hex digits."
    remedy = "Send the identifier exactly as it was given."


class StatementRefused(CoordinatorError):
    """A statement is not signed by the caller, not well-formed, or speaks for somebody else."""

    code = "STATEMENT_REFUSED"
    summary = (
        "The statement is malformed, not signed by the caller's registered key, or speaks for another party."
    )
    remedy = "Sign the statement with the key of the enrolment and name yourself and the true owner in it."
    exit_code = 4


class PackageUnknown(CoordinatorError):
    """The catalog has no such package."""

    code = "PACKAGE_UNKNOWN"
    summary = "The catalog has no such package."
    remedy = "Search the catalog for the package id."


class PackageExists(CoordinatorError):
    """The id is taken by another statement."""

    code = "PACKAGE_EXISTS"
    summary = "Another statement is already catalogued under this package id."
    remedy = "Publish under a new package id; published statements never change."


class PackageWithdrawn(CoordinatorError):
    """The owner withdrew the package."""

    code = "PACKAGE_WITHDRAWN"
    summary = "The owner has withdrawn this package."
    remedy = "Choose another package, or ask the owner."


class CiphertextMissing(CoordinatorError):
    """The vault does not hold the whole ciphertext."""

    code = "CIPHERTEXT_MISSING"
    summary = "The vault does not hold this package's whole ciphertext."
    remedy = "Upload it to the end first."


class CiphertextDiffers(CoordinatorError):
    """The vault holds something else than the statement says."""

    code = "CIPHERTEXT_DIFFERS"
    summary = "The vault's ciphertext has another digest or size than the statement says."
    remedy = "Seal once, upload that file, and sign its digest."
    exit_code = 4


# --------------------------------------------------------------------------------------------------- access


class RequestUnknown(CoordinatorError):
    """No such access request concerns the caller."""

    code = "REQUEST_UNKNOWN"
    summary = "No such access request concerns the caller."
    remedy = "List your requests for the id."


class RequestExists(CoordinatorError):
    """The request id is taken by another statement."""

    code = "REQUEST_EXISTS"
    summary = "Another statement was already filed under this request id."
    remedy = "File it under a new random request id."


class RequestClosed(CoordinatorError):
    """The request is decided or has ended."""

    code = "REQUEST_CLOSED"
    summary = "This request was already decided otherwise, or has ended."
    remedy = "Fetch its state; file a new request where one is needed."


class OwnPackage(CoordinatorError):
    """A site asked for its own package."""

    code = "OWN_PACKAGE"
    summary = "A package's owner needs no grant for it."
    remedy = "Open your own copy."


class TooManyRequests(CoordinatorError):
    """The caller has too many requests waiting."""

    code = "TOO_MANY_REQUESTS"
    summary = "Too many of the caller's requests are waiting for a decision."
    remedy = "Wait until owners have decided some of them."


class NotGranted(CoordinatorError):
    """The caller holds no grant for this package."""

    code = "NOT_GRANTED"
    summary = "The caller holds no grant for this package."
    remedy = "Request access and wait for the owner's grant."
    exit_code = 5


# ---------------------------------------------------------------------------------------------------- vault


class UploadMalformed(CoordinatorError):
    """An upload does not begin with one sound header."""

    code = "UPLOAD_MALFORMED"
    summary = "An upload is one sound header followed by chunks."
    remedy = "Send the header first, once, with a 32-byte digest, a length above 0 and an offset within it."


class UploadNotOwned(CoordinatorError):
    """Another site holds this package id."""

    code = "UPLOAD_NOT_OWNED"
    summary = "Another site uploads, or has uploaded, under this package id."
    remedy = "Choose a new random package id."
    exit_code = 5


class UploadConflict(CoordinatorError):
    """A finished ciphertext was about to be replaced."""

    code = "UPLOAD_CONFLICT"
    summary = "The vault already holds a different, finished ciphertext under this package id."
    remedy = "Publish under a new package id; finished ciphertext never changes."


class UploadOffset(CoordinatorError):
    """The upload does not go on where the vault's part ends."""

    code = "UPLOAD_OFFSET"
    summary = "The upload's offset is not the number of bytes held."
    remedy = "Ask how many bytes have arrived and go on from there."


class UploadSuperseded(CoordinatorError):
    """A newer stream of the same upload took over."""

    code = "UPLOAD_SUPERSEDED"
    summary = "A newer stream of the same upload took over."
    remedy = "Run one upload of a package at a time."


class ChunkTooLarge(CoordinatorError):
    """A chunk is above 1 MiB."""

    code = "CHUNK_TOO_LARGE"
    summary = "A chunk holds more than 1 MiB, or more than the header announced."
    remedy = "Send chunks of at most 1 MiB, and no more bytes than announced."


class DigestMismatch(CoordinatorError):
    """What arrived is not what was announced."""

    code = "DIGEST_MISMATCH"
    summary = "The uploaded bytes do not have the announced SHA-256."
    remedy = "Upload again from the start; the broken copy was removed."
    exit_code = 4


class PackageTooLarge(CoordinatorError):
    """The ciphertext is above the limit for one package."""

    code = "PACKAGE_TOO_LARGE"
    summary = "The ciphertext is larger than this coordinator takes."
    remedy = "Publish smaller packages, or ask the operator to raise vault.package_bytes."


class QuotaExceeded(CoordinatorError):
    """The site's share of the vault is used up."""

    code = "QUOTA_EXCEEDED"
    summary = "The site's share of the vault is used up."
    remedy = "Withdraw packages, or ask the operator to raise vault.site_bytes."


class VaultFull(CoordinatorError):
    """The disk under the vault is full."""

    code = "VAULT_FULL"
    summary = "The coordinator's disk is full."
    remedy = "Try again later; the operator has to make room."


# --------------------------------------------------------------------------------------- experiments, tunnel


class ExperimentUnknown(CoordinatorError):
    """No such experiment concerns the caller."""

    code = "EXPERIMENT_UNKNOWN"
    summary = "No such experiment concerns the caller."
    remedy = "List the experiments for the id."


class ExperimentRefused(CoordinatorError):
    """A specification or a readiness report is not valid."""

    code = "EXPERIMENT_REFUSED"
    summary = "The specification is not valid, or names a party that is not an active site."
    remedy = "Compare the file with configs/experiments and name enrolled sites only."


class ExperimentsDisabled(CoordinatorError):
    """This coordinator runs without Flower."""

    code = "EXPERIMENTS_DISABLED"
    summary = "This coordinator runs without joint experiments."
    remedy = "The operator can set flower.enabled to true in coordinator.yaml."


class PathRefused(CoordinatorError):
    """Something else than a Fleet call was sent into the tunnel."""

    code = "PATH_REFUSED"
    summary = "Only POST calls of Flower's Fleet API pass the tunnel."
    remedy = "Point nothing but the SuperNode at the tunnel."


class ShuttingDown(CoordinatorError):
    """The coordinator is about to stop."""

    code = "SHUTTING_DOWN"
    summary = "The coordinator is stopping."
    remedy = "Connect again in a moment."
