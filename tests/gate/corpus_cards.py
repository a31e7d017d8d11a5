"""Numbers that must be masked, numbers that must not, and generators of both."""

from collections.abc import Callable, Iterator
from random import Random

TEST_CARDS = (
    *("4111111111111111", "4012888888881881", "4242424242424242", "4000056655665556", "4222222222222"),
    *("5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2223000048400011"),
    *(
        "378282246310005",
        "371449635398431",
        "378734493671000",
        "30569309025904",
        "38520000023237",
        "36227206271667",
    ),
    *("6011111111111117", "6011000990139424", "3530111333300000", "3566002020360505", "6200000000000005"),
    *(
        "6205500000000000004",
        "6759649826438453",
        "6799990100000000019",
        "6771798021000008",
        "5019717010103742",
    ),
    *("6062826786276634", "5066991111111118", "2201382000000013", "9792020000000001", "4917610000000000003"),
)

SENTENCES = (
    "{}",
    "My card is {}.",
    "card no:{}, exp 12/26",
    "Please charge {} instead of the old one",
    "Visa{} was declined",
    "Meine Kartennummer lautet {} und sie wurde zweimal belastet",
    "Le numéro de ma carte est le {}, merci",
    "Mi tarjeta {} no funciona",
    "O cartão {} foi recusado",
    "Numer karty: {}",
    "Kart numaram {}",
    "Номер карты {}, спасибо",
    "מספר הכרטיס {} תודה",
    "رقم البطاقة {} شكرا",
    "मेरा कार्ड {} है",
    "カード番号は{}です",
    "卡号是{}，谢谢",
    "카드번호는 {}입니다",
    "หมายเลขบัตร{}ครับ",
    "Order 4471-2 of 12/03: {} / 12.50 EUR",
    "({}) and 'so on'",
)

UNTOUCHED = (
    "int-1921de567b1-7zrCRtowKo5rmiXNVI0G4PLOE-phone-03-acmecorp01",
    "int-1921de567b1-4111111111111111-phone-03-acmecorp01",
    "acvcc4111111111111111801 and txn_4111111111111111",
    "ORD-4111111111111111 and 4111111111111111-EU",
    "550e8400-e29b-41d4-a716-446655440000",
    "4111 1111 1111 1112 fails the check digit",
    "411111111111 is too short, 41111111111111111111 too long",
    "0000 0000 0000 0000",
    "+44 20 7946 0958, +1 (206) 555-0134, 0049 30 901820",
    "call +3782822463 10005 or 0800 111 1111",
    "2026-11-18 14:03:22, 18.11.2026, 11/18/2026 2:03 PM, 20261118140322",
    "1763474582000 and 1724400000",
    "$1,204.50, 1.250,00 €, 4,111,111.00 USD, 12 345 678 kr",
    "from 33.33333333333333 to 0.5333333333333335 and 4.0012888888881881",
    "order 114-1234567-1234567, invoice 2026-000123, case 00012345",
    "DE89 3704 0044 0532 0130 00 and GB29 NWBK 6016 1331 9268 19",
    "NL91ABNA0417164300, FR14 2004 1010 0505 0001 3M02 606, DE12 5001 0517 0648 4898 90",
    "1Z999AA10123456784, 9400 1000 0000 0000 0000 00, JD014600003828392837",
    "IMEI 490154203237518, SIM card 8944500102198304826",
    "10.0.19045.3803, 192.168.100.200, 2001:db8:4111:1111:1111:1111",
    "12 15 18 20 22 24 26 28 30 32",
    "meter 004471 on 01/02/2026, 004502 on 01/03/2026",
)


