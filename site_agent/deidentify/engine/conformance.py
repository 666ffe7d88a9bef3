"""The conformance statement of a profile, as PS3.2 asks for it in sections N.8.4.4 and N.11.2.6.

Rule: what depends on the profile is read off the profile in force, and what becomes of an attribute off the
cleaner itself (`described`); only what an option means beyond the table stands here as a sentence.

Not here: network services, which this program does not offer, and the report of a run (`page`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pydicom import __version__ as pydicom_version
from pydicom.uid import UID_dictionary

from site_agent.deidentify.engine import record
from site_agent.deidentify.engine.document import Block, Heading, Table, Text
from site_agent.deidentify.header import private, sop_classes
from site_agent.deidentify.pixels.device_rules import DeviceRules
from site_agent.deidentify.profile import _annex_e, described
from site_agent.deidentify.profile.actions import Rule
from site_agent.deidentify.profile.options import METHOD_CODES, Action, Option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_agent.deidentify.profile.profile import Profile

_HANDLING: Final = {
    Option.CLEAN_PIXEL_DATA: (
        "Text is looked for by OCR in every frame that can differ and in all orientations, and where "
        "`configs/pixel_rules.yaml` says a device writes; it is painted over and looked for again, and what "
        "is left sets the object aside. Frames that do not change keep their exact bytes; others are "
        "written in their own transfer syntax, or where that cannot be, as JPEG 2000 Lossless. "
        "Segmentations, doses, maps and slide tiles are values and not read. Burned In Annotation "
        "(0028,0301) is not believed, and `NO` afterwards."
    ),
    Option.CLEAN_RECOGNIZABLE_VISUAL_FEATURES: (
        "A CT, MR or PET series that may show a face is defaced as a volume; one that forms no volume is set "
        "aside, and so are photographs, renderings, scouts and parts of a head."
    ),
    Option.CLEAN_GRAPHICS: (
        "Overlays, curves and icons are removed. Graphic annotations of presentation states keep their "
        "geometry; their texts are cleaned."
    ),
    Option.CLEAN_STRUCTURED_CONTENT: (
        "Content items keep codes of public schemes, numbers, coordinates and references; texts go through "
        "the report filter, persons are removed."
    ),
    Option.CLEAN_DESCRIPTORS: (
        "Of short texts only the words of `configs/lexicons/descriptors.yaml` stay; long texts go through "
        "the report filter."
    ),
    Option.RETAIN_LONGITUDINAL_FULL_DATES: "Dates and times stay as they are.",
    Option.LONGITUDINAL_MODIFIED_DATES: (
        "Every date of a patient moves by the same secret number of whole days, one to eleven years into the "
        "past, so that intervals stay; times of day stay."
    ),
    Option.RETAIN_PATIENT_CHARACTERISTICS: "Sex, size, weight and age stay; ages above 89 years become 90.",
    Option.RETAIN_DEVICE_IDENTITY: "What names the device stays.",
    Option.RETAIN_UIDS: "UIDs stay as they are.",
    Option.RETAIN_SAFE_PRIVATE: (
        "Private attributes of the safe list below stay when their value is what their representation says; "
        "all others go."
    ),
    Option.RETAIN_INSTITUTION_IDENTITY: "What names the institution stays.",
}
_HEX: Final = frozenset("0123456789ABCDEF")
_ALWAYS_REMOVED: Final = frozenset({Rule.RETIRED, Rule.GRAPHICS, Rule.THUMBNAIL, Rule.UNKNOWN})
_LETTERS: Final = {
    Action.REMOVE: "X",
    Action.EMPTY: "Z",
    Action.DUMMY: "D",
    Action.KEEP: "K",
    Action.CLEAN: "C",
    Action.UID: "U",
    Action.PSEUDONYM: "D",
}
_NEW: Final = (
    "Attributes that the standard may define later are unknown to this release, and removed like every "
    "attribute that PS3.6 does not list; this cannot be configured. Attributes that PS3.6 lists and Table "
    "E.1-1 does not follow their value representation: numbers and codes stay, dates and UIDs fare like "
    "those of the table, texts go unless the profile names them."
)
_DUMMIES: Final = (
    "Dummy values (D) are constants that say nothing, such as `REMOVED` for a text, 1900-01-01 for a date "
    "and 0 for a number. UIDs (U) become `2.25.` and a 128-bit integer; Patient ID, Patient's Name, "
    "Accession Number and serial numbers become hexadecimal pseudonyms. Each is HMAC-SHA-256 of the "
    "original under a key that HKDF derives from the site's secret for this project and this kind of "
    "identifier."
)
_INTEGRITY: Final = (
    "The same secret gives the same replacement in every object, study, patient and run, so references stay "
    "whole also between objects that are de-identified months apart. Another secret or another project gives "
    "replacements that have nothing in common with these."
)
_ENCRYPTED: Final = (
    "The Encrypted Attributes Sequence (0400,0500) is never written, and there is no re-identifier: who "
    "holds the secret and the originals can make the mapping again (`--mapping-dir`)."
)


def statement(profile: Profile) -> tuple[str, list[Block]]:
    """Return title and content of a profile's conformance statement."""
    title = f"DICOM conformance statement: de-identification, profile {profile.label}"
    about = (
        f"radshare {record.software_version()}, profile `{profile.label}` (digest "
        f"`{record.profile_digest(profile)}`), PS3.15 Table E.1-1 of {_annex_e.EDITION} "
        f"({len(_annex_e.ROWS)} rows), PS3.6 as in pydicom {pydicom_version}. Generated from the profile in "
        "force by `site-agent deidentify --conformance`; sections are numbered as in the template of PS3.2 "
        "Annex N."
    )
    sections = (_profiles, _details, _outside, _private, _device_rules, _objects)
    return title, [Text(about), *(block for section in sections for block in section(profile))]


