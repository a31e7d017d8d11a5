from unicodedata import category
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.identity import Identity, SearchBy, identify, recognise

ANY_TEXT = st.text(max_size=300) | st.text("abcAB09@.<>+-:;,?%()x \t\r\n\0\u200b\u202e\ud800", max_size=40)
NOT_AN_EMAIL = (
    'This isn\'t an e-mail address. For a phone number use search_by="phone_number", for a CRM ID'
    ' search_by="contact_id" or search_by="account_id".'
)
MALFORMED_EMAIL = "This isn't an e-mail address. Give one without spaces, such as customer@example.com."
TWO_EMAILS = "Give one e-mail address at a time, such as customer@example.com."
CONTROL = "identifier holds a control character or a line break. Give it as plain text on one line."
INVISIBLE = "identifier holds an invisible character. Give it again without that."
EMPTY = "identifier is empty. Give the value to search for."


def read(kind: SearchBy, typed: str) -> str:
    return identify(kind, typed, default_country=None).value


def refusal(kind: SearchBy, typed: str) -> str:
    with pytest.raises(InvalidArgument) as refused:
        identify(kind, typed, default_country=None)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "typed", "params"),
    [
        (SearchBy.EMAIL, "customer@example.com", {"email": "customer@example.com"}),
        (SearchBy.PHONE_NUMBER, "+12065550134", {"phoneNumber": "+12065550134"}),
        (SearchBy.CONTACT_ID, "contact-123", {"contactId": "contact-123", "crmId": "native"}),
        (SearchBy.ACCOUNT_ID, "account-456", {"accountId": "account-456"}),
    ],
)
def test_each_kind_becomes_exactly_the_parameters_of_its_search_strategy(
    kind: SearchBy, typed: str, params: dict[str, str]
) -> None:
    assert identify(kind, typed, default_country=None).params == params


