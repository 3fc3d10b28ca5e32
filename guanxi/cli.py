"""`guanxi ...`: the door for people at a terminal. Parse, call, print; errors become one sentence.

Exit codes: 0 done; 1 a fault of guanxi itself (its trace is in a file); 2 something the person can mend;
130 stopped.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from guanxi.commands.language import choose, tell
from guanxi.errors import BadInput, GuanxiError
from guanxi.sentences import say

# name -> where it lives. Only the command that is asked for is imported, so that `guanxi --help` answers
# at once.
# Its one-line help is the sentence "cli.help.<name>" in guanxi/sentences/cli.py.
COMMANDS = {
    "analyze": "guanxi.commands.analyze:analyze",
    "backtest": "guanxi.commands.backtest:backtest",
    "demo": "guanxi.commands.demo:demo",
    "demo-data": "guanxi.commands.demo_data:demo_data",
    "drivers": "guanxi.commands.drivers:drivers",
    "identity": "guanxi.commands.identity:identity",
    "import": "guanxi.commands.import_facts:import_facts",
    "imports": "guanxi.commands.import_list:import_list",
    "lifetime": "guanxi.commands.lifetime:lifetime",
    "merge": "guanxi.commands.merge:merge",
    "privacy": "guanxi.commands.privacy:privacy",
    "retention": "guanxi.commands.retention:retention",
    "rules": "guanxi.commands.rules:rules",
    "serve": "guanxi.commands.serve:serve",
    "survey": "guanxi.commands.survey:survey",
    "texts": "guanxi.commands.texts:texts",
    "turn": "guanxi.commands.turn:turn",
    "undo": "guanxi.commands.undo_change:undo_change",
    "warnings": "guanxi.commands.warnings:warnings",
}


class UnknownCommand(BadInput):
    code = "cli.unknown_command"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code. Nobody sees a traceback who did not ask for it with --debug."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    try:
        arguments, asked = _language_asked(arguments)
        choose(None)
        choose(asked)
        return _app(arguments)(args=arguments, prog_name="guanxi", standalone_mode=False) or 0
    except Exit as stop:
        return stop.exit_code
    except (Abort, KeyboardInterrupt):
        return _complain(tell("cli.stopped"), 130)
    except GuanxiError as error:
        return _show(error, debug) or _complain(tell(error.code, **error.facts), 2)
    except TyperException as error:
        return _show(error, debug) or _complain(_usage(error), 2)
    except BrokenPipeError:
        return 0  # the reader of our output has seen enough
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the libraries below us is no Exception
        return _show(error, debug) or _complain(tell("cli.fault", log=_log(error)), 1)


def _app(arguments: list[str]) -> typer.Typer:
    """The commands, the asked one with its options, the others with their one line of help."""
    app = typer.Typer(
        help=tell("cli.help"),
        epilog=tell("cli.everywhere"),
        add_completion=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(lambda: None)
    asked = next((argument for argument in arguments if not argument.startswith("-")), None)
    if asked is not None and asked not in COMMANDS:
        raise UnknownCommand(asked=asked, known=", ".join(COMMANDS))
    for name, target in COMMANDS.items():
        line = tell(f"cli.help.{name}")
        command = _load(target) if name == asked else _named_only
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, help=line)
        else:
            app.command(name, help=line, epilog=tell("cli.everywhere"))(command)
    return app


def _named_only() -> None:
    """Stands for a command in the list of commands."""


def _load(target: str):
    module, _, function = target.partition(":")
    return getattr(import_module(module), function)


def _language_asked(arguments: list[str]) -> tuple[list[str], str | None]:
    """--lang may stand anywhere; the arguments without it, and what it said."""
    rest, asked, pending = [], None, False
    for argument in arguments:
        if pending:
            asked, pending = argument, False
        elif argument == "--lang":
            pending = True
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return rest, "" if pending else asked


def _usage(error: TyperException) -> str:
    """What was wrong with the command as typed, in the language of this run."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = getattr(error, "possibilities", None) or []
        return tell("cli.no_such_option", option=error.option_name, **_near(near))
    if kind == "MissingParameter" and error.param is not None:
        return tell("cli.missing", name=max(error.param.opts, key=len))
    if kind == "BadParameter" and error.param is not None:
        return tell("cli.bad_value", name=max(error.param.opts, key=len), why=error.message)
    return tell("cli.usage", why=error.format_message())


def _near(names: list[str]) -> dict[str, str]:
    return {
        f"near_{tag}": say("cli.near", language, near=names[0]) if names else ""
        for tag, language in (("en", "en"), ("zh", "zh-hans"))
    }


def _complain(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _show(error: Exception, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)


def _log(error: Exception) -> str:
    """Keep the trace where it can be fetched, and say where."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="guanxi-fault-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    return str(Path(log.name))


if __name__ == "__main__":
    sys.exit(main())
