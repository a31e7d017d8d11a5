"""The gate that every string of a reply passes on its way into a result.

Lines are structure there, ` | ` separates fields, `"` delimits free text, `, ` separates items. What comes
out of the gate is one visible line that holds none of the first three, nor what looks like them, and nothing
that Markdown or HTML would make a link, an image or a tag of, but for e-mail addresses; `bare_or_quoted` and `quoted`
then see to the last.
"""

import re
from typing import TYPE_CHECKING

from c360_mcp.intake.mask import mask_cards, mask_codes
from c360_mcp.intake.visible_text import JOINERS, is_combining_mark, shorten, visible

if TYPE_CHECKING:
    from c360_mcp.intake.contact_masker import ContactMasker

_HARMLESS = re.compile(r"[ !#-;=>?@A-Z^_a-z{}~]*")
_THREE_DIGITS = re.compile(r"\d\D*\d\D*\d")
_LOOKED_AT = 4  # times the limit: nothing that lies further back could come into view

# Each becomes what looks like it, its compatibility forms too. A backslash could escape our closing quote.
_BARS = "|｜￨ǀ∣⏐⏽❘❙❚‖∥│┃┆┇┊┋╎╏║╵╷╹╻╽╿▏▎▍▕⎜⎟⎢⎥⎪⎮⎸⎹︱︳"
_STRUCTURE = str.maketrans(
    dict.fromkeys('"＂`｀', "'") | dict.fromkeys(_BARS, "¦") | dict.fromkeys("\\＼", "⧵")
)
# Letters that are drawn as a bar: Hangul, Han, Hebrew, of clicks, Tifinagh, Lisu, Runic, Miao, Old Italic, Lycian.
# Where they are part of no word, they mislead; those that look like l, I or 1 do not more than these themselves.
_STROKE_ALONE = re.compile(
    "(?<!\\w)[ㅣ\u1175ￜ丨⼁㇑〡\u05c0ǁⵏꓲᛁ\U00016f28\U00010309\U00010320\U0001028a]+(?!\\w)"
)
_URL = re.compile(r"(://|(?<![^\W_])www\.)(?=[^\s…])", re.IGNORECASE)
_LINK = re.compile(r"(?<=\])(?=[(\[])|(?<=!)(?=\[)")
_TAG = re.compile(r"<([A-Za-z/!?][^<>]*|[^\s<>@:]*[@:][^\s<>]*)>")
_TAG_LEFT_OPEN = re.compile(r"<(?=[A-Za-z/!?])")

# An ID may begin a line: it must not pass for a row or the coverage, nor for a rule or fence of Markdown.
# Nor may a renderer make a link of it.
_IDENTIFIER = re.compile(
    r"(?![#~]|(?i:coverage:|mailto:))(?=[^A-Za-z0-9]*[A-Za-z0-9])[A-Za-z0-9!#$%&*+,\-./:;=?@^_{}~]{1,256}"
)
_WWW = re.compile(r"(?<![A-Za-z0-9])www\.", re.IGNORECASE)
_BARE = re.compile(r"(?=.{1,40}\Z)\+?\w(?:[\w\-/&'’+@)]|\.(?=\w)|\((?=[^\W\d])| (?=[\w\-/&(]))*…?")
_CONTACT = re.compile(r"[^@:;,]+@[^@:;,]+\.[^@:;,]+|\+\d{7,}|\+\d(?:[\-./]?\d){6,}")
_PLACEHOLDER = re.compile(r"\[(?:email|phone) \d+\]")


class Gate:
    """What foreign text passes; made for one result, within which its placeholders are consistent.

    `redact_contacts` hides e-mail addresses and phone numbers but for `keep`, the identifier searched for.
    """

    __slots__ = ("_keep", "_masker", "_passed")

    def __init__(self, *, redact_contacts: bool = False, keep: str = "") -> None:
        self._masker = _contact_masker(keep) if redact_contacts else None
        self._keep = keep.casefold()
        self._passed: dict[tuple[str, int], str] = {}

    @property
    def masked(self) -> bool:
        """Whether placeholders have been put, so far."""
        return self._masker is not None and self._masker.any_masked

    def text(self, raw: str, limit: int) -> str:
        """Return `raw` as one visible line of at most `limit` characters, without numbers to be hidden."""
        if (raw, limit) not in self._passed:  # the rows of a result say the same few words over and over
            self._passed[raw, limit] = self._clean(raw, limit)
        return self._passed[raw, limit]

    def identifier(self, raw: str) -> str | None:
        """Return an ID verbatim, or None where it could not stand in a result as it is.

        It may have 1 to 256 visible characters of ASCII, without quotes, brackets, bars and backslashes, and is
        no URL. Where contacts are hidden, it holds no e-mail address and no number with a plus sign but for `keep`.
        """
        if not _IDENTIFIER.fullmatch(raw) or "://" in raw or ("." in raw and _WWW.search(raw)):
            return None
        return None if self._masker and self._names_contact(raw) else raw

    def _clean(self, raw: str, limit: int) -> str:
        # Most texts of a result, which has hundreds, are plain ASCII.
        plain = _HARMLESS.fullmatch(raw) and "  " not in raw
        clean = raw.strip(" ") if plain else _without_bars(visible(raw))
        return shorten(_inert(self._masked(shorten(clean, _LOOKED_AT * limit))), limit)

    def _names_contact(self, raw: str) -> bool:
        return any(found != self._keep for found in _CONTACT.findall(raw.casefold()))

    def _masked(self, clean: str) -> str:
        # Invisible characters are gone by now, and nothing has been cut: both could hide part of a number.
        if _THREE_DIGITS.search(clean):
            clean = mask_codes(mask_cards(clean))
        return self._masker.mask(clean) if self._masker else clean


def quoted(clean: str) -> str:
    """Return free text that has passed the gate as it stands in a result: `"Late fee again"`."""
    return f'"{clean}"'


def bare_or_quoted(clean: str) -> str:
    """Return a name that has passed the gate, as an item or a field: bare, or quoted where it could mislead.

    Bare are short names of letters and digits, with single spaces and the punctuation of names inside.
    """
    letters = (
        clean
        if clean.isascii()
        else "".join(c for c in clean if not is_combining_mark(c) and c not in JOINERS)
    )
    return clean if _BARE.fullmatch(letters) or _PLACEHOLDER.fullmatch(clean) else quoted(clean)


def _without_bars(text: str) -> str:
    return _STROKE_ALONE.sub("¦", text.translate(_STRUCTURE))


def _inert(text: str) -> str:
    """Part URLs and the brackets of Markdown's links and images, and blunt those of tags; `5 < 6` and `<3` stay."""
    if "://" in text or "www." in text.lower():
        text = _URL.sub(r"\1 ", text)
    if "[" in text or "](" in text:
        text = _LINK.sub(" ", text)
    if "<" in text:
        text = _TAG_LEFT_OPEN.sub("‹", _TAG.sub(r"‹\1›", text))
    return text


def _contact_masker(keep: str) -> "ContactMasker":
    from c360_mcp.intake.contact_masker import ContactMasker  # see its docstring

    return ContactMasker(keep)
