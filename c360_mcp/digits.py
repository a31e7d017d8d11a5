"""Decimal digits of any script, such as the Arabic ٣ and the full-width ３, as ASCII."""


def ascii_digits(text: str) -> str:
    """The digits of a text alone, each as one of `0` to `9`."""
    return "".join(str(int(character)) for character in text if character.isdecimal())
