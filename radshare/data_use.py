"""What a package may be used for: GA4GH's Data Use Ontology, as far as a program can decide it.

Rule: an offer is one permission and its modifiers; a purpose passes only when every one of them is met, and
what cannot be met is named. Obligations (publish, collaborate, ethics approval, return results) are met by
accepting them in the signed request.

Source: Data Use Ontology (DUO) releases 2021-02-23 and later, http://purl.obolibrary.org/obo/duo.owl.

Not here: law. Whether a hospital may offer at all is its own decision.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from radshare.errors import NotPermitted
from radshare.model import Frozen


class Permission(StrEnum):
    """DUO data use permissions (children of DUO:0000001)."""

    NRES = "DUO:0000004"  # no restriction
    HMB = "DUO:0000006"  # health, medical or biomedical research
    GRU = "DUO:0000042"  # general research use


class Modifier(StrEnum):
    """DUO data use modifiers (children of DUO:0000017) that a purpose can be checked against."""

    NMDS = "DUO:0000015"  # no general methods research
    NPUNCU = "DUO:0000018"  # not-for-profit organisations, non-commercial use
    PUB = "DUO:0000019"  # results must be published
    COL = "DUO:0000020"  # collaboration with the owner required
    IRB = "DUO:0000021"  # ethics approval required
    RTN = "DUO:0000029"  # return results to the owner
    NPU = "DUO:0000045"  # not-for-profit organisations only
    NCU = "DUO:0000046"  # non-commercial use only


OBLIGATIONS = frozenset({Modifier.PUB, Modifier.COL, Modifier.IRB, Modifier.RTN})
"""Modifiers that the requester takes on; the others describe the requester or the use."""


class Aim(StrEnum):
    """What kind of work a purpose is."""

    BIOMEDICAL = "biomedical"  # health, medical or biomedical research
    METHODS = "methods"  # methods and software development
    RESEARCH = "research"  # any other research
    OTHER = "other"  # not research


class DataUse(Frozen):
    """An offer: a permission and its modifiers (sorted, each once)."""

    permission: Permission
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=len(Modifier))] = ()


class Purpose(Frozen):
    """What a requester wants to do.

    Attributes:
        aim: Kind of work.
        description: One sentence for the owner; no patient data.
        not_for_profit: The requester is a not-for-profit organisation.
        non_commercial: The use is not commercial.
        accepts: Obligations the requester takes on.
    """

    aim: Aim
    description: Annotated[str, Field(max_length=500)] = ""
    not_for_profit: bool = False
    non_commercial: bool = False
    accepts: tuple[Modifier, ...] = ()


_AIMS: dict[Permission, frozenset[Aim]] = {
    Permission.NRES: frozenset(Aim),
    Permission.GRU: frozenset({Aim.BIOMEDICAL, Aim.METHODS, Aim.RESEARCH}),
    Permission.HMB: frozenset({Aim.BIOMEDICAL}),
}


def permits(offer: DataUse, purpose: Purpose) -> None:
    """Check that an offer covers a purpose.

    Raises:
        NotPermitted: It does not; the detail names the DUO code that stands against it.
    """
    if purpose.aim not in _AIMS[offer.permission]:
        raise NotPermitted(f"{offer.permission.name}, {offer.permission}")
    for modifier in offer.modifiers:
        if not _met(modifier, purpose):
            raise NotPermitted(f"{modifier.name}, {modifier}")


def _met(modifier: Modifier, purpose: Purpose) -> bool:
    match modifier:
        case Modifier.NMDS:
            return purpose.aim is not Aim.METHODS
        case Modifier.NPU:
            return purpose.not_for_profit
        case Modifier.NCU:
            return purpose.non_commercial
        case Modifier.NPUNCU:
            return purpose.not_for_profit and purpose.non_commercial
        case _:
            return modifier in purpose.accepts
