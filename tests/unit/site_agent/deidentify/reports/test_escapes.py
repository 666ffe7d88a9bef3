r"""What an export wrote out is read as what it stands for, and given back as it was."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports import inputs
from site_agent.deidentify.reports.filter import ReportFilter

FILTER = ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (
            r"INDICATION: cough.\n\nFINDINGS: clear.\nno change",
            "INDICATION: cough.\n\nFINDINGS: clear.\nno change",
        ),
        (r"FINDINGS: clear.\r\nSigned by A", "FINDINGS: clear.\nSigned by A"),
        (r"FINDINGS: CLEAR.\N\NIMPRESSION:\NNORMAL", "FINDINGS: CLEAR.\n\nIMPRESSION:\nNORMAL"),
        (r"FINDINGS: clear.\.br\Signed", "FINDINGS: clear.\nSigned"),
        (r"OPINION: CLEAR.\.BR\SIGNED", "OPINION: CLEAR.\nSIGNED"),
        (r"cough \T\ fever, \H\new\N\ nodule", "cough & fever, new nodule"),
        (r"Clear.\X0D0A\No change.\X0A\End", "Clear.\nNo change.\nEnd"),
        ("FINDINGS:~Clear.~~OPINION:~Normal.", "FINDINGS:\nClear.\n\nOPINION:\nNormal."),
        ("a&AMP;b&NBSP;c &QUOT;d&QUOT;", 'a&b c "d"'),
    ],
)
def test_what_was_written_out_is_read(given: str, read: str) -> None:
    """Line breaks and characters that were written out are line breaks and characters."""
    assert inputs.plain(given).text == read


@pytest.mark.parametrize(
    "text",
    [
        r"Saved to C:\new\reports and \\nas\share\images.",
        "About ~5 mm, was ~7 mm. Ratio 10~12.",
        r"Score 3\4 and T1\T2 weighting.",
    ],
)
def test_strokes_and_tildes_of_other_kinds_stay(text: str) -> None:
    """A path holds no line break, and a tilde before a number means about."""
    assert inputs.plain(text).text == text


@pytest.mark.parametrize("mark", [r"\n", r"\r\n", r"\.br\ ".strip(), "~"])
def test_names_beside_escapes_go_and_headings_stay(mark: str) -> None:
    """What stands beside an escape is read without it; the escapes come back as they were given."""
    lines = [
        "INDICATION: Cough.",
        "COMPARISON:",
        "Quornley scanned this.",
        "Signed: Ada Quornley",
        "FINDINGS: Clear.",
    ]
    after = FILTER.filter(mark.join(lines)).text
    assert after.split(mark) == [*lines[:2], "[NAME] scanned this.", "Signed: [NAME]", lines[-1]]


def test_bare_tags_come_back() -> None:
    """Tags that nobody could have written anything into stay; those with attributes go."""
    text = '<table><tr><td>Name</td><td title="Quornhill">Zoe Quornhill</td></tr></table><p>Clear lungs.</p>'
    filtered = FILTER.filter(text).text
    assert filtered.startswith("<table><tr><td>")
    assert filtered.endswith("<p>Clear lungs.</p>")
    assert "Quornhill" not in filtered
    assert FILTER.filter(filtered).text.count("<td>") == filtered.count("<td>")
