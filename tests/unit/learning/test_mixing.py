from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.mixing import arm_indices
from radshare.experiment import Arm


@given(st.lists(st.sampled_from(["local", "a" * 32, "b" * 32]), max_size=50))
def test_the_arms_divide_the_images(sources: list[str]) -> None:
    """Local and shared never meet, and together they are mixed."""
    local, shared, mixed = (arm_indices(arm, sources).tolist() for arm in (Arm.LOCAL, Arm.SHARED, Arm.MIXED))
    assert set(local).isdisjoint(shared)
    assert sorted(local + shared) == mixed == list(range(len(sources)))
    assert all(sources[index] == "local" for index in local)
