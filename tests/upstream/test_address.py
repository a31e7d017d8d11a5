from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.errors import InvalidArgument, Misconfigured
from c360_mcp.upstream.address import request_url, sendable_key

from .harness import connection

PREFIX = "/us/v1/public/tenants/"
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_the_address_of_a_search_is_the_documented_one() -> None:
    url = request_url(connection(), "interactions-insight", [("email", "customer@example.com")])
    assert (
        str(url)
        == "https://api.test/us/v1/public/tenants/acmecorp01/interactions-insight?email=customer%40example.com"
    )


def test_a_plus_travels_as_percent_2b_and_a_space_as_percent_20() -> None:
    url = request_url(connection(), "r", [("phoneNumber", "+12065551234"), ("t", "a b")])
    assert url.query == b"phoneNumber=%2B12065551234&t=a%20b"


def test_interaction_ids_repeat_one_parameter() -> None:
    url = request_url(connection(), "r", [("interactionId", "int-1"), ("interactionId", "int-2")])
    assert url.query == b"interactionId=int-1&interactionId=int-2"


@given(tenant_id=ANYTHING.filter(lambda text: text.strip(".")))
def test_no_tenant_id_breaks_out_of_its_path_segment(tenant_id: str) -> None:
    url = request_url(connection(tenant_id=tenant_id), "r", [("email", "a@b.test")])
    segment = url.raw_path.decode().removeprefix(PREFIX).removesuffix("/r?email=a%40b.test")
    assert url.host == "api.test"
    assert unquote(segment) == tenant_id
    assert not set(segment) & set("/?#\\\r\n ")


@pytest.mark.parametrize("tenant_id", ["", ".", "..", "...", "\udce9"])
def test_a_tenant_id_that_is_no_segment_of_its_own_is_a_setting_to_correct(tenant_id: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        request_url(connection(tenant_id=tenant_id), "r", [])
    assert str(refused.value) == (
        "C360_TENANT_ID is not a tenant ID. Whoever runs this server should correct it."
    )


@given(value=ANYTHING)
def test_no_value_breaks_out_of_its_parameter(value: str) -> None:
    url = request_url(connection(), "r", [("accountId", value), ("crmId", "native")])
    assert parse_qsl(url.query.decode(), keep_blank_values=True) == [
        ("accountId", value),
        ("crmId", "native"),
    ]
    assert url.raw_path.decode().startswith(f"{PREFIX}acmecorp01/r?accountId=")
    assert not url.fragment


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            ["x" * 10_000] * 25,
            "What is searched for is too long to be sent. Give identifiers as they are in 8x8, and fewer at a time.",
        ),
        (
            ["\ud83d"],
            "What is searched for holds characters that can't be sent. Give the identifier as plain text.",
        ),
    ],
)
def test_values_that_fit_into_no_request_are_refused_without_repeating_them(
    values: list[str], sentence: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        request_url(connection(), "r", [("interactionId", value) for value in values])
    assert str(refused.value) == sentence
    assert refused.value.__context__ is None


@pytest.mark.parametrize(
    "base_url", ["", "api.test", "ftp://api.test", "https://", "https://a:b:c", "https://xn--\udce9/"]
)
def test_a_base_url_that_is_no_web_address_is_a_setting_to_correct(base_url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        request_url(connection(base_url), "r", [])
    assert str(refused.value) == (
        "C360_BASE_URL is not a web address. Whoever runs this server should correct it, "
        "or set C360_REGION instead."
    )
    assert refused.value.__context__ is None


@pytest.mark.parametrize("key", ["", "clé", "key\r\nX-Evil: 1", "key\x00", " key", "k ey", "\udce9"])
def test_a_key_that_no_header_carries_is_a_setting_to_correct(key: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        sendable_key(connection(api_key=key))
    assert str(refused.value) == (
        "C360_API_KEY is empty or holds characters that no API key has. Whoever runs this server should copy it "
        "again from 8x8's Admin Console."
    )


def test_a_connection_shows_its_key_to_nobody() -> None:
    assert "eght_" not in repr(connection()) + str(connection())
