"""International bank account numbers (IBAN), whose digits are neither those of a card nor of a phone."""

IBAN = r"[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?"
"""A pattern for texts of this form, whether or not they pass the check of `is_iban`."""
LONGEST_IBAN = 42
"""34 characters, with a space after every four."""


def is_iban(written: str) -> bool:
    """Say whether a text that `IBAN` matches passes the check of ISO 7064: as a number, it leaves 1 when divided by 97."""
    compact = written.replace(" ", "").replace("-", "")
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1
