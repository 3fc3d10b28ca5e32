"""The documents say what the code says."""

import re

import pytest

from guanxi.cli import COMMANDS
from guanxi.facts.glossary import glossary
from guanxi.facts.words import words
from tests.architecture.source import ROOT, kept_files

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_words_md_is_what_the_words_say():
    current = (ROOT / "docs/words.md").read_text("utf-8")
    assert current == glossary(), "run `.venv/bin/python -m guanxi.facts.glossary docs/words.md`"


def test_a_word_that_names_its_method_has_the_page():
    methods = {word.method for word in words().values() if word.method}
    assert not {name for name in methods if not (ROOT / "docs/methods" / f"{name}.md").exists()}


def test_no_document_links_to_a_file_that_is_not_there():
    pages = [path for path in kept_files() if path.suffix == ".md"]
    links = [(path, target) for path in pages for target in LINK.findall(path.read_text("utf-8"))]
    broken = [
        f"{page.relative_to(ROOT)}: {target}" for page, target in links if not (page.parent / target).exists()
    ]
    assert not broken


@pytest.mark.parametrize("guide", ["docs/guide/en", "docs/guide/zh-hans"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_guide(command, guide):
    pages = [path.read_text("utf-8") for path in (ROOT / guide).glob("*.md")]
    assert any(re.search(rf"\bguanxi {command}\b(?!-)", page) for page in pages)
