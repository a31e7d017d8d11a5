import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.upstream.error_body import error_detail, redact_key

from .harness import KEY

KEYS = st.sampled_from(["errors", "fault", "faultstring", "detail", "message", "title", "error"]) | st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (
            {"status": 400, "title": "Bad Request", "detail": "Invalid search criteria"},
            "Invalid search criteria",
        ),
        ({"status": 400, "title": "Bad Request"}, "Bad Request"),
        ({"status": 400, "title": "Bad Request", "detail": None}, "Bad Request"),
        (
            {"fault": {"faultstring": "Invalid ApiKey", "detail": {"errorcode": "oauth.v2.InvalidApiKey"}}},
            "Invalid ApiKey",
        ),
        (
            {"timestamp": 1, "status": 404, "error": "Not Found", "message": "No such tenant", "path": "/x"},
            "No such tenant",
        ),
        ({"timestamp": 1, "status": 404, "error": "Not Found", "path": "/x"}, "Not Found"),
        ({"errors": [{"message": "First"}, {"message": "Second"}]}, "First"),
        ({"errors": [{"code": 7}, {"message": "Second"}]}, "Second"),
        ({"errors": []}, None),
        ({"code": 1234, "message": "Quota exceeded", "errorId": "abc"}, "Quota exceeded"),
        ({"message": "  padded  "}, "padded"),
        ({"message": 7, "error": "Bad"}, "Bad"),
        ({"path": "/tenants/acmecorp01"}, None),
        ("just text", "just text"),
        (["one", "two"], "one"),
        (None, None),
        (7, None),
    ],
)
def test_each_known_shape_gives_up_its_explanation(body: object, detail: str | None) -> None:
    assert error_detail(json.dumps(body).encode()) == detail


@pytest.mark.parametrize("body", [b"", b"<html>No</html>", b'{"message":', b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_explains_nothing(body: bytes) -> None:
    assert error_detail(body) is None


@given(body=JSON)
def test_any_json_gives_a_text_or_none(body: object) -> None:
    assert error_detail(json.dumps(body).encode()) != ""


def test_a_long_explanation_is_cut_at_800_characters() -> None:
    assert redact_key("x" * 5_000, KEY) == "x" * 800


@pytest.mark.parametrize("before", range(800 - len(KEY), 800))
def test_of_a_key_across_the_cut_nothing_is_left(before: int) -> None:
    said = redact_key("x" * before + KEY, KEY)
    assert said == ("x" * before + "[API key]")[:800]


@pytest.mark.parametrize(
    "hidden", ["\u00ad", "\u200b", "\u2060\ufeff", "\U000e0041", "\0", "\u0301", " ", "\n"]
)
def test_a_key_is_found_whatever_stands_between_its_characters_unseen(hidden: str) -> None:
    assert redact_key(f"The key {hidden.join(KEY)}, is wrong", KEY) == "The key [API key], is wrong"
    assert redact_key(f"The key {KEY[:5]}{hidden}{KEY[5:]} is wrong", KEY) == "The key [API key] is wrong"


def test_a_key_is_found_in_any_case_and_as_often_as_it_comes() -> None:
    assert redact_key(f"{KEY.lower()}{KEY} {KEY.upper()}", KEY) == "[API key][API key] [API key]"


@pytest.mark.parametrize("key", ["a.c", "a+c", "a(c", "[ac", "a\\c"])
def test_a_key_of_any_characters_is_no_pattern(key: str) -> None:
    assert redact_key(f"<{key}> but not <abc> or <aac>", key) == "<[API key]> but not <abc> or <aac>"
