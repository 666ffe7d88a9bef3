"""Invites and certificates that must not open a door: each refused with a code and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_agent.demo import commands

if TYPE_CHECKING:
    from conftest import Town

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]


def test_a_damaged_invite_is_refused(town: Town) -> None:
    """A file that is no invite leaves no identity behind."""
    town.found()
    invite = town.invite(town.site())
    invite.write_bytes(invite.read_bytes()[:-40])
    code, _ = town.ask(commands.enroll(town.site().home, invite))
    assert code not in (0, 2)
    assert "INVITE" in town.errors()
    assert not (town.site().home / "identity" / "tls.crt").exists()


def test_a_used_invite_is_refused(town: Town) -> None:
    """An invite admits one member, once."""
    town.found()
    invite = town.invite(town.site())
    town.programs.run("enroll", commands.enroll(town.site().home, invite))
    code, _ = town.ask(commands.enroll(town.site(1).home, invite))
    assert code not in (0, 2)
    assert "INVITE_USED" in town.errors()


def test_an_invite_of_another_federation_is_refused(town: Town, second_town: Town) -> None:
    """An invite whose CA is not this coordinator's is refused before anything is sent."""
    town.found()
    second_town.found()
    invite = second_town.invite(second_town.site())
    text = invite.read_text().replace(second_town.address, town.address)
    invite.write_text(text)
    code, _ = town.ask(commands.enroll(town.site().home, invite))
    assert code not in (0, 2)
    assert not (town.site().home / "identity" / "tls.crt").exists()


def test_a_foreign_certificate_is_refused(town: Town, second_town: Town) -> None:
    """A member of one federation is nobody in another, whatever its settings say."""
    town.found()
    second_town.found()
    second_town.join(second_town.site())
    second_town.configure(second_town.site(), town.address)
    code, _ = second_town.ask(commands.search(second_town.site().home))
    assert code == 5
    assert "UNTRUSTED_PEER" in second_town.errors()
