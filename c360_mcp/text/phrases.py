"""Small phrases that every part of a result uses: counted nouns, and rows by their numbers."""

from collections.abc import Iterable


def counted(number: int, noun: str) -> str:
    """`1 interaction`, `12 interactions`, `1,000 entries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def cite(numbers: Iterable[int]) -> str:
    """`#1 #4 #5`."""
    return " ".join(f"#{number}" for number in numbers)
