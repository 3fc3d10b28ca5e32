"""The command line as a person meets it: arguments in; exit code, output and complaint out."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from guanxi.cli import main
from tests.sources.order_lists import PLAIN, written


@dataclass(frozen=True)
class Answer:
    code: int
    said: str
    complaint: str


@dataclass
class Analyst:
    """Somebody with a folder, a file and a terminal."""

    folder: Path
    run: Callable[..., Answer]
    answer: Answer | None = None

    def analyze(self, text: str | bytes, *options: str, name: str = "orders.csv") -> Answer:
        """Save the text as a file and analyze it into the folder `out`."""
        if isinstance(text, bytes):
            (self.folder / name).write_bytes(text)
        else:
            written(self.folder / name, text)
        return self.run("analyze", self.folder / name, "--out", self.out, *options)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def summary(self) -> dict:
        return json.loads((self.out / "summary.json").read_text("utf-8"))


@pytest.fixture
def guanxi(capsys, monkeypatch):
    """Run `guanxi` with these arguments."""
    monkeypatch.setenv("GUANXI_LANG", "en")

    def run(*arguments) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return run


@pytest.fixture
def analyst(guanxi, tmp_path):
    return Analyst(tmp_path, guanxi)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The plain list, analyzed once for all tests of a module that only look at the results."""
    folder = tmp_path_factory.mktemp("plain")
    said = StringIO()

    def run(*arguments) -> Answer:
        with redirect_stdout(said):
            return Answer(main([*map(str, arguments), "--lang", "en"]), said.getvalue(), "")

    analyst = Analyst(folder, run)
    analyst.answer = analyst.analyze(PLAIN)
    return analyst
