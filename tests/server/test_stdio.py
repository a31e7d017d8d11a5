"""The server as a process of its own, over its real stdin and stdout."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, Any

import pytest
from inline_snapshot import snapshot
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import TextContent
from starlette.types import Receive, Scope, Send

from tests.command import MEASURED
from tests.front_door import REAL_REGION, environment, refused, replying, told
from tests.patience import LONGER_STILL, PATIENCE

pytestmark = pytest.mark.anyio

Process = subprocess.Popen[str]

ERAS = {"legacy": "2025-11-25", "auto": "2026-07-28"}

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}

INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
MODERN = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}


@pytest.mark.parametrize(("mode", "version"), ERAS.items())
async def test_the_demo_lists_answers_and_prompts_in_either_era(
    mode: str, version: str, tmp_path: Path
) -> None:
    with tmp_path.joinpath("stderr").open("w+") as errors:
        demo = stdio_client(command("--demo"), errlog=errors)
        async with Client(demo, mode=mode) as client:
            assert client.protocol_version == version
            assert [tool.name for tool in (await client.list_tools()).tools] == [
                "get_customer_interactions",
                "get_transcript_summaries",
            ]
            text = await told(client, "get_customer_interactions", **SEARCH)
            [message] = (await client.get_prompt("brief_customer", {"customer": "a@example.com"})).messages
        errors.seek(0)
        assert errors.read() == ""
    assert text.startswith(
        "Demo data: an invented customer, none of this happened.\nE-mail address customer@"
    )
    assert text.splitlines()[-1].startswith(
        "Coverage: complete for this window, all 7 that the API returned are shown."
    )
    assert isinstance(message.content, TextContent)
    assert message.content.text.startswith(
        'Brief me on this customer before I speak with them: "a@example.com".'
    )


@pytest.mark.parametrize("mode", ERAS)
async def test_without_settings_it_lists_and_the_first_call_names_all_that_is_missing(mode: str) -> None:
    async with Client(command(), mode=mode) as client:
        assert len((await client.list_tools()).tools) == 2
        assert len((await client.list_prompts()).prompts) == 1
        sentence = await refused(client, "get_customer_interactions", **SEARCH)
    for name in ("C360_TENANT_ID", "C360_API_KEY", "C360_REGION"):
        assert f"{name} is missing" in sentence


async def test_a_proxy_setting_that_can_not_be_used_is_told_by_either_tool() -> None:
    environ = REAL_REGION | {"HTTPS_PROXY": "nonsense://["}
    async with Client(command().model_copy(update={"env": environ})) as client:
        sentences = {
            await refused(client, "get_customer_interactions", **SEARCH),
            await refused(client, "get_transcript_summaries", interaction_ids=["int-1"]),
        }
    [sentence] = sentences
    assert sentence == (
        "The proxy or certificate settings of this server's environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY, "
        "SSL_CERT_FILE, SSL_CERT_DIR) can't be used. Whoever runs this server should correct them."
    )


STRAY = """
import os, sys

def stray(event, _):
    if event == "socket.connect":
        print("stray print", flush=True)
        os.write(1, b"stray write\\n")

sys.addaudithook(stray)
sys.argv = ["c360-mcp", "--demo"]

