"""Settings that are not what they seem: each row is what is set, and what is right."""

from pathlib import Path

import pytest
from mcp import Client

from c360_mcp.errors import Misconfigured
from c360_mcp.server.app import create_server
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.settings import read_service_settings
from c360_mcp.setting import SettingsReader
from c360_mcp.settings import read_settings
from c360_mcp.variables import DEMO, LOG_LEVEL
from tests.front_door import told
from tests.server.test_settings import RIGHT, SEARCH, complaint, sent, unconfigured

pytestmark = pytest.mark.anyio

REFERENCE = "holds a reference that was not filled in: the client put no value in its place"
PLACEHOLDER = "holds a placeholder, where a value of your own belongs"
QUOTED = "has quotation marks around its value: leave them out"

REFUSED = [
    ("C360_API_KEY", "${C360_API_KEY}", REFERENCE),
    ("C360_API_KEY", " ${env:C360_API_KEY} ", REFERENCE),
    ("C360_API_KEY", "${input:c360-api-key}", REFERENCE),
    ("C360_API_KEY", "${user_config.api_key}", REFERENCE),
    ("C360_API_KEY", "${C360_API_KEY:-}", REFERENCE),
    ("C360_API_KEY", "eght_${KEY}", REFERENCE),
    ("C360_API_KEY", "$C360_API_KEY", REFERENCE),
    ("C360_API_KEY", "$env:C360_API_KEY", REFERENCE),
    ("C360_API_KEY", "$c360_api_key", REFERENCE),
    ("C360_API_KEY", "%C360_API_KEY%", REFERENCE),
    ("C360_API_KEY", "{{C360_API_KEY}}", REFERENCE),
    ("C360_API_KEY", "your-api-key", PLACEHOLDER),
    ("C360_API_KEY", "<your API key>", PLACEHOLDER),
    ("C360_API_KEY", "YOUR_API_KEY", PLACEHOLDER),
    ("C360_API_KEY", '"eght_key"', QUOTED),
    ("C360_API_KEY", "'eght_key'", QUOTED),
    ("C360_API_KEY", "“eght_key”", QUOTED),
    ("C360_TENANT_ID", "${C360_TENANT_ID}", REFERENCE),
    ("C360_TENANT_ID", "your-tenant-id", PLACEHOLDER),
    ("C360_TENANT_ID", '"acmecorp01"', QUOTED),
    ("C360_REGION", "${user_config.region}", REFERENCE),
    ("C360_REGION", '"us"', QUOTED),
    ("C360_REDACT", "${user_config.redact}", REFERENCE),
    ("C360_REDACT", '"contacts"', QUOTED),
    ("C360_API_KEY_FILE", "/nowhere/key", "can't be read: No such file or directory"),
    ("C360_API_KEY_FILE", "~nobody-of-this-name/key", "can't be read: there is no such home directory"),
    ("C360_AUDIT_SECRET_FILE", "/", "can't be read: Is a directory"),
    ("C360_DEMO", "${C360_DEMO}", REFERENCE),
    ("C360_DEMO", "${user_config.demo}", REFERENCE),
    ("C360_DEMO", '"0"', QUOTED),
    ("C360_DEMO", "n", "must be 1 or 0"),
    ("C360_DEMO", "none", "must be 1 or 0"),
    ("C360_DEMO", "2", "must be 1 or 0"),
    ("C360_AUDIT_LOG", "stdout", "must be a file or stderr: stdout is for answers"),
    ("C360_AUDIT_LOG", "STDOUT", "must be a file or stderr: stdout is for answers"),
    ("C360_AUDIT_LOG", "-", "must be a file or stderr: stdout is for answers"),
    ("C360_AUDIT_LOG", "/", "can't be written: Is a directory"),
    ("C360_AUDIT_LOG", "/nowhere/audit.jsonl", "can't be written: No such file or directory"),
    ("C360_AUDIT_LOG", "~/nowhere/audit.jsonl", "can't be written: No such file or directory"),
    ("C360_AUDIT_LOG", "~nobody-of-this-name/audit", "can't be written: there is no such home directory"),
    ("C360_AUDIT_LOG", "/etc/hostname/audit.jsonl", "can't be written: Not a directory"),
    ("C360_AUDIT_LOG", f"/{'long' * 100}", "can't be written: File name too long"),
]