def luhn_digit(body: str) -> str:
    """The digit that makes `body` pass, by the textbook's rule: double every second from the right, cast out nines."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * 2 if place % 2 == 0 else int(digit)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


_PREFIXES = {
    **dict.fromkeys(
        ("4539", "4716", "51", "55", "2221", "2720", "6011", "65", "644", "62", "3528", "3589", "508", "81"),
        16,
    ),
    **dict.fromkeys(("34", "37"), 15),
    **dict.fromkeys(("300", "305", "36", "38"), 14),
    **dict.fromkeys(("6221", "4571"), 19),
}


def cards(seed: int, count: int) -> Iterator[str]:
    """Card numbers such as issuers make them."""
    random = Random(seed)  # noqa: S311
    for _ in range(count):
        prefix, length = random.choice(list(_PREFIXES.items()))
        body = prefix + "".join(random.choices("0123456789", k=length - len(prefix) - 1))
        yield body + luhn_digit(body)


BETWEEN = (
    *(
        "...",
        "....",
        " -- ",
        "--",
        ";",
        "; ",
        ":",
        " : ",
        "*",
        "**",
        " * ",
        "+",
        " + ",
        ")(",
        ") (",
        "=",
        "~",
        "^",
        "#",
        "&",
    ),
    *(
        "\\",
        "|",
        "<",
        ">",
        "'",
        "’",
        "°",
        " — ",
        "_",
        "∗",
        " then ",
        ", then ",
        " and ",
        " dash ",
        " hyphen ",
        " space ",
    ),
    *(" dot ", " und ", " dann ", " et ", " y ", " x ", " next group ", " (pause) "),
)
"""What people put between the groups of a card's number, beside spaces, dashes, full stops and commas."""


def spellings(card: str) -> Iterator[str]:
    """One number as people write and dictate it."""
    fours = [card[i : i + 4] for i in range(0, len(card), 4)]
    yield from (card, " ".join(fours), "-".join(fours), ".".join(fours), "  ".join(fours), " - ".join(fours))
    yield f"{fours[0]} {fours[1]}-{'.'.join(fours[2:])}"
    yield from (
        ", ".join(fours),
        "_".join(fours),
        "/".join(fours),
        "–".join(fours),
        "\n".join(fours),
        "\xa0".join(fours),
    )
    yield from (between.join(fours) for between in BETWEEN)
    yield from (" ".join(card), "-".join(card), " ".join(card[i : i + 2] for i in range(0, len(card), 2)))
    yield from (f"{card[:4]} {card[4:10]} {card[10:]}", f"{card[:3]} {card[3:8]} {card[8:]}")
    yield from ("\u200b".join(card), "\u200b \u00ad".join(fours), "".join(chr(0xFF10 + int(c)) for c in card))
    yield from ("".join(chr(0x660 + int(c)) for c in card), "\ufe0f\u20e3".join(card) + "\ufe0f\u20e3")


def other_numbers(seed: int, count: int) -> dict[str, list[str]]:
    """Numbers that are no cards, by kind, each as it stands in a sentence."""
    random = Random(seed)  # noqa: S311

    def digits(length: int) -> str:
        return "".join(random.choices("0123456789", k=length))

    def token(length: int) -> str:
        return "".join(
            random.choices("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", k=length)
        )

    def iban() -> str:
        body = digits(18)
        check = 98 - int(body + "131400") % 97
        return " ".join(f"DE{check:02}{body}"[i : i + 4] for i in range(0, 22, 4))

    makers: dict[str, Callable[[], str]] = {
        "interaction IDs": lambda: f"int-19{digits(9)}-{token(25)}-phone-03-acme{digits(2)}",
        "UUIDs": lambda: "-".join(f"{random.getrandbits(4 * n):0{n}x}" for n in (8, 4, 4, 4, 12)),
        "phone numbers": lambda: (
            f"+{random.choice(['1', '44', '49', '33', '91'])} {digits(3)} {digits(3)} {digits(4)}"
        ),
        "phone numbers in one piece": lambda: (
            f"{random.choice(['1206', '4420', '4915', '3361', '9198'])}{digits(8)}"
        ),
        "dates and times": lambda: (
            f"{random.randint(1, 28):02}.{random.randint(1, 12):02}.2026 {random.randint(10, 23)}.{digits(2)}"
        ),
        "time stamps": lambda: f"17{digits(11)}",
        "amounts": lambda: f"{random.randint(1, 999)},{digits(3)},{digits(3)}.{digits(2)} EUR",
        "IBANs": iban,
        "order numbers of 8 to 12 digits": lambda: f"order {digits(random.randint(8, 12))}",
        "order numbers with dashes": lambda: f"order {random.randint(100, 799)}-{digits(7)}-{digits(7)}",
        "order numbers with letters": lambda: f"order PO{digits(16)}",
        "tracking numbers of 12 digits": lambda: f"parcel {digits(4)} {digits(4)} {digits(4)}",
        "tracking numbers of 22 digits": lambda: f"parcel 94{digits(20)}",
        "any 16 digits in one piece": lambda: f"reference {digits(16)}",
        "any 16 digits by fours": lambda: f"reference {digits(4)} {digits(4)} {digits(4)} {digits(4)}",
    }
    return {kind: [make() for _ in range(count)] for kind, make in makers.items()}
