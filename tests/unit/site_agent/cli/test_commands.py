"""The site admin's commands, as they are typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from factories import site as factory
from factories.boundary import FakeCoordinator, Federation
from radshare.identity import Role, SpiffeId
from site_agent.cli.main import main
from site_agent.store.exchange import Incoming
from site_agent.synthesize.restore import pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from site_agent.store.site import Site

    Call = Callable[..., tuple[int, dict[str, object]]]

A_REQUEST = "a" * 32
A_PACKAGE = "b" * 32


@pytest.fixture
def at(tmp_path: Path) -> Site:
    """Return a home as `enroll` leaves it, with an undecided pair and a pending request."""
    site = factory.hospital(tmp_path, Federation(), "hospital-a", factory.settings())
    document = {"coordinator": "127.0.0.1:1", "collection": {"name": "chest", "title": "Chest"}}
    (site.home / "site.yaml").write_text(yaml.safe_dump(document))
    made = factory.pair(factory.exam("x", "p"))
    site.store.pairs.open_batch([made.case_id])
    site.store.pairs.keep(made.case_id, 1, made.patient, pack(made))
    asker = "spiffe://demo/researcher/ada"
    site.store.exchange.file_incoming(Incoming(A_REQUEST, A_PACKAGE, asker, "{}"))
    return site


@pytest.fixture
def call(at: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return a function that types a command for the home and returns exit code and JSON document."""

    def typed(*words: str) -> tuple[int, dict[str, object]]:
        monkeypatch.setattr("sys.argv", ["site-agent", *words, "--home", str(at.home), "--json"])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), json.loads(printed.out or printed.err)

    return typed


def test_status_says_what_there_is(call: Call) -> None:
    """One document, readable without a daemon."""
    code, document = call("status")
    assert code == 0
    assert document["running"] is False
    assert document["pairs"]["undecided"] == 1  # type: ignore[index]
    assert document["requests"][0]["state"] == "pending"  # type: ignore[index]


def test_a_person_approves_and_cannot_turn_round(call: Call) -> None:
    """Listed, shown, approved; a rejection afterwards is refused with its code."""
    case_id = factory.identifier("x")
    assert call("review", "list")[1] == {"waiting": [case_id]}
    assert call("review", "show", case_id)[1]["labels"] == ["pneumonia"]
    assert call("review", "approve", "--all") == (0, {"approved": [case_id]})
    code, document = call("review", "reject", case_id)
    assert (code, document["error"]["code"]) == (1, "ALREADY_DECIDED")  # type: ignore[index]


def test_a_person_grants_a_request_once(call: Call, at: Site) -> None:
    """The verdict is kept for the daemon; an unknown request is named as such."""
    assert call("requests", "list")[1]["requests"][0]["request_id"] == A_REQUEST  # type: ignore[index]
    assert call("requests", "grant", A_REQUEST)[0] == 0
    (request,) = at.store.exchange.incoming()
    assert request.verdict == "grant"
    code, document = call("requests", "deny", "c" * 32)
    assert (code, document["error"]["code"]) == (1, "NOT_FOUND")  # type: ignore[index]


def test_a_wish_is_noted_for_the_daemon(call: Call, at: Site) -> None:
    """Requesting needs no connection of its own."""
    assert call("request", A_PACKAGE)[1]["state"] == "wished"
    assert at.store.exchange.outgoing()[0].package_id == A_PACKAGE


@pytest.mark.parametrize(
    "words", [("quarantine", "list"), ("packages", "list"), ("peers", "list"), ("experiments", "list")]
)
def test_every_list_is_one_document(call: Call, words: tuple[str, ...]) -> None:
    """Lists work on a fresh home."""
    assert call(*words)[0] == 0


def test_a_coordinator_that_is_away_is_named_with_its_exit_code(call: Call) -> None:
    """Commands that need the line end with 5 when nobody answers."""
    code, document = call("search")
    assert (code, document["error"]["code"]) == (5, "COORDINATOR_UNREACHABLE")  # type: ignore[index]


def test_a_home_without_settings_teaches_what_to_do(call: Call, at: Site) -> None:
    """The error names the file and the example, not a path."""
    (at.home / "site.yaml").unlink()
    code, document = call("status")
    assert (code, document["error"]["code"]) == (1, "SETTINGS_INVALID")  # type: ignore[index]
    assert str(at.home) not in json.dumps(document)


def test_enrolment_makes_keys_membership_and_first_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invite file is all a hospital needs; using it twice is refused, keeping the membership."""
    federation = Federation()
    name = SpiffeId("demo", Role.SITE, "hospital-a")
    with FakeCoordinator(federation) as coordinator:
        coordinator.invited = name
        invite = tmp_path / "invite.json"
        invite.write_bytes(federation.invite(coordinator.address, name).canonical())
        words = ["site-agent", "enroll", "--home", str(tmp_path / "home"), "--invite", str(invite), "--json"]
        for expected in (0, 1):
            monkeypatch.setattr("sys.argv", words)
            with pytest.raises(SystemExit) as end:
                main()
            assert bool(end.value.code) == bool(expected)
    printed = capsys.readouterr()
    assert json.loads(printed.out)["spiffe_id"] == str(name)
    assert json.loads(printed.err)["error"]["code"] == "ALREADY_ENROLLED"
    settings = yaml.safe_load((tmp_path / "home" / "site.yaml").read_text())
    assert settings["coordinator"] == coordinator.address
