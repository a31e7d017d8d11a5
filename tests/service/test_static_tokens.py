"""Static bearer tokens, and the file that lets them in."""

import hashlib
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from c360_mcp.service.app import create_app
from c360_mcp.service.callers.static_tokens import TokenFile, new_token, parse_static_tokens
from tests.service.api import answering, environment
from tests.service.serving import call, caller, serving, text_of, told

pytestmark = pytest.mark.anyio


def let_in(path: Path, *names: str) -> dict[str, str]:
    """A token for each name, and a file that holds their lines."""
    made = {name: new_token(name) for name in names}
    path.write_text("".join(f"{client}\n" for _, client in made.values()), encoding="utf-8")
    return {name: token for name, (token, _) in made.items()}


async def status(http: httpx2.AsyncClient, token: str) -> int:
    return (await call(http, {"Authorization": f"Bearer {token}"})).status_code


async def test_a_client_of_the_file_gets_in_and_nobody_else(tmp_path: Path) -> None:
    tokens = let_in(tmp_path / "tokens", "copilot", "dialler")
    stranger, _ = new_token("copilot")

    async with answering() as api:
        settings = environment(api, C360_AUTH_TOKENS_FILE=str(tmp_path / "tokens"))
        with serving(create_app(settings)) as url:
            async with caller(url, tokens["copilot"]) as http:
                answer = await call(http)
                assert await status(http, tokens["dialler"]) == 200
                assert await status(http, stranger) == 401
                assert await status(http, hashlib.sha256(tokens["copilot"].encode()).hexdigest()) == 401

    assert "int-of-acme" in text_of(answer)
    assert tokens["copilot"] not in "".join(api.requests)


async def test_without_an_authorization_server_the_challenge_names_none(tmp_path: Path) -> None:
    let_in(tmp_path / "tokens", "copilot")

    with serving(create_app({"C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens")})) as url:
        async with caller(url) as http:
            answer = await call(http)
            metadata = await http.get("/.well-known/oauth-protected-resource/mcp")

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="c360-mcp", scope="c360:read"'
    assert metadata.status_code == 404


async def test_a_change_of_the_file_counts_from_the_next_request_on(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    tokens = let_in(path, "copilot", "dialler")

    with serving(create_app({"C360_AUTH_TOKENS_FILE": str(path)})) as url:
        async with caller(url) as http:
            assert await status(http, tokens["dialler"]) == 200
            path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
            assert await status(http, tokens["dialler"]) == 401
            assert await status(http, tokens["copilot"]) == 200
            path.write_text("# nobody", encoding="utf-8")
            assert await status(http, tokens["copilot"]) == 401


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            b"copilot secret",
            "line 1 is not a name, a SHA-256 in hexadecimal and, at most, a tenant, only=metadata and until=DATE",
        ),
        (b"\xff", "is not a text file"),
        (None, "can't be read: No such file or directory"),
    ],
)
async def test_a_broken_file_leaves_the_clients_known_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes | None, complaint: str
) -> None:
    path = tmp_path / "tokens"
    tokens = let_in(path, "copilot")

    with serving(create_app({"C360_AUTH_TOKENS_FILE": str(path)})) as url:
        async with caller(url) as http:
            path.unlink() if content is None else path.write_bytes(content)
            assert await status(http, tokens["copilot"]) == 200
            assert await status(http, tokens["copilot"]) == 200
            again = let_in(path, "copilot")
            assert await status(http, tokens["copilot"]) == 401
            assert await status(http, again["copilot"]) == 200

    of_the_file = [message for message in caplog.messages if message.startswith("C360_AUTH_TOKENS_FILE")]
    assert of_the_file == [f"C360_AUTH_TOKENS_FILE {complaint}; the clients known before stay for a minute"]


def replace_unnoticeably(path: Path, content: str) -> None:
    """Other content of the same size, in the same file and as of the same time."""
    before = path.stat()
    assert len(content) == before.st_size
    with path.open("r+", encoding="utf-8") as file:
        file.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


