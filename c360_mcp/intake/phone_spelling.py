"""How phone numbers are written in free text, and what other figures look like them."""

import re
from collections.abc import Callable
from ipaddress import IPv4Address

from c360_mcp.digits import ascii_digits
from c360_mcp.intake.iban import IBAN
from c360_mcp.intake.phone_number import (
    dialled,
    has_plus,
    in_full,
    is_dialled_in,
    is_north_american,
    shortest,
)
from c360_mcp.intake.phone_words import OF_AN_ACCOUNT, OF_AN_OBJECT, PHONE_WORD
from c360_mcp.intake.visible_text import DIGIT

# A gap as wide as ` - ` may stand after an area code (`030 - 1234567`) or a country code; elsewhere it parts two numbers.
_PLUS = r"(?:[+＋]|(?<!\d )[+＋] )"
_WIDE = r"\s[/\-–]\s"
_CODE = (
    rf"(?:(?<!\d)(?:\(0(?:{DIGIT}){{1,4}}\)|0(?:{DIGIT}){{1,4}})"
    rf"|\({_PLUS}(?:{DIGIT}){{1,3}}\)|{_PLUS}(?:{DIGIT}){{1,3}})"
)
_GAP = r"(?:\s?[()]{1,2}\s?|\)?[./\-‐-―−·．－ー／]\(?|\s?)"
_BRACKET = r"(?:\((?=[+＋]?\d[\d\s.\-‐-―]{0,6}\)[\s./\-‐-―]?\d))?"
# Of one shape only, so that any signs may stand between its groups, but for those that part items.
_SIGN = r"(?:(?![,;.] )[^\w\s]|[_ ])"
_AMERICAN = (
    rf"(?<!\d)(?:\+?1{_SIGN}{{1,3}})?[\[({{]?[2-9]\d\d(?:[\])}}]{_SIGN}{{0,2}}|{_SIGN}{{1,3}})[2-9]\d\d"
    rf"{_SIGN}{{1,3}}\d{{4}}(?!\d)"
)
_NUMBER = (
    rf"{_CODE}{_WIDE}{_BRACKET}{DIGIT}(?:{_GAP}{DIGIT}){{3,}}"
    rf"|{_AMERICAN}|{_BRACKET}{_PLUS}?{DIGIT}(?:{_GAP}{DIGIT}){{FEWEST,}}"
)
_ONE_OF_SEVERAL = re.compile(r"(?:1[ .\-])?(?:\(\d{3}\) ?|\d{3}[ .\-]?)\d{3}[ .\-]\d{4}(?!\d)|[^\s/]+")
_DIGIT = re.compile(r"\d")
_GROUP = re.compile(f"(?:{DIGIT})+")
_MOMENT = (
    r"(?<!\d)(?<!\d[\-./])(?:(?:19|20)\d\d([\-./])\d{1,2}\1\d{1,2}|\d{1,2}([\-./])\d{1,2}\2(?:19|20)\d\d)"
    r"(?![\-./]?\d)|(?<!\d)\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?!\d)"
)
_COORDINATE = r"[+\-−]?\d{1,3}\.\d{3,15}(?!\.?\d)"
_POSITION = (
    rf"(?<![\d.])(?:{_COORDINATE}°? ?[NSEWO]?(?:[,;/] ?| ){_COORDINATE}"
    rf"|(?<![a-z])(?:lat|lon|lng)[a-z]{{0,6}}[=: ]{{1,2}}{_COORDINATE})"
)
_OTHER_FIGURE = re.compile(rf"{_MOMENT}|{_POSITION}|(?-i:\b{IBAN}\b)", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![^\W\d_])(?!(?:tel|phone|fax|sms|mobile?|whatsapp)(?![a-z]))[^\W\d_]{2,}", re.IGNORECASE
)
_GLUED_BEFORE = re.compile(r"(?:[A-Za-z_＿][\-/_＿#]?|\d[_＿#]|[$€£¥₹] ?)\Z")
_GLUED_AFTER = re.compile(
    r"(?!x\.? ?\d|ext)[A-Za-z_＿]|[.,]\d\d(?!\d)| ?(?:[$€£¥₹%]|kr|eur|usd|gbp|chf|kwh|m[³3])(?![a-z])",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:(?:19|20)\d\d){2}"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
)
# A decimal number, a range of round numbers, a postal code of the United States with its four further digits.
_PLAIN_FIGURE = re.compile(r"(?:0|[1-9]\d{0,2})\.\d{5,}|\d+00[\-–]\d+00|\d{5}-\d{4}")
_NUMBER_OF_AMERICA = re.compile(r"\(?\d{3}\)?[ .\-]{1,2}\d{3}[ .\-]\d{4}")
_MANY, _CLOSE = 5, 1.3
"""Of groups that rise or fall: so many are a list in any case, fewer where the largest is at most 1.3 times the smallest."""
_MOST = 15
"""Digits that a phone number may have, by E.164."""
_FEWEST_AFTER_ZERO = 9
"""Digits in one piece that begin with 0 and are taken for a phone number of whatever country."""


