"""A certificate made by this machine for itself, so that a phone in the same network can join.

A browser warns about it once, rightly: nobody vouches for it. It is for the demo and for trying
things out; a real instance stands behind nginx with a real one.
"""

import datetime
import ipaddress
import os
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from setiakawan.foundation.clock import now
from setiakawan.instance.home import Home

VALID_DAYS = 90  # phones refuse self-made ones that are valid for years


def lan_address() -> str | None:
    """The address under which others in the local network reach this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation, RFC 5737
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if ipaddress.ip_address(address).is_loopback else address


def certificate_for(home: Home, addresses: list[str]) -> tuple[Path, Path]:
    """The certificate and key for these addresses; made anew when they changed or it runs out."""
    certificate, key = home.keys / "tls-certificate.pem", home.keys / "tls-key.pem"
    if not (certificate.exists() and key.exists() and _still_fits(certificate, addresses)):
        _make(certificate, key, addresses)
    return certificate, key


def _still_fits(path: Path, addresses: list[str]) -> bool:
    found = x509.load_pem_x509_certificate(path.read_bytes())
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(one) for one in names.get_values_for_type(x509.IPAddress)}
    soon = now() + datetime.timedelta(days=7)
    return set(addresses) <= known and found.not_valid_after_utc > soon


def _make(certificate: Path, key: Path, addresses: list[str]) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "setiakawan")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - datetime.timedelta(hours=1))
        .not_valid_after(now() + datetime.timedelta(days=VALID_DAYS))
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.DNSName("localhost"),
                    *(x509.IPAddress(ipaddress.ip_address(one)) for one in addresses),
                ]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    _write_private(
        key,
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    _write_private(certificate, made.public_bytes(serialization.Encoding.PEM))


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