from c360_mcp.__main__ import main
main()
"""


@pytest.mark.parametrize("mode", ERAS)
async def test_what_is_printed_during_a_call_goes_to_stderr_and_not_onto_the_wire(
    mode: str, tmp_path: Path
) -> None:
    with tmp_path.joinpath("stderr").open("w+") as errors:
        noisy = stdio_client(StdioServerParameters(command=sys.executable, args=["-c", STRAY]), errlog=errors)
        async with Client(noisy, mode=mode) as client:
            assert "Coverage: complete" in await told(client, "get_customer_interactions", **SEARCH)
        errors.seek(0)
        assert {"stray print\n", "stray write\n"} == set(errors)


@pytest.fixture(scope="module")
def handshaken() -> Iterator[Process]:
    """One process for tests that leave it as it was; its settings are missing."""
    with serving() as process:
        ask(process, "initialize", INITIALIZE)
        yield process


def test_nothing_on_the_wire_is_null(handshaken: Process) -> None:
    lists = [f"{kind}/list" for kind in ("tools", "prompts", "resources", "resources/templates")]
    replies = [ask(handshaken, method, {}) for method in lists]
    with serving() as modern:
        replies += [ask(modern, method, MODERN) for method in ("server/discover", *lists)]
    assert all("result" in reply for reply in replies)
    assert "null" not in json.dumps(replies)


@pytest.mark.parametrize("listed", [True, False])
async def test_the_http_client_is_loaded_once_the_tools_were_listed_and_asks_for_nothing(
    listed: bool,
) -> None:
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": MODERN}) if listed else ""
    script = replying({})
    with environment(script) as settings:
        imports = {"PYTHONPROFILEIMPORTTIME": "1"}
        with serving(environ=settings | imports) as process, hanging_up(process):
            assert process.stdin
            assert process.stdout
            assert process.stderr
            write(process, line)
            loaded = listed and any("httpcore2" in line for line in process.stderr)
            process.stdin.close()
            loaded = loaded or "httpcore2" in process.stderr.read()
            assert ("get_customer_interactions" in process.stdout.read()) is listed
            assert process.wait() == 0

    assert loaded is listed
    assert script.asked == []


@contextmanager
def hanging_up(process: Process) -> Iterator[None]:
    """Kill a process that keeps the block waiting."""
    timer = Timer(PATIENCE, process.kill)
    timer.start()
    yield
    timer.cancel()


UNREADABLE = {
    "code": -32700,
    "message": "This can't be read: it is not JSON, or is nested too deep, or holds too long a number.",
}
NO_REQUEST = {"code": -32600, "message": "This is not a single JSON-RPC request or notification."}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("not JSON", UNREADABLE),
        ('{"jsonrpc":"2.0","id":5,"method":"tools/list"', UNREADABLE),
        ('{"jsonrpc":"2.0","id":5,"result":{"x":%s}}' % ("9" * 5_001), UNREADABLE),
        ('{"jsonrpc":"2.0","id":%s,"method":"tools/list"}' % ("9" * 5_001), UNREADABLE),
        ("[" * 100_000, UNREADABLE),
        ('{"method":"x","params":{"id":5,"x":}}', UNREADABLE),
        ('{"jsonrpc":"2.0","id":null,"method":"tools/list"}', NO_REQUEST),
        ('{"jsonrpc":"2.0","id":1.0,"method":"tools/list"}', NO_REQUEST),
        ('{"jsonrpc":"2.0","id":true,"method":"tools/list"}', NO_REQUEST),
        ('{"jsonrpc":"2.0","id":[1],"method":"notifications/initialized"}', NO_REQUEST),
        ('[{"jsonrpc":"2.0","id":5,"method":"tools/list"}]', NO_REQUEST),
        ("{}", NO_REQUEST),
        ("[]", NO_REQUEST),
        ('"text"', NO_REQUEST),
        ('{"jsonrpc":"2.0","id":5,"result":"text"}', NO_REQUEST),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else value["code"],
)
def test_what_is_no_message_is_answered_without_an_id_and_the_next_one_with_its_own(
    handshaken: Process, line: str, error: dict[str, Any]
) -> None:
    write(handshaken, line)
    assert answer(handshaken) == {"jsonrpc": "2.0", "id": None, "error": error}
    assert "result" in ask(handshaken, "tools/list", {})


@pytest.mark.parametrize(
    "rest", ['"method":"tools/list","params":[]', '"method":5', '"method":"x","jsonrpc":"1.0"']
)
def test_a_request_of_another_form_is_answered_with_its_id(handshaken: Process, rest: str) -> None:
    write(handshaken, f'{{"jsonrpc":"2.0","id":"a",{rest}}}')
    assert answer(handshaken) == {"jsonrpc": "2.0", "id": "a", "error": NO_REQUEST}


def test_an_empty_line_is_passed_over(handshaken: Process) -> None:
    for line in ("", " \t", "\u2028"):
        write(handshaken, line)
    send(handshaken, "tools/list", {})
    assert answer(handshaken)["id"] == "tools/list"


@pytest.mark.parametrize(
    "message",
    [
        '{"jsonrpc":"2.0","id":43,"method":"tools/call","params":PARAMS}',
        '{"method":"tools/call", "params" : PARAMS, "jsonrpc":"2.0", "id" : 43 }',
    ],
    ids=["ID first", "ID last"],
)
@pytest.mark.parametrize(
    "value",
    ["9" * 5_001, "[" * 300 + "]" * 300, "[" * 100_000 + "]" * 100_000, '{"a":' * 1_000 + "0" + "}" * 1_000],
    ids=["5,001 digits", "300 deep", "100,000 deep", "1,000 objects deep"],
)
def test_a_request_beyond_what_can_be_read_is_answered_with_its_id(
    handshaken: Process, message: str, value: str
) -> None:
    params = r'{"name":"\"}{","id":7,"arguments":{"search_by":"email","identifier":VALUE}}'.replace(
        "VALUE", value
    )
    write(handshaken, message.replace("PARAMS", params))
    assert answer(handshaken) == {"jsonrpc": "2.0", "id": 43, "error": UNREADABLE}


@pytest.mark.parametrize("kind", ["email", "phone_number", "contact_id"])
def test_half_an_emoji_is_refused_in_the_sentence_for_characters_that_can_not_be_searched_for(
    kind: str,
) -> None:
    call = {"name": "get_customer_interactions", "arguments": {"search_by": kind, "identifier": "abc\ud83d"}}
    with serving("--demo") as process:
        ask(process, "initialize", INITIALIZE)
        result = ask(process, "tools/call", call)["result"]
    assert result["isError"] is True
    assert result["content"][0]["text"] == (
        "identifier holds a control character or a line break. Give it as plain text on one line."
    )


@pytest.mark.parametrize("where", ["id", "method", "_meta", "uri"])
def test_half_an_emoji_anywhere_is_answered_and_so_is_what_follows(where: str) -> None:
    half = {"id": 1, "method": "resources/read", "_meta": {}, "uri": "c360://guide"} | {where: "\ud83d"}
    if where == "_meta":
        half["_meta"] = {**MODERN["_meta"], "io.modelcontextprotocol/protocolVersion": "\ud83d"}
    params = {"uri": half["uri"], "_meta": half["_meta"]}
    with serving() as process:
        ask(process, "initialize", INITIALIZE)
        write(
            process,
            json.dumps({"jsonrpc": "2.0", "id": half["id"], "method": half["method"], "params": params}),
        )
        assert answer(process)["jsonrpc"] == "2.0"
        assert "result" in ask(process, "tools/list", {})


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\n\ufeff"])
def test_a_byte_order_mark_is_passed_over(mark: str) -> None:
    with serving() as process:
        write(
            process,
            mark + json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": INITIALIZE}),
        )
        assert answer(process)["result"]["protocolVersion"] == "2025-11-25"


def test_a_batch_is_answered_in_the_version_that_has_batches() -> None:
    batch = [
        {"jsonrpc": "2.0", "id": 1, "method": "ping"},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": "b", "method": "tools/list"},
        {"jsonrpc": "2.0", "id": None, "method": "ping"},
    ]
    with serving() as process:
        ask(process, "initialize", INITIALIZE | {"protocolVersion": "2025-03-26"})
        write(process, json.dumps(batch))
        answers = {reply["id"]: reply for reply in (answer(process), answer(process), answer(process))}
    assert answers[1]["result"] == {}
    assert len(answers["b"]["result"]["tools"]) == 2
    assert answers[None]["error"] == NO_REQUEST


def test_an_unknown_method_is_not_repeated(handshaken: Process) -> None:
    assert ask(handshaken, "jane@example.com", {})["error"] == {
        "code": -32601,
        "message": "Method not found",
    }


CALLS: dict[str, dict[str, Any]] = {
    "a list for arguments": {"name": "get_customer_interactions", "arguments": ["email"]},
    "no name": {"arguments": {}},
    "a number for a name": {"name": 5},
    "an unknown name": {"name": "get_customer"},
}


def test_a_call_that_is_none_is_an_error_of_the_protocol(handshaken: Process) -> None:
    errors = {what: ask(handshaken, "tools/call", call)["error"] for what, call in CALLS.items()}
    assert {error["code"] for error in errors.values()} == {-32602}
    assert {what: error["message"] for what, error in errors.items()} == snapshot(
        {
            "a list for arguments": "Invalid request parameters",
            "no name": "Invalid request parameters",
            "a number for a name": "Invalid request parameters",
            "an unknown name": "Unknown tool. Known tools: get_customer_interactions, get_transcript_summaries.",
        }
    )


@pytest.mark.parametrize(
    "value",
    ["9" * 4_000, "1e400", "-0.0", "[" * 100 + "]" * 100, '"\\ud800"', '"\\u0000"'],
    ids=lambda v: v[:9],
)
def test_values_beyond_reason_are_refused_and_leave_it_answering(handshaken: Process, value: str) -> None:
    call = f'{{"name":"get_customer_interactions","arguments":{{"search_by":{value},"identifier":"a@example.com"}}}}'
    write(handshaken, f'{{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{call}}}')
    refusal = answer(handshaken)
    assert refusal["id"] == "x"
    assert refusal["result"]["isError"] is True
    assert "result" in ask(handshaken, "tools/list", {})


@pytest.mark.parametrize("options", [(), ("--demo",)], ids=["unconfigured", "demo"])
def test_a_closed_stdin_ends_it_at_once_and_silently(options: tuple[str, ...]) -> None:
    with serving(*options) as process:
        ask(process, "initialize", INITIALIZE)
        assert ended(process) == (0, "", "")


def test_a_stdin_that_is_closed_from_the_start_ends_it_at_once_and_silently() -> None:
    with serving() as process:
        assert ended(process) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="by a shell that Windows lacks")
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_without_stdin_or_stdout_it_says_so_in_a_sentence(closed: str) -> None:
    command = ("sh", "-c", f'"{sys.executable}" -m c360_mcp --demo {closed}')
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)

    assert (ran.returncode, ran.stderr) == (
        1,
        "c360-mcp: there is no stdin or no stdout, over which an MCP client would be served.\n",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_and_silently_though_stdin_is_open(number: signal.Signals) -> None:
    with serving("--demo") as process:
        ask(process, "initialize", INITIALIZE)
        process.send_signal(number)
        assert ended(process, close=False) == (0, "", "")


async def hanging(_: Scope, receive: Receive, __: Send) -> None:
    """An API that accepts a request and never answers; over once the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


