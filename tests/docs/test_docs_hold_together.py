"""The docs name what is there."""

import re

from tests.docs.pages import EVERY, ROOT


def test_make_knows_both_commands_of_the_readme():
    makefile = (ROOT / "Makefile").read_text()
    assert all(
        f"\n{target}:" in makefile
        for target in re.findall(r"^    make (\w+)", (ROOT / "README.md").read_text(), re.M)
    )


def test_every_link_of_the_docs_leads_somewhere():
    for page in EVERY:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
