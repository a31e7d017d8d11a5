"""Real attempts over loopback sockets, with a peer that behaves or misbehaves byte by byte."""

import gzip
import json
import socket
import struct
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.abc import ByteStream, SocketAttribute

from c360_mcp import __version__, errors
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.reply import LARGEST_REPLY, LargeReply, read_json

from .harness import AT_ONCE, EMAIL, KEY, Peer, Wire, client, listening

pytestmark = pytest.mark.anyio

SEARCH = {"email": EMAIL}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LOST = (
    "The connection to the Customer 360 API broke off before the reply was complete. Trying again may help; if it "
    "keeps happening, whoever runs this server should check the network, and any proxy in between."
)
TOO_LARGE = (
    "The Customer 360 API's reply is larger than the 8 MiB that this server reads. The same request will fail "
    "again; a shorter period, or fewer interaction IDs, may do."
)


def whole(body: bytes, *fields: bytes) -> bytes:
    return (
        OK
        + b"".join(field + b"\r\n" for field in (*fields, b"Content-Length: %d" % len(body)))
        + b"\r\n"
        + body
    )


async def ask(wire: Wire) -> dict[str, object]:
    async with client(to=wire.connection(), jitter=AT_ONCE) as api:
        return read_json(await api.interactions(SEARCH, AttemptLog()))


async def failure(wire: Wire) -> errors.UpstreamError:
    with pytest.raises(errors.UpstreamError) as caught:
        await ask(wire)
    assert "sentinel" not in str(caught.value).lower()
    assert caught.value.__cause__ is caught.value.__context__ is None
    return caught.value


async def test_a_request_carries_what_is_documented_and_nothing_else() -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(b'{"interactions": []}', b"Set-Cookie: session=1"))

    attempt_log = AttemptLog()
    async with listening(peer) as wire, client(to=wire.connection()) as api:
        assert await api.interactions(SEARCH, attempt_log) == {"interactions": []}
        await api.summaries(["int-1&x=y", "int-2"], attempt_log)

    first, second = (head.decode().removesuffix("\r\n\r\n").split("\r\n") for head in wire.heads)
    assert first[0] == (
        "GET /v1/public/tenants/acmecorp01/interactions-insight?email=sentinel%2Btag%40example.com HTTP/1.1"
    )
    assert set(first[1:]) == {
        f"Host: localhost:{wire.port}",
        "Accept: application/json",
        "Accept-Encoding: gzip",
        "Connection: keep-alive",
        f"User-Agent: c360-mcp/{__version__}",
        f"x-api-key: {KEY}",
        f"X-Request-Id: {attempt_log.attempts[0].request_id}",
    }
    assert second[0] == (
        "GET /v1/public/tenants/acmecorp01/transcript-summaries"
        "?interactionId=int-1%26x%3Dy&interactionId=int-2 HTTP/1.1"
    )
    assert not [field for field in second if field.lower().startswith(("cookie", "authorization"))]


async def test_credentials_of_a_netrc_file_are_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(b"{}"))

    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login someone password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    async with listening(peer) as wire:
        assert await ask(wire) == {}
    assert b"authorization" not in wire.heads[0].lower()


async def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else() -> None:
    async def elsewhere(stream: ByteStream) -> None:
        await stream.send(whole(b"{}"))

    async with listening(elsewhere) as other:

        async def peer(stream: ByteStream) -> None:
            location = f"Location: http://127.0.0.1:{other.port}/steal".encode()
            await stream.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + location + b"\r\n\r\n")

        async with listening(peer) as wire:
            error = await failure(wire)
    assert type(error) is errors.Redirected
    assert error.detail == "127.0.0.1"
    assert (len(wire.heads), len(other.heads)) == (1, 0)


async def reset(stream: ByteStream) -> None:
    raw = stream.extra(SocketAttribute.raw_socket)  # noqa: S610  not Django's
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    await stream.aclose()


BREAKS = {
    "before the headers": b"",
    "in the status line": b"HTTP/1.1 20",
    "in the headers": OK,
    "after the headers": OK + b"Content-Length: 100\r\n\r\n",
    "in the body": OK + b'Content-Length: 100\r\n\r\n{"interactions',
    "in a chunk": OK + b'Transfer-Encoding: chunked\r\n\r\n20\r\n{"inter',
}


async def close(stream: ByteStream) -> None:
    await stream.aclose()


@pytest.mark.parametrize("end", [reset, close])
@pytest.mark.parametrize("sent", BREAKS.values(), ids=BREAKS.keys())
async def test_a_connection_that_breaks_off_is_its_own_error_at_every_stage(sent: bytes, end: Peer) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(sent)
        await end(stream)

    async with listening(peer) as wire:
        error = await failure(wire)
    assert type(error) is errors.ConnectionLost
    assert error.sentence == LOST