def test_a_repr_does_not_show_whose_identity_it_is() -> None:
    identity = identify(SearchBy.EMAIL, "customer@example.com", default_country=None)
    assert repr(identity) == "Identity(kind=<SearchBy.EMAIL: 'email'>, notes=())"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("  Customer@Example.com\r\n", "Customer@Example.com"),
        ("\u200b\ufeffcustomer@example.com\u2060\xa0", "customer@example.com"),
        ("<customer@example.com>", "customer@example.com"),
        ("Jane Doe <jane@example.com>", "jane@example.com"),
        ('"Doe, Jane" < jane@example.com >', "jane@example.com"),
        ("می\u200cخواهم <jane@example.com>", "jane@example.com"),
        ("mailto:jane@example.com", "jane@example.com"),
        ("MAILTO:jane%2Bshop%40example.com?subject=Late%20fee", "jane+shop@example.com"),
        ("<mailto:jane@example.com>", "jane@example.com"),
        ('"jane@example.com"', "jane@example.com"),
        ("'jane@example.com'", "jane@example.com"),
        ("“jane@example.com”", "jane@example.com"),
        ("«jane@example.com»", "jane@example.com"),
        ("`jane@example.com`", "jane@example.com"),
        (r"\"jane@example.com\"", "jane@example.com"),
        ('"jane@example.com",', "jane@example.com"),
        ("jane@example.com;", "jane@example.com"),
        ("jane@example.com.", "jane@example.com"),
        ("jane%40example.com", "jane@example.com"),
        ("jane%2Bshop%40example.com", "jane+shop@example.com"),
        ("jane%2540example.com", "jane@example.com"),
        ("Email: jane@example.com", "jane@example.com"),
        ("E-mail address: jane@example.com", "jane@example.com"),
        ("SMTP:jane@example.com", "jane@example.com"),
        ("jane @example.com", "jane@example.com"),
        ("jane＠example.com", "jane@example.com"),
        ("jane@example.com <jane@example.com>", "jane@example.com"),
        ("'Jane@example.com' <jane@example.com>", "jane@example.com"),
        ("[jane@example.com](mailto:jane@example.com)", "jane@example.com"),
        ("[Jane](mailto:jane@example.com)", "jane@example.com"),
        ("o'brien+x_y.z=1@sub.example.co.uk", "o'brien+x_y.z=1@sub.example.co.uk"),
        ("jörg@müller.example", "jörg@müller.example"),
        ("नमस्ते@उदाहरण.भारत", "नमस्ते@उदाहरण.भारत"),
        ("anna@intranet", "anna@intranet"),
    ],
)
def test_an_email_address_is_taken_out_of_the_forms_it_is_pasted_in(typed: str, address: str) -> None:
    assert read(SearchBy.EMAIL, typed) == address


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a@example.com, b@example.com", TWO_EMAILS),
        ("a@example.com <b@example.com>", TWO_EMAILS),
        ("[a@example.com](mailto:b@example.com)", TWO_EMAILS),
        ("mailto:a@example.com,b%40example.com", TWO_EMAILS),
        ("jane doe@example.com", MALFORMED_EMAIL),
        ("jane@exam ple.com", MALFORMED_EMAIL),
        ("jane@", MALFORMED_EMAIL),
        ("@example.com", MALFORMED_EMAIL),
        ("jane@example..com", MALFORMED_EMAIL),
        ("jane@-example.com", MALFORMED_EMAIL),
        ("jane@[10.0.0.1]", MALFORMED_EMAIL),
        ("jane@example.com/../x", MALFORMED_EMAIL),
        ("jane doe @example.com", MALFORMED_EMAIL),
        ("jane%40", MALFORMED_EMAIL),
        ("jane,doe@example.com", MALFORMED_EMAIL),
        ("mailto:%ff@example.com", MALFORMED_EMAIL),
        ("<jane@example.com", MALFORMED_EMAIL),
        ("jane@example.com\r\nx-api-key: 1", CONTROL),
        ("Jane\n <jane@example.com>", CONTROL),
        ("mailto:jane%0d%0a@example.com", CONTROL),
        ("jane\0@example.com", CONTROL),
        ("jane\ud800@example.com", CONTROL),
        ("jane\u200b@example.com", INVISIBLE),
        ("jane\u202e@example.com", INVISIBLE),
        ("jane\ufe0f@example.com", INVISIBLE),
        ("mailto:?subject=hello", EMPTY),
        ("<>", EMPTY),
        ("", EMPTY),
        (" \u200b ", EMPTY),
        ("j" * 250 + "@example.com", "An e-mail address has at most 254 characters."),
        ("j" * 1001, "identifier has more than 1,000 characters. Give the value alone."),
        ("John Smith", NOT_AN_EMAIL),
        ("contact-123", NOT_AN_EMAIL),
        ("(206) 555-0134", NOT_AN_EMAIL),
        ("+1 206 555 0134", 'This is a phone number: use search_by="phone_number".'),
    ],
)
def test_what_is_no_email_address_is_refused_with_what_to_give_instead(typed: str, sentence: str) -> None:
    assert refusal(SearchBy.EMAIL, typed) == sentence


def test_the_longest_email_address_that_exists_is_accepted() -> None:
    longest = "j" * 242 + "@example.com"
    assert read(SearchBy.EMAIL, longest) == longest


@pytest.mark.parametrize("typed", ["jane@example.com", "Jane <jane@example.com>", "mailto:jane@example.com"])
def test_an_email_address_given_as_a_phone_number_is_told_its_kind(typed: str) -> None:
    assert refusal(SearchBy.PHONE_NUMBER, typed) == 'This is an e-mail address: use search_by="email".'


@pytest.mark.parametrize("kind", [SearchBy.CONTACT_ID, SearchBy.ACCOUNT_ID])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("  Contact-123\n", "Contact-123"),
        ("\ufeff0031Q00002AbCdE", "0031Q00002AbCdE"),
        ("jane@example.com", "jane@example.com"),
        ("+12065550134", "+12065550134"),
        ("../../tenants/x?crmId=y&a=b#c", "../../tenants/x?crmId=y&a=b#c"),
        ("two  words", "two  words"),
        ("x" * 256, "x" * 256),
    ],
)
def test_a_crm_id_is_opaque_and_only_trimmed(kind: SearchBy, typed: str, value: str) -> None:
    assert read(kind, typed) == value


