"""Who is who: names, keys, certificates, identity cards and invites of a federation's members."""

from radshare.identity.card import IdentityCard, verify_card
from radshare.identity.invite import Invite, invite_key
from radshare.identity.keys import HpkeKey, MasterSecret, SigningKey
from radshare.identity.membership import (
    EnrollmentRequest,
    Member,
    Membership,
    certificate_request,
    enrollment_request,
    generate_keys,
    save_membership,
)
from radshare.identity.spiffe import Role, SpiffeId

__all__ = [
    "EnrollmentRequest",
    "HpkeKey",
    "IdentityCard",
    "Invite",
    "MasterSecret",
    "Member",
    "Membership",
    "Role",
    "SigningKey",
    "SpiffeId",
    "certificate_request",
    "enrollment_request",
    "generate_keys",
    "invite_key",
    "save_membership",
    "verify_card",
]
