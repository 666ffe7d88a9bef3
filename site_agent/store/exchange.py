"""What passes between this site and others: pinned peers, requests in both directions, packages received.

Rules: a signed statement is committed before it is sent, so that a retry after a kill sends the same bytes;
a verdict on a request is given once; a peer's first identity card is the one that counts.

Not here: the checks (site_agent.receive) and the package files (``<home>/received``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_agent.store.database import Database


class RequestState(StrEnum):
    """How far a request is, at either end."""

    WISHED = "wished"  # a person asked for it here; not sent yet
    PENDING = "pending"  # the owner has it
    GRANTED = "granted"
    DENIED = "denied"
    FETCHED = "fetched"  # granted, downloaded, verified and kept
    FAILED = "failed"  # refused here, with a code; nothing was kept
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request for one of this site's packages.

    Attributes:
        request_id: 32 hex digits, chosen by the requester.
        package_id: The package.
        requester: SPIFFE id.
        purpose: Purpose as stated, canonical JSON.
        state: PENDING until decided here; then GRANTED, DENIED, or FAILED with ``code``.
        code: Why it is denied or failed.
        verdict: A person's verdict that still has to be carried out: ``grant``, ``deny`` or empty.
        decision: Signed decision (DSSE JSON) as sent; empty until decided.
    """

    request_id: str
    package_id: str
    requester: str
    purpose: str
    state: str = RequestState.PENDING
    code: str = ""
    verdict: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request of this site for somebody's package.

    Attributes:
        request_id: 32 random hex digits.
        package_id: The package; one request a package.
        purpose: Purpose, canonical JSON.
        owner: SPIFFE id, empty until the catalog was asked.
        envelope: Signed request (DSSE JSON) as sent; empty until signed.
        state: `RequestState`.
        code: Why it failed or was denied.
    """

    request_id: str
    package_id: str
    purpose: str
    owner: str = ""
    envelope: str = ""
    state: str = RequestState.WISHED
    code: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A package that was verified and kept.

    Attributes:
        package_id: The package.
        publisher: SPIFFE id of its owner.
        digest: SHA-256 of its ciphertext, hex.
        pairs: Number of pairs in it.
        received_at: UTC, ISO 8601.
    """

    package_id: str
    publisher: str
    digest: str
    pairs: int
    received_at: str


