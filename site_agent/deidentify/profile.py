"""What happens to an attribute: PS3.15 Table E.1-1, the options in force, and the site's own overrides.

Rules: an option's column wins over the Basic profile's; an override wins over both; a compound code such as
``X/Z/D`` is resolved to the action that keeps the object valid whatever the IOD's type (`_RESOLVED`). Options
that contradict each other, or that this release cannot honour, are refused when the profile is read.

Not here: how an action is carried out (`metadata` and the handlers it calls).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Self

import yaml
from pydantic import Field, ValidationError, model_validator
from pydicom.datadict import tag_for_keyword

from radshare.configs import config_path
from radshare.model import Frozen
from site_agent.deidentify import _annex_e
from site_agent.errors import SiteAgentError


class Action(StrEnum):
    """An action code of PS3.15 Table E.1-1a, resolved."""

    REMOVE = "remove"
    EMPTY = "empty"
    DUMMY = "dummy"
    KEEP = "keep"
    CLEAN = "clean"
    UID = "uid"


class Option(StrEnum):
    """An option of PS3.15 Annex E.3; those with a column of Table E.1-1 bear its name."""

    CLEAN_PIXEL_DATA = "clean_pixel_data"
    CLEAN_RECOGNIZABLE_VISUAL_FEATURES = "clean_recognizable_visual_features"
    CLEAN_GRAPHICS = "clean_graphics"
    CLEAN_STRUCTURED_CONTENT = "clean_structured_content"
    CLEAN_DESCRIPTORS = "clean_descriptors"
    RETAIN_LONGITUDINAL_FULL_DATES = "retain_longitudinal_full_dates"
    LONGITUDINAL_MODIFIED_DATES = "longitudinal_modified_dates"
    RETAIN_PATIENT_CHARACTERISTICS = "retain_patient_characteristics"
    RETAIN_DEVICE_IDENTITY = "retain_device_identity"
    RETAIN_UIDS = "retain_uids"
    RETAIN_SAFE_PRIVATE = "retain_safe_private"
    RETAIN_INSTITUTION_IDENTITY = "retain_institution_identity"


METHOD_CODES: Final = {
    "basic": ("113100", "Basic Application Confidentiality Profile"),
    Option.CLEAN_PIXEL_DATA: ("113101", "Clean Pixel Data Option"),
    Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES: ("113102", "Clean Recognizable Visual Features Option"),
    Option.CLEAN_GRAPHICS: ("113103", "Clean Graphics Option"),
    Option.CLEAN_STRUCTURED_CONTENT: ("113104", "Clean Structured Content Option"),
    Option.CLEAN_DESCRIPTORS: ("113105", "Clean Descriptors Option"),
    Option.RETAIN_LONGITUDINAL_FULL_DATES: (
        "113106",
        "Retain Longitudinal Temporal Information Full Dates Option",
    ),
    Option.LONGITUDINAL_MODIFIED_DATES: (
        "113107",
        "Retain Longitudinal Temporal Information Modified Dates Option",
    ),
    Option.RETAIN_PATIENT_CHARACTERISTICS: ("113108", "Retain Patient Characteristics Option"),
    Option.RETAIN_DEVICE_IDENTITY: ("113109", "Retain Device Identity Option"),
    Option.RETAIN_UIDS: ("113110", "Retain UIDs Option"),
    Option.RETAIN_SAFE_PRIVATE: ("113111", "Retain Safe Private Option"),
    Option.RETAIN_INSTITUTION_IDENTITY: ("113112", "Retain Institution Identity Option"),
}
"""Method of de-identification -> code value and meaning (PS3.16 CID 7050, coding scheme DCM)."""

_RESOLVED: Final = {
    "X": Action.REMOVE,
    "Z": Action.EMPTY,
    "D": Action.DUMMY,
    "K": Action.KEEP,
    "C": Action.CLEAN,
    "U": Action.UID,
    "X/Z": Action.EMPTY,
    "X/D": Action.DUMMY,
    "Z/D": Action.DUMMY,
    "X/Z/D": Action.DUMMY,
    "X/Z/U*": Action.CLEAN,  # a sequence of references: kept, the UIDs in it replaced
}
_NOT_YET: Final = frozenset({Option.RETAIN_SAFE_PRIVATE})
_EXCLUSIVE: Final = (
    {Option.RETAIN_LONGITUDINAL_FULL_DATES, Option.LONGITUDINAL_MODIFIED_DATES},
    {Option.RETAIN_UIDS, Option.LONGITUDINAL_MODIFIED_DATES},  # many UIDs hold a date
)

Keyword = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]{1,63}$")]


class ProfileInvalidError(SiteAgentError):
    """The profile file cannot be used."""

    code = "PROFILE_INVALID"
    summary = "The de-identification profile cannot be used."
    remedy = "Compare it with configs/profiles/share.yaml and docs/reference/deidentify.md."
    exit_code = 2


class Profile(Frozen):
    """A profile: options and site overrides over Table E.1-1.

    Attributes:
        name: Name that is recorded with every object.
        version: Raised when the profile changes what leaves.
        options: Options of Annex E.3 in force.
        overrides: PS3.6 keyword -> action that goes before the table.
        keep_texts: Keywords of texts outside the table that stay when they look harmless.
        clean_texts: Keywords of texts outside the table of which only known words stay.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    version: Annotated[int, Field(ge=1)] = 1
    options: frozenset[Option] = frozenset()
    overrides: dict[Keyword, Action] = Field(default_factory=dict)
    keep_texts: frozenset[Keyword] = frozenset()
    clean_texts: frozenset[Keyword] = frozenset()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if impossible := self.options & _NOT_YET:
            msg = f"options not in this release: {sorted(impossible)}"
            raise ValueError(msg)
        for pair in _EXCLUSIVE:
            if pair <= self.options:
                msg = f"options contradict each other: {sorted(pair)}"
                raise ValueError(msg)
        named = {*self.overrides, *self.keep_texts, *self.clean_texts}
        if unknown := {keyword for keyword in named if tag_for_keyword(keyword) is None}:
            msg = f"not keywords of PS3.6: {sorted(unknown)}"
            raise ValueError(msg)
        return self

    @property
    def label(self) -> str:
        """Return name and version, e.g. ``share/1``."""
        return f"{self.name}/{self.version}"

    def action(self, tag: int) -> Action | None:
        """Return the action for a standard attribute, or ``None`` when Table E.1-1 does not list it."""
        return self._actions.get(tag)

    @cached_property
    def _actions(self) -> dict[int, Action]:
        columns = [_annex_e.COLUMNS.index(o) for o in sorted(self.options) if o in _annex_e.COLUMNS]
        actions: dict[int, Action] = {}
        for row in _annex_e.ROWS:
            if not set(row[0]) <= set("0123456789ABCDEF"):
                continue  # repeating groups and private attributes have handlers of their own
            codes = [row[column] for column in columns if row[column]]
            code = "C" if "C" in codes else codes[0] if codes else row[_annex_e.COLUMNS.index("basic")]
            actions[int(row[0], 16)] = _RESOLVED[code]
        for keyword, action in self.overrides.items():
            tag = tag_for_keyword(keyword)
            if tag is not None:
                actions[int(tag)] = action
        return actions


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
