"""E-mail addresses and phone numbers in free text, replaced by placeholders that stay the same within a result.

Importing `phonenumbers`, with the numbering plans of all countries, takes a noticeable part of the server's start. So
this module is imported only where contacts are to be redacted.
"""

import re

from phonenumbers import NumberParseException, PhoneNumber, is_valid_number, parse

from c360_mcp.digits import ascii_digits
from c360_mcp.intake.visible_text import DIGIT

# Thai, Chinese, Japanese and others put no spaces around an address: their letters are not taken for a part of it.
_LETTER = r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]"
_LABEL = f"(?:{_LETTER}|-)+"
_EMAIL = re.compile(
    rf"(?<![a-zA-Z0-9_＿]){_LETTER}(?:{_LETTER}|[.+%&'*/=?^{{}}~!#$\-]){{0,63}}[@＠]{_LABEL}(?:\.{_LABEL})+"
)

# A gap as wide as ` - ` may stand after an area code (`030 - 1234567`); elsewhere it parts two numbers.
_AREA_CODE = rf"(?<!\d)\(?0(?:{DIGIT}){{1,4}}\)?\s[/\-–]\s"
_GAP = r"(?:\s?[()]{1,2}\s?|\)?[./\-‐-―−·．－ー／]|\s?)"
_NUMBER = re.compile(
    rf"(?:{_AREA_CODE})?(?:\((?=[+＋]?\d[\d\s]{{0,4}}\)))?[+＋]?{DIGIT}(?:{_GAP}{DIGIT}){{6,}}"
)
_ONE_OF_SEVERAL = re.compile(r"(?:1[ .\-])?(?:\(\d{3}\) ?|\d{3}[ .\-]?)\d{3}[ .\-]\d{4}(?!\d)|[^\s/]+")
_GROUP = re.compile(f"(?:{DIGIT})+")
_DATE_OR_TIME = re.compile(
    r"(?<!\d)(?<!\d[\-./])(?:(?:19|20)\d\d([\-./])\d{1,2}\1\d{1,2}|\d{1,2}([\-./])\d{1,2}\2(?:19|20)\d\d)"
    r"(?![\-./]?\d)|(?<!\d)\d{1,2}:\d\d(?!\d)"
)
_GLUED_BEFORE = re.compile(r"(?:[A-Za-z_＿][\-/_＿#]?|\d[_＿#]|[$€£¥₹] ?)\Z")
_GLUED_AFTER = re.compile(r"(?!x\.? ?\d|ext)[A-Za-z_＿]")
_PHONE_WORD = re.compile(
    r"(?:(?<![a-z])(?:tel|tél|handy|fax|sms)|phone|mobil|cell?ular|móvil|movil|whatsapp|rufnummer|тел|τηλ|טלפון|هاتف|تلفن"
    r"|फ़ोन|फोन|โทร|電話|电话|전화)[^\d\[\]]{0,15}\Z",
    re.IGNORECASE,
)
_NORTH_AMERICAN = re.compile(r"1?([2-9]\d\d[2-9]\d{6})")
_YEARS = re.compile(r"(?:(?:19|20)\d\d){2}")
_FEWEST, _MOST = 7, 15
_FEWEST_AFTER_ZERO = 9


