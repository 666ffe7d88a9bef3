"""How a requester and an owner agree: two signed statements that the coordinator relays and cannot make.

Rule: a wrapped key is bound to the request it answers (`key_context`), so that it opens nothing under another
request, for another requester, or as another package.

Not here: the life cycle of a request at the coordinator (coordinator.access) and an owner's policy
(site_agent.receive).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from radshare.attestation import Signable
from radshare.data_use import Purpose
from radshare.experiment import Hex32
from radshare.identity import SpiffeId
from radshare.model import canonical


class AccessRequestStatement(Signable):
    """What a requester signs.

    Attributes:
        request_id: Random id, chosen by the requester.
        package_id: The package wanted.
        requester: Who asks.
        owner: Who decides.
        purpose: What for.
        created_at: Seconds since the epoch, UTC.
    """

    payload_type: ClassVar[str] = "application/vnd.radshare.access-request.v1+json"

    request_id: Hex32
    package_id: Hex32
    requester: SpiffeId
    owner: SpiffeId
    purpose: Purpose
    created_at: Annotated[int, Field(ge=0)]

    def key_context(self) -> bytes:
        """Return what the content key is bound to when it is wrapped for this request."""
        return key_context(self.request_id, self.package_id, self.owner, self.requester)


class AccessDecisionStatement(Signable):
    """What an owner signs.

    Attributes:
        request_id: The request decided.
        package_id: The package.
        owner: Who decides.
        requester: Who asked.
        granted: The verdict.
        wrapped_key: Content key for the requester (`radshare.seal.wrap`); present exactly when granted.
        reason: Code of a denial, e.g. ``PURPOSE``; empty when granted.
        created_at: Seconds since the epoch, UTC.
    """

    payload_type: ClassVar[str] = "application/vnd.radshare.access-decision.v1+json"

    request_id: Hex32
    package_id: Hex32
    owner: SpiffeId
    requester: SpiffeId
    granted: bool
    wrapped_key: Annotated[bytes, Field(min_length=1, max_length=8192)] | None = None
    reason: Annotated[str, Field(pattern=r"^([A-Z][A-Z0-9_]{0,63})?$")] = ""
    created_at: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _key_when_granted(self) -> Self:
        if self.granted != (self.wrapped_key is not None):
            msg = "a wrapped key is present exactly when access is granted"
            raise ValueError(msg)
        return self

    def key_context(self) -> bytes:
        """Return what the wrapped key is bound to."""
        return key_context(self.request_id, self.package_id, self.owner, self.requester)


def key_context(request_id: str, package_id: str, owner: str, requester: str) -> bytes:
    """Return the canonical JSON that a wrapped key is bound to (HPKE ``info``)."""
    return canonical(
        {
            "owner": str.__str__(owner),
            "package_id": package_id,
            "request_id": request_id,
            "requester": str.__str__(requester),
        }
    )
