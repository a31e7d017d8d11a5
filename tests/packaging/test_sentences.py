"""What people read of the documents is easy to read."""

import re
from collections.abc import Iterator

import pytest

from tests.packaging.checkout import PAGES

MOST_WORDS = 30


def sentences(page: str) -> Iterator[str]:
    """The sentences of a page: code counts as one word, a link as its text, and a cell of a table by itself."""
    text = re.sub(r"^```.*?^```$|<!--.*?-->", "", page, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`]+`", "code", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    for part in re.split(r"\n|(?<!\\)\|", text):
        yield from re.split(r"(?<=[.!?])[\"')*]*\s+", part.lstrip("#-*0123456789. "))


def test_a_sentence_is_told_from_the_next() -> None:
    page = "# One\n\nTwo `a. b` three. Four [five](http://a.b), six!\n\n| seven. eight | nine |\n```sh\nten\n```\n"

    assert [each for each in sentences(page) if each.strip()] == [
        "One",
        "Two code three.",
        "Four five, six!",
        "seven.",
        "eight ",
        "nine ",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_is_longer_than_thirty_words(page: str) -> None:
    assert [each for each in sentences(PAGES[page]) if len(each.split()) > MOST_WORDS] == []