@pytest.mark.parametrize("number", [None, signal.SIGINT, signal.SIGTERM], ids=["stdin", "SIGINT", "SIGTERM"])
def test_a_call_under_way_does_not_keep_it_from_ending(number: signal.Signals | None) -> None:
    with environment(hanging, {"C360_TIMEOUT": LONGER_STILL}) as environ, serving(environ=environ) as process:
        ask(process, "initialize", INITIALIZE)
        search = {"name": "get_customer_interactions", "arguments": SEARCH}
        send(process, "tools/call", search)
        ask(process, "tools/list", {})
        if number is not None:
            process.send_signal(number)
        status, out, errors = ended(process, close=number is None)
    assert (status, errors) == (0, "")
    assert '"result"' not in out


def test_a_client_that_goes_with_calls_under_way_and_takes_no_answers_ends_it_silently() -> None:
    search = {"name": "get_customer_interactions", "arguments": SEARCH}
    with serving("--demo") as process:
        ask(process, "initialize", INITIALIZE)
        for _ in range(20):
            send(process, "tools/call", search)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.close()
        assert (process.wait(timeout=PATIENCE), process.stderr.read()) == (0, "")


def command(*options: str) -> StdioServerParameters:
    return StdioServerParameters(command=sys.executable, args=["-m", "c360_mcp", *options])


