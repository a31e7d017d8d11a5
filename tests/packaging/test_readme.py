import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.checkout import README, ROOT, script

COMMAND = "/path/to/c360-mcp/.venv/bin/c360-mcp"

blocks = script("blocks")


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_every_generated_block_stands_in_the_readme_once() -> None:
    opened = re.findall(r"^<!-- generated: (\w+) -->$", README, re.MULTILINE)
    closed = re.findall(r"^<!-- end: (\w+) -->$", README, re.MULTILINE)

    assert opened == closed
    assert sorted(opened) == sorted(blocks.BLOCKS)


# The token figures take a development tool to make: `scripts/documents.py --check` holds them in CI.
@pytest.mark.parametrize("name", [name for name in blocks.BLOCKS if name != "tokens"])
def test_a_generated_block_says_what_the_code_says(name: str) -> None:
    assert f"<!-- generated: {name} -->\n{blocks.BLOCKS[name]()}\n<!-- end: {name} -->" in README


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
    assert ended.stdout.splitlines()[-1].startswith("Coverage: complete, all 7")


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!https?:)[^)#]+)\)", README))
def test_a_link_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
