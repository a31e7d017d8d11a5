import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any

import anyio
import pytest
from inline_snapshot import snapshot

from c360_mcp.server.audit import WAITING_LINES, AuditLog
from tests.front_door import Script, connected, environment, refused, replying, told
from tests.patience import PATIENCE
from tests.server.test_telemetry import SEARCH as CALL
from tests.server.test_telemetry import talk

pytestmark = pytest.mark.anyio

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
ROW = {"interactionId": "int-1", "mediaType": "PHONE", "startedAt": 1795000000000}


async def until(condition: Callable[[], object]) -> None:
    """Wait for the log's own thread."""
    with anyio.fail_after(PATIENCE):
        while not condition():
            await anyio.lowlevel.checkpoint()


def reports(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "c360_mcp.server.audit"]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def audited(
    path: Path, settings: Mapping[str, str], *searches: Mapping[str, Any]
) -> list[dict[str, Any]]:
    async with connected(
        replying({"interactions": [ROW]}), {"C360_AUDIT_LOG": str(path), **settings}
    ) as client:
        for search in searches:
            await client.call_tool("get_customer_interactions", dict(search))
    return lines_of(path)


async def test_a_call_leaves_one_line_that_says_what_went_out_and_nothing_personal(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    [line] = await audited(path, {"C360_AUDIT_SECRET": "pepper"}, SEARCH)
    for name in ("time", "seconds", "bytes", "tokens_estimated"):
        assert line.pop(name)
    [request] = line["requests"]
    assert len(request.pop("request_id")) == 32
    assert line == snapshot(
        {
            "tool": "get_customer_interactions",
            "tenant": "acmecorp01",
            "search_by": "email",
            "identifier_hash": "0207015e90ed17105a35decf39066b78184a1a5463da133a863a545501d786de",
            "hash_key": "C360_AUDIT_SECRET",
            "rows": 1,
            "summaries": 0,
            "left_out": {},
            "requests": [{"status": 200, "failure": None, "response_id": None}],
            "outcome": "ok",
        }
    )
    assert "customer@example.com" not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_same_identifier_has_the_same_hash_under_a_secret_of_the_operators(tmp_path: Path) -> None:
    other = SEARCH | {"identifier": "other@example.com"}
    first = await audited(tmp_path / "1", {"C360_AUDIT_SECRET": "pepper"}, SEARCH, SEARCH, other)
    again = await audited(tmp_path / "2", {"C360_AUDIT_SECRET": "pepper"}, SEARCH)
    hashes = [line["identifier_hash"] for line in first]
    assert hashes[0] == hashes[1] == again[0]["identifier_hash"] != hashes[2]


async def test_without_a_secret_the_line_says_that_its_key_lives_with_the_process(tmp_path: Path) -> None:
    [first] = await audited(tmp_path / "1", {}, SEARCH)
    [again] = await audited(tmp_path / "2", {}, SEARCH)
    assert first["hash_key"] == "process"
    assert first["identifier_hash"] != again["identifier_hash"]


async def test_refused_and_failed_calls_leave_a_line_with_their_outcome(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    denying = Script(lambda *_: (403, {"status": 403, "title": "Forbidden", "detail": "no"}))
    async with connected(denying, {"C360_AUDIT_LOG": str(path)}) as client:
        await refused(client, "get_customer_interactions", search_by="name", identifier="John Smith")
        await refused(client, "get_customer_interactions", **SEARCH)
    refusal, denial = lines_of(path)
    assert (refusal["outcome"], refusal["requests"]) == ("InvalidArgument", [])
    assert (denial["outcome"], denial["requests"][0]["status"]) == ("AccessDenied", 403)


async def test_what_a_result_left_out_is_counted_by_kind(tmp_path: Path) -> None:
    [line] = await audited(tmp_path / "audit.jsonl", {}, SEARCH)
    assert line["left_out"] == {}
    page = {"interactions": [ROW, ROW | {"interactionId": "int-2"}, "junk", ROW]}
    async with connected(replying(page), {"C360_AUDIT_LOG": str(tmp_path / "2")}) as client:
        await told(client, "get_customer_interactions", **SEARCH, max_interactions=1)
    [line] = lines_of(tmp_path / "2")
    assert line["left_out"] == {"rows": 1, "unreadable": 1, "doubles": 1}


async def test_lines_that_cannot_be_written_are_reported_once_and_fail_no_call(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with connected(replying({"interactions": [ROW]}), {"C360_AUDIT_LOG": "/dev/full"}) as client:
        for _ in range(3):
            await told(client, "get_customer_interactions", **SEARCH)
    assert reports(caplog) == ["audit lines are being lost: OSError"]


async def test_lines_lost_after_some_were_written_again_are_reported_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "mounted" / "audit.jsonl"
    path.parent.mkdir()
    report = "audit lines are being lost: FileNotFoundError"
    async with connected(replying({"interactions": [ROW]}), {"C360_AUDIT_LOG": str(path)}) as client:
        path.parent.rmdir()
        await told(client, "get_customer_interactions", **SEARCH)
        await until(lambda: reports(caplog) == [report])
        path.parent.mkdir()
        await told(client, "get_customer_interactions", **SEARCH)
        await until(lambda: path.exists() and lines_of(path))
        shutil.rmtree(path.parent)
        for _ in range(2):
            await told(client, "get_customer_interactions", **SEARCH)
    assert reports(caplog) == [report] * 2


async def test_a_log_that_was_moved_away_is_whole_and_goes_on_in_a_new_file(tmp_path: Path) -> None:
    path, moved = tmp_path / "audit.jsonl", tmp_path / "audit.jsonl.1"
    async with connected(replying({"interactions": [ROW]}), {"C360_AUDIT_LOG": str(path)}) as client:
        await told(client, "get_customer_interactions", **SEARCH)
        await refused(client, "get_customer_interactions", search_by="name", identifier="John Smith")
        await until(lambda: path.exists() and len(lines_of(path)) == 2)
        path.rename(moved)
        await told(client, "get_customer_interactions", **SEARCH)
    assert [line["outcome"] for line in lines_of(moved)] == ["ok", "InvalidArgument"]
    assert [line["outcome"] for line in lines_of(path)] == ["ok"]
    assert [file.stat().st_mode & 0o777 for file in (moved, path)] == [0o600, 0o600]


def test_while_a_disk_hangs_a_bounded_number_of_lines_waits_and_the_loss_of_others_is_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, noted, read = tmp_path / "audit.jsonl", Event(), Event()
    os.mkfifo(path)  # to open it for writing takes until somebody reads

    def note() -> None:
        try:
            with AuditLog(str(path), secret=None) as log:
                for number in range(WAITING_LINES + 10):
                    with log.entry(str(number), "acmecorp01"):
                        pass
                noted.set()
                read.wait(PATIENCE)  # at its end, a log writes for no longer than a client waits
        finally:
            path.write_text("end\n")

    calls = Thread(target=note, daemon=True)
    calls.start()
    noted.wait(PATIENCE)
    said = reports(caplog)
    with path.open() as pipe, path.open("a"):  # a writer, or the pipe might end where the log opens it anew
        written = [json.loads(pipe.readline())["tool"] for _ in range(WAITING_LINES)]
        read.set()
        more = [json.loads(line)["tool"] for line in iter(pipe.readline, "end\n")]
    calls.join()
    assert said == ["audit lines are being lost: Full"]
    assert written == [str(number) for number in range(WAITING_LINES)]
    assert more in ([], [str(WAITING_LINES)])  # one had perhaps left the queue


def test_a_disk_that_hangs_does_not_keep_a_process_from_ending(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    os.mkfifo(path)  # which nobody reads, so that to open it takes forever
    with environment(replying({"interactions": []}), {"C360_AUDIT_LOG": str(path)}) as settings:
        answers, errors = talk(settings, [CALL], None)
    assert '"isError":false' in answers
    assert errors == ""
