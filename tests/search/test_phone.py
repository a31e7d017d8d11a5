import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.identity import SearchBy, recognise
from c360_mcp.search.phone import read_phone

NOT_A_NUMBER = (
    "This isn't a phone number. Give its digits with a plus sign and the country code, such as +12065550134,"
    ' without letters; for a CRM ID use search_by="contact_id" or search_by="account_id".'
)
NO_COUNTRY_CODE = (
    "This phone number has no country code. Give it with a plus sign and the country code, such as"
    " +12065550134; where the country isn't known, ask for it."
)
DOUBLE_ZERO = "Give this phone number with a plus sign in place of the leading 00, such as +12065550134."
IMPOSSIBLE = (
    "No phone number has this form: the country code doesn't exist, or the digits after it are too few or too"
    " many. Check it and give it in full, such as +12065550134."
)
NOT_AMERICAN = (
    "This isn't a valid phone number in US, the default country. Give it with a plus sign and its country"
    " code, such as +12065550134."
)
SEPARATORS = "  -.()[]\u2011（）－\xa0"


def refusal(typed: str, country: str | None = None) -> str:
    with pytest.raises(InvalidArgument) as refused:
        read_phone(typed, default_country=country)
    return str(refused.value)


@pytest.mark.parametrize("country", [None, "US", "GB"])
@pytest.mark.parametrize(
    ("typed", "number", "notes"),
    [
        ("+12065550134", "+12065550134", ()),
        (" +1 (206) 555-0134 ", "+12065550134", ()),
        ("(+44) 20 7946 0958", "+442079460958", ()),
        ("＋1 206 555 0134", "+12065550134", ()),
        ("+１２０６５５５０１３４", "+12065550134", ()),
        ("+٤٤٢٠٧٩٤٦٠٩٥٨", "+442079460958", ()),
        ("+81ー3ー1234ー5678", "+81312345678", ()),
        ("\u202a+1\u2011206\u2011555\u20110134\u202c", "+12065550134", ()),
        ("tel:+1-206-555-0134", "+12065550134", ()),
        ("TEL:+1-206-555-0134;ext=5", "+12065550134", ("extension 5 dropped",)),
        ("+1 206 555 0134 ext. 501", "+12065550134", ("extension 501 dropped",)),
        ("+1 206 555 0134x5", "+12065550134", ("extension 5 dropped",)),
        ("+1 206 555 0134, Extension: 5", "+12065550134", ("extension 5 dropped",)),
        ("+1 206 555 0134 #5", "+12065550134", ("extension 5 dropped",)),
        ("Phone: +1 206 555 0134", "+12065550134", ()),
        ("Tel. +1 206 555 0134", "+12065550134", ()),
        ("whatsapp:+12065550134", "+12065550134", ()),
        ("sms:+12065550134?body=Hi", "+12065550134", ()),
        ("tel://+12065550134", "+12065550134", ()),
        ("https://wa.me/12065550134?text=Hi", "+12065550134", ()),
        ("https://api.whatsapp.com/send?phone=12065550134&text=Hi", "+12065550134", ()),
        ("%2B12065550134", "+12065550134", ()),
        ("%2B1+206+555+0134", "+12065550134", ()),
        ("tel:%2B1%20206%20555%200134", "+12065550134", ()),
        ('"+1 206 555 0134"', "+12065550134", ()),
        ("'+12065550134'", "+12065550134", ()),
        ("`+12065550134`", "+12065550134", ()),
        ("+44 (0)20 7946 0958", "+442079460958", ("rewritten to its international form",)),
        ("+54 11 15 2345 6789", "+5491123456789", ("rewritten to its international form",)),
        ("+39 02 3661 8300", "+390236618300", ()),
        ("+12005550134", "+12005550134", ("not a number known to be in use",)),
        (
            "+1 200 555 0134 x7",
            "+12005550134",
            ("not a number known to be in use", "extension 7 dropped"),
        ),
    ],
)
def test_a_number_with_a_country_code_is_read_alike_whatever_the_default_country(
    typed: str, number: str, notes: tuple[str, ...], country: str | None
) -> None:
    assert read_phone(typed, default_country=country) == (number, notes)