def _profiles(profile: Profile) -> Iterator[Block]:
    """N.8.4.4: which profiles and options are supported, and what happens to new attributes."""
    yield Heading("N.8.4.4 Attribute confidentiality profiles")
    yield Text(
        "The application entity is the command `site-agent deidentify`: files in, files out, no network. It "
        "is a de-identifier. Every option is supported; those with N are not in this profile."
    )
    rows = [("Basic Application Level Confidentiality", "Basic Profile", "ALL", "Y", "N", "Y", "113100")]
    for option in Option:
        code, meaning = METHOD_CODES[option]
        said = "Y" if option in profile.options else "N"
        rows.append(("", meaning.removesuffix(" Option"), "ALL", said, "N", "Y", code))
    heads = ("Profile", "Option", "AE", "De-identifier", "Re-identifier", "Configurable", "Code")
    yield Table(heads, tuple(rows))
    yield Text(_NEW)
    handled = tuple((METHOD_CODES[o][1], _HANDLING[o]) for o in Option if o in profile.options)
    yield Table(("Option in force", "What it means here"), handled)
    yield Text(
        "De-identification Method Code Sequence (0012,0064) of an object holds the codes of what was done to "
        "that very object: 113101 when its pixels were searched, 113102 when a face was removed from it."
    )


def _device_rules(profile: Profile) -> Iterator[Block]:
    """Where devices are known to write text into the pixels; a site's own rules may name its rooms."""
    if Option.CLEAN_PIXEL_DATA not in profile.options:
        return
    yield Heading("Device rules for text in the pixels")
    rows = tuple((rule.name, rule.action.value) for rule in DeviceRules.shipped().rules)
    yield Table(("Rule", "Action"), rows)
    yield Text(f"Rules of the site's own, applied as well: {len(profile.pixel_rules)}.")


def _details(profile: Profile) -> Iterator[Block]:
    """N.11.2.6: what happens to every attribute of Table E.1-1."""
    yield Heading("N.11.2.6 Attribute confidentiality details")
    yield Text(
        "Every row of Table E.1-1 with the action code in force. A compound code is resolved by the "
        "attribute's type in the IOD of the object at hand. The comment is the rule that applies, explained "
        "below."
    )
    by_tag = {f"{tag:08X}": rule for tag, rule in described.rules_of(profile).items()}
    rows = []
    for row in _annex_e.ROWS:
        tag, (code, overridden) = row[0], _in_force(row, profile)
        rule = by_tag.get(tag) or _group_rule(tag, profile)
        comment = f"{rule.value}{' (site override)' if overridden else ''}"
        done = "X" if rule in _ALWAYS_REMOVED else code
        rows.append((row[1], f"({tag[:4]},{tag[4:]})", done, "N", comment))
    heads = ("Attribute name", "Tag", "Action", "Encrypted", "Comments")
    yield Table(heads, tuple(rows), live=True)
    yield Table(("Rule", "What is done"), tuple((rule.value, rule.meaning) for rule in Rule))
    yield from (Text(_DUMMIES), Text(_INTEGRITY), Text(_ENCRYPTED))


