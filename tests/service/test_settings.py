"""What the service must be told, and the sentences where it is not."""

import json
from pathlib import Path

import pytest

from c360_mcp.analysis.tenant_words import TenantWords
from c360_mcp.errors import Misconfigured
from c360_mcp.rate import Rate
from c360_mcp.service.callers.static_tokens import new_token
from c360_mcp.service.settings import read_service_settings

OAUTH = {"C360_AUTH_ISSUER": "https://auth.example.com", "C360_AUTH_AUDIENCE": "https://c360.example.com/mcp"}


def complaint(environ: dict[str, str]) -> str:
    with pytest.raises(Misconfigured) as refused:
        read_service_settings(environ)
    return str(refused.value).removeprefix("The service can't start: ")


def test_nothing_needs_to_be_set() -> None:
    assert read_service_settings({}).authenticates is False


def test_an_issuer_is_kept_to_the_letter() -> None:
    oauth = read_service_settings(OAUTH | {"C360_AUTH_ISSUER": "https://auth.example.com/"}).oauth

    assert oauth is not None
    assert oauth.issuer == "https://auth.example.com/"


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        (
            {"C360_AUTH_ISSUER": "https://auth.example.com"},
            "C360_AUTH_AUDIENCE is missing: for what the issuer's tokens must have been issued.",
        ),
        (
            OAUTH | {"C360_AUTH_AUDIENCE": "api://c360"},
            "C360_PUBLIC_URL is missing: the address that callers use, which C360_AUTH_AUDIENCE is not.",
        ),
        (
            {"C360_AUTH_AUDIENCE": "https://c360.example.com/mcp"},
            "C360_AUTH_ISSUER is missing: whose tokens are to count for C360_AUTH_AUDIENCE.",
        ),
        (
            OAUTH | {"C360_AUTH_ISSUER": "http://auth.example.com"},
            "C360_AUTH_ISSUER must begin with https:// (http:// for loopback addresses alone).",
        ),
        (
            OAUTH | {"C360_PUBLIC_URL": "c360.example.com"},
            "C360_PUBLIC_URL must begin with https:// (http:// for loopback addresses alone).",
        ),
        (
            OAUTH | {"C360_AUTH_SCOPE": "c360:read c360:write"},
            "C360_AUTH_SCOPE must be one scope, without spaces and quotation marks.",
        ),
        (
            {"C360_AUTH_SCOPE": "c360:metadata"},
            "C360_AUTH_METADATA_SCOPE must be another scope than C360_AUTH_SCOPE.",
        ),
        (
            OAUTH | {"C360_AUTH_AUDIENCE": " , "},
            "C360_AUTH_AUDIENCE holds nothing but commas.",
        ),
        (
            OAUTH | {"C360_TENANT_CLAIM": "org"},
            "C360_TENANT_CLAIM needs C360_TENANTS_FILE, where its tenants are.",
        ),
        (
            {"C360_ALLOWED_HOSTS": "https://c360.example.com"},
            "C360_ALLOWED_HOSTS must be host names separated by commas, such as c360.example.com.",
        ),
        (
            {"C360_ALLOWED_ORIGINS": "copilot.example.com"},
            "C360_ALLOWED_ORIGINS must be origins separated by commas, such as https://copilot.example.com.",
        ),
        ({"C360_READY_UPSTREAM": "perhaps"}, "C360_READY_UPSTREAM must be 1 or 0."),
        ({"C360_LOG_FORMAT": "xml"}, "C360_LOG_FORMAT must be one of text, json."),
        (
            {"C360_AUTH_TOKENS_FILE": "/nowhere/tokens"},
            "C360_AUTH_TOKENS_FILE can't be read: No such file or directory.",
        ),
        (
            {"C360_TIMEOUT": "forever", "C360_ALLOWED_HOSTS": "*"},
            (
                "C360_TIMEOUT must be a number of seconds from 1 to 600; C360_ALLOWED_HOSTS must be host names separated "
                "by commas, such as c360.example.com."
            ),
        ),
    ],
)
def test_what_can_not_be_used_is_told_in_a_sentence(environ: dict[str, str], sentence: str) -> None:
    assert complaint(environ) == sentence


@pytest.mark.parametrize("value", ["0", "no", "False", "off"])
def test_a_no_is_a_no(value: str) -> None:
    assert read_service_settings({"C360_READY_UPSTREAM": value}).ready_asks_upstream is False


def tenants(tmp_path: Path, text: str) -> dict[str, str]:
    """Settings with this file of tenants, and a token."""
    (tmp_path / "tenants.toml").write_text(text, encoding="utf-8")
    (tmp_path / "tokens").write_text(str(new_token("copilot")[1]), encoding="utf-8")
    return {
        "C360_TENANTS_FILE": str(tmp_path / "tenants.toml"),
        "C360_AUTH_TOKENS_FILE": str(tmp_path / "tokens"),
    }


