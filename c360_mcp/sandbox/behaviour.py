"""What the API does where its documentation says nothing: the stand-in can be told to behave each way."""

from dataclasses import dataclass

KEPT = ("newest", "oldest", "arbitrary")
ORDERS = ("oldest-first", "newest-first", "arbitrary")
ENDS = ("both", "start", "end", "neither")
LETTER_CASES = ("ignored", "matters")
NATIONAL_NUMBERS = ("refused", "found", "missed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One choice for each thing that is undocumented; each is named on the command line as it is here."""

    keep: str = "newest"
    """Which 50 of more come back: one of `KEPT`. An arbitrary choice is the same on every request."""
    order: str = "oldest-first"
    """In which order they come: one of `ORDERS`."""
    ends: str = "both"
    """Which ends of a window belong to it: one of `ENDS`."""
    longest_range: int | None = None
    """Days that a window may span; a longer one is refused with a 400."""
    letter_case: str = "ignored"
    """Whether the letter case of an e-mail address matters: one of `LETTER_CASES`."""
    national_numbers: str = "refused"
    """What becomes of a search by a number without its country code: one of `NATIONAL_NUMBERS`."""
    resolve_contacts: bool = False
    """Whether a search by one address also finds the interactions at the contact's other addresses."""
    speech_analytics: bool = True
    titles: bool = True
    """Whether titles and e-mail subjects are ever there; today's API has neither."""
    rate_limit: int | None = None
    """Requests a minute; the next is refused with a 429, and every reply says how many are left."""


AS_TODAY = Behaviour()
