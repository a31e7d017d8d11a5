"""The commands that people type, and what they are told."""

import logging
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from inline_snapshot import snapshot
from mcp import Client
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.cli import parse, run
from c360_mcp.commands.brief import brief
from c360_mcp.commands.check import check
from c360_mcp.commands.sandbox import sandbox
from c360_mcp.sandbox.app import create_app
from c360_mcp.server.app import create_server
from tests.command import run_command
from tests.front_door import Script, environment, told
from tests.patience import PATIENCE

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """Commands set up the logging of their process, which is the tests' here."""
    root, package = logging.getLogger(), logging.getLogger("c360_mcp")
    before = root.handlers, package.handlers, package.level, package.propagate
    yield
    root.handlers, package.handlers, package.level, package.propagate = before


def briefed(
    capture: Capture, environ: Mapping[str, str], *arguments: str, demo: bool = False
) -> tuple[int, str, str]:
    """Status, stdout and stderr of `c360-mcp brief`."""
    status = brief(parse(["brief", *arguments]), environ, demo=demo)
    return status, *capture.readouterr()


def checked(capture: Capture, environ: Mapping[str, str], *, demo: bool = False) -> tuple[int, str]:
    """Status of `c360-mcp check`, and what it says, without the IDs of the request: on stdout if all is well."""
    status = check(parse(["check"]), environ, demo=demo)
    out, errors = capture.readouterr()
    assert bool(out) != bool(errors)
    assert bool(errors) == bool(status)
    said = re.sub(r"(request|response) ID [\w-]+", r"\1 ID …", out or errors)
    return status, re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:…", said)


def tool_text(environ: Mapping[str, str], **arguments: Any) -> str:
    """What a model gets from the same server."""

    async def ask() -> str:
        async with Client(create_server(environ)) as client:
            return await told(client, "get_customer_interactions", **arguments)

    return anyio.run(ask)


BRIEFS: dict[tuple[str, ...], dict[str, Any]] = {
    ("customer@example.com",): {"search_by": "email", "identifier": "customer@example.com"},
    ("+1 206 555 0134", "--purpose", "the late fee"): {
        "search_by": "phone_number",
        "identifier": "+1 206 555 0134",
    },
    ("contact-123", "--search-by", "contact_id", "--period", "last 90 days"): {
        "search_by": "contact_id",
        "identifier": "contact-123",
        "start_time": "P90D",
    },
    ("newcomer@example.com",): {"search_by": "email", "identifier": "newcomer@example.com"},
}


@pytest.mark.parametrize(("typed", "arguments"), BRIEFS.items(), ids=[typed[0] for typed in BRIEFS])
def test_brief_prints_the_text_that_a_model_gets_to_the_letter(
    capsys: Capture, typed: tuple[str, ...], arguments: dict[str, Any]
) -> None:
    with environment(create_app()) as environ:
        before = tool_text(environ, **arguments, scope="contact", include_summaries=5)
        status, out, _ = briefed(capsys, environ, *typed)
        after = tool_text(environ, **arguments, scope="contact", include_summaries=5)
    assert status == 0
    assert out in {f"{before}\n", f"{after}\n"}  # the minute may have changed in between


def test_brief_leaves_out_what_else_is_stored_under_the_contact_where_that_is_asked_for(
    capsys: Capture,
) -> None:
    _, whole, _ = briefed(capsys, {}, "customer@example.com", demo=True)
    _, narrow, _ = briefed(capsys, {}, "customer@example.com", "--only-identifier", demo=True)
    assert "and contact contact-1001 |" in whole
    assert "and contact" not in narrow


def test_brief_shows_the_prompt_on_stderr_where_that_is_asked_for(capsys: Capture) -> None:
    purpose = ("customer@example.com", "--purpose", "the late fee")
    _, _, shown = briefed(capsys, {}, *purpose, "--show-prompt", demo=True)
    _, _, without = briefed(capsys, {}, *purpose, demo=True)
    assert without == ""
    assert shown.startswith(
        'Brief me on this customer before I speak with them: "customer@example.com".\n'
        'The conversation is about: "the late fee".\n'
    )


