import re

from tests.packaging.checkout import ROOT


def test_every_test_that_the_security_document_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    written = {
        name
        for source in sources
        for name in re.findall(r"^(?:async )?def (test_\w+)\(", source, re.MULTILINE)
    }
    assert named
    assert sorted(named - written) == []
