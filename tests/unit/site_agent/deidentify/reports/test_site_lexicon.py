from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_agent.deidentify.reports.filter import ReportFilter
from site_agent.deidentify.reports.lexicon_check import checked
from site_agent.deidentify.reports.site_lexicon import LexiconInvalidError, SiteLexicon

if TYPE_CHECKING:
    from pathlib import Path

OWN = "staff: ['Hand, Rita']\nplaces: ['Kiln Wing']\nvalues: ['HK-RIS']\nkeep: [kilnoscope]\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a site's own lexicon."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_what_a_site_lists_goes_and_what_it_keeps_stays(own: Path) -> None:
    """Staff and places go without any cue; a listed word survives the unknown-word rule."""
    site = SiteLexicon.load(own)
    text = "Images by rita of the Kiln Wing (HK-RIS). The kilnoscope is in place. Left hand is normal."
    filtered = ReportFilter(site.keep, site.always).filter(text).text
    assert not {"rita", "Kiln", "RIS"} & set(filtered.replace("(", " ").replace(")", " ").split())
    assert "kilnoscope" in filtered
    assert "Left hand is normal" in filtered


def test_a_kept_word_never_overrules_staff(tmp_path: Path) -> None:
    """A word that is listed as staff goes although it is also to be kept."""
    path = tmp_path / "own.yaml"
    path.write_text("staff: [Kilnoscope]\nkeep: [kilnoscope]\n", encoding="utf-8")
    site = SiteLexicon.load(path)
    assert "ilnoscope" not in ReportFilter(site.keep, site.always).filter("Seen with Kilnoscope. Clear.").text


@pytest.mark.parametrize("content", ["staff: 7", "who: [a]", "staff: ['", "staff: ['x']", "[1"])
def test_a_broken_lexicon_is_refused(tmp_path: Path, content: str) -> None:
    """A file that is no lexicon has one code."""
    path = tmp_path / "own.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconInvalidError):
        SiteLexicon.load(path)


def test_the_check_counts_and_never_tells(own: Path) -> None:
    """Counts of the site's own lexicon stand beside those that ship."""
    found = checked(own)
    assert found["site_name_words"] == 2
    assert found["site_names_that_are_words"] == 1
    assert found["site_keep"] == 1
    assert all(isinstance(count, int) for count in found.values())
