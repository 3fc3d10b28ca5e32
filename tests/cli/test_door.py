"""The door: help, languages, and what is said when something goes wrong."""

import ast
from pathlib import Path

import pytest

from guanxi import cli
from guanxi.commands import language
from guanxi.errors import SettingError
from guanxi.sentences import sentences


def test_help_names_every_command_with_its_line(guanxi):
    answer = guanxi("--help")
    assert answer.code == 0
    assert all(name in answer.said for name in cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_has_help_of_its_own_in_both_languages(guanxi, name):
    assert f"cli.help.{name}" in sentences()
    assert guanxi(name, "--help").code == 0
    assert guanxi(name, "--help", "--lang", "zh-hans").code == 0


def test_without_a_command_the_help_is_shown(guanxi):
    answer = guanxi()
    assert "analyze" in answer.said + answer.complaint


def test_an_unknown_command_names_the_known_ones(guanxi):
    answer = guanxi("analize")
    assert answer.code == 2
    assert "analize" in answer.complaint and "analyze" in answer.complaint


def test_an_unknown_option_is_a_sentence(guanxi):
    answer = guanxi("analyze", "a.csv", "--ot", "x")
    assert answer.code == 2
    assert answer.complaint == "There is no option --ot. Did you mean --out? See --help.\n"


def test_a_missing_option_is_a_sentence_in_either_language(guanxi):
    assert guanxi("analyze", "a.csv").complaint == "--out is missing. See --help.\n"
    assert guanxi("analyze", "a.csv", "--lang", "zh-hans").complaint == "缺少 --out，可用 --help 查看。\n"


def test_an_unknown_language_is_refused_with_the_known_ones(guanxi):
    answer = guanxi("--help", "--lang", "fr")
    assert answer.code == 2
    assert "fr" in answer.complaint and "zh-hans" in answer.complaint


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
        ({"GUANXI_LANG": "zh-hans", "LANG": "en_GB.UTF-8"}, "zh-hans"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh-hans"),
    ],
)
def test_the_language_is_the_systems_unless_it_is_said(environment, spoken):
    assert language.choose(None, environment) == spoken
    assert language.choose("en", environment) == "en"
    with pytest.raises(SettingError):
        language.choose("xx", environment)


def break_down():
    raise ZeroDivisionError("inside")


def test_a_fault_of_ours_is_a_short_sentence_and_its_trace_is_in_a_file(guanxi, monkeypatch):
    monkeypatch.setattr(cli, "_load", lambda target: break_down)
    answer = guanxi("analyze")
    assert answer.code == 1
    assert "Traceback" not in answer.complaint
    log = Path(answer.complaint.rsplit(" ", 1)[1].strip().removesuffix("."))
    assert "ZeroDivisionError: inside" in log.read_text("utf-8")
    log.unlink()


def test_debug_shows_the_trace(guanxi, monkeypatch):
    monkeypatch.setattr(cli, "_load", lambda target: break_down)
    answer = guanxi("analyze", "--debug")
    assert "ZeroDivisionError: inside" in answer.complaint
    Path(answer.complaint.rsplit(" ", 1)[1].strip().removesuffix(".")).unlink()


def test_a_command_loads_only_itself():
    """The list of commands is names, so that help never imports what a command needs."""
    tree = ast.parse(Path(cli.__file__).read_text("utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    own = {name for name in imported if name.startswith("guanxi")}
    assert own == {"guanxi.commands.language", "guanxi.errors", "guanxi.sentences"}
