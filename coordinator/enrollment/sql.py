"""Members and invites in SQL: implements `coordinator.enrollment.store.EnrollmentStore`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from coordinator.database import METADATA
from coordinator.enrollment.invite import InviteRecord, InviteState
from coordinator.enrollment.store import MemberRecord
from coordinator.errors import InviteUnknown, MemberExists, MemberUnknown
from radshare.attestation import Envelope
from radshare.identity import SpiffeId

if TYPE_CHECKING:
    from collections.abc import Callable

    from coordinator.database import Database

INVITES = sa.Table(
    "invites",
    METADATA,
    sa.Column("fingerprint", sa.String(64), primary_key=True),
    sa.Column("spiffe_id", sa.String(256), nullable=False, index=True),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("keys_digest", sa.String(64), nullable=False),
)

MEMBERS = sa.Table(
    "members",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("spiffe_id", sa.String(256), nullable=False, unique=True),
    sa.Column("certificate_pem", sa.LargeBinary, nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("card", sa.LargeBinary, nullable=False),
    sa.Column("node_key", sa.Text, nullable=False),
    sa.Column("enrolled_at", sa.BigInteger, nullable=False),
    sa.Column("revoked_at", sa.BigInteger),
)


class SqlEnrollmentStore:
    """Members and invites in a SQL database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_invite(self, invite: InviteRecord) -> None:
        """Keep a new invite; open ones for the same name become REPLACED."""
        replaced = (
            sa.update(INVITES)
            .where(INVITES.c.spiffe_id == str(invite.spiffe_id), INVITES.c.state == InviteState.OPEN)
            .values(state=InviteState.REPLACED)
        )
        row = {name: getattr(invite, name) for name in INVITES.c.keys()}  # noqa: SIM118 - a column collection
        with self._database.transaction() as connection:
            if _member(connection, invite.spiffe_id) is not None:
                raise MemberExists
            connection.execute(replaced)
            connection.execute(sa.insert(INVITES).values(_plain(row)))

    def invite(self, fingerprint: str) -> InviteRecord | None:
        """Return the invite whose bootstrap certificate this is."""
        with self._database.reading() as connection:
            return _invite(connection, fingerprint)

    def enrol(
        self, fingerprint: str, keys_digest: str, now: float, make: Callable[[InviteRecord], MemberRecord]
    ) -> tuple[MemberRecord, bool]:
        """Exchange an invite for a membership, once, and return the member and whether it is new."""
        with self._database.transaction() as connection:
            invite = _invite(connection, fingerprint)
            if invite is None:
                raise InviteUnknown
            after = invite.enrolled(keys_digest, now)
            held = _member(connection, invite.spiffe_id)
            if invite.state is InviteState.USED and held is not None:
                return held, False
            if held is not None:
                raise MemberExists
            member = make(invite)
            change = sa.update(INVITES).where(INVITES.c.fingerprint == fingerprint)
            connection.execute(change.values(state=after, keys_digest=keys_digest))
            connection.execute(sa.insert(MEMBERS).values(_member_row(member)))
        return member, True

    def member(self, spiffe_id: str) -> MemberRecord | None:
        """Return a member, active or revoked."""
        with self._database.reading() as connection:
            return _member(connection, spiffe_id)

    def members(self) -> list[MemberRecord]:
        """Return all members, oldest first, revoked ones included."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(MEMBERS).order_by(MEMBERS.c.number)).all()
        return [_member_of(row) for row in rows]

    def revoke(self, spiffe_id: str, now: float) -> bool:
        """Mark a member as revoked and return whether it was active until now."""
        change = sa.update(MEMBERS).where(MEMBERS.c.spiffe_id == spiffe_id).values(revoked_at=int(now))
        with self._database.transaction() as connection:
            member = _member(connection, spiffe_id)
            if member is None:
                raise MemberUnknown
            if member.revoked_at is not None:
                return False
            connection.execute(change)
        return True


def _invite(connection: sa.Connection, fingerprint: str) -> InviteRecord | None:
    row = connection.execute(sa.select(INVITES).where(INVITES.c.fingerprint == fingerprint)).one_or_none()
    if row is None:
        return None
    return InviteRecord(
        row.fingerprint,
        SpiffeId.parse(row.spiffe_id),
        row.expires_at,
        InviteState(row.state),
        row.keys_digest,
    )


def _member(connection: sa.Connection, spiffe_id: str) -> MemberRecord | None:
    row = connection.execute(sa.select(MEMBERS).where(MEMBERS.c.spiffe_id == str(spiffe_id))).one_or_none()
    return None if row is None else _member_of(row)


def _member_of(row: sa.Row[Any]) -> MemberRecord:
    return MemberRecord(
        spiffe_id=SpiffeId.parse(row.spiffe_id),
        certificate_pem=row.certificate_pem,
        fingerprint=row.fingerprint,
        card=Envelope.from_json(row.card),
        node_key=row.node_key,
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at,
    )


def _member_row(member: MemberRecord) -> dict[str, Any]:
    row = {name: getattr(member, name) for name in MemberRecord.__dataclass_fields__}
    return _plain(row | {"card": member.card.to_json()})


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with every kind of text as plain `str`, which all drivers take."""
    return {name: str.__str__(value) if isinstance(value, str) else value for name, value in row.items()}
