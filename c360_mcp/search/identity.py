"""Who is searched for: a kind of identifier, a value, and the query parameters that they become."""

from dataclasses import dataclass, field
from enum import StrEnum

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.email_address import read_email
from c360_mcp.search.phone import has_country_code, is_written_nationally, read_phone
from c360_mcp.search.typed_text import IDENTIFIER_LIMIT, clean_identifier, refuse_long

LONGEST_ID = 256
"""Characters of a contact or account ID."""


class SearchBy(StrEnum):
    """The kinds of identifier by which the API finds a customer."""

    EMAIL = "email"
    PHONE_NUMBER = "phone_number"
    CONTACT_ID = "contact_id"
    ACCOUNT_ID = "account_id"


class Scope(StrEnum):
    """How much of a customer a search is to find."""

    IDENTIFIER = "identifier"
    """What is stored under the identifier."""
    CONTACT = "contact"
    """And what is stored under the contact ID that all of it carries."""


_OTHER_NAMES = {
    SearchBy.EMAIL: "mail emailaddress emailid",
    SearchBy.PHONE_NUMBER: "phone telephone telephonenumber tel mobile mobilenumber mobilephone cell cellphone",
    SearchBy.CONTACT_ID: "contact",
    SearchBy.ACCOUNT_ID: "account",
}
OTHER_NAMES = {name: kind for kind, names in _OTHER_NAMES.items() for name in names.split()}
"""What people and models also call the kinds, in small letters alone."""
_LONGEST_NAME = 40

_PARAMETERS = {
    SearchBy.EMAIL: "email",
    SearchBy.PHONE_NUMBER: "phoneNumber",
    SearchBy.CONTACT_ID: "contactId",
    SearchBy.ACCOUNT_ID: "accountId",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """The identifier by which the API is asked for one customer."""

    kind: SearchBy
    value: str = field(repr=False)  # personal data, and a repr ends up in logs
    notes: tuple[str, ...] = ()
    """What was assumed or dropped in reading the value, each a few words."""

    @property
    def contact(self) -> str:
        """The address or number of it, which a caller who gave it may see again; empty where it is an ID."""
        return self.value if self.kind in {SearchBy.EMAIL, SearchBy.PHONE_NUMBER} else ""

    @property
    def params(self) -> dict[str, str]:
        """The identity's query parameters: one identity field, and `crmId` where that requires it."""
        params = {_PARAMETERS[self.kind]: self.value}
        return params | {"crmId": "native"} if self.kind is SearchBy.CONTACT_ID else params


def identify(kind: SearchBy, typed: str, *, default_country: str | None) -> Identity:
    """Read `typed` as an identifier of this kind.

    Raises `InvalidArgument` where it is none, or could be several.
    """
    refuse_long(typed)
    if kind is SearchBy.EMAIL:
        return Identity(kind, _email(typed))
    if kind is SearchBy.PHONE_NUMBER:
        return Identity(kind, *_phone(typed, default_country))
    return Identity(kind, _opaque_id(typed))


def recognise(typed: str, default_country: str | None = None) -> SearchBy | None:
    """Return the kind of an identifier whose form leaves no doubt of it, otherwise None."""
    if len(typed) > IDENTIFIER_LIMIT:
        return None
    if has_country_code(typed) or (default_country and is_written_nationally(typed, default_country)):
        return SearchBy.PHONE_NUMBER
    try:
        domain = read_email(typed).partition("@")[2]
    except InvalidArgument:
        return None
    return SearchBy.EMAIL if "." in domain else None


def kind_named(typed: str) -> SearchBy | None:
    """Return the kind that is called so, as in `email`, `E-mail` and `Phone number`, otherwise None."""
    letters = "".join(filter(str.isalnum, typed[:_LONGEST_NAME])).lower()
    spelled = {kind.replace("_", ""): kind for kind in SearchBy}
    return spelled.get(letters) or OTHER_NAMES.get(letters)


def _email(typed: str) -> str:
    if has_country_code(typed):
        raise InvalidArgument('This is a phone number: use search_by="phone_number".')
    return read_email(typed)


def _phone(typed: str, default_country: str | None) -> tuple[str, tuple[str, ...]]:
    if recognise(typed) is SearchBy.EMAIL:
        raise InvalidArgument('This is an e-mail address: use search_by="email".')
    return read_phone(typed, default_country=default_country)


def _opaque_id(typed: str) -> str:
    trimmed = clean_identifier(typed)
    if len(trimmed) > LONGEST_ID:
        raise InvalidArgument(f"A contact or account ID has at most {LONGEST_ID} characters.")
    return trimmed
