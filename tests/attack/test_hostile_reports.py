"""Reports written to get a name past the filter, or to stop it: a reason code or a clean result, soon."""

# ruff: noqa: RUF001 - letters that look like others are the attack
from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from site_agent.deidentify.reports.filter import FilteredReport, ReportFilter
from site_agent.deidentify.reports.inputs import KINDS, LONGEST
from site_agent.deidentify.reports.lines import filter_lines
from site_agent.errors import InputRefusedError, Reason
from site_agent.ingest.reader import ReadLimits
from site_agent.ingest.reports import read_reports

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Small left pleural effusion."
SECONDS = 20  # processor time of the worst report; a few are used
FILTER = ReportFilter()


def filtered(text: str) -> FilteredReport:
    """Return what becomes of a text with something said, in which every span stands where it stood."""
    given = f"{text}\n{SAID}"
    result = FILTER.filter(given)
    assert all(0 <= start < end <= len(given) for start, end, _ in result.spans)
    return result


def is_clean(result: FilteredReport, *names: str) -> bool:
    """Return whether nothing of the names is left, and what was said is."""
    left = result.text.casefold()
    return result.status == "ok" and SAID in result.text and not [n for n in names if n.casefold() in left]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\ufeff\u200b\u200d",
        "x" * 10_000_000,
        f"{SAID} " * 350_000,
        "\x7fELF\x02\x01\x01\x00 Quayle",
        "\x01\x02\x03\x04 Quayle \x05\x06",
        "%PDF-1.7 Quayle",
        r"{\rtf1\ansi Patient: \'51uayle}",
        b"Fran\xe7ois M\xfcller".decode("utf-8", "replace"),
        "Frédéric Müller".encode().decode("cp1252"),
        "Müller’s".encode().decode("cp1252"),
        "Quayle\ud800",
        "Seen by \u202eelyauQ\u202c.",
    ],
    ids=range(14),
)
def test_what_is_no_text_has_a_reason(text: str) -> None:
    """Empty, endless, binary, RTF, PDF, wrongly decoded and reversed texts are told apart from reports."""
    begun = time.process_time()
    result = FILTER.filter(text)
    assert (result.text, result.reason) == ("", Reason.REPORT_UNREADABLE)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "written",
    [
        "Qu\u0430yle",
        "Quаylе",
        "ＱＵＡＹＬＥ",
        "𝐐𝐮𝐚𝐲𝐥𝐞",
        "Ⓠⓤⓐⓨⓛⓔ",
        "Qua\u200byle",
        "Q\u00adu\u200da\u2060yle",
        "Qua\ufe0fyle",
        "\u2067Quayle\u2069",
        "Q\u0337u\u0336a\u0334y\u0337l\u0338e\u0335",
        "Qu&#97;yle",
        "Qu&amp;#x61;yle",
        "Qua\u0007yle",
    ],
)
@pytest.mark.parametrize("sentence", ["Seen by Dr. {}.", "{} was seen.", "Patient: {}"])
def test_no_writing_hides_a_name(written: str, sentence: str) -> None:
    """Look-alike letters, other forms, invisible characters, marks and entities are read as one reads."""
    result = filtered(sentence.format(written))
    assert is_clean(result, "Quayle", written, "yle")
    given = f"{sentence.format(written)}\n{SAID}"
    assert any(
        given.find(written.strip("\u2067\u2069")) >= start for start, _, _ in result.spans
    )  # where it stands


@pytest.mark.parametrize("name", ["Smіth", "Ваker", "Rοse", "Ｂａｋｅｒ", "Bak\u200ber"])
def test_a_word_that_is_also_a_name_has_no_other_writing(name: str) -> None:
    """Behind a title a known word in another writing goes as it would in plain letters."""
    assert is_clean(filtered(f"Discussed with Dr. {name} today."), name, "Smith", "Baker", "Rose")


def test_findings_in_look_alike_letters_are_read() -> None:
    """The findings of a text whose letters are mixed are those that its reader sees."""
    assert "pneumothorax" in FILTER.filter("Large left pneum\u043ethorax.").labels


def test_markup_is_no_text() -> None:
    """Tags, comments, scripts and attributes of HTML go; a name that tags divide is one name."""
    text = (
        "<html><head><title>Quayle</title></head><!-- Quayle --><p title='Quayle'>Patient: <b>Qua</b>yle<br>"
    )
    result = filtered(text + "Nodule of &lt; 5 mm, &gt; 3 mm.</p>")
    assert is_clean(result, "quayle", "title", "<p")
    assert "Nodule of < 5 mm, > 3 mm." in result.text


def test_a_measure_is_no_markup() -> None:
    """Signs of less and more in a plain text stay."""
    text = "Nodule < 5 mm, nodes > 3 mm, effusion <b 2."
    assert FILTER.filter("Nodule < 5 mm, nodes > 3 mm.").text == "Nodule < 5 mm, nodes > 3 mm."
    assert filtered(text).status == "ok"


@pytest.mark.parametrize("kind", [*sorted(KINDS), "SMITH", "QUAYLE", "MOVEDJOHN"])
def test_brackets_shield_nothing(kind: str) -> None:
    """What the author wrote between brackets, or beside a placeholder, is judged like everything else."""
    result = filtered(
        f"[{kind}] Quayle was seen. [{kind}]Quayle. [Quayle]. [QUAYLE]. [{kind} QUAYLE] Bramblewick."
    )
    assert is_clean(result, "quayle", "bramblewick", "john", "smith")


