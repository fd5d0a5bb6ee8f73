"""Mail servers that encrypt, and the addresses of mail servers that are refused."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from clayton_review.letters import actions
from clayton_review.letters.content import LetterContent
from clayton_review.letters.models import Letter, LetterState
from clayton_review.mail_settings import WRONG_SERVER, mail_server, returned_mail_address
from tests.letters.mail_server import MailServer
from tests.letters.mail_server import mail_server as running_server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of `localhost` in one file, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    path.write_bytes(private + signed.public_bytes(pem))
    return path


@pytest.fixture
def server(certificate: Path) -> Iterator[MailServer]:
    """A mail server that encrypts."""
    with running_server() as running:
        running.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        running.tls.load_cert_chain(certificate)
        yield running


def use(settings: Any, address: str) -> None:
    values = mail_server(address)
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = values.backend, 5
    settings.EMAIL_HOST, settings.EMAIL_PORT = values.host, values.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = values.user, values.password
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = values.use_tls, values.use_ssl


def sent_by(server: MailServer, settings: Any, scheme: str) -> Letter:
    server.is_encrypted_at_once = scheme == "smtp+ssl"
    use(settings, f"{scheme}://post:s%40cret@localhost:{server.port}")
    letter = actions.write_letter(
        to="walter@example.org", subject="The report", content=LetterContent("It is out.")
    )
    actions.send_letter(letter_id=letter.pk)
    letter.refresh_from_db()
    return letter


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["smtp+tls", "smtp+ssl"])
def test_letters_go_through_an_encrypted_connection(
    server: MailServer,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    certificate: Path,
    scheme: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    letter = sent_by(server, settings, scheme)
    assert (letter.state, letter.last_error) == (LetterState.SENT, "")
    assert (server.recipients(), server.logins) == (["walter@example.org"], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["smtp+tls", "smtp+ssl"])
def test_a_server_that_is_not_the_one_named_gets_neither_password_nor_letter(
    server: MailServer, settings: Any, scheme: str
) -> None:
    letter = sent_by(server, settings, scheme)
    assert letter.state == LetterState.WAITING
    assert letter.last_error == "The connection to the mail server cannot be encrypted safely."
    assert (server.taken, server.logins) == ([], 0)


@pytest.mark.django_db
def test_a_server_without_encryption_gets_neither_password_nor_letter(
    server: MailServer, settings: Any
) -> None:
    server.tls = None
    letter = sent_by(server, settings, "smtp+tls")
    assert letter.state == LetterState.WAITING
    assert (server.taken, server.logins) == ([], 0)


@pytest.mark.parametrize(
    ("address", "port"),
    [
        ("smtp://mail.example.org", 25),
        ("smtp+tls://mail.example.org", 587),
        ("smtp+ssl://mail.example.org", 465),
        ("smtp+ssl://mail.example.org:2465/", 2465),
    ],
)
def test_each_kind_of_mail_server_has_its_port(address: str, port: int) -> None:
    assert mail_server(address).port == port


def test_a_user_and_a_password_may_hold_any_characters() -> None:
    values = mail_server("smtp+tls://post%40example.org:p%3Aa%2Fs+s@mail.example.org")
    assert (values.user, values.password) == ("post@example.org", "p:a/s+s")


@pytest.mark.parametrize(
    "address",
    [
        "smtps://mail.example.org", "submission://mail.example.org", "https://mail.example.org",
        "mail.example.org:25", "smtp+tls://", "smtp+tls://mail.example.org:x",
        "smtp://mail.example.org/tls", "smtp://mail.example.org?use_tls=1", "smtp://[x", "nonsense",
    ],
)  # fmt: skip
def test_any_other_address_of_a_mail_server_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail_server(address)
    assert str(refusal.value) == WRONG_SERVER


@pytest.mark.parametrize(
    "address", ["imap://mail.example.org", "pop3://mail.example.org", "imaps://", "imaps://[x"]
)
def test_a_mailbox_that_is_not_encrypted_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="RETURNED_MAIL_URL must be imaps://"):
        returned_mail_address(address)
    assert returned_mail_address("imap://localhost/Returned") == "imap://localhost/Returned"
    assert returned_mail_address("imaps://a:b@mail.example.org/X").endswith("/X")
    assert returned_mail_address("") == ""
