"""A profile: PS3.15 Table E.1-1, the options in force, and the site's own overrides and lists.

Rules: an option's column wins over the Basic profile's; cleaning wins over keeping where two options differ;
an override wins over all. What contradicts itself, or would make a lie of "identity removed", is refused when
the profile is read, with the reason.

Not here: what a compound code such as ``X/Z/D`` means in an object (`plan`), and carrying it out
(`metadata`).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator
from pydicom.datadict import dictionary_VR, tag_for_keyword

from radshare.configs import config_path
from radshare.model import Frozen
from site_agent.deidentify.header.plan import Plan, resolve
from site_agent.deidentify.pixels.device_rules import PixelRule
from site_agent.deidentify.profile import _annex_e
from site_agent.deidentify.profile.options import METHOD_CODES, Action, Option
from site_agent.errors import SiteAgentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["METHOD_CODES", "Action", "Option", "PrivateRow", "Profile", "ProfileInvalidError", "load_profile"]

_CONTRADICTIONS: Final = (
    (
        {Option.RETAIN_LONGITUDINAL_FULL_DATES, Option.LONGITUDINAL_MODIFIED_DATES},
        "dates cannot be both kept and moved",
    ),
    (
        {Option.RETAIN_UIDS, Option.LONGITUDINAL_MODIFIED_DATES},
        "many makers write the date into their UIDs, so kept UIDs tell how far dates were moved",
    ),
)
_NEVER_KEPT: Final = {
    *("PatientName", "PatientID", "PatientBirthDate", "PatientBirthName", "PatientMotherBirthName"),
    *("OtherPatientIDs", "OtherPatientIDsSequence", "OtherPatientNames", "IssuerOfPatientID"),
    *("PatientAddress", "PatientTelephoneNumbers", "AccessionNumber"),
}

Keyword = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]{1,63}$")]


class ProfileInvalidError(SiteAgentError):
    """The profile file cannot be used."""

    code = "PROFILE_INVALID"
    summary = "The de-identification profile cannot be used."
    remedy = "Compare it with configs/profiles/share.yaml and docs/reference/deidentify.md."
    exit_code = 2


class PrivateRow(Frozen):
    """A private attribute that the site vouches for.

    Attributes:
        creator: Private creator, as it stands in files.
        group: Group, four hex digits; odd.
        element: Element within the creator's block, two hex digits.
        vr: Its representation; values that are not of it go.
    """

    creator: Annotated[str, Field(min_length=1, max_length=64)]
    group: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{3}[13579BDFbdf]$")]
    element: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{2}$")]
    vr: Literal["CS", "DS", "IS", "FL", "FD", "SL", "SS", "UL", "US", "SV", "UV",
                "AS", "LO", "SH", "ST", "UI", "DA", "DT", "TM", "SQ"]  # fmt: skip


class Profile(Frozen):
    """A profile: options and site overrides over Table E.1-1.

    Attributes:
        name: Name that is recorded with every object.
        version: Raised when the profile changes what leaves.
        options: Options of Annex E.3 in force.
        overrides: PS3.6 keyword -> action that goes before the table.
        keep_texts: Keywords of texts outside the table that stay when they look harmless.
        clean_texts: Keywords of texts outside the table of which only known words stay.
        safe_private: Private attributes that stay under Retain Safe Private, beside those of Table E.3.10-1.
        keep_weekday: Whether dates move by whole weeks.
        pixel_rules: Areas that the site's devices write text into, beside those of configs/pixel_rules.yaml.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    version: Annotated[int, Field(ge=1)] = 1
    options: frozenset[Option] = frozenset()
    overrides: dict[Keyword, Action] = Field(default_factory=dict)
    keep_texts: frozenset[Keyword] = frozenset()
    clean_texts: frozenset[Keyword] = frozenset()
    safe_private: tuple[PrivateRow, ...] = ()
    keep_weekday: bool = False
    pixel_rules: tuple[PixelRule, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for problem in (*self._contradictions(), *self._dangers()):
            raise ValueError(problem)
        named = {*self.overrides, *self.keep_texts, *self.clean_texts}
        if unknown := {keyword for keyword in named if tag_for_keyword(keyword) is None}:
            msg = f"not keywords of PS3.6: {sorted(unknown)}"
            raise ValueError(msg)
        return self

    def _contradictions(self) -> Iterator[str]:
        """Yield what the options say against each other."""
        for pair, why in _CONTRADICTIONS:
            if pair <= self.options:
                yield f"{' and '.join(sorted(pair))} contradict each other: {why}"
        if self.keep_weekday and Option.LONGITUDINAL_MODIFIED_DATES not in self.options:
            yield "keep_weekday needs longitudinal_modified_dates: without it no date moves"
        if twice := self.keep_texts & self.clean_texts:
            yield f"texts cannot be both kept and cleaned: {sorted(twice)}"

    def _dangers(self) -> Iterator[str]:
        """Yield overrides that would undo the profile."""
        for keyword, action in self.overrides.items():
            if action is not Action.KEEP:
                continue
            vr = dictionary_VR(keyword) if tag_for_keyword(keyword) else ""
            if keyword in _NEVER_KEPT:
                yield f"{keyword} identifies the patient, so an object that keeps it is not de-identified"
            if vr == "UI" and Option.RETAIN_UIDS not in self.options:
                yield f"{keyword} cannot stay while other UIDs are replaced: references would break"
            if vr in {"DA", "DT"} and Option.LONGITUDINAL_MODIFIED_DATES in self.options:
                yield f"{keyword} cannot stay while other dates move: it would tell how far"

    @property
    def label(self) -> str:
        """Return name and version, e.g. ``share/1``."""
        return f"{self.name}/{self.version}"

    def code(self, tag: int) -> str | Action | None:
        """Return the code in force for a standard attribute, or ``None`` when Table E.1-1 does not list it.

        An override gives its action instead of a code such as ``X/Z/D``.
        """
        return self._codes.get(tag)

    def action(self, tag: int) -> Action | None:
        """Return the action for a standard attribute in an object of an unknown IOD.

        ``None`` when Table E.1-1 does not list it; `plan.Plan` gives the action within an IOD.
        """
        return self._actions.get(tag)

    def plan(self, sop_class: str) -> Plan:
        """Return the decisions for the attributes of a SOP class, made once."""
        if sop_class not in self._plans:
            self._plans[sop_class] = Plan(self, sop_class)
        return self._plans[sop_class]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, perhaps with other fields; what was derived from the old ones is derived anew."""
        copy = super().model_copy(update=update, deep=deep)
        for derived in ("_plans", "_actions", "_codes"):
            copy.__dict__.pop(derived, None)
        return copy

    @cached_property
    def _actions(self) -> dict[int, Action]:
        return {
            tag: code if isinstance(code, Action) else resolve(code, None)
            for tag, code in self._codes.items()
        }

    @cached_property
    def _plans(self) -> dict[str, Plan]:
        return {}

    @cached_property
    def _codes(self) -> dict[int, str | Action]:
        columns = [_annex_e.COLUMNS.index(o) for o in sorted(self.options) if o in _annex_e.COLUMNS]
        codes: dict[int, str | Action] = {}
        for row in _annex_e.ROWS:
            if not set(row[0]) <= set("0123456789ABCDEF"):
                continue  # repeating groups and private attributes have handlers of their own
            optional = [row[column] for column in columns if row[column]]
            basic = row[_annex_e.COLUMNS.index("basic")]
            codes[int(row[0], 16)] = "C" if "C" in optional else optional[0] if optional else basic
        for keyword, action in self.overrides.items():
            if (tag := tag_for_keyword(keyword)) is not None:
                codes[int(tag)] = action
        return codes


def load_profile(name_or_file: str) -> Profile:
    """Return a profile by its name in ``configs/profiles`` or from a YAML file.

    Raises:
        ProfileInvalidError: There is no such profile, or it is not valid.
    """
    named = name_or_file.isidentifier()
    path = config_path(f"profiles/{name_or_file}.yaml") if named else Path(name_or_file)
    try:
        return Profile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError:
        raise ProfileInvalidError("there is no such profile") from None
    except yaml.YAMLError:
        raise ProfileInvalidError("not YAML") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProfileInvalidError(f"{where or 'profile'}: {first['msg']}") from None
