"""Documents, configuration paths and data use."""

from __future__ import annotations

import json

import pytest

from factories.boundary import manifest, pair
from radshare.configs import config_path
from radshare.data_use import Aim, DataUse, Modifier, Permission, Purpose, permits
from radshare.documents import parse, parse_canonical
from radshare.errors import ConfigMissing, DocumentInvalid, NotPermitted, RemoteRefusal
from radshare.experiment import Recipe
from radshare.manifest import aggregates, release


def test_an_unknown_recipe_key_is_named_and_its_value_is_not() -> None:
    """A refusal of a document names the key that is wrong and never repeats a value."""
    text = json.dumps({"task": "t", "positive": ["a"], "negative": ["b"], "typo": "SECRET"})
    with pytest.raises(DocumentInvalid) as refusal:
        parse(Recipe, text)
    assert "typo" in refusal.value.detail
    assert "SECRET" not in str(refusal.value)


def test_only_the_canonical_bytes_of_a_document_pass() -> None:
    """A document that is signed has one byte form; another spelling is refused."""
    document = manifest((pair(1),))
    assert parse_canonical(type(document), document.canonical()) == document
    with pytest.raises(DocumentInvalid):
        parse_canonical(type(document), document.canonical() + b"\n")


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/passwd", "", "lexicons/none.yaml"])
def test_a_configuration_name_never_leads_out_of_its_folder(name: str) -> None:
    """A name that is absolute, climbs or does not exist is refused."""
    with pytest.raises(ConfigMissing):
        config_path(name)


def test_shipped_configuration_is_found() -> None:
    """The configuration folder of a checkout is found."""
    assert config_path("lexicons").is_dir()


def test_published_counts_are_rounded_down_and_small_cells_are_missing() -> None:
    """A catalog shows multiples of ten, and no label that fewer than k pairs carry."""
    pairs = [pair(n) for n in range(27)] + [pair(100 + n, ("hernia",)) for n in range(11)]
    shown = aggregates(pairs, k=12)
    assert (shown.pairs_at_least, shown.labels_at_least) == (30, {"pneumonia": 20})


def test_a_release_holds_the_whole_manifest() -> None:
    """The manifest can be taken out of its release statement unchanged."""
    described = manifest((pair(1),))
    assert release(described, "cd" * 32, 10).manifest() == described


@pytest.mark.parametrize(
    ("offer", "purpose"),
    [
        (DataUse(permission=Permission.HMB), Purpose(aim=Aim.METHODS)),
        (DataUse(permission=Permission.GRU), Purpose(aim=Aim.OTHER)),
        (DataUse(permission=Permission.NRES, modifiers=(Modifier.NMDS,)), Purpose(aim=Aim.METHODS)),
        (DataUse(permission=Permission.GRU, modifiers=(Modifier.NPU,)), Purpose(aim=Aim.RESEARCH)),
        (DataUse(permission=Permission.GRU, modifiers=(Modifier.PUB,)), Purpose(aim=Aim.RESEARCH)),
        (
            DataUse(permission=Permission.GRU, modifiers=(Modifier.NPUNCU,)),
            Purpose(aim=Aim.RESEARCH, not_for_profit=True),
        ),
    ],
)
def test_a_purpose_outside_the_offer_is_refused_with_the_duo_code(offer: DataUse, purpose: Purpose) -> None:
    """The refusal names the DUO term that stands against the purpose."""
    with pytest.raises(NotPermitted, match="DUO:"):
        permits(offer, purpose)


def test_a_purpose_that_meets_every_modifier_passes() -> None:
    """Conditions that are met and obligations that are accepted open the way."""
    offer = DataUse(permission=Permission.HMB, modifiers=(Modifier.NPUNCU, Modifier.PUB))
    permits(
        offer,
        Purpose(aim=Aim.BIOMEDICAL, not_for_profit=True, non_commercial=True, accepts=(Modifier.PUB,)),
    )


def test_a_remote_refusal_cannot_smuggle_control_characters_or_codes() -> None:
    """A coordinator's text reaches a terminal as printable characters, and its code only when it is one."""
    refusal = RemoteRefusal("rm -rf", "gone\x1b[2J" + "x" * 1000, exit_code=5)
    assert refusal.code == "REMOTE_REFUSAL"
    assert "\x1b" not in str(refusal)
    assert len(str(refusal)) < 500
    assert refusal.exit_code == 5
    assert RemoteRefusal("INVITE_USED").as_json()["error"]["code"] == "INVITE_USED"