@pytest.mark.parametrize("kind", [SearchBy.CONTACT_ID, SearchBy.ACCOUNT_ID])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", EMPTY),
        ("\t", EMPTY),
        ("contact\r\n123", CONTROL),
        ("contact\x7f123", CONTROL),
        ("\0contact-123", CONTROL),
        ("contact\u2028123", CONTROL),
        ("contact\u2066123", INVISIBLE),
        ("contact\u3164123", INVISIBLE),
        ("contact\U000e0041123", INVISIBLE),
        ("x" * 257, "A contact or account ID has at most 256 characters."),
    ],
)
def test_a_crm_id_that_can_not_be_meant_is_refused(kind: SearchBy, typed: str, sentence: str) -> None:
    assert refusal(kind, typed) == sentence


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (" jane@example.com ", SearchBy.EMAIL),
        ("Jane <jane@example.com>", SearchBy.EMAIL),
        ("+1 206 555 0134", SearchBy.PHONE_NUMBER),
        ("(+44) 20 7946 0958", SearchBy.PHONE_NUMBER),
        ("\u202a+12065550134\u202c", SearchBy.PHONE_NUMBER),
        ("tel:+12065550134;ext=5", SearchBy.PHONE_NUMBER),
        ("+1234567890", SearchBy.PHONE_NUMBER),
        ("(206) 555-0134", None),
        ("0031Q00002AbCdE", None),
        ("12345678", None),
        ("John Smith", None),
        ("jane@acme", None),
        ("a@example.com, b@example.com", None),
        ("+", None),
        ("", None),
    ],
)
def test_a_kind_is_recognised_only_where_there_is_no_doubt(typed: str, kind: SearchBy | None) -> None:
    assert recognise(typed) is kind


@pytest.mark.parametrize(
    ("typed", "country", "kind"),
    [
        ("(206) 555-0134", "US", SearchBy.PHONE_NUMBER),
        ("206 555 0134", "US", SearchBy.PHONE_NUMBER),
        ("020 7946 0958", "GB", SearchBy.PHONE_NUMBER),
        ("(206) 555-0134 ext. 5", "US", SearchBy.PHONE_NUMBER),
        ("(206) 555-0134", "GB", None),
        ("(206) 555-0134", None, None),
        ("206-555-0134", "US", None),
        ("2065550134", "US", None),
        ("12 34", "US", None),
        ("John Smith 2", "US", None),
    ],
)
def test_a_number_in_groups_is_a_phone_number_of_the_default_country_and_digits_alone_may_be_an_id(
    typed: str, country: str | None, kind: SearchBy | None
) -> None:
    assert recognise(typed, country) is kind


@given(st.sampled_from(SearchBy), ANY_TEXT, st.sampled_from([None, "US", "GB", "IT"]))
def test_any_text_is_an_identity_or_refused_with_a_sentence_on_one_line(
    kind: SearchBy, typed: str, country: str | None
) -> None:
    try:
        told = identify(kind, typed, default_country=country).value
    except InvalidArgument as refused:
        told = str(refused)
    assert told
    assert not {"Cc", "Cf", "Cs", "Zl", "Zp"}.intersection(map(category, told))


@given(st.sampled_from(SearchBy), ANY_TEXT)
def test_an_identity_survives_the_way_through_a_query_string(kind: SearchBy, typed: str) -> None:
    try:
        params = identify(kind, typed, default_country=None).params
    except InvalidArgument:
        return
    assert parse_qs(urlencode(params), strict_parsing=True) == {key: [value] for key, value in params.items()}


@given(st.emails())
def test_every_ordinary_email_address_is_kept_as_it_is(address: str) -> None:
    assert identify(SearchBy.EMAIL, address, default_country=None) == Identity(SearchBy.EMAIL, address)
    assert recognise(f"Somebody <{address}>") is SearchBy.EMAIL


@given(ANY_TEXT)
def test_what_is_recognised_as_an_email_address_is_accepted_as_one(typed: str) -> None:
    if recognise(typed) is SearchBy.EMAIL:
        assert "@" in read(SearchBy.EMAIL, typed)
