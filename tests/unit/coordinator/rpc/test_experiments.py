"""Who sees which experiment, and what reaches the desk and the fleet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from coordinator.errors import (
    ExperimentRefused,
    ExperimentsDisabled,
    ExperimentUnknown,
    IdentifierInvalid,
    MemberRevoked,
    MemberUnknown,
)
from coordinator.rpc.experiment import Experiments
from coordinator.rpc.notices import NoticeBoard
from coordinator.rpc.tunnel import Tunnel
from factories.boundary import Federation
from radshare.experiment import ExperimentSpec, Recipe
from radshare.identity import Role, SpiffeId
from radshare.v1 import experiment_pb2, tunnel_pb2
from radshare.views import ExperimentState, ExperimentView, ParticipantView, SiteState

if TYPE_CHECKING:
    from pathlib import Path

    import grpc

    from coordinator.enrollment.registrar import Registrar
    from radshare.identity import IdentityCard, Member

ID, LOCK = "0" * 32, "a" * 64
IN, OUT, OPERATOR, GONE, ADA = (
    SpiffeId("demo", role, name)
    for role, name in (
        (Role.SITE, "in"),
        (Role.SITE, "out"),
        (Role.OPERATOR, "op"),
        (Role.SITE, "gone"),
        (Role.RESEARCHER, "ada"),
    )
)


def spec(*sites: str) -> ExperimentSpec:
    """Return a specification for sites."""
    recipe = Recipe(task="pneumonia", positive=("pneumonia",), negative=("no_finding",))
    return ExperimentSpec(name="x", recipe=recipe, sites=sites, min_sites=1)


@dataclass
class Desk:
    """A desk that holds one experiment and remembers what it was told."""

    told: list[tuple[str, ...]] = field(default_factory=list)

    def launch(self, experiment_id: str, spec_json: bytes) -> ExperimentView:
        """Return the experiment as asked."""
        self.told.append(("launch", experiment_id))
        asked = ExperimentSpec.model_validate_json(spec_json)
        return ExperimentView(experiment_id, asked, ExperimentState.GATHERING, ())

    def get(self, experiment_id: str) -> ExperimentView:
        """Return the experiment."""
        site = ParticipantView(IN, SiteState.INVITED)
        return ExperimentView(experiment_id, spec(IN), ExperimentState.GATHERING, (site,))

    def list(self, for_site: str | None) -> list[ExperimentView]:
        """Return the experiment to its site and to operators."""
        return [self.get(ID)] if for_site in {None, str(IN)} else []

    def ready(self, experiment_id: str, site: str, lock_sha256: str) -> None:
        """Remember."""
        self.told.append(("ready", experiment_id, site, lock_sha256))

    def refused(self, experiment_id: str, site: str, code: str) -> None:
        """Remember."""
        self.told.append(("refused", experiment_id, site, code))


@dataclass
class Register:
    """A register of cards."""

    cards: dict[str, IdentityCard]

    def active_card(self, spiffe_id: str) -> IdentityCard:
        """Return a card, or raise as the registrar does."""
        if spiffe_id == GONE:
            raise MemberRevoked
        if spiffe_id not in self.cards:
            raise MemberUnknown
        return self.cards[spiffe_id]


@dataclass
class Context:
    """As much of a call's context as a servicer asks for."""

    member: Member

    def auth_context(self) -> dict[str, list[bytes]]:
        """Return what TLS proved."""
        return {"x509_pem_cert": [self.member.tls_certificate_pem]}


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> dict[SpiffeId, Member]:
    """Return members with real certificates."""
    folder: Path = tmp_path_factory.mktemp("members")
    federation = Federation()
    return {who: federation.member(folder / who.name, who) for who in (IN, OUT, OPERATOR, ADA)}


@dataclass
class Stage:
    """Servicer, desk and contexts."""

    desk: Desk
    service: Experiments
    members: dict[SpiffeId, Member]

    def as_(self, who: SpiffeId) -> grpc.ServicerContext:
        """Return the context of a call by somebody."""
        return cast("grpc.ServicerContext", Context(self.members[who]))


@pytest.fixture
def stage(members: dict[SpiffeId, Member]) -> Stage:
    """A servicer over a desk with one experiment."""
    desk = Desk()
    register = Register({str(who): member.card_view for who, member in members.items()})
    return Stage(desk, Experiments(desk, cast("Registrar", register)), members)


