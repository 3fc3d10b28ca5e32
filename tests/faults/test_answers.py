"""Answers of the public page that were thanked for are in the database, whenever the server is killed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.faults.served import ROOT, environment, server

pytestmark = pytest.mark.xdist_group("faults")
KILLS = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 2
ENOUGH = 25  # answers thanked for, before the server is killed
SENDERS = 4
BEGIN = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from guanxi.web.asking.actions import make_link, open_fieldwork
from guanxi.web.asking.tokens import Kind, Token
from guanxi.web.kit.actions import SYSTEM
question = {"key": "again", "kind": "intention", "text": {"en": "Again?", "zh": "再来吗？"}}
question["scale"] = {"low": 0, "high": 10, "missing": [-99]}
document = {"title": {"en": "Visit", "zh": "购物"}, "pages": [{"questions": [question]}]}
asked = open_fieldwork(SYSTEM, "visit", document)
print(Token(Kind.OPEN, make_link(SYSTEM, "visit", "door").token_id), asked.pk)
"""
STAMPS = """
import django, sys, time; django.setup()
from guanxi.web.asking.tokens import Stamp, new_id, read_token
token = read_token(sys.argv[1])
for _ in range(int(sys.argv[3])):
    nonce = new_id()
    print(nonce, Stamp(nonce, int(sys.argv[2]), int(time.time())).signed(token))
"""


def _said(folder: Path, program: str, *given: str) -> list[str]:
    command = [sys.executable, "-c", program, *given]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> tuple[Path, str, list[tuple[str, str]]]:
    """The folder of an installation; an open link of its survey; forms that were opened: id and stamp."""
    folder = tmp_path_factory.mktemp("answers") / "home"
    token, fieldwork = _said(folder, BEGIN)
    said = _said(folder, STAMPS, token, fieldwork, str(KILLS * 400))
    return folder, token, list(zip(said[::2], said[1::2], strict=True))


def _send(address: str, stamp: str, number: int) -> bool:
    """Whether the page thanked for it."""
    form = {"stamp": stamp, "page": 0, "asked": "again", "language": "en", "do": "send", "q.again": 7}
    visitor = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250}", "Connection": "close"}
    request = urllib.request.Request(address, urlencode(form).encode(), visitor)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return b"Thank you" in answer.read()
    except OSError:
        return False


def _sent_until_killed(address: str, kill, forms: list[tuple[str, str]]) -> set[str]:
    """The ids of the answers that were thanked for, by several senders at once, until the server was gone."""
    left, thanked, gone = list(enumerate(forms)), [], threading.Event()

    def send() -> None:
        while left and not gone.is_set():
            number, (nonce, stamp) = left.pop()
            if _send(address, stamp, number):
                thanked.append(nonce)

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    until = time.monotonic() + 60
    while len(thanked) < ENOUGH and time.monotonic() < until:
        time.sleep(0.005)
    kill()
    gone.set()
    for sender in senders:
        sender.join()
    return set(thanked)


def test_an_answer_that_was_thanked_for_is_there_after_the_server_was_killed_under_load(home):
    folder, token, forms = home
    share = len(forms) // KILLS
    for n in range(KILLS):
        with server(folder) as (address, kill):
            thanked = _sent_until_killed(f"{address}/s/{token}/", kill, forms[n * share : (n + 1) * share])
        assert len(thanked) >= ENOUGH
        with closing(sqlite3.connect(next(folder.glob("*.sqlite3")))) as database:
            finished = "SELECT nonce FROM asking_response WHERE is_finished"
            kept = {nonce for (nonce,) in database.execute(finished)}
        assert thanked <= kept
