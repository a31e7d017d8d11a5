"""Numbers and addresses through the whole server where contacts are masked: an input of a row, and what stands there."""

import re

import pytest

from tests.front_door import replying, searched

pytestmark = pytest.mark.anyio

SETTINGS = {"C360_REDACT": "contacts", "C360_DEFAULT_COUNTRY": "DE", "C360_RESULT_TOKENS": "20000"}
FIELD_AND_ROW = [
    # the address field, as a whole
    ("mediaIdentifier", "030 901820", "address [phone 1]"),
    ("mediaIdentifier", "+49 30 901820", "address [phone 1]"),
    ("mediaIdentifier", "tel. 71 123 456", "address [phone 2]"),
    ("mediaIdentifier", "Jane Roe <jane@münchen.example>", "address [email 1]"),
    ("mediaIdentifier", "@jane.roe", "address [address 1]"),
    ("mediaIdentifier", "anonymous", "address anonymous"),
    # one number, however it is written
    ("title", "0049 30/901820 and (030) 90-18-20", '"[phone 1] and [phone 1]"'),
    ("title", "030901820, 4930901820", '"[phone 1], [phone 1]"'),
    # addresses and links
    ("title", "JANE@münchen.example or 用户@例子.中国", '"[email 1] or [email 2]"'),
    ("title", "wa.me/4930901820", '"wa.me/[phone 1]"'),
    # what was searched for stays
    ("title", "Customer@example.com", '"Customer@example.com"'),
    # cards and codes
    *(
        ("title", between.join(("4111", "1111", "1111", "1111")), '"[card ending 1111]"')
        for between in ("...", " -- ", ";", ":", "*", "+", ")(", " then ")
    ),
    ("title", "(cvv)123, cvv_123", '"(cvv)[removed], cvv＿[removed]"'),
    ("title", "CVV → 123", '"CVV → [removed]"'),
    ("title", "CVV, which is 123", '"CVV, which is [removed]"'),
    # other figures
    *(
        ("title", text, f'"{text}"')
        for text in (
            "CID 1234 (customer id)",
            "meter 4850, 4947, 5020, 5096",
            "readings 44711 44802 45010",
            "at 52.5200066, 13.4049540",
            "order 12345678, invoice 2026-000123",
            "open 09:00-18:30 on 18.11.2026",
        )
    ),
]


async def test_what_is_to_be_masked_is_and_the_rest_stays() -> None:
    rows = [
        {"mediaType": "PHONE", "startedAt": 1795000000000 - 3_600_000 * number, field: raw}
        for number, (field, raw, _) in enumerate(FIELD_AND_ROW)
    ]
    text = await searched(replying({"interactions": rows}), settings=SETTINGS)
    shown = re.findall(r"^#\d+ \d\d? \w{3} \d\d:\d\d phone (?:\| )?(.*)$", text, re.MULTILINE)
    assert shown == [right for _, _, right in FIELD_AND_ROW]
