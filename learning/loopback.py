"""Certificates and ports for conversations that never leave this machine.

Flower's node authentication insists on TLS, also on loopback. These certificates secure nothing between
hospitals: that is the federation's mutual TLS (radshare.identity). Each is self-signed, names 127.0.0.1 only,
and is made anew at each start.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import secrets
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from radshare.files import write_private

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
LIFE = dt.timedelta(days=825)


@dataclass(frozen=True, slots=True)
class LoopbackTls:
    """Where a loopback server's certificate and key lie, PEM. The certificate is its own authority."""

    certificate: Path
    key: Path


def make_tls(folder: Path) -> LoopbackTls:
    """Write a fresh certificate for 127.0.0.1 and its key (0600) into an existing folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "radshare loopback")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + LIFE)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    tls = LoopbackTls(folder / "loopback.crt", folder / "loopback.key")
    tls.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(tls.key, private)
    return tls


def make_secret(path: Path) -> Path:
    """Write 32 fresh random bytes, in hex, to a file only its owner can read, and return the path."""
    write_private(path, secrets.token_hex(32).encode())
    return path


def free_port() -> int:
    """Return a loopback port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
