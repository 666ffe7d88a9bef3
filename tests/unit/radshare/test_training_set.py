"""Training sets: a pure choice, sealed by a lock file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from factories.boundary import PACKAGE_ID, gray_png
from radshare.errors import TrainingSetChanged
from radshare.experiment import Arm, Recipe
from radshare.training_set import Candidate, choose, lock, read_training_set, write_training_set

if TYPE_CHECKING:
    from pathlib import Path

RECIPE = Recipe(
    task="pneumonia",
    positive=("pneumonia",),
    negative=("no_finding",),
    image_size_px=32,
    max_shared_per_local=2,
)


def candidate(number: int, label: str, source: str = "local", split: str = "train") -> Candidate:
    """Return a candidate whose id follows from ``number``."""
    return Candidate(f"{number:032x}", f"{number:032x}", frozenset({label}), source, split)  # type: ignore[arg-type]


def candidates() -> list[Candidate]:
    """Return three local pairs, two test pairs, twenty shared ones and one that no recipe asks for."""
    own = [candidate(n, "pneumonia" if n % 2 else "no_finding") for n in range(3)]
    test = [candidate(10 + n, "no_finding", split="test") for n in range(2)]
    shared = [candidate(100 + n, "pneumonia", PACKAGE_ID) for n in range(20)]
    return [*own, *test, *shared, candidate(50, "hernia")]


def test_a_choice_does_not_depend_on_the_order_of_candidates() -> None:
    """Shuffled candidates give the same records; labels follow the recipe; shared pairs are capped."""
    chosen = choose(candidates(), RECIPE)
    shuffled = candidates()
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert choose(shuffled, RECIPE) == chosen
    assert sum(record.source == PACKAGE_ID for record in chosen) == 6
    assert f"{50:032x}.png" not in {record.image for record in chosen}
    assert {record.label for record in chosen if record.split == "test"} == {0}


def test_a_recipe_that_names_packages_takes_no_others() -> None:
    """Only named packages are used, and local pairs always."""
    recipe = RECIPE.model_copy(update={"packages": ("f" * 32,)})
    assert {record.source for record in choose(candidates(), recipe)} == {"local"}


def write(folder: Path) -> None:
    """Write the training set of `candidates`."""
    records = choose(candidates(), RECIPE)
    images = {record.image: gray_png(32, number) for number, record in enumerate(records)}
    write_training_set(folder, records, images, lock(RECIPE, records, images, {PACKAGE_ID: "ab" * 32}))


def test_a_training_set_comes_back_and_is_the_same_each_time(tmp_path: Path) -> None:
    """Two writers make the same bytes, and a reader finds what was written."""
    write(tmp_path / "a")
    write(tmp_path / "b")
    files = [p.relative_to(tmp_path / "a") for p in sorted((tmp_path / "a").rglob("*")) if p.is_file()]
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)
    held = read_training_set(tmp_path / "a")
    assert held.records == choose(candidates(), RECIPE)
    assert (held.lock.n_train, held.lock.n_test) == ({Arm.LOCAL: 3, Arm.SHARED: 6, Arm.MIXED: 9}, 2)
    assert held.image_path(held.records[0]).is_file()
    write(tmp_path / "a")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("what", ["image", "label", "lock", "missing", "extra-column"])
def test_a_changed_training_set_is_refused(tmp_path: Path, what: str) -> None:
    """An exchanged image, a flipped label, an edited lock or a missing file ends in TrainingSetChanged."""
    folder = tmp_path / "set"
    write(folder)
    table = folder / "records.csv"
    image = next(iter(sorted((folder / "images").iterdir())))
    match what:
        case "image":
            image.write_bytes(gray_png(32, 200))
        case "missing":
            image.unlink()
        case "label":
            table.write_text(table.read_text().replace(",1,local", ",0,local", 1))
        case "extra-column":
            table.write_text(table.read_text().replace("split\n", "split,name\n"))
        case _:
            file = folder / "lock.json"
            file.write_text(file.read_text().replace('"n_test":2', '"n_test":3'))
    with pytest.raises(TrainingSetChanged):
        read_training_set(folder)


def test_a_wrong_image_size_never_becomes_a_training_set(tmp_path: Path) -> None:
    """Images must be squares of the recipe's size; nothing is left behind when they are not."""
    records = choose(candidates(), RECIPE)
    images = {record.image: gray_png(16) for record in records}
    with pytest.raises(TrainingSetChanged):
        write_training_set(
            tmp_path / "s", records, images, lock(RECIPE, records, images, {PACKAGE_ID: "ab" * 32})
        )
    assert list(tmp_path.iterdir()) == []