@pytest.mark.parametrize(("name", "value", "problem"), REFUSED)
async def test_a_value_that_is_not_what_it_seems_is_named_as_such_and_not_sent(
    name: str, value: str, problem: str
) -> None:
    assert await complaint(RIGHT | {name: value}) == unconfigured(f"{name} {problem}")


IGNORED = [
    ("C360_BASE_URL", "${C360_BASE_URL}", REFERENCE),
    ("C360_BASE_URL", "https://${HOST}/c360", REFERENCE),
    ("C360_TIMEZONE", "${user_config.timezone}", REFERENCE),
    ("C360_TIMEZONE", '"Europe/London"', QUOTED),
    ("C360_DEFAULT_COUNTRY", "$COUNTRY", REFERENCE),
    ("C360_RESULT_TOKENS", "%C360_RESULT_TOKENS%", REFERENCE),
    ("C360_TIMEOUT", "'25'", QUOTED),
    ("C360_WORDS_FILE", "$HOME/words.toml", REFERENCE),
    ("C360_AUDIT_LOG", "${C360_AUDIT_LOG}", REFERENCE),
    ("C360_AUDIT_LOG", "%APPDATA%\\audit.jsonl", REFERENCE),
    ("C360_AUDIT_SECRET", "${C360_AUDIT_SECRET}", REFERENCE),
    ("C360_API_KEY_FILE", "${C360_API_KEY_FILE}", REFERENCE),
    ("C360_AUDIT_SECRET_FILE", "%SECRET%", REFERENCE),
    ("C360_LOG_LEVEL", "${LEVEL}", REFERENCE),
    ("C360_LOG_LEVEL", "TRACE", "must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ("C360_LOG_LEVEL", "10", "must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
]


@pytest.mark.parametrize(("name", "value", "problem"), IGNORED)
async def test_an_optional_value_left_unfilled_counts_as_not_set_which_is_logged(
    name: str, value: str, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_settings(RIGHT | {name: value}) == read_settings(RIGHT)
    assert caplog.messages == [f"{name} {problem}. It counts as not set."]
    host, _ = await sent({name: value})
    assert host == "api.8x8.com"


@pytest.mark.parametrize("value", ["stderr", "STDERR", " Stderr "])
def test_an_audit_log_on_stderr_is_no_file(value: str) -> None:
    assert read_settings(RIGHT | {"C360_AUDIT_LOG": value}).audit_log == "stderr"


def test_an_audit_log_may_be_named_from_the_home_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings(RIGHT | {"C360_AUDIT_LOG": "~/audit.jsonl"}).audit_log == f"{tmp_path}/audit.jsonl"


@pytest.mark.parametrize("value", ["1", "true", "YES", "On"])
def test_a_yes_turns_the_demo_on(value: str) -> None:
    assert SettingsReader({"C360_DEMO": value}).read(DEMO) is True


@pytest.mark.parametrize("value", ["0", "False", "NO", "off", "", " "])
async def test_a_no_leaves_the_demo_off(value: str) -> None:
    host, _ = await sent({"C360_DEMO": value})
    assert host == "api.8x8.com"


def test_a_demo_that_nobody_clearly_asked_for_keeps_the_service_from_starting() -> None:
    with pytest.raises(Misconfigured, match="C360_DEMO must be 1 or 0"):
        read_service_settings({"C360_DEMO": "n"})


@pytest.mark.parametrize(
    ("value", "level"), [("WARN", "WARNING"), ("warn", "WARNING"), ("fatal", "CRITICAL")]
)
def test_a_level_by_its_other_name_is_that_level(value: str, level: str) -> None:
    reader = SettingsReader({"C360_LOG_LEVEL": value})
    assert (reader.read(LOG_LEVEL), reader.ignored) == (level, ())


MEANT = ["$ecret", "100%", "a$B", "pa'ss'word", "it's", "your-majesty", "a<b>"]


@pytest.mark.parametrize("value", MEANT)
def test_a_secret_that_only_looks_a_little_like_a_reference_is_kept(value: str) -> None:
    assert read_settings(RIGHT | {"C360_AUDIT_SECRET": value}).audit_secret == value


@pytest.mark.parametrize(
    "name",
    [
        "C360_AUTH_ISSUER",
        "C360_AUTH_AUDIENCE",
        "C360_AUTH_SCOPE",
        "C360_AUTH_TOKENS_FILE",
        "C360_TENANTS_FILE",
        "C360_TENANT_CLAIM",
    ],
)
def test_what_decides_who_may_ask_never_counts_as_not_set(name: str) -> None:
    with pytest.raises(Misconfigured, match=f"{name} (holds a reference|needs)"):
        read_service_settings({name: "${C360_SETTING}"})


def test_other_settings_of_the_service_count_as_not_set() -> None:
    settings = read_service_settings({"C360_ALLOWED_HOSTS": "${HOSTS}", "C360_LOG_FORMAT": '"json"'})

    assert settings.allowed_hosts == ()
    assert sorted(settings.ignored) == [
        f"C360_ALLOWED_HOSTS {REFERENCE}. It counts as not set.",
        f"C360_LOG_FORMAT {QUOTED}. It counts as not set.",
    ]


@pytest.mark.parametrize("content", ["eght_mounted", "eght_mounted\n", "\ufeff eght_mounted\r\n"])
def test_key_and_audit_secret_may_be_mounted_as_files(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content, encoding="utf-8")
    files = dict.fromkeys(("C360_API_KEY_FILE", "C360_AUDIT_SECRET_FILE"), str(tmp_path / "secret"))
    for direct in ({"C360_API_KEY": ""}, {"C360_API_KEY": "${KEY}", "C360_AUDIT_SECRET": "other"}):
        settings = read_settings(RIGHT | direct | files)
        assert settings.connection.api_key.get_secret_value() == settings.audit_secret == "eght_mounted"


SECRET_FILES = {
    "empty": (b" \n", "is empty"),
    "another encoding": ("schlüssel".encode("latin-1"), "is not a text file"),
    "two lines": (b"eght_a\neght_b", "holds characters that no API key has"),
    "a reference": (b"${C360_API_KEY}", REFERENCE),
    "a placeholder": (b"your-api-key", PLACEHOLDER),
    "quotation marks": (b'"eght_key"', QUOTED),
}


@pytest.mark.parametrize("what", SECRET_FILES)
async def test_what_is_wrong_with_a_mounted_key_is_told_without_it(tmp_path: Path, what: str) -> None:
    content, problem = SECRET_FILES[what]
    path = tmp_path / "secret"
    path.write_bytes(content)
    assert await complaint(RIGHT | {"C360_API_KEY_FILE": str(path)}) == unconfigured(
        f"C360_API_KEY_FILE {problem}"
    )


@pytest.mark.parametrize("value", ["gopher://user:secret@proxy.test", "socks5://user:secret@proxy.test"])
async def test_a_demo_ignores_proxies_and_certificates(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    async with Client(create_server({}, demo=True)) as client:
        assert "Demo data" in await told(client, "get_customer_interactions", **SEARCH)


TENANT = {"id": "acmecorp01", "region": "us", "api_key": "k"}


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("id", "your-tenant-id", f"id {PLACEHOLDER}"),
        ("region", "${REGION}", f"region {REFERENCE}"),
        ("api_key", "${ACME_KEY}", f"api_key {REFERENCE}"),
        ("api_key", "'k'", f"api_key {QUOTED}"),
        ("timezone", "%TZ%", f"timezone {REFERENCE}"),
        ("api_key_env", "${ACME_KEY}", f"api_key_env {REFERENCE}"),
        ("api_key_env", "ACME_KEY", f"api_key_env names a variable that {REFERENCE}"),
    ],
)
def test_a_value_left_unfilled_is_named_in_the_file_of_tenants_too(
    tmp_path: Path, key: str, value: str, problem: str
) -> None:
    table = "\n".join(f'{name} = "{given}"' for name, given in (TENANT | {key: value}).items())
    (tmp_path / "tenants.toml").write_text(f"[acme]\n{table}\n", encoding="utf-8")
    (tmp_path / "tokens").write_text(str(new_token("copilot")[1]), encoding="utf-8")
    files = {
        "C360_TENANTS_FILE": str(tmp_path / "tenants.toml"),
        "C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"),
    }

    with pytest.raises(Misconfigured) as refused:
        read_service_settings(files | {"ACME_KEY": "${ACME_KEY}"})

    assert str(refused.value) == f"The service can't start: C360_TENANTS_FILE [acme] {problem}."
