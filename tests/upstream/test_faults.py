import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.upstream.faults import fault_detail

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
    assert fault_detail(json.dumps(body).encode()) == detail


@pytest.mark.parametrize("body", [b"", b"<html>No</html>", b'{"message":', b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_explains_nothing(body: bytes) -> None:
    assert fault_detail(body) is None


def test_a_long_explanation_is_cut_at_200_characters() -> None:
    assert fault_detail(json.dumps({"message": "x" * 5_000}).encode()) == "x" * 200


@given(body=JSON)
def test_any_json_gives_a_short_text_or_none(body: object) -> None:
    detail = fault_detail(json.dumps(body).encode())
    assert detail is None or 0 < len(detail) <= 200