@pytest.mark.parametrize("country", [None, "US"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("+1234567890", IMPOSSIBLE),
        ("+999 123 4567", IMPOSSIBLE),
        ("+1 555 0134", IMPOSSIBLE),
        ("+1 206 555 0134 206 555 0135", IMPOSSIBLE),
        ("+" + "1" * 900, IMPOSSIBLE),
        ("0012065550134", DOUBLE_ZERO),
        ("00 44 20 7946 0958", DOUBLE_ZERO),
        ("+1 206 FLOWERS", NOT_A_NUMBER),
        ("1-800-FLOWERS", NOT_A_NUMBER),
        ("Fax line +1 206 555 0134", NOT_A_NUMBER),
        ("account: +1 206 555 0134", NOT_A_NUMBER),
        ("whatsapp:customer", NOT_A_NUMBER),
        ("https://example.com/12065550134", NOT_A_NUMBER),
        ("+1 206x555x0134", NOT_A_NUMBER),
        ("++12065550134", NOT_A_NUMBER),
        ("206+5550134", NOT_A_NUMBER),
        ("+12065550134 +12065550135", NOT_A_NUMBER),
        ("+12065550134;2065550135", NOT_A_NUMBER),
        ("+49 30 1234567/8", NOT_A_NUMBER),
        ("*67 206 555 0134", NOT_A_NUMBER),
        ("tel:2065550134;phone-context=+1", NOT_A_NUMBER),
        ("+", NOT_A_NUMBER),
        ("tel:", NOT_A_NUMBER),
        ("ext. 5", NOT_A_NUMBER),
        ("contact-123", NOT_A_NUMBER),
        ("", "identifier is empty. Give the value to search for."),
        (
            "+1206555\u200b0134",
            "identifier holds an invisible character. Give it again without that.",
        ),
        (
            "+1206555\r\n0134",
            "identifier holds a control character or a line break. Give it as plain text on one line.",
        ),
    ],
)
def test_what_can_not_be_read_as_one_number_is_refused(
    typed: str, sentence: str, country: str | None
) -> None:
    assert refusal(typed, country) == sentence


@pytest.mark.parametrize("typed", ["(206) 555-0134", "1 206 555 0134", "tel:206-555-0134", "447911123456"])
def test_a_number_without_a_country_code_is_refused_with_how_to_give_one(typed: str) -> None:
    assert refusal(typed) == NO_COUNTRY_CODE


@pytest.mark.parametrize(
    ("typed", "country", "number", "notes"),
    [
        ("(206) 555-0134", "US", "+12065550134", ("read as a US number",)),
        ("1 206 555 0134", "US", "+12065550134", ("read as a US number",)),
        ("206-555-0134 x5", "US", "+12065550134", ("read as a US number", "extension 5 dropped")),
        ("416-967-1111", "US", "+14169671111", ("read as a +1 number",)),
        ("020 7946 0958", "GB", "+442079460958", ("read as a GB number",)),
        ("01 42 68 53 00", "FR", "+33142685300", ("read as an FR number",)),
        ("02 3661 8300", "IT", "+390236618300", ("read as an IT number",)),
    ],
)
def test_a_national_number_is_read_in_the_default_country_and_the_assumption_told(
    typed: str, country: str, number: str, notes: tuple[str, ...]
) -> None:
    assert read_phone(typed, default_country=country) == (number, notes)


@pytest.mark.parametrize("typed", ["555-0134", "911", "020 7946 0958", "011 44 20 7946 0958", "2005550134"])
def test_a_national_number_that_is_not_valid_in_the_default_country_is_refused(typed: str) -> None:
    assert refusal(typed, "US") == NOT_AMERICAN


@given(st.text("0123456789x٤ ()-.;=#extl:", max_size=30) | st.text(max_size=30))
def test_without_a_plus_sign_and_a_default_country_nothing_is_ever_searched_for(typed: str) -> None:
    if "+" not in typed and "＋" not in typed:
        refusal(typed)


@given(st.from_regex(r"[1-9][0-9]{4,14}", fullmatch=True), st.data())
def test_separators_never_change_whose_number_it_is(digits: str, data: st.DataObject) -> None:
    parts = [digit + data.draw(st.text(SEPARATORS, max_size=2)) for digit in digits]

    def outcome(typed: str) -> object:
        try:
            return read_phone(typed, default_country=None)
        except InvalidArgument as refused:
            return str(refused)

    assert outcome("+" + "".join(parts)) == outcome("+" + digits)


@given(st.from_regex(r"\+[1-9][0-9]{4,14}", fullmatch=True))
def test_an_accepted_number_is_the_one_typed_unless_a_note_says_otherwise(typed: str) -> None:
    try:
        number, notes = read_phone(typed, default_country=None)
    except InvalidArgument:
        return
    assert (number == typed) is ("rewritten to its international form" not in notes)
    if "not a number known to be in use" not in notes:
        assert read_phone(number, default_country=None) == (number, ())


@given(st.text("+0123456789 ()-x;ext=tel:#.", max_size=30))
def test_whatever_is_accepted_without_a_default_country_is_recognised_as_a_phone_number(typed: str) -> None:
    try:
        read_phone(typed, default_country=None)
    except InvalidArgument:
        return
    assert recognise(typed) is SearchBy.PHONE_NUMBER


def test_numbering_plans_are_not_loaded_before_a_number_is_read() -> None:
    check = "import sys, c360_mcp.search.identity; print('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True).stdout == "False\n"
