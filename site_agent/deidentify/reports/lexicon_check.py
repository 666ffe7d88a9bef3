"""Counts what the lexicons hold, and what a site's own one adds or contradicts.

Rule: counts only; a site's list is as private as its staff.

Not here: using them (`filter`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_agent.deidentify.reports.known_words import is_known, may_name
from site_agent.deidentify.reports.labels import vocabulary
from site_agent.deidentify.reports.lexicon import PathologyLexicon, PrivacyLexicon
from site_agent.deidentify.reports.site_lexicon import SiteLexicon

if TYPE_CHECKING:
    from pathlib import Path


def checked(site: Path | None) -> dict[str, int]:
    """Return counts of the lexicons that ship and, when given, of the site's own.

    Raises:
        LexiconInvalidError: The site's own cannot be used.
    """
    pathology, privacy = PathologyLexicon.load(), PrivacyLexicon.load()
    found = {
        "labels": len(vocabulary()),
        "details": len(pathology.details),
        "pathology_words": len(pathology.words),
        "privacy_cues": sum(len(phrases) for phrases in privacy.lists.values()),
        "plain_words": len(privacy.words),
    }
    if site is None:
        return found
    own = SiteLexicon.load(site)
    return found | {
        "site_name_words": len(own.always.names),
        "site_values": len(own.always.values),
        "site_names_that_are_words": sum(is_known(word) and not may_name(word) for word in own.always.names),
        "site_keep": len(own.keep),
        "site_keep_known_already": sum(is_known(word) for word in own.keep),
        "site_keep_that_are_site_names": len(own.keep & own.always.names),
    }
