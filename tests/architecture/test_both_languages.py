"""Every visible word, sentence and page string is there in English and in Simplified Chinese."""

import ast
import re
import string

import pytest

from guanxi.cli import COMMANDS
from guanxi.facts.words import words
from guanxi.sentences import sentences
from tests.architecture.source import ROOT, calls, kept_files, python_files, tree, where

CHINESE = re.compile("[\u4e00-\u9fff]")
WEB = ROOT / "guanxi" / "web"


def raised_codes() -> dict[str, str]:
    """`code = "..."` in every error class of the library and the web, and where it is."""
    found = {}
    for path in python_files("guanxi"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and any("Error" in ast.unparse(base) for base in node.bases):
                for code in class_codes(node):
                    found[code] = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
    return found


def class_codes(node: ast.ClassDef) -> list[str]:
    values = [line.value for line in node.body if isinstance(line, ast.Assign) and names_code(line)]
    return [value.value for value in values if isinstance(value, ast.Constant)]


def names_code(line: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "code" for target in line.targets)


def test_every_error_code_has_its_sentence():
    missing = {code: place for code, place in raised_codes().items() if code not in sentences()}
    assert not missing
    assert len(raised_codes()) >= 8


@pytest.mark.parametrize("code", sorted(sentences()))
def test_a_sentence_is_said_in_both_languages_with_the_same_facts(code):
    en, zh = sentences()[code]
    assert en.strip() and not CHINESE.search(en)
    assert CHINESE.search(zh)
    assert fields(en) == fields(zh)


def fields(pattern: str) -> set[str]:
    """The facts a sentence uses; a fact that is itself words may come as `held_en` and `held_zh`."""
    names = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
    return {re.sub("_(en|zh)$", "", name) for name in names}


@pytest.mark.parametrize("name", sorted(words()))
def test_a_word_is_complete_in_both_languages(name):
    word = words()[name]
    assert word.en and word.meaning_en
    assert word.zh and word.meaning_zh
    assert CHINESE.search(word.meaning_zh)
    for en, zh in word.values.values():
        assert en and zh


def rooms_with_pages() -> list[str]:
    rooms = {
        path.relative_to(WEB).parts[0]
        for path in kept_files()
        if path.is_relative_to(WEB) and "templates" in path.parts
    }
    return sorted(rooms)


def test_every_room_with_pages_has_its_chinese_catalogue():
    missing = [
        room
        for room in rooms_with_pages()
        if not (WEB / room / "locale/zh_Hans/LC_MESSAGES/django.po").exists()
    ]
    assert not missing


def catalogues() -> list:
    return [path for path in kept_files() if path.suffix == ".po"]


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_message_is_left_untranslated(path):
    blocks = [
        block
        for block in path.read_text("utf-8").split("\n\n")
        if "msgid" in block and not block.startswith("#~")
    ]
    empty = [
        block
        for block in blocks[1:]
        if re.search(r'^msgstr(\[0\])? ""\n?\Z', block.rstrip("\n") + "\n", re.M)
    ]
    fuzzy = [block for block in blocks[1:] if "#, fuzzy" in block]
    assert not empty + fuzzy


def told_codes() -> dict[str, str]:
    """Every code a command says by name: `tell("...")`, and the help line of every command."""
    told = {f"cli.help.{name}": "guanxi/cli.py" for name in COMMANDS}
    for path in python_files("guanxi"):
        for call in calls(path):
            said_here = isinstance(call.func, ast.Name) and call.func.id in {"tell", "say"} and call.args
            if said_here and isinstance(call.args[0], ast.Constant):
                told[call.args[0].value] = where(path, call)
    return told


def test_everything_a_command_says_has_its_sentence():
    missing = {code: place for code, place in told_codes().items() if code not in sentences()}
    assert not missing
