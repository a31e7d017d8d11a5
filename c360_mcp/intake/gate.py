"""The gate that every string of a reply passes on its way into a result, as customers and attackers write them.

Against prompt injection: a result is made of lines, ` | ` between their fields, `"` around free text and `, ` between
items. A foreign text that could write these could pass for a row, a field or the server's own words. Out of the gate
comes one line without `|` and `"`, nor what looks like them; `bare_or_quoted` puts in quotes what is no name.

Against hidden text and direction overrides (Trojan Source): only characters that a reader can see are kept, and HTML
entities are decoded before anything else looks at a text. Against data exfiltration and cross-site scripting by whoever
renders a result: no Markdown link or image, URL or HTML tag is left whole; e-mail addresses are. Against leaks: numbers
of payment cards (PAN) and their security codes are masked, and, where that was asked for, e-mail addresses and phone
numbers.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from c360_mcp.intake.bare_name import is_bare_name
from c360_mcp.intake.emphasis import blunt_marks
from c360_mcp.intake.entities import decode_entities, has_entity
from c360_mcp.intake.mask import mask_cards
from c360_mcp.intake.security_code import mask_codes
from c360_mcp.intake.visible_text import shorten, visible

if TYPE_CHECKING:
    from c360_mcp.intake.contact_masker import ContactMasker

# All of printable ASCII but for what is structure or markup: `"`, `&`, `<`, `[`, `\`, `]`, a backtick and `|`.
_PLAIN = re.compile(r"[ !#-%'-;=>?@A-Z^_a-z{}~]*")
_THREE_DIGITS = re.compile(r"\d\D*\d\D*\d")
# A mask is shorter than what it hides, so that more of a text fits into its limit. Four times the limit are looked at,
# which even a card number with spaces and dashes between all its digits leaves room for; the rest is never worked on.
_LOOKED_AT = 4

# These are replaced by a character that looks the same. A backslash could escape our closing quotation mark.
_BARS = "|｜￨ǀ∣⏐⏽❘❙❚‖∥│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▕⎜⎟⎢⎥⎪⎮⎸⎹︱︳"
_STRUCTURE = str.maketrans(
    dict.fromkeys('"＂`｀', "'") | dict.fromkeys(_BARS, "¦") | dict.fromkeys("\\＼", "⧵")
)
# Letters that are drawn as a bar, of Hangul, Han, Hebrew, Tifinagh, Lisu, Runic, Miao, Old Italic, Lycian and for click
# sounds. They are replaced where they stand alone, outside a word.
_STROKE_ALONE = re.compile(
    "(?<![^\\W_])[ㅣ\u1175ￜ丨⼁㇑〡\u05c0ǁⵏꓲᛁ\U00016f28\U00010309\U00010320\U0001028a]+(?![^\\W_])"
)
_URL = re.compile(r"(?<![^\W_])(/{2,}+|www\.|(?:mailto|xmpp|javascript|vbscript):)(?=[^\s…])", re.IGNORECASE)
_LINK = re.compile(r"(?<=\])(?=[(\[])|(?<=!)(?=\[)")
_TAG = re.compile(r"<([A-Za-z/!?][^<>]*|[^\s<>@:]*[@:][^\s<>]*)>")
_TAG_LEFT_OPEN = re.compile(r"<(?=[A-Za-z/!?])")

# An ID stands unquoted, and may begin a line. So it must not begin as a row (`#`), an item of a list (`1.`) or the
# coverage line does, with marks of Markdown before it or not, nor be all punctuation as a rule is (`---`), nor a link
# that a renderer or a browser would recognise. `*` and `~` are marks wherever they stand, and results write `~` for an
# ending that IDs have in common.
_IDENTIFIER = re.compile(
    r"(?!#|//|\d+\.\Z|[^A-Za-z0-9]*(?i:(?:coverage|data|file|javascript|mailto|sms|tel|vbscript|xmpp):))"
    r"(?=[^A-Za-z0-9]*[A-Za-z0-9])[A-Za-z0-9!#$%&+,\-./:;=?@^_{}]{1,256}"
)
_WWW = re.compile(r"(?<![A-Za-z0-9])www\.", re.IGNORECASE)
_CONTACT = re.compile(r"[^@:;,]+(?:@|%40)[^@:;,]+\.[^@:;,]+|(?:\+|%2b)(?:\d{7,}|\d(?:[\-./]?\d){6,})")
_PLACEHOLDER = re.compile(r"\[(?:email|phone|address) \d+\]")


class Gate:
    """Cleans the texts of one result, in which one address or number always has the same placeholder.

    `redact_contacts` replaces people's addresses and phone numbers, except `keep`, the one searched for. Numbers without
    a country code are also read as dialled within `country`.
    """

    __slots__ = ("_addresses", "_keep", "_masker", "_passed")

    def __init__(self, *, redact_contacts: bool = False, keep: str = "", country: str | None = None) -> None:
        self._masker: ContactMasker | None = None
        if redact_contacts:
            from c360_mcp.intake import contact_masker  # here, as it is slow to import

            self._masker = contact_masker.ContactMasker(keep, country)
        self._keep = keep.casefold()
        self._addresses: dict[str, str] = {}
        self._passed: dict[tuple[str, int], str] = {}

    @property
    def masked(self) -> bool:
        """Whether any text so far held an address or a number that was replaced."""
        return self._masker is not None and self._masker.any_masked

    def text(self, raw: str, limit: int) -> str:
        """Return `raw` as one line of at most `limit` visible characters, masked and without markup."""
        try:  # the rows of a result say the same few words over and over
            return self._passed[raw, limit]
        except KeyError:
            clean = self._passed[raw, limit] = self._clean(raw, limit, self._masked)
            return clean

    def address(self, raw: str, limit: int) -> str:
        """Return an address as a text, or, where contacts are redacted, one placeholder for all of it."""
        if self._masker is None:
            return self.text(raw, limit)
        if raw not in self._addresses:
            self._addresses[raw] = self._clean(raw, limit, self._masker.address)
        return self._addresses[raw]

    def identifier(self, raw: str) -> str | None:
        """Return an ID as it is, since a later call has to repeat it, or None where it is not safe to show.

        Safe are 1 to 256 visible characters of ASCII without quotes, brackets, bars, backslashes and HTML entities that
        are no URL and, where contacts are redacted, hold neither an e-mail address nor a number with a plus sign but
        `keep`.
        """
        if not _IDENTIFIER.fullmatch(raw) or has_entity(raw):
            return None
        if "://" in raw or ("." in raw and _WWW.search(raw)):
            return None
        return None if self._masker and self._names_contact(raw) else raw

    def _clean(self, raw: str, limit: int, mask: Callable[[str], str]) -> str:
        # Most of the hundreds of texts in a result are plain ASCII, for which less has to be done.
        plain = _PLAIN.fullmatch(raw) and "  " not in raw
        clean = raw.strip(" ") if plain else _without_bars(decode_entities(raw))
        shown = shorten(_inert(mask(shorten(clean, _LOOKED_AT * limit))), limit)
        return blunt_marks(shown)  # at the very end, as a text that is cut may lose the partner of a mark

    def _names_contact(self, raw: str) -> bool:
        return any(found != self._keep for found in _CONTACT.findall(raw.casefold()))

    def _masked(self, clean: str) -> str:
        # This comes after invisible characters are gone, and before the text is shortened to its limit: a number
        # with an invisible character inside, or half a number, would not be recognised.
        if _THREE_DIGITS.search(clean):
            clean = mask_codes(mask_cards(clean))
        return self._masker.mask(clean) if self._masker else clean


def quoted(clean: str) -> str:
    """Return free text that has passed the gate in quotation marks: `"Late fee again"`."""
    return f'"{clean}"'


def bare_or_quoted(clean: str) -> str:
    """Return a name that has passed the gate as it is, if it is short and looks like a name; otherwise quoted."""
    return clean if is_bare_name(clean) or _PLACEHOLDER.fullmatch(clean) else quoted(clean)


def _without_bars(text: str) -> str:
    return _STROKE_ALONE.sub("¦", text.translate(_STRUCTURE))


def _inert(text: str) -> str:
    """Put a space into URLs and between the brackets of Markdown, and `‹›` around tags; `5 < 6` and `<3` stay."""
    if "//" in text or "www." in text.lower() or (":" in text and _URL.search(text)):
        text = visible(_URL.sub(r"\1 ", text))  # again, as a combining mark may follow the space now
    if "[" in text or "](" in text:
        text = _LINK.sub(" ", text)
    if "<" in text:
        text = _TAG_LEFT_OPEN.sub("‹", _TAG.sub(r"‹\1›", text))
    return text
