"""Tests of `told_initials` and `told_people`: who is told by the work or the moment beside them."""

from __future__ import annotations

import pytest

from site_agent.deidentify.reports.filter import ReportFilter


@pytest.fixture(scope="module")
def report_filter() -> ReportFilter:
    """Return the rules without the network."""
    return ReportFilter(recognise=False)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Weakness since noon. Interpreter qk assisted.", "qk"),
        ("DATE 04/21/2024   TECH QWZ\nCHEST 2 VIEWS", "QWZ"),
        ("Radiographer QN; Radiologist WQ.", "WQ"),
        ("Chaperone: LT.\nUterus anteverted.", "LT"),
        ("Chest clear.\n\nqfa/QS  D: 1/3/2020", "qfa"),
        ("Chest clear.\n\nlqp/pep  D: Jun 18, 2020", "pep"),
        ("2024 10.33 Exam performed by QO in X-ray Room 3", "QO"),
        ("M. Quornhill, RN; IV placed by QED.", "QED"),
        ("--QAB\n\nAM OVERREAD June 14th QR: agree.", "QR"),
        ("SIG|QUAYLE, CLARENCE S|CSQ|05:18 hrs", "CSQ"),
        ('note,"No active tuberculosis.",QX\nnote,"x"', "QX"),
        ("Told to Dr. Quayle, verbal read-back done. QLC\n\nFINAL REPORT", "QLC"),
        ("On until 0700.\n\nBest,\nQT\n", "QT"),
        ("Approved by Dr. Quayle (mqm), 06-04-2013.", "mqm"),
        ("DIST: CLINIC\nPT: QUAYLE,DECLAN T / 12385661", " T "),
        ("[2116] Declan: chest clear.\n[2117] CQD: looking", "Declan"),
        ("Preliminary findings relayed by qsa to the team.", "qsa"),
        ("On the floor by QR 1:32 am 01/21/2020.", "QR"),
        ("PATIENT: Quornhill, Clarence B   MR#: 2569310", " B "),
        ("Images were reviewed with Cook at the workstation.", "Cook"),
        ("REPORT - verified Thu 5/23/24 by fields, mildred\nClear.", "fields"),
        ("5/23/24|told Dr. Quayle 19:37, acknowledged.|RQ\n5/24/24|told her.|QHS", "QHS"),
        ("TRANSCR..: CT\nClear.", "CT"),
        ("Performed: May 19 2024 19:52  Site: PQH Hx: Patient fell.", "PQH"),
        ("THIS IS A FRACTURE.\n\nD/W SHARP 2349 HOURS.", "SHARP"),
        ("Sonographer ed, checked QW", "ed,"),
        ("No acute disease.\n\nuc/um  dict 06/26/2009", "uc"),
        ("HIATAL HERNIA. CALL MARICEL STOLTZFUS AT 555-222-3333", "MARICEL"),
        ("Chaperone present: Um Kulthum Quornhill", "Um"),
        ("Clear.\nCase, bleep 8-6236", "Case"),
        ("Images opened on 192.168.4.190 (login quornb). Clear.", "quornb"),
        ("No consolidation.\n\nDictator: CC  Typist: QLZ", "CC"),
        ("Dictated 11/10/2019 (MTP); job no. QN-0417", "MTP"),
        ("Preliminary read RN, 04:24.", "RN"),
        ("Normal study. Now 91, lives independently.", "91"),
    ],
)
def test_letters_in_somebodys_slot_go(report_filter: ReportFilter, text: str, gone: str) -> None:
    """Whoever assisted, chaperoned, dictated or signed off with letters alone goes."""
    filtered = report_filter.filter(text)
    assert filtered.status == "ok"
    assert gone not in filtered.text


@pytest.mark.parametrize(
    "text",
    [
        "Reviewed by the radiologist, MD. CT and MR were compared.",
        "Interpreter was used. Operator error is unlikely.",
        "Drain placed by IR at noon.",
        "Told to the ward; read-back done. FINAL",
    ],
)
def test_letters_that_mean_something_stay(report_filter: ReportFilter, text: str) -> None:
    """Qualifications, examinations and answers are nobody's initials."""
    assert report_filter.filter(text).text == text
