"""Exactly what leaves a hospital: one line for every call a site agent can make.

The table is complete by test: its methods are the protocol's methods, less those only an operator may
call. README shows the program's own output (`site-agent leaves`).

Not here: that nothing else *can* leave. `radshare.client` is the only way out, and records it when asked.
"""

from __future__ import annotations

from typing import NamedTuple


class Outbound(NamedTuple):
    """One call and what it carries out of the hospital."""

    method: str
    carries: str


LEAVES: tuple[Outbound, ...] = (
    Outbound("Enrollment.Enroll", "public keys and a certificate request, once"),
    Outbound("Enrollment.GetIdentity", "the name of another member"),
    Outbound("Enrollment.ListIdentities", "nothing but the question"),
    Outbound("Vault.GetUpload", "a random package id"),
    Outbound(
        "Vault.UploadPackage", "ciphertext of a package of approved synthetic pairs, its length and digest"
    ),
    Outbound("Vault.DownloadPackage", "a random package id and an offset"),
    Outbound(
        "Catalog.PublishPackage",
        "a signed statement: title, modality, data use, counts rounded down to tens, k, digests",
    ),
    Outbound("Catalog.SearchPackages", "labels, a modality or a publisher to look for"),
    Outbound("Catalog.GetPackage", "a random package id"),
    Outbound("Catalog.WithdrawPackage", "a random package id"),
    Outbound("Access.RequestAccess", "a signed request: package id, purpose, data use"),
    Outbound("Access.ListAccessRequests", "a package id or a state to look for"),
    Outbound(
        "Access.DecideAccess", "a signed decision: yes with the content key wrapped to the requester, or no"
    ),
    Outbound("Experiment.GetExperiment", "a random experiment id"),
    Outbound("Experiment.ListExperiments", "nothing but the question"),
    Outbound("Experiment.ReportReadiness", "ready with the digest of the lock file, or a refusal code"),
    Outbound("Tunnel.Listen", "the agent's version; then notices come in"),
    Outbound(
        "Tunnel.Forward",
        "Flower's messages: per arm n, AUC and its interval; the weights of arm `shared`; codes, never texts",
    ),
)

OPERATOR_ONLY: frozenset[str] = frozenset(
    {"Enrollment.CreateInvite", "Enrollment.RevokeIdentity", "Experiment.LaunchExperiment"}
)
"""Calls that no site or researcher may make."""
