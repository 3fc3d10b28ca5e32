"""How many finished answers a second does the public page take, and is one lost when the server is killed?

    .venv/bin/python -m benchmarks.public_page [--databases sqlite postgres] [--seconds S] [--clients N]

The application as `guanxi serve` runs it: two gunicorn workers of four threads each. The visitors are a
process of this script on the same cores, over loopback, bounded in count and time; each has an address of
its own, as behind a proxy. `sent` is a form that was opened before; `opened and sent` is a page, its form,
and what the visitor reads in the end. An answer counts once the server has said that it has it, which it
says after the disk has it. In the kill test workers and master are killed under load, and every answer that
was acknowledged is looked for in the database.
The result goes to benchmarks/results/public_page.json.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
RESULT = HERE / "results" / "public_page.json"
MOST_ANSWERS = 60_000
UNTIL_KILLED = 200  # answers acknowledged before the server is killed
DURABLE = ("shared_buffers=128MB", "max_connections=50")  # and the disk waited for, which tests do without
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SCALE = {"low": 0, "high": 10, "missing": [-99]}
QUESTIONS = ("friendly", "fresh", "choice", "price", "again")
DOCUMENT = {
    "title": {"en": "How was your visit?", "zh": "您的购物体验如何？"},
    "pages": [
        {
            "questions": [
                {
                    "key": key,
                    "kind": "experience",
                    "dimension": key,
                    "text": {"en": f"How was this: {key}?", "zh": f"{key} 怎么样？"},
                    "scale": SCALE,
                }
                for key in QUESTIONS
            ]
            + [{"key": "words", "kind": "text", "text": {"en": "Anything else?", "zh": "还有什么想说？"}}]
        }
    ],
}


class Visitors:
    """So many at once, until the time is over or the server is gone."""

    def __init__(
        self, port: int, token, fieldwork: int, *, opens: bool, clients: int, seconds: float
    ) -> None:
        self.port, self.token, self.fieldwork = port, token, fieldwork
        self.opens, self.until = opens, time.monotonic() + seconds
        self.acknowledged: list[str] = []
        self.milliseconds: list[float] = []
        self.refused = 0
        self.threads = [threading.Thread(target=self._visit, args=(n,)) for n in range(clients)]

    def run(self) -> float:
        start = time.monotonic()
        for thread in self.threads:
            thread.start()
        for thread in self.threads:
            thread.join()
        return time.monotonic() - start

    def _visit(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        visit = 0
        while time.monotonic() < self.until and len(self.acknowledged) < MOST_ANSWERS:
            visit += 1
            who = {"X-Forwarded-For": f"10.{number}.{visit // 250 % 250}.{visit % 250}"}
            try:
                self._answer(connection, who)
            except (OSError, http.client.HTTPException):
                connection.close()
                time.sleep(0.02)

    def _answer(self, connection: http.client.HTTPConnection, who: dict[str, str]) -> None:
        from guanxi.web.asking.tokens import Stamp, new_id, read_stamp

        address, start = f"/s/{self.token}/", time.perf_counter()
        if self.opens:
            page = _ask(connection, "GET", address, who)[1].decode()
            stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
            nonce = read_stamp(stamp, self.token).nonce
        else:
            nonce = new_id()
            stamp = Stamp(nonce, self.fieldwork, int(time.time())).signed(self.token)
            start = time.perf_counter()
        status, page = _ask(connection, "POST", address, who | FORM, _form(stamp))
        if status == 200 and b"Thank you" in page:
            self.milliseconds.append((time.perf_counter() - start) * 1000)
            self.acknowledged.append(nonce)
        else:
            self.refused += 1


def _form(stamp: str) -> str:
    answers = {f"q.{key}": 7 for key in QUESTIONS} | {"q.words": "Always friendly, 下次还来。"}
    asked = " ".join((*QUESTIONS, "words"))
    return urlencode({"stamp": stamp, "page": 0, "asked": asked, "language": "en", "do": "send"} | answers)


def _ask(connection, method: str, address: str, headers: dict, body: str | None = None) -> tuple[int, bytes]:
    connection.request(method, address, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


@contextmanager
def served(threads: int = 4):
    """The application as it is served. Its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--worker-class", "gthread"]
    command += [
        "--threads",
        str(threads),
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        "guanxi.web.wsgi",
    ]
    process = subprocess.Popen(command)
    try:
        _wait(port)
        yield port, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            if _ask(connection, "GET", "/s/1/", {})[0] == 404:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the application did not start")