def test_a_site_sees_only_experiments_it_takes_part_in(stage: Stage) -> None:
    """To all other sites they do not exist."""
    asked = experiment_pb2.GetExperimentRequest(experiment_id=ID)
    for who in (IN, OPERATOR):
        assert stage.service.GetExperiment(asked, stage.as_(who)).experiment.experiment_id == ID
    with pytest.raises(ExperimentUnknown):
        stage.service.GetExperiment(asked, stage.as_(OUT))
    listed = experiment_pb2.ListExperimentsRequest()
    counts = [
        len(stage.service.ListExperiments(listed, stage.as_(who)).experiments) for who in (IN, OUT, OPERATOR)
    ]
    assert counts == [1, 0, 1]


def test_a_site_answers_for_itself_and_only_where_it_was_asked(stage: Stage) -> None:
    """The site's name comes from its certificate, never from the message."""

    def report(who: SpiffeId, state: SiteState, **fields: str) -> None:
        wire = {
            SiteState.READY: experiment_pb2.SITE_STATE_READY,
            SiteState.REFUSED: experiment_pb2.SITE_STATE_REFUSED,
        }
        value = wire.get(state, experiment_pb2.SITE_STATE_INVITED)
        request = experiment_pb2.ReportReadinessRequest(experiment_id=ID, state=value, **fields)
        stage.service.ReportReadiness(request, stage.as_(who))

    report(IN, SiteState.READY, lock_sha256=LOCK)
    report(IN, SiteState.REFUSED, code="TOO_FEW")
    assert stage.desk.told == [("ready", ID, str(IN), LOCK), ("refused", ID, str(IN), "TOO_FEW")]
    with pytest.raises(ExperimentUnknown):
        report(OUT, SiteState.READY, lock_sha256=LOCK)
    with pytest.raises(ExperimentRefused):
        report(IN, SiteState.INVITED)


@pytest.mark.parametrize(
    "sites", [(GONE,), (ADA,), ("hospital-a",), ("spiffe://demo/site/nobody",), (IN, GONE)]
)
def test_experiments_name_active_sites_only(stage: Stage, sites: tuple[str, ...]) -> None:
    """A revoked, unknown or mistyped site is noticed before anybody waits for it."""
    request = experiment_pb2.LaunchExperimentRequest(experiment_id=ID, spec_json=spec(*sites).canonical())
    with pytest.raises(ExperimentRefused):
        stage.service.LaunchExperiment(request, stage.as_(OPERATOR))
    assert stage.desk.told == []


def test_launches_are_checked_and_handed_to_the_desk(stage: Stage) -> None:
    """The id must be one, the document a specification."""
    good = spec(IN, OUT).canonical()
    launch = experiment_pb2.LaunchExperimentRequest
    made = stage.service.LaunchExperiment(launch(experiment_id=ID, spec_json=good), stage.as_(OPERATOR))
    assert (made.experiment.experiment_id, stage.desk.told) == (ID, [("launch", ID)])
    with pytest.raises(IdentifierInvalid):
        stage.service.LaunchExperiment(launch(experiment_id="../x", spec_json=good), stage.as_(OPERATOR))
    with pytest.raises(ExperimentRefused):
        stage.service.LaunchExperiment(launch(experiment_id=ID, spec_json=b"{}"), stage.as_(OPERATOR))


def test_the_tunnel_hands_over_path_headers_and_body(stage: Stage) -> None:
    """A Fleet call goes in and out as it is; without a fleet it is refused."""

    class Fleet:
        def forward(
            self, path: str, headers: list[tuple[str, str]], body: bytes
        ) -> tuple[int, list[tuple[str, str]], bytes]:
            return 418, [*headers, ("path", path)], body[::-1]

        def register_node(self, spiffe_id: str, node_public_key_openssh: str) -> None:
            """Do nothing."""

        def unregister_node(self, spiffe_id: str) -> None:
            """Do nothing."""

    header = tunnel_pb2.Header(name="a", value="b")
    request = tunnel_pb2.ForwardRequest(path="/v1/fleet/x", headers=[header], body=b"ab")
    answer = Tunnel(NoticeBoard(1), Fleet()).Forward(request, stage.as_(IN))
    assert (answer.status, answer.body) == (418, b"ba")
    assert [(each.name, each.value) for each in answer.headers] == [("a", "b"), ("path", "/v1/fleet/x")]
    with pytest.raises(ExperimentsDisabled):
        Tunnel(NoticeBoard(1), None).Forward(request, stage.as_(IN))