async def test_a_connection_that_keeps_breaking_off_is_tried_three_times() -> None:
    async def peer(stream: ByteStream) -> None:
        await reset(stream)

    async with listening(peer) as wire:
        assert type(await failure(wire)) is errors.ConnectionLost
    assert len(wire.heads) == 3


async def test_a_connection_that_breaks_off_once_is_not_noticed() -> None:
    async def peer(stream: ByteStream) -> None:
        await (stream.send(whole(b'{"a": 1}')) if len(wire.heads) > 1 else reset(stream))

    async with listening(peer) as wire:
        assert await ask(wire) == {"a": 1}


@pytest.mark.parametrize(
    "sent",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x15\x03\x01\x00\x02\x02\x16",
        OK + b"Content-Length: -1\r\n\r\n",
        OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 200_000,
    ],
    ids=["ssh", "tls alert", "negative length", "two lengths", "bad chunk", "endless header"],
)
async def test_what_is_not_http_is_a_broken_connection(sent: bytes) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(sent)
        await stream.aclose()

    async with listening(peer) as wire:
        assert type(await failure(wire)) is errors.ConnectionLost


async def pour(stream: ByteStream, wire: Wire, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        await stream.send(piece)
        wire.sent += len(piece)


async def test_of_a_body_of_300_megabytes_no_more_is_read_than_allowed() -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(OK + b"Content-Length: 300000000\r\n\r\n")
        await pour(stream, wire, (b"x" * 100_000 for _ in range(3_000)))

    async with listening(peer) as wire:
        error = await failure(wire)
    assert type(error) is errors.ReplyTooLarge
    assert error.sentence == TOO_LARGE
    assert (len(wire.heads), wire.sent < 5 * LARGEST_REPLY) == (1, True)


async def test_of_large_replies_the_body_is_kept_and_not_its_values() -> None:
    body = json.dumps({"values": [{}] * 100_000}).encode()

    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(body))

    async with listening(peer) as wire, client(to=wire.connection()) as api:
        reply = await api.interactions(SEARCH, AttemptLog())
    assert isinstance(reply, LargeReply)
    assert reply.body.content == body
    assert read_json(reply) == json.loads(body)


def bomb(megabytes: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(megabytes):
        yield packer.compress(b" " * 2**20)
    yield packer.flush()


async def test_a_compression_bomb_is_not_unpacked_beyond_what_is_allowed() -> None:
    packed = b"".join(bomb(500))

    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(packed, b"Content-Encoding: gzip"))

    async with listening(peer) as wire:
        tracemalloc.start()
        error = await failure(wire)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(packed) < 2**20
    assert error.sentence == TOO_LARGE
    assert peak < 4 * LARGEST_REPLY


@pytest.mark.parametrize("encoding", [b"gzip, gzip", b"deflate", b"br", b"zstd", b"nonsense"])
async def test_encodings_that_were_not_asked_for_are_not_unpacked(encoding: bytes) -> None:
    body = gzip.compress(gzip.compress(b'{"a": 1}'))

    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(body, b"Content-Encoding: " + encoding))

    async with listening(peer) as wire:
        error = await failure(wire)
    assert type(error) is errors.UnreadableReply
    assert "is text that is not JSON, not the documented reply" in error.sentence


@pytest.mark.parametrize("fields", [(), (b"Content-Encoding: gzip",), (b"Content-Encoding: GZip ",)])
async def test_a_reply_is_read_plain_and_packed(fields: tuple[bytes, ...]) -> None:
    body = json.dumps({"a": "é" * 100}).encode()

    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(gzip.compress(body) if fields else body, *fields))

    async with listening(peer) as wire:
        assert await ask(wire) == {"a": "é" * 100}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"a": 1}', "a damaged compressed body"),
        (gzip.compress(b'{"a": "' + bytes(range(97, 123)) * 9_999)[:-20], "damaged or incomplete JSON"),
    ],
    ids=["not packed", "cut"],
)
async def test_a_damaged_packed_body_is_unreadable(body: bytes, kind: str) -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(whole(body, b"Content-Encoding: gzip"))

    async with listening(peer) as wire:
        error = await failure(wire)
    assert type(error) is errors.UnreadableReply
    assert f"is {kind}, not the documented reply" in error.sentence


async def test_an_error_whose_body_breaks_off_keeps_its_status() -> None:
    async def peer(stream: ByteStream) -> None:
        await stream.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{")
        await reset(stream)

    async with listening(peer) as wire:
        assert type(await failure(wire)) is errors.AccessDenied
