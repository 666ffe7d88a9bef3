"""One generalised profile a patient: what all members of a group have in common.

Rules:

* A profile is a set of terms closed under "is a kind of" (``viral_pneumonia`` brings ``pneumonia`` with it);
  at the root of every finding stands `ABNORMAL`. Terms with a colon say something besides: side and severity
  of a finding, a finding in doubt, view, sex, a coarse age band.
* All exams of a patient share the profile; it is true of each of them. Where a patient has exams with and
  without findings, the profile describes those with findings, and the others are suppressed: a counterpart
  never claims what its exam lacks.
* Where exams differ in their findings, the profile says so in one more term, the patient's course: that there
  are exams of viral and exams of bacterial pneumonia. While enough patients share a course each exam claims
  what it shows (`claim_of`), and every patient of a group has exams of each claim; else the course is
  generalised away, and all exams claim what they have in common (docs/adr/0022).
* A profile that fewer than `least` patients share is generalised (site_agent.synthesize.generalise), and a
  patient for whom no finding is left is suppressed. Nothing is published about a rare profile, not even that
  it occurred.

Not here: which patients form a group (site_agent.synthesize.groups).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from site_agent.synthesize.generalise import generalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from site_agent.synthesize.image_filter import FilterCase

Profile = frozenset[str]
Parent = "Callable[[str], str | None]"

NO_FINDING = "no_finding"
ABNORMAL = "other_finding"
"""What is left of a finding when all else is generalised away: the exam is not normal."""
VIEW = "view:"
COURSE = "course:"
"""Before what one exam of a patient shows and another does not, as in ``course:bacterial_pneumonia|mass``."""


def closed(labels: Iterable[str], parent: Callable[[str], str | None]) -> Profile:
    """Return the labels with all their ancestors."""
    terms: set[str] = set()
    for label in labels:
        term: str | None = label
        while term is not None and term not in terms:
            terms.add(term)
            term = parent(term)
    return frozenset(terms)


def exam_profile(case: FilterCase, parent: Callable[[str], str | None]) -> Profile:
    """Return what is true of one exam: its closed labels, their details, view, sex and age band."""
    labels = closed(case.labels, parent)
    root = {ABNORMAL} if labels - {NO_FINDING} else set()
    besides = {VIEW: case.view, "sex:": case.sex, "age:": case.age_band}
    return labels | root | case.details | {kind + value for kind, value in besides.items() if value}


def findings(profile: Profile) -> Profile:
    """Return a profile's findings, without what is said besides."""
    return frozenset(term for term in profile if ":" not in term)


def shown(profile: Profile) -> Profile:
    """Return what an image can show of a profile: findings, and their side and severity."""
    return frozenset(term for term in profile if ":" not in term or term.startswith(("side:", "severity:")))


def view_of(profile: Profile) -> str:
    """Return a profile's view, or the empty string."""
    return next((term.removeprefix(VIEW) for term in profile if term.startswith(VIEW)), "")


def details_of(profile: Profile) -> Profile:
    """Return side and severity of a profile's findings, as ``side:effusion:left``."""
    return shown(profile) - findings(profile)


def special_labels(profile: Profile, parent: Callable[[str], str | None]) -> frozenset[str]:
    """Return the findings that no other one is a kind of: what a counterpart is labelled with."""
    terms = findings(profile)
    above = {parent(term) or ABNORMAL for term in terms if term not in {NO_FINDING, ABNORMAL}}
    return terms - above


def claim_of(profile: Profile, exam: Profile) -> Profile | None:
    """Return what an exam claims under its patient's profile; ``None``: the exam lacks the profile."""
    always = frozenset(term for term in profile if not term.startswith(COURSE))
    if not always <= exam:
        return None
    stages = _stages(profile)
    here = findings(exam) & frozenset().union(*stages)
    return always | here if here in stages else None


def claims(profile: Profile) -> list[Profile]:
    """Return what exams of a profile's patients claim, in a fixed order; every patient has exams of each."""
    always = frozenset(term for term in profile if not term.startswith(COURSE))
    return [always | stage for stage in _stages(profile)]


def patient_profiles(
    cases: Sequence[FilterCase], parent: Callable[[str], str | None], least: int
) -> dict[str, Profile]:
    """Return each patient's generalised profile.

    Args:
        cases: All exams.
        parent: The label hierarchy.
        least: Patients that must share a profile.

    Returns:
        Patient -> profile with at least one finding (or ``no_finding``), shared by at least `least` patients.
        Patients who are missing are suppressed.
    """
    exams: dict[str, list[Profile]] = defaultdict(list)
    for case in cases:
        exams[case.patient].append(exam_profile(case, parent))
    count = Counter(term for found in exams.values() for term in findings(frozenset().union(*found)))
    frequent = frozenset(term for term, n in count.items() if n >= least)
    told = {patient: _common(found) for patient, found in sorted(exams.items())}
    courses = {patient: _course(exams[patient], common, frequent) for patient, common in told.items()}
    return generalised({patient: common | courses[patient] for patient, common in told.items()}, least)


def _common(exams: Sequence[Profile]) -> Profile:
    """Return what is true of all exams with findings, or of those that show what most of them show."""
    with_findings = [exam for exam in exams if NO_FINDING not in exam and findings(exam)]
    shared = frozenset.intersection(*(with_findings or exams))
    if not with_findings or findings(shared) - {ABNORMAL}:
        return shared
    count = Counter(term for exam in with_findings for term in findings(exam) - {ABNORMAL})
    most = min(count, key=lambda term: (-count[term], term), default="")
    if 2 * count[most] <= len(with_findings):
        return shared
    return frozenset.intersection(*(exam for exam in with_findings if most in exam))


def _course(exams: Sequence[Profile], common: Profile, frequent: Profile) -> Profile:
    """Return the term that tells in which frequent findings a patient's exams differ, if they do."""
    stages = {findings(exam) & frequent - common for exam in exams if common <= exam}
    if len(stages) <= 1:
        return frozenset()
    return frozenset({COURSE + "|".join(sorted("+".join(sorted(stage)) for stage in stages))})


def _stages(profile: Profile) -> list[Profile]:
    """Return what a profile's exams show beyond what all of them show: nothing, where it has no course."""
    course = next((term.removeprefix(COURSE) for term in profile if term.startswith(COURSE)), "")
    return [frozenset(filter(None, stage.split("+"))) for stage in course.split("|")]
