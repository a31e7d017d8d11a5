"""An e-mail address, read from the forms in which mail programs, browsers and address books copy it."""

import re
import unicodedata
from urllib.parse import unquote

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.typed_text import clean_identifier, strip_blanks, unquoted

ADDRESS_LIMIT = 254
"""Characters that an address can have (RFC 5321)."""

_NAMED = re.compile(r"(?P<name>[^<>\x00-\x1f]*)<(?P<address>[^<>]*)>")
_MARKDOWN_LINK = re.compile(r"\[(?P<name>[^\[\]]*)\]\((?P<address>[^()]*)\)")
_LABEL = re.compile(r"(?:smtp|e-?mail(?: address)?): *", re.IGNORECASE)
_AROUND_AT = re.compile(r"[ \t]*[@＠][ \t]*")  # the second is what a Japanese keyboard writes
_ENCODINGS = 3
"""Times that an address may have been percent-encoded; each link that it was put into does it once."""
_LOCAL_PART = re.compile(r'[^\s<>()\[\],;:"\\\ufffd]+')


def read_email(typed: str) -> str:
    """Return the address in `typed`: bare or quoted, in `Name <address>`, or a link; its case is kept.

    Raises `InvalidArgument` for anything but one address.
    """
    name, address = _shown_and_meant(unquoted(strip_blanks(typed).rstrip(",;")))
    address = clean_identifier(_unlinked(clean_identifier(address)))
    if ("@" in name and unquoted(name).casefold() != address.casefold()) or address.count("@") > 1:
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


def _shown_and_meant(text: str) -> tuple[str, str]:
    """The words that a mail program or a link shows, empty where there are none, and the address behind them."""
    written = _NAMED.fullmatch(text) or _MARKDOWN_LINK.fullmatch(text)
    return (written["name"], written["address"]) if written else ("", text)


def _unlinked(address: str) -> str:
    """The address out of a link or after a label, as it is written in a mail."""
    if address[:7].lower() == "mailto:":
        address = unquote(address[7:].partition("?")[0])
    if label := _LABEL.match(address):
        address = address[label.end() :]
    for _ in range(_ENCODINGS):
        if "@" not in address and "%" in address:
            address = unquote(address)
    return _AROUND_AT.sub("@", address).rstrip(".")


def _is_domain(domain: str) -> bool:
    return all(label[:1].isalnum() and all(map(_is_of_a_label, label)) for label in domain.split("."))


def _is_of_a_label(character: str) -> bool:
    # Scripts such as Devanagari write vowels as combining marks.
    return character == "-" or character.isalnum() or unicodedata.category(character) in {"Mn", "Mc"}
