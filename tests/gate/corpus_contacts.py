"""Addresses and numbers of people as they are written, each with the words that stand around it."""

from collections.abc import Callable, Iterator
from itertools import cycle

from phonenumbers import (
    SUPPORTED_REGIONS,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
)

SENTENCES = (
    "{}",
    "call {} now",
    "call back on {}.",
    "({}) is what the customer gave, at 14:03",
    "Rückruf unter {}, bitte",
    "numéro {} (domicile)",
    "number: {}; case 00012345 of 18.11.2026",
    "他の番号は{}です",
)

LOCAL_PARTS = (
    *(
        "bob",
        "BOB",
        "b",
        "bob.smith",
        "bob_smith",
        "bob-smith",
        "bob+tag",
        "bob.o'neil",
        "b0b.1987",
        "12345678",
    ),
    *(
        "müller",
        "josé.garcía",
        "иван.петров",
        "γιώργος",
        "שרה",
        "bob=tag",
        "bob%tag",
        "{bob}",
        "bob!x",
        "b~o~b",
    ),
    *("info.für.dich", "o’neil", "bob&amy", "x" * 64, "राम", "محمد", "用户", "ユーザー", "홍길동", "สมชาย"),
)
DOMAINS = (
    *(
        "x.example",
        "mail.x.example",
        "X.EXAMPLE",
        "x-y.example",
        "x.co.uk",
        "gmail.com",
        "163.com",
        "xn--mnchen-3ya.de",
    ),
    *(
        "münchen.example",
        "почта.рф",
        "παράδειγμα.ελ",
        "例え.jp",
        "例子.中国",
        "한국.kr",
        "예시.한국",
        "ตัวอย่าง.ไทย",
    ),
    *("उदाहरण.भारत", "مثال.مصر", "דוגמה.ישראל", "bücher.österreich.example", "a.b.c.d.example", "x.museum"),
)
SPELLINGS = (
    *(
        "{}@{}",
        "<{}@{}>",
        "mailto:{}@{}",
        "“{}@{}”",
        "{}＠{}",
        "{}%40{}",
        "{}(at){}",
        "{} (at) {}",
        "{}[at]{}",
        "{}&#64;{}",
    ),
    *("**{}@{}**", "{}\u200b@{}", "{}@\u00ad{}"),
)

LINKS = {
    "https://wa.me/12065550134": "https:// wa.me/[phone 1]",
    "wa.me/4915123456789?text=hi": "wa.me/[phone 1]?text=hi",
    "WA.me/message/ABCDEF123": "WA.me/[address 1]",
    "https://api.whatsapp.com/send?phone=12065550134": "https:// api.whatsapp.com/send?phone=[phone 1]",
    "t.me/janedoe": "t.me/[address 1]",
    "t.me/+12065550134": "t.me/[phone 1]",
    "https://m.me/jane.doe.5": "https:// m.me/[address 1]",
    "signal.me/#p/+12065550134": "signal.me/[phone 1]",
    "tel:+1-206-555-0134": "tel:[phone 1]",
    "sms:2065550134": "sms:[phone 1]",
    "see about.me/team and some.menu": "see about.me/team and some.menu",
}


def emails() -> Iterator[tuple[str, str]]:
    """Every local part at every domain: the text with the address, and the same with a placeholder for it."""
    spellings = cycle(SPELLINGS)
    for local in LOCAL_PARTS:
        for domain in DOMAINS:
            written = next(spellings).format(local, domain)
            yield f"write to {written} today", written


def numbers() -> Iterator[tuple[str, PhoneNumber]]:
    """A number of a house and one of a mobile phone for each country that has such, as its plan gives for example."""
    for country in sorted(SUPPORTED_REGIONS):
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
            number = example_number_for_type(country, kind)
            if number is not None:
                yield country, number


def nationally(number: PhoneNumber) -> Iterator[str]:
    """A number as it is written within its country."""
    written = format_number(number, PhoneNumberFormat.NATIONAL)
    digits = "".join(filter(str.isdecimal, written))
    yield from (
        written,
        digits,
        written.replace(" ", "."),
        written.replace(" ", "-"),
        written.replace(" ", "\xa0"),
    )
    yield from (
        written.replace(" ", "  "),
        written.replace(" ", "\u2011"),
        written.replace("-", "–"),
        f"tel. {digits}",
    )
    yield "".join(chr(0xFF10 + int(c)) if c.isdecimal() else c for c in written)


def internationally(number: PhoneNumber) -> Iterator[str]:
    """A number as it is written abroad."""
    written = format_number(number, PhoneNumberFormat.INTERNATIONAL)
    code, _, rest = written.partition(" ")
    digits = "".join(filter(str.isdecimal, written))
    yield from (
        written,
        f"+{digits}",
        f"00{digits}",
        f"00 {digits}",
        f"{code} (0) {rest}",
        f"({code}) {rest}",
    )
    yield from (
        written.replace(" ", "-"),
        written.replace(" ", "."),
        written.replace("-", " "),
        f"＋{digits}",
    )
    yield from (
        f"{code}-{rest}",
        f"{code} - {rest}",
        f"+ {digits}",
        f"(00{code[1:]}) {rest}",
        f"\u202d{written}\u202c",
    )


WRITTEN: dict[str, Callable[[PhoneNumber], Iterator[str]]] = {
    "as in their country": nationally,
    "with their country code": internationally,
}
