"""Rows by their numbers, as every part of a result refers to them."""

from collections.abc import Iterable


def cite(numbers: Iterable[int]) -> str:
    """`#1 #4 #5`."""
    return " ".join(f"#{number}" for number in numbers)
