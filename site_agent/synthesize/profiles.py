"""One generalised profile a patient: the findings and view that all members of a group have in common.

Rules:

* A profile is a set of terms closed under "is a kind of" (``viral_pneumonia`` brings ``pneumonia`` with it),
  so that dropping its most special term generalises it.
* All exams of a patient share the profile; it is true of each of them. Where a patient has exams with and
  without findings,
  the profile describes those with findings, and the others are suppressed: a counterpart never claims what
      its exam lacks.
* A profile that fewer than `least` patients share is generalised (first the view goes, then the rarest
  finding), and a patient for whom nothing is left is suppressed. Nothing is published about a rare profile,
  not even that it occurred.

Not here: which patients form a group (site_agent.synthesize.groups).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from site_agent.synthesize.image_filter import FilterCase

Profile = frozenset[str]
Parent = "Callable[[str], str | None]"

NO_FINDING = "no_finding"
VIEW = "view:"


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
    """Return what is true of one exam: its closed labels and its view."""
    view = {VIEW + case.view} if case.view else set()
    return closed(case.labels, parent) | view


def findings(profile: Profile) -> Profile:
    """Return a profile's terms without the view."""
    return frozenset(term for term in profile if not term.startswith(VIEW))


def view_of(profile: Profile) -> str:
    """Return a profile's view, or the empty string."""
    return next((term.removeprefix(VIEW) for term in profile if term.startswith(VIEW)), "")


def special_labels(profile: Profile, parent: Callable[[str], str | None]) -> frozenset[str]:
    """Return the findings that no other one is a kind of: what a counterpart is labelled with."""
    terms = findings(profile)
    return terms - {above for term in terms if (above := parent(term)) is not None}


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
    profiles = {patient: _common(found) for patient, found in sorted(exams.items())}
    frequency = Counter(term for profile in profiles.values() for term in profile)
    while rare := _rarest(profiles, least):
        general = _generalised(rare, frequency, parent)
        for patient, profile in list(profiles.items()):
            if profile == rare:
                profiles[patient] = general
    return {patient: profile for patient, profile in profiles.items() if findings(profile)}


def _common(exams: Sequence[Profile]) -> Profile:
    with_findings = [exam for exam in exams if NO_FINDING not in exam and findings(exam)]
    shared = frozenset.intersection(*(with_findings or exams))
    if findings(shared) or not with_findings:
        return shared
    # The exams show different things: describe what most of them show; the others are suppressed.
    count = Counter(term for exam in with_findings for term in findings(exam))
    most = min(count, key=lambda term: (-count[term], term))
    return frozenset.intersection(*(exam for exam in with_findings if most in exam))


def _rarest(profiles: Mapping[str, Profile], least: int) -> Profile:
    """Return the most special profile that too few patients share, or an empty one when all are frequent."""
    count = Counter(profiles.values())
    rare = [profile for profile, n in count.items() if n < least and profile]
    return max(rare, key=lambda p: (len(p), -count[p], sorted(p)), default=frozenset())


def _generalised(profile: Profile, frequency: Counter[str], parent: Callable[[str], str | None]) -> Profile:
    """Drop one term: the view first, then the rarest finding among those nothing else is a kind of."""
    view = {term for term in profile if term.startswith(VIEW)}
    candidates = view or special_labels(profile, parent)
    return profile - {min(candidates, key=lambda term: (frequency[term], term))}