@pytest.mark.parametrize("joint", ["thorax_{}_final", "{}_1", "2021_{}_x", "_{}_", "__{}", "dr_{}"])
def test_underscores_join_no_names(joint: str) -> None:
    """A name in a file name or between marks of emphasis goes, and so does a mail address as a whole."""
    assert is_clean(filtered(f"See {joint.format('Quayle')} and rose_quayle@example.org."), "quayle", "rose")


def test_languages_mixed() -> None:
    """Words that no English list knows go, those of scripts without capitals to the last letter and mark."""
    text = "Herr Krzysztof Müller hat Fieber. 患者 王伟 राम प्रसाद اسم كريم Иванов π. Le malade Quayle."
    result = filtered(text)
    assert is_clean(result, "krzysztof", "müller", "quayle", "иванов")
    assert not [c for c in result.text if ord(c) > 0x4FF]


@pytest.mark.parametrize("between", [" ", "\n", "\r\n", "\r", "\u2028", "\u00a0", "\u3000"])
def test_lines_and_cases(between: str) -> None:
    """All capitals, no line ends, and other blanks than a space make no difference."""
    text = between.join(["PATIENT: QUAYLE", "READ BY DR. BRAMBLEWICK", "CALL 555-201-3344", "MRN: 4471882"])
    assert is_clean(filtered(text), "quayle", "bramblewick", "3344", "4471882")


@pytest.mark.parametrize("dash", ["\u2010", "\u2011", "\u2012", "\u2013", "\u2212", "\uff0d"])
def test_numbers_with_other_dashes(dash: str) -> None:
    """A telephone number is one whatever dash or digit is used."""
    assert is_clean(filtered(f"Call 555{dash}201{dash}3344 or ５５５-201-3344."), "3344", "555", "５５５")


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "A",
        "1",
        "_",
        "(",
        "a.",
        "1-",
        "A ",
        "Ab, ",
        "Abc of ",
        "a\n",
        "( ",
        "\n",
        "<p ",
        "<!--",
        "[NAME] ",
        "Z\u0335",
    ],
)
def test_no_pattern_runs_away(unit: str) -> None:
    """Long runs of anything end soon: a result, or a reason."""
    begun = time.process_time()
    assert FILTER.filter((unit * 20_000)[:20_000]).status in {"ok", "quarantined"}
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "service", ["CT of the head and neck with contrast as asked by the ward", "XR1 2 3 4 5 6 7 8 9"]
)
def test_no_field_of_a_segment_runs_away(service: str) -> None:
    """The name of a service that ends in what none of its kind holds is read as soon as any other."""
    begun = time.process_time()
    message = f"MSH|^~\\&|RIS|A\nOBR|1|5520981|QX7719|71250^{service} ?|||20230417090000"
    assert FILTER.filter(message).status in {"ok", "quarantined"}
    assert time.process_time() - begun < SECONDS


def test_a_word_of_100_kb_is_no_report() -> None:
    """A word without end is told at once."""
    begun = time.process_time()
    assert FILTER.filter("a" * 100_000).reason is Reason.REPORT_UNREADABLE
    assert FILTER.filter(f"{SAID} " + "a" * (LONGEST - 100)).reason is Reason.REPORT_UNREADABLE
    assert time.process_time() - begun < 1


def test_lines_that_are_no_reports_stop_no_others(tmp_path: Path) -> None:
    """Half characters, strange ids, wrong encodings and nesting cost their own line only."""
    lines = [
        b'{"id": "\\ud800", "text": "Clear lungs."}',
        b'{"id": "b", "text": "Clear lungs. \\ud800 Quayle"}',
        b'{"id": {"a": []}, "text": "Clear lungs."}',
        b'{"id": "d", "text": "M\xfcller"}',
        b"[" * 100_000,
        b"\x00\x01\x02",
        json.dumps({"id": "g", "text": SAID}).encode(),
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(lines))
    assert filter_lines(source, out) == {"ok": 1, "report_unreadable": 6}
    assert [json.loads(line)["text"] for line in out.read_text().splitlines()][-1] == SAID


def test_a_line_without_end_is_one_unreadable_report(tmp_path: Path) -> None:
    """A line of more bytes than a report may have is never held as a whole."""
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(
        b'"' + b"a" * (2 * ReadLimits().report_bytes + 5) + b"\n" + b'{"id": 1, "text": "Clear lungs."}\n'
    )
    assert filter_lines(source, out) == {"ok": 1, "report_unreadable": 1}


def test_rows_keep_their_line_separators(tmp_path: Path) -> None:
    """A separator inside a text ends no row; bytes of another encoding end the file."""
    rows = tmp_path / "in.jsonl"
    rows.write_text(json.dumps({"accession": "1", "text": "a\u2028b"}, ensure_ascii=False), encoding="utf-8")
    assert [report.text for report in read_reports(rows, ReadLimits())] == ["a\u2028b"]
    rows.write_bytes("Müller".encode("utf-16"))
    with pytest.raises(InputRefusedError, match=Reason.REPORT_UNREADABLE.value):
        list(read_reports(rows, ReadLimits()))