def test_brief_begins_a_demo_with_saying_so(capsys: Capture) -> None:
    status, out, errors = briefed(capsys, {}, "customer@example.com", demo=True)
    assert (status, errors) == (0, "")
    assert out.startswith("Demo data: an invented customer, none of this happened.\n")


UNCLEAR = {
    "a name": ("John Smith",),
    "nothing": ("",),
    "blanks for an address": (" ", "--search-by", "email"),
    "an address for a number": ("a@example.com", "--search-by", "phone_number"),
    "no country code": ("(206) 555-0134", "--search-by", "phone_number"),
    "a period without length": ("a@example.com", "--period", "a while"),
    "an address with a mark after it": ("customer@example.com?",),
    "a number as dialled": ("206 555 0134",),
    "an ID": ("contact-1001",),
    "more than may be shown": ("a@example.com", "--max", "5000"),
    "a start that is none": ("a@example.com", "--start", "soon"),
}


def test_brief_asks_for_what_is_not_certain_and_sends_nothing(capsys: Capture) -> None:
    api = Script(lambda _, __: (500, b""))
    with environment(api) as environ:
        ends = {what: briefed(capsys, environ, *typed) for what, typed in UNCLEAR.items()}
    assert api.lines == []
    assert {(status, out) for status, out, _ in ends.values()} == {(1, "")}
    said = {what: re.sub(r"Today is [\d-]+", "Today is …", errors) for what, (_, _, errors) in ends.items()}
    assert said == snapshot(
        {
            "a name": "c360-mcp brief: Which kind of identifier is that? Say so with --search-by (email, phone_number, contact_id, account_id); a name finds nobody.\n",
            "nothing": "c360-mcp brief: Which kind of identifier is that? Say so with --search-by (email, phone_number, contact_id, account_id); a name finds nobody.\n",
            "blanks for an address": "c360-mcp brief: identifier is empty. Give the value to search for.\n",
            "an address for a number": "c360-mcp brief: This is an e-mail address: use --search-by email.\n",
            "no country code": "c360-mcp brief: This phone number has no country code. Give it with a plus sign and the country code, such as +12065550134; where the country isn't known, ask for it.\n",
            "a period without length": "c360-mcp brief: From when on? Give --period as in '90 days', 'this month', P90D or 2026-01-01.\n",
            "an address with a mark after it": "c360-mcp brief: There is ? after the identifier: leave it out.\n",
            "a number as dialled": "c360-mcp brief: A phone number needs its country code, such as +12065550134. For numbers as dialled in one country, set C360_DEFAULT_COUNTRY and give --search-by phone_number. For an ID, give --search-by contact_id or account_id.\n",
            "an ID": "c360-mcp brief: If that is an ID, say of what: --search-by contact_id or --search-by account_id.\n",
            "more than may be shown": "c360-mcp brief: --max can't be 5000. --max is a whole number from 1 to 1000.\n",
            "a start that is none": "c360-mcp brief: --start can't be read: give an ISO 8601 date or date-time, such as 2026-10-27 or 2026-10-27T14:00:00Z, or a span back from the end, such as P30D. Today is ….\n",
        }
    )


@pytest.mark.parametrize("country", ["us", "US"])
def test_brief_reads_a_national_number_by_the_default_country(capsys: Capture, country: str) -> None:
    typed = ("(206) 555-0134", "--search-by", "phone_number")
    status, out, _ = briefed(capsys, {"C360_DEFAULT_COUNTRY": country}, *typed, demo=True)
    assert status == 0
    assert "Phone number +12065550134 (read as a US number)" in out


def test_brief_without_settings_prints_what_is_missing_and_fails(capsys: Capture) -> None:
    status, out, errors = briefed(capsys, {}, "customer@example.com")
    assert (status, out) == (1, "")
    assert errors.startswith(
        "c360-mcp brief: c360-mcp is not correctly configured yet, so nothing was looked up. C360_TENANT_ID is"
    )


