"""Small phrases that every part of a result uses: counted nouns, and rows by their numbers."""

from collections.abc import Iterable, Sequence
from itertools import pairwise


def counted(number: int, noun: str) -> str:
    """`1 interaction`, `12 interactions`, `1,000 entries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def cite(numbers: Iterable[int]) -> str:
    """`#1 #4 #5`."""
    return " ".join(f"#{number}" for number in numbers)


def cite_runs(numbers: Sequence[int]) -> str:
    """`#1 to #4 #6 #8 #9`: three and more in a row by the first and the last of them."""
    runs = [[numbers[0]]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(cite(run) if len(run) <= 2 else f"#{run[0]} to #{run[-1]}" for run in runs)


def either(names: Sequence[str]) -> str:
    """`"abandon", "transfer" or "escalat"`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def closed(rest: str) -> str:
    """The end of a sentence: after a colon this, or nothing."""
    return f": {rest}" if rest else "."


def closing(sentences: Iterable[str]) -> str:
    """Sentences as the line that ends a result."""
    return f"Coverage: {' '.join(sentences)}"


def named_counts(counts: Iterable[tuple[str, int]]) -> str:
    """`phone 18, chat 14`."""
    return ", ".join(f"{name_before_number(name)} {count}" for name, count in counts)


def name_before_number(name: str) -> str:
    """A name in quotes where its own number at the end could pass for a count."""
    return f'"{name}"' if name[-1:].isdigit() else name
