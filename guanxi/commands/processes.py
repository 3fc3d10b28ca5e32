"""The processes of the application: pages and job worker, started together and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from guanxi.errors import Conflict, GuanxiError

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 20
WEB_WORKERS = 2


class PortTaken(Conflict):
    code = "serve.port_taken"


class PartStopped(GuanxiError):
    """One of the two ended by itself; its own words are on the screen."""

    code = "serve.part_stopped"


@dataclass(frozen=True)
class Part:
    name: str
    process: subprocess.Popen


def prepare() -> None:
    """Open the application in this process, its database brought up to the code."""
    import django
    from django.core.management import call_command
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.web.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def run(*, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Run until Ctrl-C or SIGTERM, or until one part ends by itself, which is an error.

    `on_ready` is called once, with the address, when the first page answers.
    """
    refuse_taken(host, port)
    signal.signal(signal.SIGTERM, _interrupt)
    parts: list[Part] = []
    try:
        parts.append(_start("pages", _pages(host, port)))
        parts.append(_start("jobs", ["guanxi.web.manage", "db_worker"]))
        address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"
        _wait_for_page(f"http://127.0.0.1:{port}/", parts)
        on_ready(address)
        _watch(parts)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(parts)


def refuse_taken(host: str, port: int) -> None:
    """Say that a port is in use before anything is loaded for it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(port=port, other=port + 1) from error


def _pages(host: str, port: int) -> list[str]:
    options = ["--bind", f"{host}:{port}", "--workers", str(WEB_WORKERS), "--worker-class", "gthread"]
    return ["gunicorn", *options, "--threads", "4", "--log-level", "warning", "guanxi.web.wsgi"]


def _start(name: str, module: list[str]) -> Part:
    # A session of its own: Ctrl-C reaches us alone, and we stop each part in turn.
    process = subprocess.Popen(
        [sys.executable, "-m", *module], stdin=subprocess.DEVNULL, start_new_session=True
    )
    return Part(name, process)


def _wait_for_page(url: str, parts: list[Part]) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        _refuse_stopped(parts)
        if _answers(url):
            return
        time.sleep(0.2)
    raise PartStopped(part="pages", code_of_exit="-")


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=10).close()
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except OSError:
        return False
    return True


def _watch(parts: list[Part]) -> None:
    while True:
        _refuse_stopped(parts)
        time.sleep(0.5)


def _refuse_stopped(parts: list[Part]) -> None:
    for part in parts:
        if (code := part.process.poll()) is not None:
            raise PartStopped(part=part.name, code_of_exit=code)


def _stop(parts: list[Part]) -> None:
    """End what we started, each by its own process id; wait for the work in hand."""
    for part in parts:
        if part.process.poll() is None:
            os.kill(part.process.pid, signal.SIGTERM)
    for part in parts:
        try:
            part.process.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
