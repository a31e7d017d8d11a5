"""How many tokens a text costs a model, about.

The measure is `o200k_base`, whose vocabulary is too heavy to carry at run time. Here every character has a price by its
kind, and so has every place where a token usually ends, such as the one between a digit and a letter. The prices are
fitted by `benchmarks/fit_tokens.py`; `tests/tokens/test_range.py` holds how far whole results are from their count.
Scripts whose characters begin alike share a price, so a few rare ones, such as Amharic, cost several times the estimate.
"""

import string
from collections.abc import Mapping
from operator import mul

# A character is known by the first byte of its UTF-8, which tells the script well enough; the bytes after it, spaces
# and line ends are of no kind.
_KINDS = {
    b"a": b"abcdefghilmnopqrstuw",
    b"z": b"jkvxyz",  # rarer in English than in languages that cost more a letter
    b"A": string.ascii_uppercase.encode(),
    b"9": string.digits.encode(),
    b".": string.punctuation.encode() + b"\xc2\xe2",  # also £ × – “ …
    b"l": bytes(range(0xC3, 0xCC)),  # Latin letters outside ASCII
    b"g": b"\xce\xcf",  # Greek
    b"c": bytes(range(0xD0, 0xD4)),  # Cyrillic
    b"h": b"\xd6\xd7",  # Hebrew
    b"r": bytes(range(0xD8, 0xDC)),  # Arabic
    b"i": b"\xe0",  # Devanagari, Thai, and the scripts between them
    b"v": b"\xe1",  # Vietnamese letters with two marks; Georgian
    b"k": b"\xe3\xef",  # kana, and punctuation as wide as they are
    b"H": bytes(range(0xE4, 0xEA)),  # Han
    b"K": bytes(range(0xEA, 0xEE)),  # Hangul
    b"x": b"\xcc\xcd\xd4\xd5\xdc\xdd\xde\xdf\xee\xf0\xf1\xf2\xf3\xf4",  # emoji, and what is rare
}
_KIND_OF_BYTE = bytes.maketrans(
    b"".join(_KINDS.values()),
    b"".join(kind * len(first_bytes) for kind, first_bytes in _KINDS.items()),
)

PRICES = {
    b"\n": 100,
    b"a": 18,
    b"z": 114,
    b"A": 33,
    b"9": 45,
    b".": 75,
    b"l": 78,
    b"g": 49,
    b"c": 36,
    b"h": 53,
    b"r": 40,
    b"i": 43,
    b"v": 43,
    b"k": 83,
    b"H": 94,
    b"K": 81,
    b"x": 157,
    b" a": 26,
    b"aA": 102,
    b" 9": 206,
    b"9a": 114,
    b"9A": 321,
}
"""In hundredths of a token: of each kind, and of each such pair on top of what the two cost by themselves."""

_KINDS_OF_ASCII = frozenset(b"azA9. \n")
_PRICES_OF_ASCII = {kinds: price for kinds, price in PRICES.items() if _KINDS_OF_ASCII.issuperset(kinds)}
"""Most lines are ASCII, where the others need not be looked for."""


def estimate(text: str) -> int:
    """The tokens of `text`, rounded up."""
    return -(-cost(text) // 100)


def cost(text: str, prices: Mapping[bytes, int] | None = None) -> int:
    """The same in hundredths of a token: joined lines cost what they do apart, and their ends."""
    kinds, prices = in_kinds(text), prices or (_PRICES_OF_ASCII if text.isascii() else PRICES)
    return sum(map(mul, prices.values(), map(kinds.count, prices)))


def in_kinds(text: str) -> bytes:
    """The text with each character's first byte replaced by its kind: `b"Aaaa 9.99"` of `"Late 3.50"`."""
    return text.encode(errors="surrogatepass").translate(_KIND_OF_BYTE)
