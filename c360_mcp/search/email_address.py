"""An e-mail address, read from the forms in which mail programs and browsers copy it."""

import re
import unicodedata
from urllib.parse import unquote

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.typed_text import clean_identifier, strip_blanks

ADDRESS_LIMIT = 254
"""Characters that an address can have (RFC 5321)."""

_NAMED = re.compile(r"(?P<name>[^<>\x00-\x1f]*)<(?P<address>[^<>]*)>")
_LOCAL_PART = re.compile(r'[^\s<>()\[\],;:"\\\ufffd]+')


def read_email(typed: str) -> str:
    """Return the address in `typed`: bare, in `Name <address>`, or a `mailto:` link; its case is kept.

    Raises `InvalidArgument` for anything but one address.
    """
    text = strip_blanks(typed)
    named = _NAMED.fullmatch(text)
    name, address = named.group("name", "address") if named else ("", text)
    address = clean_identifier(_unlinked(clean_identifier(address)))
    if "@" in name or address.count("@") > 1:
        raise InvalidArgument("Give one e-mail address at a time, such as customer@example.com.")
    if "@" not in address:
        raise InvalidArgument(
            'This isn\'t an e-mail address. For a phone number use search_by="phone_number", for a CRM ID'
            ' search_by="contact_id" or search_by="account_id".'
        )
    local, _, domain = address.partition("@")
    if not _LOCAL_PART.fullmatch(local) or not _is_domain(domain):
        raise InvalidArgument(
            "This isn't an e-mail address. Give one without spaces, such as customer@example.com."
        )
    if len(address) > ADDRESS_LIMIT:
        raise InvalidArgument(f"An e-mail address has at most {ADDRESS_LIMIT} characters.")
    return address


def _unlinked(address: str) -> str:
    if address[:7].lower() != "mailto:":
        return address
    return unquote(address[7:].partition("?")[0])


def _is_domain(domain: str) -> bool:
    return all(label[:1].isalnum() and all(map(_is_of_a_label, label)) for label in domain.split("."))


def _is_of_a_label(character: str) -> bool:
    # Scripts such as Devanagari write vowels as combining marks.
    return character == "-" or character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}