@contextmanager
def serving(*options: str, environ: Mapping[str, str] | None = None) -> Iterator[Process]:
    """A server's process, with pipes; what of it is left at the end is killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "c360_mcp", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=MEASURED | dict(environ or {}),
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def write(process: Process, line: str) -> None:
    stdin = process.stdin
    assert stdin is not None
    stdin.write(f"{line}\n")
    stdin.flush()


def send(process: Process, method: str, params: Mapping[str, Any]) -> None:
    write(process, json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}))


def ask(process: Process, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a request; what comes before it is passed over."""
    send(process, method, params)
    while (reply := answer(process)).get("id") != method:
        pass
    return reply


def answer(process: Process) -> dict[str, Any]:
    """What comes next on stdout; a process that says nothing is killed."""
    stdout: IO[str] | None = process.stdout
    assert stdout is not None
    patience = Timer(PATIENCE, process.kill)
    patience.start()
    line = stdout.readline()
    patience.cancel()
    assert line, "no answer came"
    reply: dict[str, Any] = json.loads(line)
    return reply


def ended(process: Process, *, close: bool = True) -> tuple[int, str, str]:
    """Status, rest of stdout, and stderr of a process that ends by itself, after stdin is closed or before."""
    if close:
        out, errors = process.communicate(timeout=PATIENCE)
        return process.returncode, out, errors
    status = process.wait(timeout=PATIENCE)
    assert process.stdout is not None
    assert process.stderr is not None
    return status, process.stdout.read(), process.stderr.read()
