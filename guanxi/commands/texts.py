"""`guanxi texts`: what people wrote, by theme, and how satisfied they are or sound."""

from __future__ import annotations

import json as json_format
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guanxi.commands.language import chosen, tell
from guanxi.commands.stores import store_at
from guanxi.errors import BadInput, NotFound, SettingError

if TYPE_CHECKING:
    from guanxi.knowledge.texts.reading import Reading

SCALE = re.compile(r"(\d+)-(\d+)")


class NotAScale(SettingError):
    code = "cli.texts.not_a_scale"


class NoTexts(BadInput):
    code = "cli.texts.none"


def texts(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help=tell("cli.texts.file"))] = None,
    text: Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.texts.text"))] = None,
    score: Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.texts.score"))] = None,
    scale: Annotated[str, typer.Option(metavar="LOW-HIGH", help=tell("cli.texts.scale"))] = "0-10",
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Themes and sentiment of the texts in a file, or of the answers in the store."""
    from guanxi.knowledge.texts.reading import read

    off_scale = 0
    if file is None:
        said, scores = _of_store(store)
    else:
        said, scores, off_scale = _of_file(file, text, score, scale)
    if not said:
        raise NoTexts()
    found = read(said, scores)
    if json:
        told = {"texts": len(said), "off_scale": off_scale} | found.as_dict()
        typer.echo(json_format.dumps(told, ensure_ascii=False, indent=2))
        return
    _say(found, said, scores, off_scale)


def _of_store(asked: Path | None) -> tuple[list[str], list[float | None]]:
    from guanxi.engines import engine as new_engine
    from guanxi.knowledge.texts.written import written

    engine = new_engine("duckdb")
    try:
        rows = written(store_at(asked).read("answers", engine))
        rows = engine.collect(rows.order_by("answered_on", "response_id", "question"))
    finally:
        engine.close()
    return rows["comment"].to_pylist(), rows["score"].to_pylist()


def _of_file(
    file: Path, text: str | None, score: str | None, scale: str
) -> tuple[list[str], list[float | None], int]:
    """Texts, scores on 0-10, and how many scores do not lie on the scale: those are not known."""
    from guanxi.sources.files import read_file
    from guanxi.sources.labelled import Label, cells, columns_of, needed

    labels = {
        "text": Label("text", "文字", r"text|comment|review|评论|评价|意见|内容", "text"),
        "score": Label("score", "评分", r"score|rating|stars|评分|打分|星级"),
    }
    low, high = _scale(scale)
    if not file.exists():
        raise NotFound(what="file", name=file)
    table = read_file(file)
    columns, _guesses = columns_of(table, labels, {"text": text, "score": score})
    needed(["text"], columns, labels, table)
    said = cells(table, "text", columns["text"], labels).values.to_list()
    given = [None] * len(said)
    if "score" in columns:
        given = cells(table, "score", columns["score"], labels).values.to_list()
    kept = [(words, number) for words, number in zip(said, given, strict=True) if words]
    off = sum(number is not None and not low <= number <= high for _words, number in kept)
    on_ten = [
        None if number is None or not low <= number <= high else (number - low) / (high - low) * 10
        for _words, number in kept
    ]
    return [words for words, _number in kept], on_ten, off


def _scale(asked: str) -> tuple[float, float]:
    found = SCALE.fullmatch(asked.strip())
    if not found or int(found[1]) >= int(found[2]):
        raise NotAScale(asked=asked)
    return float(found[1]), float(found[2])


def _say(found: Reading, said: list[str], scores: list[float | None], off_scale: int) -> None:
    from guanxi.facts.privacy.masking import masked

    scored = sum(score is not None for score in scores)
    typer.echo(tell("cli.texts.read", texts=f"{len(said):,}", scored=f"{scored:,}"))
    if off_scale:
        typer.echo(tell("cli.texts.off_scale", n=f"{off_scale:,}"))
    for theme in found.themes.themes:
        words = ", ".join(theme.words)
        typer.echo(
            tell("cli.texts.theme", n=f"{len(theme.texts):,}", share=_share(theme.texts, said), words=words)
        )
        typer.echo(f"      “{masked(said[theme.quotes[0]])[:120]}”")
    for note in found.themes.notes:
        typer.echo(note.say(chosen()))
    if found.themes.themes:
        typer.echo(tell("cli.texts.without", n=f"{len(found.themes.without_theme):,}"))
    _say_moods(found)


def _say_moods(found: Reading) -> None:
    moods = found.as_dict()["moods"]
    typer.echo(tell("cli.texts.moods", **{mood: f"{n:,}" for mood, n in moods.items()}))
    if found.judge is None:
        typer.echo(tell("texts.too_few_scored", **found.too_few))
        return
    rates = {"wrong": found.judge.errors["together"], "unclear": found.judge.undecided}
    typer.echo(tell("cli.texts.errors", **{name: f"{rate:.1%}" for name, rate in rates.items()}))


def _share(part: tuple[int, ...], whole: list[str]) -> str:
    return f"{len(part) / len(whole):.0%}"
