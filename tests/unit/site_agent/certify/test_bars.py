from __future__ import annotations

import re
from pathlib import Path

import pytest

from radshare.certificate import PRIVACY_BARS, Ruling, Verdict
from site_agent.certify.bars import BARS, judge, table
from site_agent.certify.measure import Measure, unmeasured
from site_agent.certify.rules import Situation, patients_for_upper

KERMANY = Situation(k=12, labels=3)
PASSED, FAILED, OPEN = Verdict.PASSED, Verdict.FAILED, Verdict.INCONCLUSIVE


def m(name: str, value: float, low: float | None, high: float | None, patients: int = 440) -> Measure:
    """Return a measure over patients, one row each."""
    return Measure(name=name, value=value, low=low, high=high, n=patients, n_patients=patients)


GOOD = (
    m("real_real_passive", 0.91, 0.89, 0.93),
    m("real_real_adaptive", 0.7, 0.65, 0.75),
    *(m(f"linkage_{kind}", 0.52, 0.49, 0.55) for kind in ("passive", "adaptive")),
    m("reidentification_p", 0.6, None, None),
    *(
        m(f"source_{tail}_{kind}", 0.08, 0.06, 0.10)
        for tail in ("most", "least")
        for kind in ("passive", "adaptive")
    ),
    m("membership", 0.505, 0.47, 0.53),
    m("membership_calibrated", 0.5, 0.46, 0.54),
    m("memorised", 0.0, 0.0, 0.01),
    m("memorised_held_out", 0.01, 0.0, 0.02),
    m("planted_recall", 0.997, None, None, 300),
    m("false_match_rate", 0.01, None, None, 300),
    m("smallest_group", 12, None, None),
    m("suppressed_share", 0.06, None, None, 2000),
    *(m(f"auc_tstr_minus_trtr_{task}", -0.01, -0.04, 0.02) for task in ("bacterial_vs_viral",)),
    m("auc_tstr_minus_control_bacterial_vs_viral", 0.02, 0.005, 0.04),
    m("auc_mixed_minus_mixed_control_bacterial_vs_viral", 0.03, 0.01, 0.05),
    m("agreement_minus_real_macro", 0.01, -0.01, 0.03),
    m("agreement_real_auc_macro", 0.85, 0.82, 0.88),
)


def ruled(*changed: Measure, situation: Situation = KERMANY, without: str = "") -> dict[str, Ruling]:
    """Judge a good release with some measures replaced or one missing."""
    found = {measure.name: measure for measure in (*GOOD, *changed)}
    found.pop(without, None)
    return {ruling.bar: ruling for ruling in judge(found.values(), situation)}


def test_a_good_release_passes_every_bar() -> None:
    """All bars are there once, passed, and each names the measure that decided it and its numbers."""
    rulings = ruled()
    assert list(rulings) == [bar.name for bar in BARS]
    assert {ruling.verdict for ruling in rulings.values()} == {PASSED}
    assert all(ruling.decided_by and ruling.why for ruling in rulings.values())
    assert rulings["control"].goal
    assert not rulings["attacker"].goal
    assert rulings.keys() >= PRIVACY_BARS


@pytest.mark.parametrize(
    ("bar", "bad"),
    [
        ("linkage", m("linkage_adaptive", 0.58, 0.55, 0.61)),
        ("linkage", m("linkage_passive", 0.99, 0.98, 1.0)),
        ("reidentification", m("reidentification_p", 0.001, None, None)),
        ("source_in_group", m("source_most_adaptive", 0.2, 0.15, 0.25)),
        ("source_in_group", m("source_least_passive", 0.2, 0.15, 0.25)),
        ("membership", m("membership_calibrated", 0.6, 0.56, 0.64)),
        ("memorised", m("memorised", 0.05, 0.03, 0.07)),
        ("planted_copies", m("planted_recall", 0.98, None, None, 300)),
        ("planted_copies", m("false_match_rate", 0.03, None, None, 300)),
        ("group_size", m("smallest_group", 11, None, None)),
        ("suppression", m("suppressed_share", 0.12, None, None, 2000)),
        ("utility", m("auc_tstr_minus_trtr_normal_vs_pneumonia", -0.05, -0.06, -0.04)),
        ("control", m("auc_tstr_minus_control_normal_vs_pneumonia", -0.03, -0.05, -0.01)),
        ("agreement", m("agreement_minus_real_macro", -0.2, -0.25, -0.15)),
    ],
)
def test_one_bad_number_fails_its_bar_alone(bar: str, bad: Measure) -> None:
    """The worst of a bar's measures decides, and no other bar is touched."""
    rulings = ruled(bad)
    assert rulings[bar].verdict is FAILED
    assert not rulings[bar].goal
    assert {name for name, ruling in rulings.items() if ruling.verdict is not PASSED} == {bar}


