import pytest

from c360_mcp.intake.gate import Gate

HIDDEN = {
    "write to bob@x.example, BOB@x.example or amy@x.example": "write to [email 1], [email 1] or [email 2]",
    "mailto:bob@x.example, <bob@x.example>, o'neil.b+tag@mail.x.example.": "mailto: [email 1], <[email 1]>, [email 2].",
    "müller@bücher.example und иван@почта.example": "[email 1] und [email 2]",
    "連絡先はbob@x.exampleです、bob＠x.example": "連絡先は[email 1]です、[email 1]",
    "call +44 20 7946 0958 or 020 7946 0958": "call [phone 1] or [phone 1]",
    "+44 (0)20 7946 0958, 0044 20 7946 0958, 442079460958": "[phone 1], [phone 1], [phone 1]",
    "(206) 555-0134; 206.555.0134; 1-206-555-0134; 2065550134": "[phone 1]; [phone 1]; [phone 1]; [phone 1]",
    "(206) 555-0134 206-555-0199": "[phone 1] [phone 2]",
    "06 12 34 56 78 et +33 6 12 34 56 78": "[phone 1] et [phone 1]",
    "030 - 1234567 / 0171-7654321": "[phone 1] / [phone 2]",
    "555-0134 (+12065550134) x12": "[phone 1] ([phone 2]) x12",
    "tel. 5550134": "tel. [phone 1]",
    "電話０９０－１２３４－５６７８です": "電話[phone 1]です",
    "هاتف ٠٢٠٧٩٤٦٠٩٥٨": "هاتف [phone 1]",
    "2026-11-18 14:03 (206) 555-0134 18.11.2026": "2026-11-18 14:03 [phone 1] 18.11.2026",
    "+1\u200b206\u200b555\u200b0134": "[phone 1]",
    "bob@münchen.example, 用户@例子.中国, bob@한국.kr": "[email 1], [email 2], [email 3]",
    "bob (at) x.example, bob%40x.example, Bob[at]x.example": "[email 1], [email 1], [email 1]",
    "https://wa.me/12065550134?text=hi": "https:// wa.me/[phone 1]?text=hi",
    "wa.me/message/ABC12, t.me/jane": "wa.me/[address 1], t.me/[address 2]",
    "+44 20 7946 0958, (+44) 20-7946-0958, +44.20.7946.0958, + 442079460958": (
        "[phone 1], [phone 1], [phone 1], [phone 1]"
    ),
    "206*555*0134, (206) 555 - 0134, 206_555_0134": "[phone 1], [phone 1], [phone 1]",
    "bob at x dot com, bob@ x.com, bob (at) x [dot] com": "[email 1], [email 1], [email 1]",
    "06 1 234 5678 und +36 1 234 5678": "[phone 1] und [phone 1]",
    "+36 1 234 5678 und 06 1 234 5678": "[phone 1] und [phone 1]",
    "+44 20 7946 0958 and +1 207 946 0958": "[phone 1] and [phone 2]",
    "0800 111 1111, card 4111 1111 1111 1111": "[phone 1], card [card ending 1111]",
}

SHOWN = (
    "2026-11-18 14:03, 18.11.2026 - 19.11.2026, 11/18/2026 2:03 PM, 2025-2026",
    "$1,204.50, 1.250.000 €, 12 345 678 kr, € 4 500 000",
    "192.168.100.200, 10.0.19045.3803",
    "order 1234567, 114-1234567-1234567, ORD-20261118, case A12-3456789",
    "int-1921de567b1-7zrCRtowKo5rmiXNVI0G4PLOE-phone-03-acmecorp01",
    "DE89 3704 0044 0532 0130 00",
    "meter 44711, 44802 and 45010; 7466 7530 7588",
    "at 40.712776, -74.005974, or lat 52.5200066 lon 13.4049540",
    "open 09:00-18:30, 14:03:22.123456, 20261118, 2025-2026",
    "invoice 2026-000123, case 32782158/63, customer number is 12065550",
    "bob@localhost, about.me/team, arrived at central station, lunch @ noon",
    "GB29 NWBK 6016 1331 9268 19, VAT number 123 4567 89, ISBN 978-3-16-148410-0",
    "booking 4471 8812, part 12-3456-78, 20261118 1403, 90210-1234, 5000-7000",
    "in 5 days at 10, @handle, a@b, C@ll, 50%",
)


@pytest.mark.parametrize(("text", "hidden"), HIDDEN.items())
def test_addresses_and_numbers_become_placeholders(text: str, hidden: str) -> None:
    assert Gate(redact_contacts=True).text(text, 300) == hidden


