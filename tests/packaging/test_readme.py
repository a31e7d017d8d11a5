import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from c360_mcp.analysis.tags import TagReader
from c360_mcp.analysis.tenant_words import KINDS, parse_words
from c360_mcp.variables import SERVER_SETTINGS
from tests.packaging.checkout import PAGES, README, ROOT, TEXT, script

COMMAND = "/path/to/c360-mcp/.venv/bin/c360-mcp"

blocks = script("blocks")


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_generated_block_stands_in_one_page_once() -> None:
    opened = re.findall(r"^<!-- generated: (\w+) -->$", TEXT, re.MULTILINE)
    closed = re.findall(r"^<!-- end: (\w+) -->$", TEXT, re.MULTILINE)

    assert opened == closed
    assert sorted(opened) == sorted(blocks.BLOCKS)


@pytest.mark.parametrize("name", blocks.BLOCKS)
def test_a_generated_block_says_what_the_code_says(name: str) -> None:
    assert f"<!-- generated: {name} -->\n{blocks.BLOCKS[name]()}\n<!-- end: {name} -->" in TEXT


def test_the_two_commands_to_paste_are_one_line_each() -> None:
    assert len(re.findall(r"^```sh\npython3 -m venv [^\n]+\n```$", README, re.MULTILINE)) == 2


def test_the_python_agent_runs_as_it_stands(tmp_path: Path) -> None:
    installed = Path(sys.executable).with_name("c360-mcp")
    agent = tmp_path / "agent.py"
    agent.write_text(snippets("python")[0].replace(COMMAND, installed.as_posix()), encoding="utf-8")
    command = (sys.executable, "-X", "utf8", agent)
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)

    assert ended.stdout.startswith("Brief me on this customer before I speak with them:")
    assert "\n\nDemo data: an invented customer, none of this happened.\n" in ended.stdout
    assert ended.stdout.splitlines()[-1].startswith("Coverage: complete for this window, all 7")


def test_the_openai_agent_starts_the_server_that_it_names() -> None:
    installed = Path(sys.executable).with_name("c360-mcp").as_posix()
    agent = ast.parse(snippets("python")[1].replace(COMMAND, installed))
    (params,) = (
        ast.literal_eval(keyword.value)
        for call in ast.walk(agent)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "params"
    )
    command = (sys.executable, ROOT / "scripts" / "list_prompts.py", params["command"], *params["args"])
    ended = subprocess.run(command, capture_output=True, text=True, check=True)

    assert ended.stdout == "brief_customer\n"


def test_every_block_of_code_is_generated_or_has_a_test_of_its_own() -> None:
    by_hand = re.sub(r"<!-- generated: (\w+) -->.*?<!-- end: \1 -->", "", TEXT, flags=re.DOTALL)

    # The README's two commands, which `scripts/check-readme` runs, settings in two shells, two agents, settings for
    # four issuers, and a tenant's words.
    assert sorted(re.findall(r"^```(\w+)$", by_hand, re.MULTILINE)) == [
        "powershell",
        "python",
        "python",
        *["sh"] * 7,
        "toml",
    ]
    assert len(re.findall(r"^```", by_hand, re.MULTILINE)) == 22


def test_two_shells_set_what_is_required() -> None:
    (bash,) = [block for block in snippets("sh") if block.startswith("export ")]
    (powershell,) = snippets("powershell")
    required = [setting.name for setting in SERVER_SETTINGS if setting.required]

    assert re.findall(r"(\w+)=", bash) == re.findall(r"env:(\w+) =", powershell) == required


def test_the_picture_shows_what_the_demo_prints() -> None:
    drawn = (ROOT / "docs" / "briefing.svg").read_text(encoding="utf-8")

    assert drawn == script("output").briefing_picture()
    assert "docs/briefing.svg" in README


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("escalation", "KUNDE_ESKALIERT"),
        ("escalation", "AnTeamleitungAbgegeben"),
        ("transfer", "Übergabe an Technik"),
        ("abandoned", "Aufgelegt"),
        ("callback", "Rückruf am Freitag"),
        ("callback_made", "Rückruf erledigt"),
        ("resolved", "CLOSED_FIXED"),
        (None, "Account transfer"),
        (None, "Kein Rückruf nötig"),
        (None, "Noch nicht erledigt"),
    ],
)
def test_the_example_of_a_tenants_own_words_reads_tags_as_it_says(kind: str | None, tag: str) -> None:
    (example,) = (text for text in snippets("toml") if "escalation = " in text)
    words = parse_words(tomllib.loads(example))
    reader = TagReader(words)

    assert set(words.by_kind()) == set(KINDS)
    assert [each for each in KINDS if each != "none" and getattr(reader, each)(tag)] == (
        [kind] if kind else []
    )


LINKED = PAGES | {name: (ROOT / name).read_text(encoding="utf-8") for name in ("AGENTS.md", "llms.txt")}
LINKS = [(page, link) for page, text in LINKED.items() for link in re.findall(r"\]\(([^)]+)\)", text)]
HOME = re.compile(r"https://github\.com/c360-mcp/c360-mcp/(?:blob|tree)/main/")


@pytest.mark.parametrize("link", [link for page, link in LINKS if page == "README.md"])
def test_the_readme_links_absolutely_as_pypi_shows_it_too(link: str) -> None:
    assert link.startswith(("https://", "#"))


@pytest.mark.parametrize(
    ("page", "link"), [(page, link) for page, link in LINKS if HOME.match(link) or "://" not in link]
)
def test_a_link_within_the_repository_leads_somewhere(page: str, link: str) -> None:
    path, _, heading = HOME.sub("", link).partition("#")
    target = (ROOT if HOME.match(link) else (ROOT / page).parent) / path if path else ROOT / page

    assert target.exists()
    if heading:
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