class PhoneSpelling:
    """Finds phone numbers in texts; those without a country code are read as dialled within `country`."""

    def __init__(self, country: str | None) -> None:
        self._country = country
        self._fewest = shortest(country)
        self._in_one_piece: dict[str, bool] = {}
        self._number = re.compile(_NUMBER.replace("FEWEST", str(self._fewest - 1)))

    def replace(self, text: str, placeholder: Callable[[str], str]) -> str:
        """Put what `placeholder` gives for each number in a text, or leave it where that is the number itself."""
        if not _DIGIT.search(text) or not self._number.search(text):
            return text
        masked = self._replace_once(text, placeholder)
        while masked != text:
            # Where a placeholder has taken the place of digits, those beside them may be a number of their own.
            text, masked = masked, self._replace_once(masked, placeholder)
        return masked

    def only_number(self, text: str) -> str | None:
        """Return the number that an address is, or None where it is something else."""
        found = self._number.search(text)
        if found:
            return found[0]
        return None if _NAME.search(text) or not _GROUP.search(text) else text

    def _replace_once(self, text: str, placeholder: Callable[[str], str]) -> str:
        def replaced(found: re.Match[str]) -> str:
            digits = dialled(found[0])
            if len(digits) > _MOST and found.re is self._number:
                return _ONE_OF_SEVERAL.sub(replaced, found[0])
            return placeholder(found[0]) if self._is_phone(found, digits) else found[0]

        # Dates, times and positions are stepped over, or their digits would be taken for a part of a number beside them.
        parts, at = "", 0
        for figure in _OTHER_FIGURE.finditer(text):
            parts += self._number.sub(replaced, text[at : figure.start()]) + figure[0]
            at = figure.end()
        return parts + self._number.sub(replaced, text[at:])

    def _is_phone(self, found: re.Match[str], digits: str) -> bool:
        if not self._fewest <= len(digits) <= _MOST:
            return False
        first, last = found.span()
        before, after = found.string[max(first - 40, 0) : first], found.string[last : last + 8]
        if has_plus(found[0]) or PHONE_WORD.search(before):
            return True
        if _GLUED_BEFORE.search(before) or _GLUED_AFTER.match(after):
            return False
        if self._is_of_an_object(found[0], digits, before):
            return False
        if len(_GROUP.findall(found[0])) == 1:
            return not OF_AN_ACCOUNT.search(before) and self._can_be_dialled(digits)
        if _YEARS.fullmatch(digits) or _is_ip_address(found[0]):
            return is_dialled_in(self._country, digits, _GROUP.findall(found[0]))
        return not _is_other_figure(found[0], digits) or is_dialled_in(self._country, digits)

    def _is_of_an_object(self, written: str, digits: str, before: str) -> bool:
        """Say whether a word such as "invoice" stands before digits that are not written as a phone number is."""
        if not OF_AN_OBJECT.search(before) or _NUMBER_OF_AMERICA.fullmatch(written):
            return False
        return " " not in written.strip() or _is_list(written) or not is_dialled_in(self._country, digits)

    def _can_be_dialled(self, digits: str) -> bool:
        """Say whether digits in one piece form a phone number: they begin with 0, or fit a country's numbering plan."""
        if digits not in self._in_one_piece:
            self._in_one_piece[digits] = self._fits_a_plan(digits)
        return self._in_one_piece[digits]

    def _fits_a_plan(self, digits: str) -> bool:
        """Work out what `_can_be_dialled` remembers, as reading a number is slow."""
        if _YEARS.fullmatch(digits):
            return False
        if digits.startswith("0") and len(digits) >= _FEWEST_AFTER_ZERO:
            return True
        if is_north_american(digits) or is_dialled_in(self._country, digits):
            return True
        return not digits.startswith("0") and in_full(digits, None) is not None


def _is_ip_address(written: str) -> bool:
    """Say whether it may be an IP address of version 4."""
    try:
        IPv4Address(written)
    except ValueError:
        return False
    return True


def _is_other_figure(written: str, digits: str) -> bool:
    """Say whether digits in groups are an amount, a version, one of `_PLAIN_FIGURE` or a list of such."""
    sizes, gaps = _shape(written)
    first, *rest = sizes
    amount = len(gaps) == 1 and first < 3 and set(rest) == {3} and digits[0] != "0"
    dotted = gaps == {"."} and (1 in rest or (len(rest) == 3 and max(first, *rest) <= 3))
    return amount or dotted or _PLAIN_FIGURE.fullmatch(written) is not None or _is_list(written)


def _is_list(written: str) -> bool:
    """Say whether groups are numbers that rise or fall by little, or many that do, as those of a meter."""
    values = [int(ascii_digits(group)) for group in _GROUP.findall(written)]
    if len(values) < 3 or values not in (sorted(values), sorted(values, reverse=True)):
        return False
    return (len(values) >= _MANY and not written.startswith(("0", "(0"))) or max(values) <= _CLOSE * min(
        values
    )


def _shape(written: str) -> tuple[list[int], set[str]]:
    """How many characters each group of digits has, and what stands between them."""
    return [len(group) for group in _GROUP.findall(written)], set(re.sub(r"\d", "", written))
