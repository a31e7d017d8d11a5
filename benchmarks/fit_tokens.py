"""The prices of `c360_mcp/text/token_estimate.py`, fitted to `o200k_base`.

`python -m benchmarks.fit_tokens` prints them, and the estimate over the count of whole results in each language, for the
texts that were fitted by and for those held out. With `--check` it fails where the prices in use are stale.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from c360_mcp.text.token_estimate import PRICES, cost, estimate, in_kinds
from tests.tokens.corpus import HALVES, LANGUAGES, other_texts
from tests.tokens.o200k import count
from tests.tokens.results import results, short_results

AIM = 1.12
"""The estimate over the count: in the middle of what the tests allow, as an error up is as likely as one down."""
LINES, OTHERS = 0.3, 0.4
"""What all lines of a result weigh together, and a text in another language, where a whole result weighs 1."""
TOLERANCE = 0.02
"""How much a result may cost by other prices before they are stale: wordings change, and prices a little with them."""
ROUNDS = 3_000

_GIVEN = {b"\n": PRICES[b"\n"]}
_FITTED = [pattern for pattern in PRICES if pattern not in _GIVEN]


class Sample(NamedTuple):
    """A text to fit by, its tokens, and what its relative error weighs."""

    text: str
    tokens: int
    weight: float


def samples() -> Iterator[Sample]:
    """Whole results and their lines, and texts in other languages and manners."""
    whole = [text for language in LANGUAGES for text in results(language, "fitted").values()]
    for text in (*whole, *short_results().values()):
        yield Sample(text, tokens := count(text), 1)
        for line in filter(None, text.split("\n")):
            yield Sample(line, within := count(line), LINES * within / tokens)
    for text in other_texts("fitted").values():
        yield Sample(text, count(text), OTHERS)


def fit() -> dict[bytes, int]:
    """The prices, none below zero, by which the relative errors have the least squares."""
    rows, aims = [], []
    for text, tokens, weight in samples():
        scale = weight**0.5 / tokens
        kinds = in_kinds(text)
        rows.append([kinds.count(pattern) * scale for pattern in _FITTED])
        aims.append((AIM * 100 * tokens - cost(text, _GIVEN)) * scale)
    return _GIVEN | dict(zip(_FITTED, map(round, _least_squares(rows, aims)), strict=True))


def _least_squares(rows: Sequence[Sequence[float]], aims: Sequence[float]) -> list[float]:
    """Round after round, each unknown is set to what is best while the others stay as they are."""
    columns = list(zip(*rows, strict=True))
    products = [[_dot(one, other) for other in columns] for one in columns]
    wanted = [_dot(column, aims) for column in columns]
    found = [0.0] * len(columns)
    for _ in range(ROUNDS):
        for i, row in enumerate(products):
            found[i] = max(0.0, found[i] + (wanted[i] - _dot(row, found)) / row[i])
    return found


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(map(float.__mul__, one, other))


def print_table(half: str) -> None:
    """The estimate over the count of this half of the texts: a line for each language, then what stands by itself."""
    kinds = list(results(LANGUAGES[0], half))
    print(f"\n{half:12}" + "".join(f"{kind:>16}" for kind in kinds))
    for language in LANGUAGES:
        print(
            f"{language:12}" + "".join(f"{_ratio(text):16.2f}" for text in results(language, half).values())
        )
    print(_listed(other_texts(half)))


def _ratio(text: str) -> float:
    return estimate(text) / count(text)


def _listed(texts: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {_ratio(text):.2f}" for name, text in texts.items())


def stale(fitted: Mapping[bytes, int]) -> bool:
    """Whether the prices in use are too far from these."""
    changes = [
        cost(text) / cost(text, fitted) - 1
        for language in LANGUAGES
        for text in results(language, "fitted").values()
    ]
    return max(map(abs, changes)) > TOLERANCE


def main() -> int:
    """Print the prices and the table; with `--check`, 1 where the prices in use are stale."""
    fitted = fit()
    print("PRICES =", fitted)
    for half in HALVES:
        print_table(half)
    print("\nshort results:", _listed(short_results()))
    if "--check" in sys.argv and stale(fitted):
        print(
            f"The prices in use are more than {TOLERANCE:.0%} from those fitted: put the above in their place."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
