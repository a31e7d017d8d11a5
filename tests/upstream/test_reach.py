"""Ways in which the API can't be reached at all, each with a sentence of its own."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from anyio.abc import ByteStream
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from c360_mcp import errors
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.connection import Connection

from .harness import EMAIL, KEY, client, connection, hang, listening

pytestmark = pytest.mark.anyio

UNREACHABLE = (
    "No connection to the Customer 360 API could be made. Trying again in a minute may help; if it does not, "
    "whoever runs this server should check the network, any proxy (HTTPS_PROXY), and C360_BASE_URL."
)


async def failure(to: Connection, attempt_log: AttemptLog | None = None) -> errors.UpstreamError:
    async with client(to=to) as api:
        with pytest.raises(errors.UpstreamError) as caught:
            await api.interactions({"email": EMAIL}, attempt_log or AttemptLog())
    assert caught.value.__cause__ is caught.value.__context__ is None
    return caught.value


async def test_a_host_name_that_does_not_resolve() -> None:
    attempt_log = AttemptLog()
    error = await failure(connection("https://no-such-host.invalid", timeout=60.25), attempt_log)
    assert type(error) is errors.HostNotFound
    assert str(error) == (
        "The host name of the Customer 360 API was not found. Trying again in a minute helps only if the network "
        "had a lapse; otherwise whoever runs this server should check C360_BASE_URL, any proxy (HTTPS_PROXY), and "
        f"name resolution (DNS) on this machine. (request ID {attempt_log.attempts[2].request_id})"
    )


async def test_a_refused_connection() -> None:
    attempt_log = AttemptLog()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    error = await failure(connection(f"http://127.0.0.1:{port}", timeout=60.25), attempt_log)
    assert type(error) is errors.Unreachable
    assert error.sentence == UNREACHABLE
    assert [attempt.failure for attempt in attempt_log.attempts] == ["Unreachable"] * 3


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "self-signed.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


async def test_a_certificate_that_does_not_verify(self_signed: ssl.SSLContext) -> None:
    attempt_log = AttemptLog()
    async with listening(hang, tls=self_signed) as wire:
        error = await failure(wire.connection("https"), attempt_log)
    assert type(error) is errors.CertificateNotTrusted
    assert error.sentence == (
        "The certificate shown at the Customer 360 API's address can't be verified, so nothing was sent. Trying "
        "again will not help: whoever runs this server should check C360_BASE_URL, and that this machine trusts "
        "its network's certificate authority."
    )
    assert (wire.heads, len(attempt_log.attempts)) == ([], 1)


async def test_a_port_that_does_not_speak_tls() -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with listening(peer) as wire:
        error = await failure(wire.connection("https", timeout=60.25))
    assert error.sentence == UNREACHABLE


async def test_a_proxy_that_does_not_let_the_request_through(monkeypatch: pytest.MonkeyPatch) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    async with listening(peer) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:secret@127.0.0.1:{proxy.port}")
        error = await failure(connection("https://api.test", timeout=60.25))
    assert type(error) is errors.ProxyFailed
    assert error.sentence == (
        "The proxy on the way to the Customer 360 API did not let the request through. Trying again is unlikely "
        "to help: whoever runs this server should check HTTPS_PROXY, and what the proxy allows."
    )
    assert all(head.startswith(b"CONNECT api.test:443 ") for head in proxy.heads)
    assert not [head for head in proxy.heads if KEY.encode() in head or b"sentinel" in head]


async def test_a_proxy_behind_which_no_tls_comes_about_does_not_wear_the_client_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def peer(stream: ByteStream) -> None:
        connecting = proxy.heads[-1].startswith(b"CONNECT")
        await stream.send(b"HTTP/1.1 200 Connection Established\r\n\r\n" if connecting else b"not TLS")

    async def call() -> None:
        with pytest.raises(errors.Unreachable) as caught:
            await api.interactions({"email": EMAIL}, attempt_log)
        assert caught.value.sentence == UNREACHABLE

    attempt_log = AttemptLog()
    async with listening(peer) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        to = connection("https://api.test", timeout=60.0)
        async with client(to=to) as api, anyio.create_task_group() as tasks:
            for _ in range(40):
                tasks.start_soon(call)
    assert [attempt.failure for attempt in attempt_log.attempts] == ["Unreachable"] * 120


async def test_plain_http_on_loopback_goes_past_every_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.invalid:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    async with listening(peer) as wire, client(to=wire.connection()) as api:
        assert await api.interactions({"email": EMAIL}, AttemptLog()) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", "gopher://user:secret@proxy.test"),
        ("ALL_PROXY", "socks5://user:secret@proxy.test:1080"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("SSL_CERT_FILE", __file__),
    ],
)
async def test_an_environment_that_allows_no_connection_is_a_setting_to_correct(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    async with client() as api:
        with pytest.raises(errors.Misconfigured) as caught:
            await api.interactions({"email": EMAIL}, AttemptLog())
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert str(caught.value) == (
        "The proxy or certificate settings of this server's environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY, "
        "SSL_CERT_FILE, SSL_CERT_DIR) can't be used. Whoever runs this server should correct them."
    )


UNUSABLE = ["gopher://user:secret@proxy.test", "socks5://user:secret@proxy.test:1080", "http://user:secret@["]


@pytest.mark.parametrize("value", UNUSABLE)
@pytest.mark.parametrize("name", ["ALL_PROXY", "HTTP_PROXY"])
async def test_a_proxy_that_can_not_be_used_stops_nothing_that_another_one_is_for(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    async with listening(peer) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
        monkeypatch.setenv(name, value)
        assert type(await failure(connection("https://api.test", timeout=60.25))) is errors.ProxyFailed
    assert all(head.startswith(b"CONNECT api.test:443 ") for head in proxy.heads)


@pytest.mark.parametrize("value", UNUSABLE)
async def test_a_proxy_that_can_not_be_used_stops_nothing_that_goes_past_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    monkeypatch.setenv("NO_PROXY", "localhost,.invalid")
    error = await failure(connection("https://no-such-host.invalid", timeout=1.0))
    assert type(error) is errors.HostNotFound


@pytest.mark.parametrize("value", UNUSABLE)
async def test_the_api_on_loopback_needs_neither_proxy_nor_certificates(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    async with listening(peer) as wire, client(to=wire.connection()) as api:
        assert await api.interactions({"email": EMAIL}, AttemptLog()) == {}