def served(body: bytes, status: int = 200) -> Script:
    return Script(lambda _, __: (status, body))


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_check_says_what_is_wrong_and_who_can_mend_it(capsys: Capture) -> None:
    cases: dict[str, tuple[ASGIApp, dict[str, str]]] = {
        "wrong key": (create_app(), {"C360_API_KEY": "eght_other"}),
        "wrong tenant": (create_app(), {"C360_TENANT_ID": "someoneelse"}),
        "wrong path": (create_app(), {"C360_BASE_URL": "{base_url}/cidp-customer-360/eu"}),
        "unreachable": (create_app(), {"C360_BASE_URL": closed_port(), "C360_TIMEOUT": "1"}),
        "a web page": (served(b"<!doctype html><title>Sign in</title>"), {}),
        "another API": (served(b'{"status":"UP"}'), {}),
        "a list": (served(b"[]"), {}),
        "wrong setting": (create_app(), {"C360_TIMEZONE": "London"}),
        "a refused request": (served(b'{"error":"bad"}', 400), {}),
    }
    ends = {}
    for what, (app, settings) in cases.items():
        with environment(app) as environ:
            wrong = {
                name: value.format(base_url=environ["C360_BASE_URL"]) for name, value in settings.items()
            }
            ends[what] = checked(capsys, environ | wrong)
    ends["no settings"] = checked(capsys, {})
    assert {status for status, _ in ends.values()} == {1}
    assert {what: out for what, (_, out) in ends.items()} == snapshot(
        {
            "wrong key": "Not working. The Customer 360 API refused access (status 401). Trying again will not help. Either the tenant does not belong to the key's 8x8 customer and region, or the API product customer-360 is not attached to the key's app, or the key is mistyped or revoked. An 8x8 administrator can check all of it in Admin Console; whoever runs this server can check C360_TENANT_ID, C360_API_KEY and C360_REGION. (request ID …, response ID …)\n",
            "wrong tenant": "Not working. The Customer 360 API refused access (status 403). Trying again will not help. Either the tenant does not belong to the key's 8x8 customer and region, or the API product customer-360 is not attached to the key's app, or the key is mistyped or revoked. An 8x8 administrator can check all of it in Admin Console; whoever runs this server can check C360_TENANT_ID, C360_API_KEY and C360_REGION. (request ID …, response ID …)\n",
            "wrong path": "Not working. The Customer 360 API has nothing at the configured address (status 404). Trying again will not help: whoever runs this server should check C360_TENANT_ID, and C360_REGION or C360_BASE_URL. (request ID …, response ID …)\n",
            "unreachable": "Not working. No connection to the Customer 360 API could be made. Trying again in a minute may help; if it does not, whoever runs this server should check the network, any proxy (HTTPS_PROXY), and C360_BASE_URL. (request ID …)\n",
            "a web page": "Not working. What came from the Customer 360 API's address is an HTML or XML page, not the documented reply. Trying again is unlikely to help: whoever runs this server should check C360_BASE_URL, and whether a proxy or a sign-in page stands in between. (request ID …)\n",
            "another API": "Not working. The address answers, but not as the Customer 360 API does: check C360_BASE_URL.\n",
            "a list": "Not working. What came from the Customer 360 API's address is JSON that is not an object, not the documented reply. Trying again is unlikely to help: whoever runs this server should check C360_BASE_URL, and whether a proxy or a sign-in page stands in between. (request ID …)\n",
            "wrong setting": "Not working. c360-mcp is not correctly configured yet, so nothing was looked up. C360_TIMEZONE must be an IANA time zone such as Europe/London. These are environment variables of the server: the person who runs it sets them in the MCP client's configuration and restarts the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data. This command sees the variables of this shell alone. What stands in a client's configuration reaches only the server that the client starts: to check that, set the same variables here.\n",
            "a refused request": "Not working. The Customer 360 API did not accept what this command itself sent (status 400): a request for the summary of an interaction that does not exist. Check C360_TENANT_ID, and C360_REGION or C360_BASE_URL; if these are right, the service may work all the same. (request ID …)\n",
            "no settings": "Not working. c360-mcp is not correctly configured yet, so nothing was looked up. C360_TENANT_ID is missing: the ID of your 8x8 tenant; C360_API_KEY is missing: an API key from the 8x8 Admin Console; C360_REGION is missing: one of us, uk, ca, ap. These are environment variables of the server: the person who runs it sets them in the MCP client's configuration and restarts the server. `c360-mcp check` then verifies them; C360_DEMO=1 needs no 8x8 account and shows demo data. This command sees the variables of this shell alone. What stands in a client's configuration reaches only the server that the client starts: to check that, set the same variables here.\n",
        }
    )