def test_tenants_have_what_their_table_says_and_the_rest_from_the_environment(tmp_path: Path) -> None:
    text = '[acme]\nid = "acmecorp01"\nregion = "UK"\napi_key_env = "KEY"\n[other]\nid = "o"\nregion = "us"\napi_key = "k"\ntimezone = "Asia/Tokyo"\nrate = "20/10s"\n'

    found = read_service_settings(
        tenants(tmp_path, text)
        | {"KEY": "eght_acme", "C360_TIMEZONE": "Europe/London", "C360_RATE": "60/minute"}
    ).tenants

    assert found is not None
    assert found["acme"].connection.base_url == "https://api.8x8.com/cidp-customer-360/uk"
    assert found["acme"].connection.tenant_id == "acmecorp01"
    assert found["acme"].connection.api_key.get_secret_value() == "eght_acme"
    assert found["acme"].connection.rates == (Rate(60, 60),)
    assert found["other"].connection.rates == (Rate(20, 10),)
    assert [found["acme"].zone.key, found["other"].zone.key] == ["Europe/London", "Asia/Tokyo"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[acme]\n",
            (
                "C360_TENANTS_FILE [acme] id is missing: the ID of the 8x8 tenant, [acme] region is missing: one of us, "
                "uk, ca, ap, [acme] api_key is missing: an API key from the 8x8 Admin Console, or api_key_env instead."
            ),
        ),
        (
            '[acme]\nid = "a b"\nregion = "eu"\napi_key_env = "UNSET"\n[other]\nid = "o"\nregion = "us"\n',
            (
                "C360_TENANTS_FILE [acme] id must consist of letters, digits, dots, dashes and underscores, [acme] region "
                "must be one of us, uk, ca, ap (a tenant on an eu platform host belongs to uk), [acme] api_key_env names "
                "a variable that is not set (a key itself goes into api_key), [other] api_key is missing: an API key from "
                "the 8x8 Admin Console, or api_key_env instead."
            ),
        ),
        ('acme = "acmecorp01"', "C360_TENANTS_FILE must have one table for each tenant, and nothing else."),
        ("", "C360_TENANTS_FILE must have one table for each tenant, and nothing else."),
        ('api_key = "secret', "C360_TENANTS_FILE is not TOML."),
    ],
)
def test_all_that_is_wrong_with_tenants_is_told_in_one_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert complaint(tenants(tmp_path, text)) == sentence


TENANT = 'id = "{0}"\nregion = "us"\napi_key = "k"\n'


def test_tenants_have_words_of_their_own_or_those_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('escalation = ["eskaliert"]', encoding="utf-8")
    text = f"""
        [acme]
        {TENANT.format("a")}
        [acme.words]
        escalation = ["escaladé"]
        "callback made" = ["Rappelé"]
        [quiet]
        {TENANT.format("q")}
        words = {{}}
        [other]
        {TENANT.format("o")}
    """

    found = read_service_settings(
        tenants(tmp_path, text) | {"C360_WORDS_FILE": str(tmp_path / "words.toml")}
    ).tenants

    assert found is not None
    assert {name: tenant.words for name, tenant in found.items()} == {
        "acme": TenantWords(escalation=("escaladé",), callback_made=("Rappelé",)),
        "quiet": TenantWords(),
        "other": TenantWords(escalation=("eskaliert",)),
    }


def test_what_is_wrong_with_the_words_of_tenants_is_told_with_the_rest(tmp_path: Path) -> None:
    text = (
        f'[acme]\n{TENANT.format("a b")}[acme.words]\nescalated = []\nresolved = "Gelöst"\n'
        f"[other]\n{TENANT.format('o')}[other.words]\ncallback = [1]\n"
    )

    assert complaint(tenants(tmp_path, text) | {"C360_WORDS_FILE": "/nowhere"}) == (
        "C360_WORDS_FILE can't be read: No such file or directory; C360_TENANTS_FILE [acme] id must consist of letters, "
        "digits, dots, dashes and underscores, [acme] words: escalated is not one of escalation, transfer, abandoned, "
        "callback, callback_made, resolved, none, resolved must be a list of strings, [other] words: callback must be a "
        "list of strings."
    )


def test_a_file_of_tenants_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    found = read_service_settings(tenants(tmp_path, f"\ufeff[acme]\n{TENANT.format('a')}")).tenants

    assert found is not None
    assert list(found) == ["acme"]


