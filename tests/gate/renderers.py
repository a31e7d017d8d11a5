"""Two Markdown renderers of different families, with all that they recognise: markdown-it follows CommonMark, mistune does not."""

import mistune
from markdown_it import MarkdownIt

COMMONMARK = MarkdownIt("gfm-like")
assert COMMONMARK.linkify
COMMONMARK.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # `SECURITY.md` promises nothing of these
LENIENT = mistune.create_markdown(
    escape=False, plugins=["strikethrough", "table", "url", "footnotes", "task_lists", "def_list", "spoiler"]
)