def test_check_says_that_it_works_and_touches_no_customer(capsys: Capture) -> None:
    api = served(
        b'{"summaries":[],"partialFailures":[{"interactionId":"c360-mcp-check","reason":"Summary not found"}]}'
    )
    with environment(api, {"C360_TIMEZONE": "Europe/London", "C360_RESULT_TOKENS": "4000"}) as environ:
        assert checked(capsys, environ) == snapshot(
            (
                0,
                "Working. The Customer 360 API at 127.0.0.1:… accepted the key for tenant acmecorp01. Times are shown in Europe/London; a call may take 25 seconds and a result 4,000 tokens.\n",
            )
        )
    assert api.lines == [
        "GET /v1/public/tenants/acmecorp01/transcript-summaries?interactionId=c360-mcp-check"
    ]
    with environment(create_app()) as environ:
        assert checked(capsys, environ)[0] == 0


def test_check_says_what_it_read_of_a_tenants_own_words(capsys: Capture, tmp_path: Path) -> None:
    words = tmp_path / "words.toml"
    words.write_text(
        'resolved = ["Gelöst, \\"endgültig\\""]\nescalation = ["eskaliert", "\\u001b[31m"]\ncallback = []\n',
        "utf-8",
    )
    status, out = checked(capsys, {"C360_WORDS_FILE": str(words)}, demo=True)
    assert (status, out.splitlines()[1:]) == snapshot(
        (
            0,
            [
                'C360_WORDS_FILE, escalation: 2 ("eskaliert", "\\u001b[31m")',
                'C360_WORDS_FILE, resolved: 1 ("Gelöst, \\"endgültig\\"")',
            ],
        )
    )


DEMOS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "before": (("--demo", "check"), {}),
    "after": (("check", "--demo"), {}),
    "by variable": (("check",), {"C360_DEMO": "1"}),
}