SENTINEL = "eght_Sentinel"
RIGHT = {
    "id": SENTINEL,
    "base_url": f"https://{SENTINEL}.example.com",
    "api_key": SENTINEL,
    "timezone": "Asia/Tokyo",
    "default_country": "JP",
}
ADDRESS = "base_url must begin with https:// (http:// for loopback addresses alone)"
UNSET = "api_key_env names a variable that is not set (a key itself goes into api_key)"


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("id", f"../{SENTINEL}", "id must consist of letters, digits, dots, dashes and underscores"),
        ("id", [SENTINEL], "id must be a string, [acme] id is missing: the ID of the 8x8 tenant"),
        ("base_url", f"http://{SENTINEL}.example.com", ADDRESS),
        ("base_url", f"https://[{SENTINEL}", "base_url is not a URL"),
        (
            "base_url",
            f"https://{SENTINEL}@api.example.com",
            "base_url must be a URL with a host, without user name, query and fragment",
        ),
        (
            "base_url",
            f"https://{SENTINEL}.example.com/us/v1/public",
            "base_url must end before /v1/public/",
        ),
        ("api_key", f"{SENTINEL} {SENTINEL}", "api_key holds characters that no API key has"),
        ("api_key_env", SENTINEL, UNSET),
        ("api_key_env", "BLANK", UNSET),
        ("api_key_env", "WRONG", "api_key_env names a variable that holds characters that no API key has"),
        ("timezone", SENTINEL, "timezone must be an IANA time zone such as Europe/London"),
        ("default_country", SENTINEL, "default_country must be an ISO 3166 country code such as US or GB"),
        ("words", SENTINEL, "words must be a table"),
        ("words", [SENTINEL], "words must be a table"),
        (
            "key",
            SENTINEL,
            "key is not one of id, region, base_url, api_key, api_key_env, timezone, rate, default_country, words",
        ),
    ],
)
def test_what_is_wrong_with_a_tenant_is_told_without_any_value(
    tmp_path: Path, key: str, value: object, problem: str
) -> None:
    table = "\n".join(f"{name} = {json.dumps(given)}" for name, given in (RIGHT | {key: value}).items())
    environ = {"BLANK": " ", "WRONG": f"{SENTINEL} {SENTINEL}"}

    sentence = complaint(tenants(tmp_path, f"[acme]\n{table}\n") | environ)

    assert sentence == f"C360_TENANTS_FILE [acme] {problem}."
    assert SENTINEL not in sentence


def test_the_region_of_a_tenant_is_not_repeated_either(tmp_path: Path) -> None:
    table = f'[acme]\nid = "{SENTINEL}"\nregion = "{SENTINEL}"\napi_key = "{SENTINEL}"\n'

    assert complaint(tenants(tmp_path, table)) == (
        "C360_TENANTS_FILE [acme] region must be one of us, uk, ca, ap (a tenant on an eu platform host belongs to uk)."
    )


def test_settings_of_server_service_and_tenants_that_are_wrong_are_all_named_at_once(tmp_path: Path) -> None:
    wrong = {"C360_TIMEZONE": "Mars", "C360_ALLOWED_HOSTS": "a b", "C360_AUTH_SCOPE": "a b"}

    assert complaint(tenants(tmp_path, '[acme]\nid = "a"\nregion = "us"\n') | wrong) == (
        "C360_TIMEZONE must be an IANA time zone such as Europe/London; C360_AUTH_SCOPE must be one scope, without "
        "spaces and quotation marks; C360_ALLOWED_HOSTS must be host names separated by commas, such as "
        "c360.example.com; C360_TENANTS_FILE [acme] api_key is missing: an API key from the 8x8 Admin Console, or "
        "api_key_env instead."
    )


def test_a_file_of_tenants_must_be_there() -> None:
    assert complaint(OAUTH | {"C360_TENANT_CLAIM": "org", "C360_TENANTS_FILE": "/nowhere"}) == (
        "C360_TENANTS_FILE can't be read: No such file or directory."
    )


def test_tenants_need_callers_that_are_known(tmp_path: Path) -> None:
    settings = tenants(tmp_path, '[acme]\nid = "a"\nregion = "us"\napi_key = "k"\n')
    del settings["C360_AUTH_TOKENS_FILE"]

    assert complaint(settings) == (
        "C360_TENANTS_FILE needs C360_AUTH_ISSUER or C360_AUTH_TOKENS_FILE: tokens tell the tenant."
    )


def test_tenants_need_the_claim_that_names_them(tmp_path: Path) -> None:
    settings = tenants(tmp_path, '[acme]\nid = "a"\nregion = "us"\napi_key = "k"\n') | OAUTH

    assert complaint(settings) == (
        "C360_TENANT_CLAIM is missing: the claim of a token that names its tenant."
    )
