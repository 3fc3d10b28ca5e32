"""`guanxi survey`: a survey looked at, those that come with guanxi, and answers taken in from a file."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.import_facts import who
from guanxi.commands.language import chosen, tell
from guanxi.commands.stores import store_at
from guanxi.errors import BadInput, NotFound, SettingError

if TYPE_CHECKING:
    from guanxi.facts.notes import Note
    from guanxi.sources.questionnaires.document import Questionnaire
    from guanxi.sources.questionnaires.taking_in import TakenIn

MOST_BYTES = 500_000  # of a document
AsJson = Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))]
survey = typer.Typer(no_args_is_help=True)


class NotReady(BadInput):
    code = "cli.survey.not_ready"


class BadId(SettingError):
    code = "cli.survey.bad_id"


class TooLarge(BadInput):
    code = "cli.survey.too_large"


@survey.command("check", help=tell("cli.survey.check"))
def check(
    file: Annotated[str, typer.Argument(metavar="NAME|FILE", help=tell("cli.survey.file"))],
    json: AsJson = False,
) -> None:
    """What would go wrong if the survey were asked as it stands; ends with 2 where something would."""
    from guanxi.sources.questionnaires.checking import problems

    document = _document(file)
    found = problems(document)
    if json:
        typer.echo(_json(_facts(document) | {"problems": [_problem(note) for note in found]}))
    else:
        typer.echo(_line(document))
        for note in found:
            typer.echo(f"! {note.say(chosen())}")
    if found:
        raise NotReady(file=file, count=len(found))


@survey.command("template", help=tell("cli.survey.template"))
def template(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=tell("cli.survey.name"))] = None,
    json: AsJson = False,
) -> None:
    """The document of a shipped survey; without a name, which there are and what each answers."""
    from guanxi.sources.questionnaires import shipped

    if name is not None:
        typer.echo(_json(shipped.template(name).as_json()))
        return
    at = int(chosen().startswith("zh"))
    if json:
        offered = {
            key: {"answers": said.answers[at]} | _facts(shipped.template(key))
            for key, said in shipped.about().items()
        }
        typer.echo(_json(offered))
        return
    for key, said in shipped.about().items():
        typer.echo(f"{key:16} {said.answers[at]}")


@survey.command("import", help=tell("cli.survey.import"))
def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=tell("cli.survey.answers"))],
    survey: Annotated[str, typer.Option(metavar="NAME|FILE", help=tell("cli.survey.file"))],
    id: Annotated[str, typer.Option(metavar="ID", help=tell("cli.survey.id"))],
    version: Annotated[int, typer.Option(metavar="N", help=tell("cli.survey.version"))] = 1,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.survey.on"))] = None,
    customer: Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.survey.customer"))] = None,
    day: Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.survey.day"))] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: AsJson = False,
) -> None:
    """Answers of a file with a row per questionnaire and a column per question, as one change."""
    from guanxi.facts.changes import ChangeNote, new_change_id
    from guanxi.sources.questionnaires.taking_in import take_answers_in

    if not id.strip() or len(id) > 60 or version < 1:
        raise BadId(asked=id if version >= 1 else version)
    if not file.exists():
        raise NotFound(what="file", name=file)
    document, now = _document(survey), datetime.now(UTC)
    taken = take_answers_in(
        store_at(store),
        file,
        document,
        note=ChangeNote(new_change_id(now), "import", who(), now),
        survey_id=id.strip(),
        survey_version=version,
        answered_on=typed_date(on, "--on"),
        customer=customer,
        day=day,
    )
    typer.echo(_json(_done(taken)) if json else "\n".join(_told(taken)))


def _document(asked: str) -> Questionnaire:
    """A shipped survey by its name, or a document in a file."""
    from guanxi.sources.questionnaires.document import read_document
    from guanxi.sources.questionnaires.shipped import shipped, template

    path = Path(asked)
    if asked in shipped() and not path.exists():
        return template(asked)
    if not path.is_file():
        raise NotFound(what="survey", name=asked)
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(file=asked, most=MOST_BYTES // 1000)
    return read_document(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))


def _line(document: Questionnaire) -> str:
    facts = _facts(document)
    return tell("cli.survey.line", title=document.title.say(chosen()), **facts)


def _facts(document: Questionnaire) -> dict[str, Any]:
    questions = len(list(document.questions()))
    return {"questions": questions, "pages": len(document.pages), "seconds": document.seconds}


def _problem(note: Note) -> dict[str, Any]:
    return note.as_dict() | {"said": note.say(chosen())}


def _told(taken: TakenIn) -> list[str]:
    read, change = taken.read, taken.change
    if taken.was_known:
        return [tell("cli.survey.known", at=f"{change.at:%Y-%m-%d %H:%M}", change=change.change_id)]
    told = {"responses": f"{read.responses:,}", "answers": f"{read.answers.num_rows:,}"}
    counts = {name: f"{getattr(change, name):,}" for name in ("inserted", "updated", "unchanged")}
    lines = [tell("cli.survey.done", **told, **counts)]
    lines += [f"! {note.say(chosen())}" for note in read.notes()]
    return [*lines, tell("cli.import.take_back", change=change.change_id)]


def _done(taken: TakenIn) -> dict[str, Any]:
    read, change = taken.read, taken.change
    return {
        "change": change.change_id,
        "was_known": taken.was_known,
        "responses": read.responses,
        "answers": read.answers.num_rows,
        "inserted": change.inserted,
        "updated": change.updated,
        "unchanged": change.unchanged,
        "notes": [_problem(note) for note in read.notes()],
    }


def _json(value: Any) -> str:
    return json_format.dumps(value, ensure_ascii=False, indent=2, default=str)
