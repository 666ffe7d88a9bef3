"""What `init` makes, and that it can be repeated."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from coordinator.errors import HomeDiffers, SettingsInvalid
from coordinator.home import Home
from coordinator.setup import Plan, initialise
from radshare.identity import Member

if TYPE_CHECKING:
    from pathlib import Path


def names(home: Home) -> list[str]:
    """Return the host names in the server certificate."""
    certificate = x509.load_pem_x509_certificate((home.ca / "server.crt").read_bytes())
    found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    hosts = found.get_values_for_type(x509.DNSName)
    return [*hosts, *map(str, found.get_values_for_type(x509.IPAddress))]


def test_init_makes_a_whole_home_with_private_secrets(tmp_path: Path) -> None:
    """CA, server certificate, operator and settings are there, secrets for their owner only."""
    home = Home(tmp_path / "home")
    initialise(home, Plan("demo", port=0))
    assert str(Member.load(home.operator).spiffe) == "spiffe://demo/operator/operator"
    assert home.settings().federation == "demo"
    for folder in (home.ca, home.operator):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {"localhost", "127.0.0.1"} <= set(names(home))


def test_init_again_renews_the_server_certificate_only(tmp_path: Path) -> None:
    """CA, keys, operator and settings stay as they are."""
    home = Home(tmp_path)
    initialise(home, Plan("demo", "coordinator.example.org", 7443))
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    initialise(home, Plan())
    changed = {path.name for path, data in kept.items() if path.read_bytes() != data}
    assert changed == {"server.crt"}
    assert "coordinator.example.org" in names(home)
    with pytest.raises(HomeDiffers):
        initialise(home, Plan("other"))


def test_an_init_that_was_cut_short_is_finished_by_the_next(tmp_path: Path) -> None:
    """An operator that was registered but never kept its card gets it again."""
    home = Home(tmp_path)
    initialise(home, Plan("demo", port=0))
    card = (home.operator / "card.json").read_bytes()
    for name in ("card.json", "tls.crt", "ca.crt"):
        (home.operator / name).unlink()
    home.settings_file.unlink()
    initialise(home, Plan("demo", port=0))
    assert (home.operator / "card.json").read_bytes() == card


def test_a_public_name_listens_everywhere_and_is_advertised(tmp_path: Path) -> None:
    """Members dial the name; loopback stays loopback, IPv6 in brackets."""
    public = initialise(Home(tmp_path / "a"), Plan("demo", "coordinator.example.org", 7443))
    assert (public.address, public.advertise) == ("0.0.0.0:7443", "coordinator.example.org:7443")
    local = initialise(Home(tmp_path / "b"), Plan("demo", "::1", 0))
    assert (local.address, local.advertise) == ("[::1]:0", None)


@pytest.mark.parametrize(
    "plan", [Plan("Demo"), Plan("demo", "bad host"), Plan("demo", "coordinator.example.org", 0)]
)
def test_wrong_names_make_nothing(tmp_path: Path, plan: Plan) -> None:
    """A refused `init` leaves no half of a home."""
    with pytest.raises(SettingsInvalid):
        initialise(Home(tmp_path / "home"), plan)
    assert not (tmp_path / "home").exists()
