"""The phone numbers of one result, each with one placeholder however it is written."""

from c360_mcp.intake.phone_number import dialled, has_plus, in_full, national_forms

_FEWEST_OF_A_LOCAL_NUMBER = 7
"""Digits without an area code that may be the end of the number to keep; fewer could be anything."""


class PhoneBook:
    """Tells placeholders by number; `keep`, with its country code, has none. `country` is where numbers are dialled."""

    def __init__(self, keep: str, country: str | None) -> None:
        self._country = country
        self._keep = in_full(keep, None) or f"+{dialled(keep)}" if has_plus(keep) else ""
        self._keep_forms = national_forms(self._keep) if self._keep else set()
        self._spellings: dict[str, str | None] = {}
        self._in_full: dict[str, str] = {}
        self._nationally: dict[str, str] = {}
        self._claimed: set[str] = set()
        """Placeholders of numbers that are known in full."""
        self._count = 0

    @property
    def is_empty(self) -> bool:
        """Whether no number has got a placeholder so far."""
        return not self._count

    def placeholder(self, written: str) -> str | None:
        """Return `[phone 1]` for a number, or None for the one to keep."""
        if written not in self._spellings:  # reading a number is slow, and a result repeats few of them
            self._spellings[written] = self._look_up(written)
        return self._spellings[written]

    def _look_up(self, written: str) -> str | None:
        number = self._number(written)
        if number is None:
            digits = dialled(written)
            return None if self._is_kept(digits) else self._of_national(digits)
        return None if number == self._keep else self._of_full(number)

    def _number(self, written: str) -> str | None:
        return in_full(written, self._country) or (f"+{dialled(written)}" if has_plus(written) else None)

    def _is_kept(self, digits: str) -> bool:
        """Say whether digits without a country code are the number to keep, with its area code or without."""
        local = not digits.startswith("0") and len(digits) >= _FEWEST_OF_A_LOCAL_NUMBER
        return digits in self._keep_forms or (local and self._keep.endswith(digits))

    def _of_full(self, number: str) -> str:
        """The placeholder of a number with its country code: new, or that of digits which may have been it."""
        if number not in self._in_full:
            forms = national_forms(number)
            # What was read without its country code may have been this number, if it is not one of another country.
            seen = {self._nationally[form] for form in forms if form in self._nationally}
            placeholder = min(seen - self._claimed, default="") or self._next()
            self._in_full[number] = placeholder
            self._claimed.add(placeholder)
            for form in forms:
                self._nationally.setdefault(form, placeholder)
        return self._in_full[number]

    def _of_national(self, digits: str) -> str:
        """The placeholder of digits without a country code, which is also that of a number in full that is dialled so."""
        for form in (digits, digits.lstrip("0")):
            if form in self._nationally:
                return self._nationally[form]
        self._nationally[digits] = self._nationally[digits.lstrip("0")] = self._next()
        return self._nationally[digits]

    def _next(self) -> str:
        self._count += 1
        return f"[phone {self._count}]"
