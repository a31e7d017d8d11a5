"""A number and its noun."""


def counted(number: int, noun: str) -> str:
    """`1 interaction`, `12 interactions`, `1,000 entries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
