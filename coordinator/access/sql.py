"""Access requests in SQL: implements `coordinator.access.store.AccessStore`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coordinator.access.request import TRANSITION_TABLE, AccessEvent, after
from coordinator.database import METADATA
from coordinator.errors import RequestExists, RequestUnknown, TooManyRequests
from radshare.attestation import Envelope
from radshare.identity import SpiffeId
from radshare.views import AccessState, AccessView

if TYPE_CHECKING:
    from coordinator.database import Database

REQUESTS = sa.Table(
    "access_requests",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("request_id", sa.String(32), nullable=False, unique=True),
    sa.Column("requester", sa.String(256), nullable=False, index=True),
    sa.Column("owner", sa.String(256), nullable=False, index=True),
    sa.Column("package_id", sa.String(32), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("request", sa.LargeBinary, nullable=False),
    sa.Column("decision", sa.LargeBinary),
)


class SqlAccessStore:
    """Access requests in a SQL database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, request: AccessView, *, max_pending: int) -> tuple[AccessView, bool]:
        """Keep a new request and return it; the same statement again returns the kept one."""
        pending = sa.select(sa.func.count()).where(
            REQUESTS.c.requester == str(request.requester), REQUESTS.c.state == AccessState.PENDING.value
        )
        with self._database.transaction() as connection:
            kept = _request(connection, request.request_id)
            if kept is not None:
                if kept.request.payload != request.request.payload:
                    raise RequestExists
                return kept, False
            if connection.execute(pending).scalar_one() >= max_pending:
                raise TooManyRequests
            connection.execute(sa.insert(REQUESTS).values(_row(request)))
        return request, True

    def get(self, request_id: str) -> AccessView | None:
        """Return one request."""
        with self._database.reading() as connection:
            return _request(connection, request_id)

    def find(
        self, *, package_id: str = "", state: AccessState | None = None, party: str = ""
    ) -> list[AccessView]:
        """Return requests, oldest first: for a package, in a state, with a party (requester or owner)."""
        query = sa.select(REQUESTS).order_by(REQUESTS.c.number)
        if package_id:
            query = query.where(REQUESTS.c.package_id == package_id)
        if state is not None:
            query = query.where(REQUESTS.c.state == state.value)
        if party:
            query = query.where(sa.or_(REQUESTS.c.requester == str(party), REQUESTS.c.owner == str(party)))
        with self._database.reading() as connection:
            return [_request_of(row) for row in connection.execute(query)]

    def decide(self, request_id: str, decision: Envelope, *, granted: bool) -> tuple[AccessView, bool]:
        """Record a decision and return the request; the same decision again changes nothing."""
        event = AccessEvent.GRANT if granted else AccessEvent.DENY
        with self._database.transaction() as connection:
            kept = _request(connection, request_id)
            if kept is None:
                raise RequestUnknown
            repeated = kept.decision is not None and kept.decision.payload == decision.payload
            if repeated and kept.state is not AccessState.REVOKED:
                return kept, False
            state = after(event, kept.state)
            change = sa.update(REQUESTS).where(REQUESTS.c.request_id == request_id)
            connection.execute(change.values(state=state.value, decision=decision.to_json()))
            changed = _request(connection, request_id)
        if changed is None:
            raise RequestUnknown
        return changed, True

    def end(self, request_id: str) -> bool:
        """End a pending or granted request and return whether that changed anything."""
        change = sa.update(REQUESTS).where(REQUESTS.c.request_id == request_id)
        with self._database.transaction() as connection:
            kept = _request(connection, request_id)
            state = None if kept is None else TRANSITION_TABLE.get((AccessEvent.END, kept.state))
            if state is None:
                return False
            connection.execute(change.values(state=state.value))
        return True


def _request(connection: sa.Connection, request_id: str) -> AccessView | None:
    row = connection.execute(sa.select(REQUESTS).where(REQUESTS.c.request_id == request_id)).one_or_none()
    return None if row is None else _request_of(row)


def _request_of(row: sa.Row[Any]) -> AccessView:
    return AccessView(
        request_id=row.request_id,
        requester=SpiffeId.parse(row.requester),
        owner=SpiffeId.parse(row.owner),
        package_id=row.package_id,
        state=AccessState(row.state),
        request=Envelope.from_json(row.request),
        decision=None if row.decision is None else Envelope.from_json(row.decision),
    )


def _row(request: AccessView) -> dict[str, Any]:
    return {
        "request_id": request.request_id,
        "requester": str(request.requester),
        "owner": str(request.owner),
        "package_id": request.package_id,
        "state": request.state.value,
        "request": request.request.to_json(),
        "decision": None if request.decision is None else request.decision.to_json(),
    }