@pytest.mark.parametrize(("arguments", "environ"), DEMOS.values(), ids=DEMOS)
def test_a_demo_is_asked_for_before_or_after_the_command_or_by_a_variable(
    arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    done = run_command(*arguments, environ=environ)
    assert (done.returncode, done.stdout, done.stderr) == snapshot(
        (
            0,
            "Working. The stand-in API accepted the key for this tenant. Times are shown in UTC; a call may take 25 seconds and a result 8,000 tokens.\n",
            "",
        )
    )


@pytest.mark.parametrize("no", ["", "0", "false", "No", " off "])
def test_a_demo_is_not_asked_for_by_a_variable_that_means_no(
    no: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_DEMO", no)
    for name in ("C360_TENANT_ID", "C360_API_KEY", "C360_REGION", "C360_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert run(["check"]) == 1
    assert "C360_TENANT_ID is missing" in capsys.readouterr().err


def test_brief_does_not_fail_on_a_terminal_that_lacks_a_character() -> None:
    done = run_command("brief", "--demo", "facilities@example.net", environ={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    assert ", \\u2026; in all neutral " in done.stdout


MISTYPED = {
    "an unknown option": (["--port", "1"], "c360-mcp: error: "),
    "an unknown command": (
        ["breif", "customer@example.com"],
        "c360-mcp: error: argument COMMAND: invalid choice: ",
    ),
    "an abbreviated option": (["--dem"], "c360-mcp: error: unrecognized arguments: --dem"),
    "nobody to brief on": (
        ["brief"],
        "c360-mcp brief: error: the following arguments are required: identifier",
    ),
    "a kind that there is none of": (
        ["brief", "John", "--search-by", "name"],
        "c360-mcp brief: error: argument --search-by: invalid choice: 'name' ",
    ),
    "a page to open that nothing writes": (
        ["brief", "a@example.com", "--open"],
        "c360-mcp brief: error: --open goes with --html",
    ),
    "two beginnings": (
        ["brief", "a@example.com", "--period", "30 days", "--start", "P3Y"],
        "c360-mcp brief: error: give --period or --start, not both",
    ),
    "a port that is no number": (
        ["sandbox", "--port", "http"],
        "c360-mcp sandbox: error: argument --port: must be a whole number from 0 to 65535",
    ),
    "a port that there is none of": (
        ["sandbox", "--port", "65536"],
        "c360-mcp sandbox: error: argument --port: must be a whole number from 0 to 65535",
    ),
}


ALIKE = {
    ("breif", "customer@example.com"): "Did you mean brief?",
    ("brief", "customer@example.com", "--perod", "90 days"): "Did you mean --period?",
    ("brief", "customer@example.com", "--search-by", "emial"): "Did you mean email?",
    ("config", "claude-dekstop"): "Did you mean claude-desktop?",
    ("--demoo",): "Did you mean --demo?",
}


@pytest.mark.parametrize(("arguments", "question"), ALIKE.items(), ids=" ".join)
def test_what_is_mistyped_is_asked_about_where_something_is_spelt_alike(
    capsys: Capture, arguments: tuple[str, ...], question: str
) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)
    assert capsys.readouterr().err.endswith(f"{question}\n")


@pytest.mark.parametrize("arguments", [("sandbox", "--demo"), ("serve",), ("config", "emacs")], ids=" ".join)
def test_nothing_is_asked_where_nothing_is_spelt_alike(capsys: Capture, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)
    assert "Did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "sentence"), MISTYPED.values(), ids=MISTYPED)
def test_what_is_mistyped_ends_with_2_and_how_to_type_it(
    capsys: Capture, arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith("usage: c360-mcp")
    assert errors.splitlines()[-1].startswith(sentence)


def test_sandbox_says_how_to_use_it_and_ends_quietly_with_ctrl_c(capsys: Capture) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "c360_mcp", "sandbox", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            announced = "".join(process.stdout.readline() for _ in range(3))
            line = announced.splitlines()[1]
            environ = dict(re.findall(r"(C360_\w+)=(\S+)", line))
            status, out, _ = briefed(capsys, environ, line.split(" ")[-1])
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:…", announced) == snapshot("""\
Stand-in for the Customer 360 API on http://127.0.0.1:… (Ctrl-C ends it). In another terminal:
C360_BASE_URL=http://127.0.0.1:… C360_TENANT_ID=acmecorp01 C360_API_KEY=eght_demo c360-mcp brief customer@example.com
C360_TENANT_ID=acmecorp02 is a tenant without Speech Analytics.
""")
    assert (status, out.split(" | ")[0]) == (
        0,
        "E-mail address customer@example.com and contact contact-1001",
    )
    assert (process.returncode, rest, errors) == (0, "", "")


def test_sandbox_says_that_its_port_is_in_use(capsys: Capture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert sandbox(parse(["sandbox", "--port", str(port)])) == 1
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith(f"c360-mcp sandbox: port {port} can't be used: ")
    assert "ddress already in use" in errors


class Hanging:
    """An API that accepts a request and never answers; over once the caller has gone."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    async def __call__(self, _: Scope, receive: Receive, __: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            self.asked.set()


@pytest.mark.parametrize("arguments", [("brief", "customer@example.com"), ("check",)], ids=["brief", "check"])
def test_ctrl_c_ends_a_command_without_a_traceback(arguments: tuple[str, ...]) -> None:
    api = Hanging()
    with (
        environment(api) as environ,
        subprocess.Popen(
            [sys.executable, "-m", "c360_mcp", *arguments],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as process,
    ):
        try:
            assert api.asked.wait(PATIENCE)
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, out, errors) == (130, "", "")