def _outside(profile: Profile) -> Iterator[Block]:
    """Standard attributes that Table E.1-1 does not list."""
    yield Heading("Attributes outside Table E.1-1")
    listed = {row[0] for row in _annex_e.ROWS}
    counts = Counter(r for tag, r in described.rules_of(profile).items() if f"{tag:08X}" not in listed)
    rows = tuple((rule.value, counts[rule], rule.meaning) for rule in Rule if counts[rule])
    yield Table(("Rule", "Attributes of PS3.6", "What is done"), rows)
    for what, keywords in (
        ("kept when they look like a product or a setting", profile.keep_texts),
        ("reduced to words of the vocabulary", profile.clean_texts),
    ):
        named = ", ".join(f"`{keyword}`" for keyword in sorted(keywords)) or "none"
        yield Text(f"Texts {what}: {named}.")


def _private(profile: Profile) -> Iterator[Block]:
    """Private attributes that stay."""
    yield Heading("Private attributes")
    if Option.RETAIN_SAFE_PRIVATE not in profile.options:
        yield Text("Every private attribute is removed.")
        return
    yield Text(
        "Kept by creator, group and element wherever their block lies, when the value is what the "
        "representation says; all others are removed. Where no representation is known, the file must name "
        "one of numbers."
    )
    own = {(row.creator.strip(), int(row.group, 16), int(row.element, 16)) for row in profile.safe_private}
    rows = tuple(
        (
            key[0],
            f"({key[1]:04X},xx{key[2]:02X})",
            "numbers" if vr == "--" else vr,
            "site" if key in own else "E.3.10-1",
        )
        for key, vr in sorted(private.safe_list(profile).items())
    )
    yield Table(("Private creator", "Tag", "VR", "List"), rows, live=True)


def _objects(profile: Profile) -> Iterator[Block]:
    """Which SOP classes are accepted, and why the others are not."""
    del profile
    yield Heading("SOP classes")
    accepted: list[tuple[str, ...]] = []
    refused: list[tuple[str, ...]] = []
    for uid, row in sop_classes.rows().items():
        name = str(UID_dictionary[uid][0]) if uid in UID_dictionary else uid
        fits = isinstance(row.verdict, sop_classes.Kind)
        (accepted if fits else refused).append((name, uid, row.verdict.value, row.why))
    yield Text("Accepted; an object of these classes is still set aside when it cannot be proved clean:")
    yield Table(("SOP class", "UID", "Treated as", "How"), tuple(sorted(accepted)), live=True)
    yield Text("Refused, like every class that is not named here, private ones included:")
    yield Table(("SOP class", "UID", "Reason", "Why"), tuple(sorted(refused)))


def _in_force(row: tuple[str, ...], profile: Profile) -> tuple[str, bool]:
    """Return the action code of a row under a profile, and whether the site's own override gave it."""
    code = profile.code(int(row[0], 16)) if _HEX.issuperset(row[0]) else _group_code(row, profile)
    return (_LETTERS[code], True) if isinstance(code, Action) else (str(code), False)


def _group_code(row: tuple[str, ...], profile: Profile) -> str:
    """Return the code of a row that stands for many tags: repeating groups and private attributes."""
    by_option = dict(zip(_annex_e.COLUMNS, row, strict=True))
    return next((code for option in profile.options if (code := by_option.get(option))), by_option["basic"])


def _group_rule(tag: str, profile: Profile) -> Rule:
    """Return the rule of a row that stands for many tags."""
    if tag.startswith(("50", "60")):
        return Rule.GRAPHICS
    return Rule.SAFE_PRIVATE if Option.RETAIN_SAFE_PRIVATE in profile.options else Rule.PRIVATE
