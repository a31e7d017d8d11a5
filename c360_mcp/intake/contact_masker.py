"""E-mail addresses, phone numbers and other addresses of people, replaced by placeholders.

Importing `phonenumbers`, with the numbering plans of all countries, takes a noticeable part of the server's start. So
this module is imported only where contacts are to be redacted.
"""

import re

from c360_mcp.intake.email_spelling import EMAIL, MAY_HOLD_ONE, as_address
from c360_mcp.intake.phone_book import PhoneBook
from c360_mcp.intake.phone_spelling import PhoneSpelling

# The path of a link that opens a chat with somebody is their number or their name.
_CHAT_LINK = re.compile(r"(?<![\w.])((?:wa|t|m|signal)\.me/)([\w+#/.\-]*[\w+])", re.IGNORECASE)
# What stands in the address field where a number is withheld.
_NOBODY = re.compile(
    r"anonymous|unknown|private|restricted|unavailable|withheld|n/?a|none|null|-+", re.IGNORECASE
)


class ContactMasker:
    """Remembers the contacts of one result, so that each has one placeholder.

    `keep`, an e-mail address or a number with its country code, is not replaced. Numbers without a country code are
    read as dialled within `country`.
    """

    def __init__(self, keep: str = "", country: str | None = None) -> None:
        self._keep_email = keep.strip().casefold()
        self._emails: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._phones = PhoneBook(keep, country)
        self._spelling = PhoneSpelling(country)

    @property
    def any_masked(self) -> bool:
        """Whether any contact was replaced so far."""
        return bool(self._emails or self._addresses) or not self._phones.is_empty

    def mask(self, text: str) -> str:
        """Put `[email 1]`, `[phone 1]` or `[address 1]` for each contact that is found in free text."""
        if MAY_HOLD_ONE.search(text):
            text = EMAIL.sub(lambda found: self._email(found[0]), text)
        if ".me/" in text.lower():
            text = _CHAT_LINK.sub(lambda link: link[1] + self._one_contact(link[2]), text)
        return self._spelling.replace(text, self._phone)

    def address(self, text: str) -> str:
        """Put one placeholder for a text that is somebody's address as a whole, however it is written."""
        if not text or _NOBODY.fullmatch(text):
            return text
        email = EMAIL.search(text) if MAY_HOLD_ONE.search(text) else None
        return self._email(email[0]) if email else self._one_contact(text)

    def _email(self, written: str) -> str:
        address = as_address(written)
        if address == self._keep_email:
            return written
        return self._emails.setdefault(address, f"[email {len(self._emails) + 1}]")

    def _phone(self, written: str) -> str:
        return self._phones.placeholder(written) or written

    def _one_contact(self, text: str) -> str:
        number = self._spelling.only_number(text)
        if number is not None:
            return self._phone(number)
        name = text.casefold()
        return self._addresses.setdefault(name, f"[address {len(self._addresses) + 1}]")
