"""The page with its data inside."""

import json
import re
from html.parser import HTMLParser

from c360_mcp.view.page import empty_page, page

HOSTILE = {
    "text": "</script><script>alert(1)</script><!-- <script> ]]> & \u2028\u2029 \\u003c 'é\U0001f4b3\" {{x}}",
    "list": ["</SCRIPT >", "<img src=x onerror=alert(1)>"],
}


class Scripts(HTMLParser):
    """The elements of a page, and what stands in its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.data = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = dict(attrs).get("id") == "c360-data"

    def handle_endtag(self, _: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data += data


def test_data_comes_back_as_it_went_in_and_adds_no_element() -> None:
    filled = Scripts(page(HOSTILE))
    assert json.loads(filled.data) == HOSTILE
    assert filled.tags == Scripts(empty_page()).tags


def test_the_data_holds_nothing_that_a_parser_of_html_would_act_on() -> None:
    assert not re.search(r"[<>&\u2028\u2029]", Scripts(page(HOSTILE)).data)


def test_the_empty_page_has_one_place_for_data_and_nothing_in_it() -> None:
    assert empty_page().count('id="c360-data"') == 1
    assert Scripts(empty_page()).data == ""