class ContactMasker:
    """Remembers the addresses and numbers of one result; `keep`, one of either, is not replaced."""

    def __init__(self, keep: str = "") -> None:
        self._keep_email = keep.strip().casefold()
        self._keep_digits = "" if re.search(r"[^\W\d]|@", keep) else _digits(keep).lstrip("0")
        self._emails: dict[str, str] = {}
        self._phones: dict[str, str] = {}

    @property
    def any_masked(self) -> bool:
        """Whether any address or number was replaced so far."""
        return bool(self._emails or self._phones)

    def mask(self, text: str) -> str:
        """Put `[email 1]` or `[phone 1]` for each; the same address or number is the same placeholder."""
        if "@" in text or "＠" in text:
            text = _EMAIL.sub(self._email, text)
        if not _NUMBER.search(text):
            return text
        masked = self._mask_phones(text)
        while masked != text:
            # Where a placeholder has taken the place of digits, those beside them may be a number of their own.
            text, masked = masked, self._mask_phones(masked)
        return masked

    def _mask_phones(self, text: str) -> str:
        # Dates and times are stepped over, or their digits would be taken for a part of a number beside them.
        parts, at = "", 0
        for moment in _DATE_OR_TIME.finditer(text):
            parts += _NUMBER.sub(self._phone, text[at : moment.start()]) + moment[0]
            at = moment.end()
        return parts + _NUMBER.sub(self._phone, text[at:])

    def _email(self, found: re.Match[str]) -> str:
        address = found[0].replace("＠", "@").casefold()
        if address == self._keep_email:
            return found[0]
        return self._emails.setdefault(address, f"[email {len(self._emails) + 1}]")

    def _phone(self, found: re.Match[str]) -> str:
        digits = _digits(found[0])
        if len(digits) > _MOST and found.re is _NUMBER:
            return _ONE_OF_SEVERAL.sub(self._phone, found[0])
        if not _is_phone(found, digits) or self._is_kept(digits):
            return found[0]
        return self._phones.setdefault(_national(found[0], digits), f"[phone {len(self._phones) + 1}]")

    def _is_kept(self, digits: str) -> bool:
        """Say whether it is the number to keep, with its country code or without."""
        shorter, longer = sorted((digits.lstrip("0"), self._keep_digits), key=len)
        return len(shorter) >= _FEWEST and longer.endswith(shorter)


def _digits(written: str) -> str:
    """Return the digits to dial, in ASCII; the zero in `+44 (0)20` is not dialled."""
    dialled = written.replace("(0)", "") if _has_plus(written) else written
    return ascii_digits(dialled)


def _has_plus(written: str) -> bool:
    return written.lstrip("(").startswith(("+", "＋"))


def _is_phone(found: re.Match[str], digits: str) -> bool:
    if not _FEWEST <= len(digits) <= _MOST:
        return False
    before, after = found.string[max(found.start() - 40, 0) : found.start()], found.string[found.end() :][:8]
    if _has_plus(found[0]) or _PHONE_WORD.search(before):
        return True
    if _GLUED_BEFORE.search(before) or _GLUED_AFTER.match(after):
        return False
    groups = _GROUP.findall(found[0])
    return _can_be_dialled(digits) if len(groups) == 1 else not _is_other_figure(found[0], digits)


def _can_be_dialled(digits: str) -> bool:
    """Say whether digits in one piece form a phone number: they begin with 0, or fit a country's numbering plan."""
    if digits.startswith("0"):
        return len(digits) >= _FEWEST_AFTER_ZERO
    return _NORTH_AMERICAN.fullmatch(digits) is not None or _international(digits) is not None


def _is_other_figure(written: str, digits: str) -> bool:
    """Say whether digits in groups are an amount, two years, an IP address or a version."""
    first, *rest = map(len, _GROUP.findall(written))
    gaps = set(re.sub(r"\d", "", written))
    amount = len(gaps) == 1 and first < 3 and set(rest) == {3} and digits[0] != "0"
    dotted = gaps == {"."} and (1 in rest or (len(rest) == 3 and max(first, *rest) <= 3))
    return amount or dotted or _YEARS.fullmatch(digits) is not None


def _national(written: str, digits: str) -> str:
    """Return a number without its country code, so that it has one placeholder whether written with it or without."""
    international = _has_plus(written) or digits.startswith("00") or not digits.startswith("0")
    parsed = _international(digits) if international and not _NORTH_AMERICAN.fullmatch(digits) else None
    if parsed is not None:
        return str(parsed.national_number)
    american = _NORTH_AMERICAN.fullmatch(digits)
    return american[1] if american else digits.lstrip("0")


def _international(digits: str) -> PhoneNumber | None:
    """Read digits that begin with a country code; None where no such number is in use."""
    try:
        parsed = parse(f"+{digits.removeprefix('00')}")
    except NumberParseException:
        return None
    return parsed if is_valid_number(parsed) else None