async def test_a_file_that_could_not_be_read_at_once_is_read_as_soon_as_it_can_be(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "tokens"
    (revoked,) = let_in(path, "copilot").values()
    file = TokenFile(str(path), "c360:read")
    token, client = new_token("dialler")
    line = f"{client}\n"

    path.write_text("?" * len(line), encoding="utf-8")
    assert await file.verify_token(revoked)
    replace_unnoticeably(path, line)

    assert await file.verify_token(revoked) is None
    assert await file.verify_token(token)
    assert len(caplog.messages) == 1


async def test_a_file_that_vanishes_and_comes_back_counts_as_it_is_then(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, elsewhere = tmp_path / "tokens", tmp_path / "elsewhere"
    (token,) = let_in(path, "copilot").values()
    file = TokenFile(str(path), "c360:read")

    for _ in range(2):
        path.rename(elsewhere)
        assert await file.verify_token(token)
        assert await file.verify_token(token)
        elsewhere.rename(path)
        assert await file.verify_token(token)
    path.unlink()
    assert await file.verify_token(token)
    path.write_text("# nobody", encoding="utf-8")
    assert await file.verify_token(token) is None

    missing = "C360_AUTH_TOKENS_FILE can't be read: No such file or directory; the clients known before stay for a minute"
    assert caplog.messages == [missing] * 3


@pytest.mark.parametrize("content", [b"copilot secret", b"\xff", None])
async def test_a_file_that_stays_broken_or_away_lets_nobody_in_after_a_minute(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes | None
) -> None:
    path, now = tmp_path / "tokens", [0.0]
    (token,) = let_in(path, "copilot").values()
    right = path.read_text(encoding="utf-8")
    file = TokenFile(str(path), "c360:read", lambda: now[0])

    now[0] = 3600.0
    assert await file.verify_token(token)
    path.unlink() if content is None else path.write_bytes(content)
    now[0] += 60
    assert await file.verify_token(token)
    for _ in range(2):
        now[0] += 1
        assert await file.verify_token(token) is None
    path.write_text(right, encoding="utf-8")
    assert await file.verify_token(token)

    said = [message.rpartition("; ")[2] for message in caplog.messages]
    assert said == ["the clients known before stay for a minute", "nobody is let in"]


async def test_a_file_that_is_emptied_lets_nobody_in_at_once(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    (token,) = let_in(path, "copilot").values()
    file = TokenFile(str(path), "c360:read")
    path.write_text("", encoding="utf-8")
    assert await file.verify_token(token) is None


async def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    (token,) = let_in(path, "copilot").values()
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert await TokenFile(str(path), "c360:read").verify_token(token)


@pytest.mark.parametrize(("days", "let_in"), [(-1, False), (0, True), (1, True)])
@pytest.mark.parametrize("tenant", [None, "acme"])
async def test_a_token_lets_in_until_its_last_day(
    tmp_path: Path, days: int, let_in: bool, tenant: str | None
) -> None:
    token, client = new_token("copilot", tenant, datetime.now(UTC).date() + timedelta(days))
    (tmp_path / "tokens").write_text(str(client), encoding="utf-8")

    caller = await TokenFile(str(tmp_path / "tokens"), "c360:read").verify_token(token)

    assert (caller is not None) is let_in
    assert caller is None or caller.tenant == tenant


async def test_each_failure_to_read_the_file_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "tokens"
    (token,) = let_in(path, "copilot").values()
    file = TokenFile(str(path), "c360:read")

    for content in ("? is no name", "# nobody\n? is no name", "# no one\n? is no name"):
        path.write_text(content, encoding="utf-8")
        assert await file.verify_token(token)
        assert await file.verify_token(token)

    said = [re.findall(r"line \d", message) for message in caplog.messages]
    assert said == [["line 1"], ["line 2"]]


async def test_a_token_for_another_tenant_than_the_one_served_is_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    lines = {tenant: new_token(f"for-{tenant}", tenant) for tenant in ("acme", "globex")}
    path.write_text("".join(f"{client}\n" for _, client in lines.values()), encoding="utf-8")

    async with answering() as api:
        with serving(create_app(environment(api, C360_AUTH_TOKENS_FILE=str(path)))) as url:
            async with caller(url) as http:
                assert await status(http, lines["acme"][0]) == 200
                answer = await call(http, {"Authorization": f"Bearer {lines['globex'][0]}"})

    assert answer.status_code == 403
    assert "www-authenticate" not in answer.headers
    assert told(answer) == "The token names no tenant that this server serves."


def test_a_new_token_is_long_random_and_not_in_its_line() -> None:
    token, client = new_token("copilot", "acme")

    assert re.fullmatch(r"c360_[A-Za-z0-9_-]{43}", token)
    assert token not in str(client)
    assert parse_static_tokens(str(client)) == (client,)
    assert new_token("copilot")[0] != token


def test_lines_may_be_empty_or_comments() -> None:
    digest = "a" * 64

    clients = parse_static_tokens(f"# who may ask\n\n  one {digest}  # since May\ntwo {'b' * 64} acme\n")

    assert list(map(str, clients)) == [f"one {digest}", f"two {'b' * 64} acme"]


@pytest.mark.parametrize(
    "line",
    [
        "copilot",
        f"copilot {'a' * 63}",
        f"copilot {'A' * 64}",
        f"copilot {'a' * 64} acme and more",
        f"-copilot {'a' * 64}",
        f"copilot {'a' * 64} until=tomorrow",
        f"copilot {'a' * 64} until=2026-12-31 acme",
        "copilot until=2026-12-31",
        "until=2026-12-31",
        f"{'a' * 64} copilot",
    ],
)
def test_a_line_of_any_other_form_is_named_by_its_number_alone(line: str) -> None:
    with pytest.raises(
        ValueError,
        match=r"^line 2 is not a name, a SHA-256 in hexadecimal and, at most, a tenant, only=metadata and until=DATE$",
    ):
        parse_static_tokens(f"# comment\n{line}")


def test_a_name_counts_once() -> None:
    with pytest.raises(ValueError, match=r"^line 2 repeats a name$"):
        parse_static_tokens(f"copilot {'a' * 64}\ncopilot {'b' * 64}")
