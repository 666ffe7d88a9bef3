"""ExperimentService: announcing, watching, readiness. Decides nothing; see coordinator.experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordinator.errors import (
    ExperimentRefused,
    ExperimentsDisabled,
    ExperimentUnknown,
    IdentifierInvalid,
    MemberRevoked,
    MemberUnknown,
)
from coordinator.rpc.authenticate import peer
from radshare import convert
from radshare.documents import parse
from radshare.errors import DocumentInvalid
from radshare.experiment import ExperimentSpec
from radshare.identity import Role
from radshare.v1 import experiment_pb2
from radshare.v1.experiment_pb2_grpc import ExperimentServiceServicer
from radshare.views import SiteState

if TYPE_CHECKING:
    import grpc

    from coordinator.enrollment.registrar import Registrar
    from coordinator.rpc.ports import ExperimentDesk
    from radshare.identity import SpiffeId
    from radshare.views import ExperimentView


class Experiments(ExperimentServiceServicer):
    """Shows experiments to those they concern and hands their answers to the desk.

    Args:
        desk: Keeps experiments; ``None`` when this coordinator runs without Flower.
        registrar: Knows the sites.
    """

    def __init__(self, desk: ExperimentDesk | None, registrar: Registrar) -> None:
        self._given = desk
        self._registrar = registrar

    def LaunchExperiment(  # noqa: N802 - the protocol's name
        self, request: experiment_pb2.LaunchExperimentRequest, context: grpc.ServicerContext
    ) -> experiment_pb2.LaunchExperimentResponse:
        """Announce an experiment to its sites."""
        del context
        self._check_sites(request.spec_json)
        view = self._desk().launch(_checked(request.experiment_id), request.spec_json)
        return experiment_pb2.LaunchExperimentResponse(experiment=convert.experiment_to_wire(view))

    def GetExperiment(  # noqa: N802 - the protocol's name
        self, request: experiment_pb2.GetExperimentRequest, context: grpc.ServicerContext
    ) -> experiment_pb2.GetExperimentResponse:
        """Return one experiment that concerns the caller."""
        view = self._concerning(peer(context).spiffe_id, request.experiment_id)
        return experiment_pb2.GetExperimentResponse(experiment=convert.experiment_to_wire(view))

    def ListExperiments(  # noqa: N802 - the protocol's name
        self, request: experiment_pb2.ListExperimentsRequest, context: grpc.ServicerContext
    ) -> experiment_pb2.ListExperimentsResponse:
        """Return the experiments that concern the caller, oldest first; none without Flower."""
        del request
        caller = peer(context).spiffe_id
        for_site = None if caller.role is Role.OPERATOR else str(caller)
        found = [] if self._given is None else self._given.list(for_site)
        return experiment_pb2.ListExperimentsResponse(
            experiments=[convert.experiment_to_wire(view) for view in found]
        )

    def ReportReadiness(  # noqa: N802 - the protocol's name
        self, request: experiment_pb2.ReportReadinessRequest, context: grpc.ServicerContext
    ) -> experiment_pb2.ReportReadinessResponse:
        """Record that the caller's training set is assembled, or that it refuses."""
        caller = peer(context).spiffe_id
        experiment = self._concerning(caller, request.experiment_id)
        state = convert.site_state_from_wire(request.state)
        if state is SiteState.READY:
            self._desk().ready(experiment.experiment_id, str(caller), request.lock_sha256)
        elif state is SiteState.REFUSED:
            self._desk().refused(experiment.experiment_id, str(caller), request.code)
        else:
            raise ExperimentRefused("a site is ready or refuses")
        return experiment_pb2.ReportReadinessResponse()

    def _desk(self) -> ExperimentDesk:
        if self._given is None:
            raise ExperimentsDisabled
        return self._given

    def _concerning(self, caller: SpiffeId, experiment_id: str) -> ExperimentView:
        """Return an experiment; to a site that takes no part in it, it does not exist."""
        view = self._desk().get(_checked(experiment_id))
        takes_part = any(site.spiffe_id == caller for site in view.participants)
        if caller.role is not Role.OPERATOR and not takes_part:
            raise ExperimentUnknown
        return view

    def _check_sites(self, spec_json: bytes) -> None:
        """Refuse a specification that names anybody but active sites, by SPIFFE id."""
        try:
            for site in parse(ExperimentSpec, spec_json).sites:
                if self._registrar.active_card(site).spiffe_id.role is not Role.SITE:
                    raise ExperimentRefused
        except (DocumentInvalid, MemberUnknown, MemberRevoked) as error:
            raise ExperimentRefused(error.detail) from None


def _checked(experiment_id: str) -> str:
    if len(experiment_id) != 32 or set(experiment_id) - set("0123456789abcdef"):  # noqa: PLR2004 - 128 bits
        raise IdentifierInvalid
    return experiment_id