class Exchange:
    """Peers, requests and received packages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pin(self, spiffe_id: str, fingerprint: str, at: str) -> str:
        """Remember a peer's fingerprint on first use; return the one that is remembered."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO peers VALUES (?, ?, ?)", (spiffe_id, fingerprint, at))
            row = connection.execute(
                "SELECT fingerprint FROM peers WHERE spiffe_id = ?", (spiffe_id,)
            ).fetchone()
        return str(row["fingerprint"])

    def forget_peer(self, spiffe_id: str) -> bool:
        """Forget a pinned peer, reopen what failed for its keys; return whether there was one."""
        with self._database.transaction() as connection:
            reopen = "UPDATE incoming SET state = 'pending', code = '' WHERE requester = ? AND code = ?"
            connection.execute(reopen, (spiffe_id, "PEER_CHANGED"))
            return connection.execute("DELETE FROM peers WHERE spiffe_id = ?", (spiffe_id,)).rowcount > 0

    def peers(self) -> list[tuple[str, str]]:
        """Return (SPIFFE id, fingerprint) of all pinned peers."""
        return [
            tuple(row) for row in self._database.rows("SELECT spiffe_id, fingerprint FROM peers ORDER BY 1")
        ]

    def file_incoming(self, request: Incoming) -> None:
        """Record a request unless it is known."""
        self._database.write(
            "INSERT OR IGNORE INTO incoming (request_id, package_id, requester, purpose, state)"
            " VALUES (?, ?, ?, ?, ?)",
            request.request_id,
            request.package_id,
            request.requester,
            request.purpose,
            request.state,
        )

    def incoming(self) -> list[Incoming]:
        """Return all requests for this site's packages, oldest first."""
        return [Incoming(**dict(row)) for row in self._database.rows("SELECT * FROM incoming ORDER BY rowid")]

    def get_incoming(self, request_id: str) -> Incoming | None:
        """Return one request for this site's packages, or ``None``."""
        row = self._database.row("SELECT * FROM incoming WHERE request_id = ?", request_id)
        return None if row is None else Incoming(**dict(row))

    def give_verdict(self, request_id: str, verdict: str) -> bool:
        """Record a person's verdict on a request that still waits; return whether it was recorded."""
        sql = "UPDATE incoming SET verdict = ? WHERE request_id = ? AND state = 'pending' AND decision = ''"
        return self._database.write(sql, verdict, request_id) > 0

    def prepare_decision(self, request_id: str, decision: str) -> str:
        """Commit the signed decision unless there is one; return the one that counts."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE incoming SET decision = ? WHERE request_id = ? AND decision = ''",
                (decision, request_id),
            )
            sql = "SELECT decision FROM incoming WHERE request_id = ?"
            return str(connection.execute(sql, (request_id,)).fetchone()["decision"])

    def set_purpose(self, request_id: str, purpose: str) -> None:
        """Record the verified purpose of a request."""
        self._database.write("UPDATE incoming SET purpose = ? WHERE request_id = ?", purpose, request_id)

    def set_incoming(self, request_id: str, state: RequestState, code: str = "") -> None:
        """Record how far a request for this site's packages is."""
        sql = "UPDATE incoming SET state = ?, code = ? WHERE request_id = ?"
        self._database.write(sql, state.value, code, request_id)

    def wish(self, request_id: str, package_id: str, purpose: str) -> Outgoing:
        """Record that this site wants a package; return the request, maybe an older one for it.

        A request that failed or was denied is replaced.
        """
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM outgoing WHERE package_id = ? AND state IN ('failed', 'denied', 'revoked')",
                (package_id,),
            )
            connection.execute(
                "INSERT OR IGNORE INTO outgoing (request_id, package_id, purpose, state)"
                " VALUES (?, ?, ?, 'wished')",
                (request_id, package_id, purpose),
            )
            row = connection.execute("SELECT * FROM outgoing WHERE package_id = ?", (package_id,)).fetchone()
        return Outgoing(**dict(row))

    def outgoing(self) -> list[Outgoing]:
        """Return all requests of this site, oldest first."""
        return [Outgoing(**dict(row)) for row in self._database.rows("SELECT * FROM outgoing ORDER BY rowid")]

    def prepare_request(self, request_id: str, owner: str, envelope: str) -> str:
        """Commit the signed request unless there is one; return the one that counts."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE outgoing SET owner = ?, envelope = ? WHERE request_id = ? AND envelope = ''",
                (owner, envelope, request_id),
            )
            sql = "SELECT envelope FROM outgoing WHERE request_id = ?"
            return str(connection.execute(sql, (request_id,)).fetchone()["envelope"])

    def set_outgoing(self, request_id: str, state: RequestState, code: str = "") -> None:
        """Record how far a request of this site is."""
        sql = "UPDATE outgoing SET state = ?, code = ? WHERE request_id = ?"
        self._database.write(sql, state.value, code, request_id)

    def keep(self, request_id: str, package: Received) -> None:
        """Record a verified package and that its request is fulfilled, both or neither."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO received (package_id, publisher, digest, pairs, received_at)"
                " VALUES (?, ?, ?, ?, ?)",
                (package.package_id, package.publisher, package.digest, package.pairs, package.received_at),
            )
            connection.execute(
                "UPDATE outgoing SET state = 'fetched', code = '' WHERE request_id = ?", (request_id,)
            )

    def received(self) -> list[Received]:
        """Return the packages that were verified and kept, oldest first."""
        return [Received(**dict(row)) for row in self._database.rows("SELECT * FROM received ORDER BY rowid")]
