"""Names of members: SPIFFE ids of the form ``spiffe://<federation>/<role>/<name>``.

Rule: there is one spelling of a name, and a role always comes out of it, never out of anything the peer
claims beside it.

Source: SPIFFE-ID specification, section 2 (trust domain and path); X509-SVID, section 2 (exactly one URI
SAN).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from cryptography import x509
from pydantic_core import core_schema

from radshare.errors import VerificationError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler


class Role(StrEnum):
    """What a member may be. ``invite`` is the short-lived role of somebody who enrolls."""

    SITE = "site"
    RESEARCHER = "researcher"
    OPERATOR = "operator"
    INVITE = "invite"
    COORDINATOR = "coordinator"


class SpiffeIdInvalid(VerificationError):
    """A text or certificate names no member."""

    code = "SPIFFE_ID_INVALID"
    summary = "A member's name is not of the form spiffe://<federation>/<role>/<name>."
    remedy = "Use lower-case letters, digits and dashes; roles are site, researcher and operator."


_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_FORM = re.compile(rf"spiffe://(?P<federation>{_NAME}(?:\.{_NAME})*)/(?P<role>[a-z]+)/(?P<name>{_NAME})")


class SpiffeId(str):
    """A member's name; a string, so that it compares, sorts and serialises as its one spelling.

    Attributes:
        federation: Trust domain, e.g. ``demo``.
        role: What the member may be.
        name: Its name within the role, e.g. ``hospital-a``.
    """

    __slots__ = ("federation", "name", "role")

    federation: str
    role: Role
    name: str

    def __new__(cls, federation: str, role: Role, name: str) -> Self:
        """Return the id made of three parts.

        Raises:
            SpiffeIdInvalid: A part has characters that a name must not have.
        """
        text = f"spiffe://{federation}/{role}/{name}"
        if not _FORM.fullmatch(text):
            raise SpiffeIdInvalid
        self = super().__new__(cls, text)
        object.__setattr__(self, "federation", federation)
        object.__setattr__(self, "role", Role(role))
        object.__setattr__(self, "name", name)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"a SpiffeId is immutable; {name} cannot be set"
        raise AttributeError(msg)

    def __getnewargs__(self) -> tuple[str, Role, str]:  # type: ignore[override]  # copies are made of the parts
        return (self.federation, self.role, self.name)

    def __reduce__(self) -> tuple[Any, ...]:
        return (SpiffeId, self.__getnewargs__())

    @classmethod
    def parse(cls, text: str) -> SpiffeId:
        """Return the id that ``text`` spells.

        Raises:
            SpiffeIdInvalid: It spells none.
        """
        match = _FORM.fullmatch(text)
        if match is None or match["role"] not in set(Role):
            raise SpiffeIdInvalid
        return cls(match["federation"], Role(match["role"]), match["name"])

    @classmethod
    def of_certificate(cls, certificate: x509.Certificate) -> SpiffeId:
        """Return the id in a certificate's only URI SAN; trust in the certificate is not checked here.

        Raises:
            SpiffeIdInvalid: There is none, more than one, or not one of ours.
        """
        try:
            names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
            raise SpiffeIdInvalid("the certificate names nobody") from None
        uris = names.get_values_for_type(x509.UniformResourceIdentifier)
        if len(uris) != 1:
            raise SpiffeIdInvalid("the certificate must hold exactly one URI")
        return cls.parse(uris[0])

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            _validated,
            core_schema.str_schema(max_length=256),
            serialization=core_schema.plain_serializer_function_ser_schema(str.__str__),
        )


def _validated(text: str) -> SpiffeId:
    try:
        return SpiffeId.parse(text)
    except SpiffeIdInvalid:
        msg = "not a SPIFFE id of this product"
        raise ValueError(msg) from None
