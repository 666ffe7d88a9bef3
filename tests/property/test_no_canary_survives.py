"""Nothing planted comes out, and everything else does, on a corpus with canaries in every kind of place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench import mapping
from bench.leaks import Search
from bench.outcomes import Outcome, from_mapping
from bench.verdict import Verdict, judge

from factories.canaries.corpus import make_corpus
from site_agent.deidentify.engine.walk import Job, deidentify_tree, write_mapping
from site_agent.deidentify.profile.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

    from factories.canaries.answers import AnswerKey

SEED = 20
KEY, OTHER_KEY = b"first key of 32 bytes ..........", b"other key of 32 bytes .........."
MOST_QUARANTINED = 0.02
OF_PIXELS = {"clean_pixel_data", "clean_recognizable_visual_features"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AnswerKey]:
    """Return a small corpus and its answers."""
    folder = tmp_path_factory.mktemp("corpus")
    return folder, make_corpus(folder, scale="small", seed=SEED)


@pytest.fixture(scope="module")
def whole(corpus: tuple[Path, AnswerKey], tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Return what the default profile makes of the corpus."""
    return released(corpus, tmp_path_factory.mktemp("whole"), KEY)


@pytest.fixture(scope="module")
def verdict(corpus: tuple[Path, AnswerKey], whole: Outcome) -> Verdict:
    """Return the judgement over the default profile."""
    return judge(corpus[1], corpus[0], whole)


def released(corpus: tuple[Path, AnswerKey], folder: Path, secret: bytes, *, pixels: bool = True) -> Outcome:
    """De-identify the corpus, with or without the options that look at pixels."""
    profile = load_profile("share")
    if not pixels:
        profile = profile.model_copy(update={"options": profile.options - OF_PIXELS})
    report, found = deidentify_tree(corpus[0], folder / "out", Job(profile, secret, mapping=True))
    write_mapping(found, folder / "mapping")
    with (folder / "report.json").open("w", encoding="utf-8") as file:
        report.write_json(file)
    return from_mapping(corpus[1], folder / "out", folder / "mapping", folder / "report.json")


def test_the_search_finds_everything_where_everything_is(corpus: tuple[Path, AnswerKey]) -> None:
    """A search that misses nothing in the inputs is one whose silence about the outputs means something."""
    folder, key = corpus
    assert len(key.places) >= 150
    assert not Search(key).missing(key, folder)


def test_a_plain_copy_leaks_everything_and_damages_nothing(corpus: tuple[Path, AnswerKey]) -> None:
    """What judges the outputs is neither blind nor hard to please: it is right about the inputs."""
    folder, key = corpus
    copied = judge(key, folder, Outcome({record.file: folder / record.file for record in key.files}))
    released_anyway = sum(not record.released for record in key.files)
    assert copied.leaks == copied.canaries + released_anyway
    assert copied.drawn[0] == 0
    assert copied.pictures[0] == copied.pictures[1]
    assert {failure.partition(":")[0] for failure in copied.failures} == {"hidden", "date", "uid", "patient"}


def test_nothing_planted_comes_out(verdict: Verdict) -> None:
    """No name, number, UID, date, comment or drawing of the inputs is in the outputs."""
    assert verdict.leaky_places == []
    assert verdict.drawn[0] == verdict.drawn[1] > 0


def test_what_should_survive_survives(verdict: Verdict) -> None:
    """Codes, numbers, finding words, safe private attributes, moved dates and pictures come through whole."""
    assert verdict.failures == {}


def test_no_file_is_lost_and_few_are_set_aside(verdict: Verdict) -> None:
    """Every input is a file or a reason, and at most one in fifty that can be cleaned is a reason."""
    assert verdict.lost == 0
    assert verdict.quarantined <= MOST_QUARANTINED * verdict.cleanable


def test_references_and_patients_stay_whole(verdict: Verdict) -> None:
    """References point to what their targets are called now; patients neither merge nor split."""
    assert verdict.references[0] == verdict.references[1] > 0
    assert verdict.patients[0] == verdict.patients[1] > 1
    assert verdict.merged_uids == 0


def test_the_same_key_maps_alike_and_another_one_shares_nothing(
    corpus: tuple[Path, AnswerKey], tmp_path: Path
) -> None:
    """The mapping depends on the key and on nothing else."""
    runs = [
        released(corpus, tmp_path / str(number), secret, pixels=False)
        for number, secret in enumerate((KEY, KEY, OTHER_KEY))
    ]
    same, other = mapping.compare(runs[0], runs[1]), mapping.compare(runs[0], runs[2])
    assert same.identical == same.objects > 0
    assert other.common == 0