@pytest.mark.parametrize("text", SHOWN)
def test_other_figures_stay_where_contacts_are_hidden(text: str) -> None:
    assert Gate(redact_contacts=True).text(text, 300) == text


NATIONAL = {
    "DK": ("ring 20 12 34 56, 20123456 or +45 20123456", "ring [phone 1], [phone 1] or [phone 1]"),
    "AD": ("call 312 345 or 00376 312345", "call [phone 1] or [phone 1]"),
    "RU": ("8 (912) 345-67-89, 89123456789, +7 912 345 67 89", "[phone 1], [phone 1], [phone 1]"),
    "DE": ("030 901820, +49 30 901820 and order 12345678", "[phone 1], [phone 1] and order 12345678"),
    "GB": ("020 7946 0958 is +442079460958; 10.0.45.38", "[phone 1] is [phone 1]; 10.0.45.38"),
    "NO": ("40 61 23 45, for 22 345 678 kr in 2025-2026", "[phone 1], for 22 345 678 kr in 2025-2026"),
}


@pytest.mark.parametrize(("country", "text", "hidden"), [(c, *texts) for c, texts in NATIONAL.items()])
def test_numbers_are_read_as_dialled_in_the_default_country(country: str, text: str, hidden: str) -> None:
    assert Gate(redact_contacts=True, country=country).text(text, 300) == hidden


@pytest.mark.parametrize(
    ("address", "placeholder"),
    [
        ("12 34", "[phone 1]"),
        ("71 123 456", "[phone 1]"),
        ("tel. 22158", "[phone 1]"),
        ("+1 (206) 555-0134 ext. 12", "[phone 1]"),
        ("sip:+12065550134@pbx.example", "[email 1]"),
        ("Jane Roe <jane@x.example>", "[email 1]"),
        ("@jane.roe", "[address 1]"),
        ("facebook:jane", "[address 1]"),
        ("1-800-FLOWERS", "[address 1]"),
        ("Anonymous", "Anonymous"),
        ("", ""),
    ],
)
def test_the_whole_of_an_address_is_a_contact_however_it_is_written(address: str, placeholder: str) -> None:
    assert Gate(redact_contacts=True).address(address, 254) == placeholder
    assert Gate().address(address, 254) == Gate().text(address, 254)


def test_an_address_and_a_text_name_one_contact_alike() -> None:
    gate = Gate(redact_contacts=True, keep="+12065550134", country="GB")
    assert gate.address("020 7946 0958", 254) == gate.text("+44 (0)20 7946-0958", 80) == "[phone 1]"
    assert gate.address("(206) 555-0134", 254) == "(206) 555-0134"


@pytest.mark.parametrize("text", HIDDEN)
def test_contacts_stay_unless_they_are_to_be_hidden(text: str) -> None:
    assert "[email" not in Gate().text(text, 300)
    assert "[phone" not in Gate().text(text, 300)


def test_placeholders_are_the_same_within_a_gate_and_start_anew_with_the_next() -> None:
    gate = Gate(redact_contacts=True)
    assert gate.text("amy@x.example", 80) == "[email 1]"
    assert gate.text("from bob@x.example to Amy@X.example", 80) == "from [email 2] to [email 1]"
    assert Gate(redact_contacts=True).text("bob@x.example", 80) == "[email 1]"


def test_placeholders_are_numbered_in_the_order_of_what_is_read() -> None:
    addresses = [f"{name}@x.example" for name in ("eve", "amy", "dan", "bob", "cat", "fay", "ada", "gus")]
    gate = Gate(redact_contacts=True)
    assert [gate.text(address, 80) for address in addresses] == [f"[email {n}]" for n in range(1, 9)]


@pytest.mark.parametrize(
    "spelt",
    ["+12065550134", "+1 (206) 555-0134", "206.555.0134", "1 206 555 0134", "001 206 555 0134", "555-0134"],
)
def test_the_number_searched_for_stays_in_every_spelling(spelt: str) -> None:
    gate = Gate(redact_contacts=True, keep="+12065550134")
    assert gate.text(f"{spelt} and +12065550199", 80) == f"{spelt} and [phone 1]"


def test_the_address_searched_for_stays_in_any_case_and_no_other_that_ends_alike() -> None:
    gate = Gate(redact_contacts=True, keep="bob@x.example")
    assert gate.text("Bob@X.example, jim.bob@x.example", 80) == "Bob@X.example, [email 1]"


def test_an_id_searched_for_keeps_no_number() -> None:
    gate = Gate(redact_contacts=True, keep="contact-12065550134")
    assert gate.text("+12065550134", 80) == "[phone 1]"