def test_a_weak_attacker_proves_nothing_but_may_still_get_through() -> None:
    """Below .80 on real pairs no privacy bar is passed; a link it finds fails all the same."""
    weak = m("real_real_passive", 0.79, 0.7, 0.85)
    rulings = ruled(weak)
    for name in ("attacker", "linkage", "reidentification", "source_in_group", "membership", "memorised"):
        assert rulings[name].verdict is OPEN, name
    assert rulings["planted_copies"].verdict is PASSED
    assert ruled(weak, m("linkage_passive", 0.9, 0.85, 0.95))["linkage"].verdict is FAILED


@pytest.mark.parametrize(
    "name", [each.name for each in GOOD if each.name not in {"false_match_rate", "real_real_adaptive"}]
)
def test_a_missing_number_is_never_passed(name: str) -> None:
    """Without its measure, or with one that could not be taken, a bar does not pass on that number."""
    bars = [bar for bar in BARS if bar.measures[0] == name]
    for rulings in (ruled(without=name), ruled(unmeasured(name, "nobody came twice"))):
        for bar in bars:
            assert rulings[bar.name].verdict is OPEN
    assert ruled(unmeasured(name, "nobody came twice")) != ruled()


def test_few_patients_are_reported_without_a_bar() -> None:
    """Below 129 patients a linkage neither passes nor fails, except beyond doubt."""
    assert patients_for_upper(0.60, 0.55) == 129
    both = [m(f"linkage_{kind}", 0.52, 0.44, 0.58, 117) for kind in ("passive", "adaptive")]
    assert ruled(*both)["linkage"].verdict is OPEN
    assert ruled(m("linkage_adaptive", 0.58, 0.5, 0.66, 117), both[0])["linkage"].verdict is OPEN
    assert ruled(m("linkage_adaptive", 0.95, 0.9, 1.0, 10))["linkage"].verdict is FAILED


def test_a_tiny_cohort_is_inconclusive_everywhere() -> None:
    """With ten patients no statistical bar is passed, however good the numbers look."""
    tiny = [
        measure.model_copy(update={"n": 10, "n_patients": 10})
        for measure in GOOD
        if measure.name
        not in {"smallest_group", "suppressed_share", "real_real_passive", "real_real_adaptive"}
    ]
    wide = m("membership", 0.5, 0.3, 0.7, 10)
    rulings = ruled(*tiny, wide)
    assert {name for name, ruling in rulings.items() if ruling.verdict is PASSED} == {
        "attacker",
        "group_size",
        "suppression",
    }
    assert FAILED not in {ruling.verdict for ruling in rulings.values()}


def test_many_findings_may_be_suppressed_more_often() -> None:
    """The limit is 10 % for a set of few labels and 25 % for one of many."""
    share = m("suppressed_share", 0.2, None, None, 700)
    assert ruled(share)["suppression"].verdict is FAILED
    assert ruled(share, situation=Situation(k=12, labels=15))["suppression"].verdict is PASSED


def test_without_pairwise_questions_the_mean_over_findings_decides() -> None:
    """A set without bacterial, viral or normal exams is judged on its findings' mean."""
    found = [measure for measure in GOOD if not measure.name.startswith("auc_")]
    found.append(m("auc_tstr_minus_trtr_macro", -0.1, -0.12, -0.08))
    rulings = {ruling.bar: ruling for ruling in judge(found, KERMANY)}
    assert rulings["utility"].verdict is FAILED
    assert rulings["utility"].decided_by == "auc_tstr_minus_trtr_macro"


def test_the_reference_page_lists_the_bars() -> None:
    """Table and code are one: no threshold is documented otherwise than it is applied."""
    text = (Path(__file__).parents[4] / "docs" / "reference" / "synthesize.md").read_text(encoding="utf-8")
    rows = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
    listed = rows.findall(text.split("## The certificate")[1])
    assert listed[: len(BARS)] == table()
