import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.errors import ReplyTooLarge, UnreadableReply
from c360_mcp.upstream.reply import LARGEST_REPLY, MOST_VALUES, decode_reply

KINDS = {
    b"": "an empty body",
    b" \r\n": "an empty body",
    b"<!doctype html><title>Sign in</title>": "an HTML or XML page",
    b"\xef\xbb\xbf  <error/>": "an HTML or XML page",
    b'{"interactions": [{"interactionId": "int-1': "damaged or incomplete JSON",
    b'{"a": 1} trailing': "damaged or incomplete JSON",
    b"[" * 100_000: "damaged or incomplete JSON",
    b'{"a":' * 300 + b"1" + b"}" * 300: "damaged or incomplete JSON",
    b'{"a": ' + b"1" * 100_000 + b"}": "damaged or incomplete JSON",
    b"upstream connect error": "text that is not JSON",
    b"\xff\xfe{\x00}\x00": "text that is not JSON",
    b"[]": "JSON that is not an object",
    b"null": "JSON that is not an object",
    b'"text"': "JSON that is not an object",
    b"NaN": "JSON that is not an object",
}


@pytest.mark.parametrize(("body", "kind"), KINDS.items(), ids=[repr(body[:24]) for body in KINDS])
def test_what_is_no_json_object_is_named_by_its_kind_alone(body: bytes, kind: str) -> None:
    error = decode_reply(body)
    assert type(error) is UnreadableReply
    assert str(error) == (
        f"What came from the Customer 360 API's address is {kind}, not the documented reply. Trying again is "
        "unlikely to help: whoever runs this server should check C360_BASE_URL, and whether a proxy or a sign-in "
        "page stands in between."
    )


def test_a_body_at_the_limit_is_read_and_one_beyond_it_is_not() -> None:
    fits = b'{"a": "' + b"x" * (LARGEST_REPLY - 9) + b'"}'
    assert decode_reply(fits) == {"a": "x" * (LARGEST_REPLY - 9)}
    error = decode_reply(fits + b" ")
    assert type(error) is ReplyTooLarge
    assert str(error) == (
        "The Customer 360 API's reply is larger than the 8 MiB that this server reads. The same request will "
        "fail again; a shorter period, or fewer interaction IDs, may do."
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"interactions": [' + b"{}," * MOST_VALUES + b"{}, {}]}",
        b'{"interactions": [' + b"[" * (MOST_VALUES + 1),
    ],
    ids=["values", "lists"],
)
def test_a_body_of_few_bytes_and_many_values_is_not_read(body: bytes) -> None:
    error = decode_reply(body)
    assert type(error) is ReplyTooLarge
    assert str(error) == (
        "The Customer 360 API's reply holds more than the 500,000 values that this server reads. The same request "
        "will fail again; a shorter period, or fewer interaction IDs, may do."
    )


def test_many_escapes_are_read_but_not_repaired() -> None:
    escapes = b"\\\\" * MOST_VALUES
    assert decode_reply(b'{"a": "' + escapes + b'"}') == {"a": "\\" * MOST_VALUES}
    assert type(decode_reply(b'{"cut": "\\ud83d' + escapes + b'"}')) is UnreadableReply


@pytest.mark.parametrize(
    ("body", "reply"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": 1e999, "b": -Infinity}', {"a": float("inf"), "b": float("-inf")}),
        (b'{"cut": "Hi \\ud83d", "b": 1}', {"cut": "Hi \ufffd", "b": 1}),
        (b'{"cut": "Hi \\uDE00 \\uD83D\\uDE00 \\ud83d"}', {"cut": "Hi \ufffd \U0001f600 \ufffd"}),
        (b'{"cut": "\\ud83d", "path": "C:\\\\ud83d"}', {"cut": "\ufffd", "path": "C:\\ud83d"}),
        (b'{"cut": "\\\\\\ud83d\\ud83d\\ude00"}', {"cut": "\\\ufffd\U0001f600"}),
        (b'{"latin": "caf\xe9", "b": 1}', {"latin": "caf\ufffd", "b": 1}),
    ],
)
def test_blemishes_do_not_cost_the_reply(body: bytes, reply: dict[str, object]) -> None:
    assert decode_reply(body) == reply


@given(texts=st.lists(st.text(st.characters(), max_size=20)))
def test_every_text_that_json_can_escape_comes_back_encodable(texts: list[str]) -> None:
    reply = decode_reply(json.dumps({"texts": texts}).encode())
    sound = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
    assert reply == {"texts": sound}


@given(body=st.binary(max_size=200) | st.binary(max_size=40).map(lambda middle: b'{"a": ' + middle + b"}"))
def test_any_bytes_give_an_object_or_an_error(body: bytes) -> None:
    assert isinstance(decode_reply(body), dict | UnreadableReply)
