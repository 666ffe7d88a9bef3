"""The one connection to the coordinator: mutual TLS, kept alive, and a name for every way it can fail.

Rule: a failure says which layer failed. Before dialling, our own certificate's time is checked; after a call
found nobody, the address is probed by hand (TCP, then TLS), because gRPC reports all of these as
"unavailable".

====================================================  =========================
what is wrong                                         error
====================================================  =========================
our certificate is expired or not valid yet           `CertificateExpired`
no TCP connection, or it closes without a word        `Unreachable`
their certificate is not of our CA, expired, or for   `UntrustedPeer`
another host; or they do not accept ours
all of it works by now                                `Unreachable`, worth a retry
====================================================  =========================

Not here: what the coordinator itself refuses (radshare.client.failures).
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
from cryptography import x509

from radshare.errors import CertificateExpired, ConnectionRefusal, Unreachable, UntrustedPeer

if TYPE_CHECKING:
    from radshare.identity import Member

MAX_MESSAGE_BYTES = 32 * 1024 * 1024
"""Largest message of the protocol (a Flower call in the tunnel)."""

_PROBE_S = 5.0
_ANSWER_S = 0.5
_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 5_000),
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one side of mutual TLS needs.

    Attributes:
        ca_pem: CA certificate of the federation.
        certificate_pem: Our certificate chain.
        key_pem: Our private key.
    """

    ca_pem: bytes
    certificate_pem: bytes
    key_pem: bytes = field(repr=False)

    @classmethod
    def of(cls, member: Member) -> Credentials:
        """Return a member's credentials."""
        return cls(member.ca_pem, member.tls_certificate_pem, member.tls_key_pem)


def open_channel(address: str, credentials: Credentials) -> grpc.Channel:
    """Return a channel to ``host:port``; nothing is sent before the first call."""
    options = [*_OPTIONS, ("grpc.enable_http_proxy", 0 if _on_this_machine(address) else 1)]
    security = grpc.ssl_channel_credentials(
        root_certificates=credentials.ca_pem,
        private_key=credentials.key_pem,
        certificate_chain=credentials.certificate_pem,
    )
    return grpc.secure_channel(address, security, options=options)


def check_certificate_time(certificate_pem: bytes, now: float | None = None) -> None:
    """Refuse to dial with a certificate that is not valid now.

    Raises:
        CertificateExpired: It has expired, or is not valid yet.
    """
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    at = time.time() if now is None else now
    if at >= certificate.not_valid_after_utc.timestamp():
        raise CertificateExpired
    if at < certificate.not_valid_before_utc.timestamp():
        raise CertificateExpired("not valid yet")


def diagnose(address: str, credentials: Credentials) -> ConnectionRefusal:
    """Return the error that names why a call to ``address`` found nobody."""
    try:
        check_certificate_time(credentials.certificate_pem)
        context = _tls_context(credentials)
        host, port = split_address(address)
        with socket.create_connection((host, port), timeout=_PROBE_S) as plain:
            return _handshake(context, plain, host)
    except CertificateExpired as error:
        return error
    except OSError:
        return Unreachable("no connection")


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of ``host:port`` or ``[ipv6]:port``.

    Raises:
        Unreachable: It is no such address.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit():
        raise Unreachable("the address must be host:port")
    return host.strip("[]"), int(port)


def _handshake(context: ssl.SSLContext, plain: socket.socket, host: str) -> ConnectionRefusal:
    """Shake hands, then listen: in TLS 1.3 the verdict on our certificate arrives after the handshake."""
    try:
        with context.wrap_socket(plain, server_hostname=host) as secure:
            secure.settimeout(_ANSWER_S)
            again = Unreachable("the connection was lost; it can be made again")
            return again if _speaks(secure) else UntrustedPeer("they do not accept our certificate")
    except ssl.SSLCertVerificationError as error:
        return UntrustedPeer(f"their certificate: {error.verify_message}")
    except ssl.SSLError:
        return UntrustedPeer("they do not speak TLS, or do not accept our certificate")
    except OSError:
        return Unreachable("the connection closes at once")


def _speaks(secure: ssl.SSLSocket) -> bool:
    """Return whether the other side stays after it saw our certificate; a gRPC server speaks first."""
    try:
        return bool(secure.recv(1))
    except TimeoutError:
        return True
    except OSError:
        return False


def _tls_context(credentials: Credentials) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=credentials.ca_pem.decode())
    context.set_alpn_protocols(["h2"])
    # Python's ssl reads certificate and key from files only; these live in a 0700 folder for a moment.
    with tempfile.TemporaryDirectory(prefix="radshare-") as folder:
        certificate, key = Path(folder, "tls.crt"), Path(folder, "tls.key")
        certificate.write_bytes(credentials.certificate_pem)
        key.touch(mode=0o600)
        key.write_bytes(credentials.key_pem)
        context.load_cert_chain(certificate, key)
    return context


def _on_this_machine(address: str) -> bool:
    host, _ = split_address(address)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
