"""Makes rare profiles common: says less of some patients until enough share every profile.

Rules:

* A term that too few patients have in all is dropped first: it can never be shared.
* Then the smallest rare profile is merged with the other that costs least: both keep what they have in
  common. What is said besides goes before any finding, a special finding before its kind, and the bare
  "abnormal" is the last resort (`WEIGHTS`).
* A frequent profile lends a rare one no more patients than it needs, so that a rare finding does not
  generalise everybody's.
* A profile that shares no finding with any other is suppressed, and so is one whose merging would cost the
  others more than its own patients are worth (`SUPPRESSED`): a few odd findings never take everybody's
  pneumonia with them.

The result depends on the multiset of profiles and on pseudonyms, never on pixels. Not here: what a profile
is (site_agent.synthesize.profiles).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Profile = frozenset[str]
    Strata = dict[Profile, list[str]]

WEIGHTS = {"doubt": 0.1, "severity": 0.2, "age": 0.2, "sex": 0.2, "side": 0.3, "view": 0.4, "course": 1.0}
"""What it costs to drop a term of a kind; a finding costs 1, and so does in what a patient's exams differ."""

SUPPRESSED = 1.5
"""What it costs to leave a patient out: a finding and a half."""


def generalised(profiles: Mapping[str, Profile], least: int) -> dict[str, Profile]:
    """Return profiles that at least `least` patients share each.

    Args:
        profiles: Patient -> what is true of the patient.
        least: Patients that must share a profile.

    Returns:
        Patient -> a subset of the patient's profile with at least one finding. Patients for whom there is
        none are missing.
    """
    count = Counter(term for profile in profiles.values() for term in profile)
    frequent = {term for term, n in count.items() if n >= least}
    strata: Strata = defaultdict(list)
    for patient in sorted(profiles):
        strata[_tidy(profiles[patient] & frequent)].append(patient)
    strata = {profile: patients for profile, patients in strata.items() if _has_finding(profile)}
    while rare := [profile for profile, patients in strata.items() if len(patients) < least]:
        smallest = min(rare, key=lambda profile: (len(strata[profile]), -len(profile), sorted(profile)))
        _merge(strata, smallest, least)
    return {patient: profile for profile, patients in strata.items() for patient in patients}


def _merge(strata: Strata, rare: Profile, least: int) -> None:
    """Merge a rare profile with the one that costs least, or suppress it."""
    patients = strata.pop(rare)
    offers = []
    for other, held in strata.items():
        common = _tidy(rare & other)
        if not _has_finding(common):
            continue
        needed = 0 if common == other else least - len(patients)
        lent = needed if len(held) - needed >= least else len(held)
        cost = len(patients) * _loss(rare, common) + lent * _loss(other, common)
        offers.append((cost, sorted(other), other, common, 0 if common == other else lent))
    if not offers or min(offers)[0] > SUPPRESSED * len(patients):
        return
    _, _, other, common, lent = min(offers)
    if lent:
        held = sorted(strata.pop(other))
        patients, held = [*patients, *held[:lent]], held[lent:]
        if held:
            strata[other] = held
    strata[common] = [*strata.get(common, []), *patients]


def _loss(before: Profile, after: Profile) -> float:
    return sum(WEIGHTS.get(term.partition(":")[0], 1.0) if ":" in term else 1.0 for term in before - after)


def _has_finding(profile: Profile) -> bool:
    return any(":" not in term for term in profile)


def _tidy(profile: Profile) -> Profile:
    """Drop side and severity of findings that are not in the profile."""
    return frozenset(
        term
        for term in profile
        if not term.startswith(("side:", "severity:")) or term.split(":")[1] in profile
    )
