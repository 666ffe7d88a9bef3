"""The site's own lexicon: people, places and words of one hospital, added to those that ship.

File (YAML): ``staff`` (names, as written), ``places`` (hospitals, wards, streets), ``values`` (anything else
that must go), ``keep`` (words that the lexicons do not know and that name nobody, e.g. a local device).

Rules: what the site lists is treated as if every DICOM header told it; ``keep`` never overrules staff,
places, titles or labelled fields.

Not here: the lexicons that ship (`lexicon`), which words are known (`known_words`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Self

import yaml
from pydantic import Field, ValidationError

from radshare.model import Frozen
from site_agent.deidentify.reports.names import HeaderValues
from site_agent.errors import SiteAgentError

if TYPE_CHECKING:
    from pathlib import Path

Entry = Annotated[str, Field(min_length=2, max_length=200)]


class LexiconInvalidError(SiteAgentError):
    """A lexicon file cannot be used."""

    code = "LEXICON_INVALID"
    summary = "A lexicon file cannot be used."
    remedy = "Run `site-agent lexicon check FILE`; docs/reference/reports.md shows what belongs into it."
    exit_code = 2


class SiteList(Frozen):
    """The file as written.

    Attributes:
        staff: Names of people who work here.
        places: Hospitals, wards, streets.
        values: Anything else that must go.
        keep: Words that name nobody.
    """

    staff: tuple[Entry, ...] = Field(default=(), repr=False)
    places: tuple[Entry, ...] = Field(default=(), repr=False)
    values: tuple[Entry, ...] = Field(default=(), repr=False)
    keep: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteLexicon:
    """What one site adds to the report filter.

    Attributes:
        always: Identifiers that go from every report.
        keep: Words in lower case that name nobody.
    """

    always: HeaderValues = field(default_factory=HeaderValues)
    keep: frozenset[str] = frozenset()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the lexicon of a file.

        Raises:
            LexiconInvalidError: It cannot be read or is not what a lexicon is; nothing of it is repeated.
        """
        try:
            listed = SiteList.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            raise LexiconInvalidError("not a YAML file that can be read") from None
        except ValidationError as error:
            where = ".".join(
                str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"]
            )
            raise LexiconInvalidError(f"at {where or 'the top'}") from None
        always = HeaderValues.of(
            {"PatientName": list(listed.staff), "InstitutionName": [*listed.places, *listed.values]}
        )
        return cls(always, frozenset(word.lower() for word in listed.keep))