def workers_of(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def computed(master: int) -> float:
    """Milliseconds that the workers have computed so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in workers_of(master)]
    return sum(int(each[11]) + int(each[12]) for each in fields) * 1000 / os.sysconf("SC_CLK_TCK")


def figures(visitors: Visitors, seconds: float) -> dict[str, float]:
    times = sorted(visitors.milliseconds)
    return {
        "answers_a_second": round(len(times) / seconds, 1),
        "answers": len(times),
        "seconds": round(seconds, 1),
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "refused": visitors.refused,
        "load_average": round(os.getloadavg()[0], 1),
    }


def prepared():
    """A database with one open survey; its token, its number, and the kilobytes of its page."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.web.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from guanxi.web.asking.actions import make_link, open_fieldwork
    from guanxi.web.asking.models import Fieldwork
    from guanxi.web.asking.tokens import Kind, Token
    from guanxi.web.kit.actions import SYSTEM

    name = f"benchmark-{Fieldwork.objects.count()}"
    asked = open_fieldwork(SYSTEM, name, DOCUMENT)
    return Token(Kind.OPEN, make_link(SYSTEM, name, "benchmark").token_id), asked.pk


def kept(fieldwork: int) -> set[str]:
    from guanxi.web.asking.models import Response

    return set(Response.objects.filter(fieldwork=fieldwork, is_finished=True).values_list("nonce", flat=True))


def killed_under_load(port: int, process, token, fieldwork: int, clients: int, seconds: float) -> dict:
    """Workers and master are killed in the middle; what was acknowledged must be there."""
    visitors = Visitors(port, token, fieldwork, opens=False, clients=clients, seconds=seconds)

    def kill() -> None:
        for pid in [*workers_of(process.pid), process.pid]:
            os.kill(pid, signal.SIGKILL)

    def kill_in_the_middle() -> None:
        while len(visitors.acknowledged) < UNTIL_KILLED and time.monotonic() < visitors.until - 1:
            time.sleep(0.01)
        kill()

    killer = threading.Thread(target=kill_in_the_middle)
    killer.start()
    visitors.run()
    killer.join()
    acknowledged, there = set(visitors.acknowledged), kept(fieldwork)
    return {
        "acknowledged": len(acknowledged),
        "acknowledged_and_kept": len(acknowledged & there),
        "lost": len(acknowledged - there),
        "kept_before_it_could_be_said": len(there - acknowledged),
    }


def measured(seconds: float, clients: int) -> dict:
    token, fieldwork = prepared()
    found: dict = {}
    with served() as (port, process):
        Visitors(port, token, fieldwork, opens=True, clients=4, seconds=1).run()  # every thread is warm
        for name, opens in (("sent", False), ("opened and sent", True)):
            visitors = Visitors(port, token, fieldwork, opens=opens, clients=clients, seconds=seconds)
            before = computed(process.pid)
            found[name] = figures(visitors, visitors.run())
            spent = (computed(process.pid) - before) / max(len(visitors.acknowledged), 1)
            found[name]["workers_cpu_ms"] = round(spent, 2)
            print(name, found[name], flush=True)
        found["kilobytes"] = kilobytes(port, token)
    kills = []
    for _ in range(3):
        token, fieldwork = prepared()
        with served() as (port, process):
            kills.append(killed_under_load(port, process, token, fieldwork, clients, seconds=15))
            print("killed", kills[-1], flush=True)
    found["killed"] = kills
    return found


def kilobytes(port: int, token) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    page = _ask(connection, "GET", f"/s/{token}/", {})[1]
    style = (HERE.parent / "guanxi/web/asking/static/asking/public.css").read_bytes()
    return round((len(page) + len(style)) / 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--one", help="(used by itself) measure one database and print it")
    asked = parser.parse_args()
    if asked.one:
        found = measured(asked.seconds, asked.clients)
        Path(asked.one).write_text(json.dumps(found))
        return
    result = {"databases": {}}
    for name in asked.databases:
        result["databases"][name] = _in_its_own_process(name, asked)
    result["machine"] = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": version("django"),
        "gunicorn": version("gunicorn"),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


def _in_its_own_process(name: str, asked: argparse.Namespace) -> dict:
    from tests.services import postgres

    home = Path(tempfile.mkdtemp(prefix="guanxi-public-page-"))
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "benchmarks.public_page", "--one", str(home / "found.json")]
    command += ["--seconds", str(asked.seconds), "--clients", str(asked.clients)]
    postgres.FAST = DURABLE
    with postgres.server() if name == "postgres" else nullcontext() as url:
        env = own | {"GUANXI_HOME": str(home / "home")} | ({"DATABASE_URL": url} if url else {})
        try:
            subprocess.run(command, env=env, check=True, timeout=600)
            return json.loads((home / "found.json").read_text())
        finally:
            shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
