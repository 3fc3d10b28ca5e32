"""How long do the pages of experience take over a million answers, on the application as it is served?

    .venv/bin/python -m benchmarks.workbench [--answers 1000000] [--requests 100]

A store of made-up answers, two rounds whose scores were taken from them, two gunicorn workers; one visitor
over loopback. `round` is the workbench, `compare` tests every dimension of both rounds at each request,
`drivers` is read again after it was made once; what is done when somebody asks for it is under `once`.
The aim: the workbench at the 95th percentile below 300 ms.
The result goes to benchmarks/results/workbench.json.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.public_page import served

HERE = Path(__file__).resolve().parent
RESULT = HERE / "results" / "workbench.json"
QUESTIONS = 16
FIRST = (date(2024, 1, 1), date(2024, 6, 30))
ANSWERS = """
    SELECT 'R' || lpad(r::VARCHAR, 7, '0') AS response_id, 'q' || q AS question,
        'C' || (r % {customers}) AS customer_id, DATE '2024-01-01' + (r % 360)::INT AS answered_on,
        's1' AS survey_id, 1 AS survey_version,
        ['experience', 'expectation', 'importance'][1 + q % 3] AS question_kind,
        ['product', 'service', 'price', 'image', 'convenience', 'intention'][1 + q // 3] AS dimension,
        (1 + (hash(r) % 4 + hash(q, r) % 4) % 5)::DOUBLE AS score, 1.0 AS scale_low, 5.0 AS scale_high
    FROM range({responses}) AS t(r), range({questions}) AS u(q)
"""


def prepared(answers: int) -> dict:
    """The store, the rounds, somebody who is signed in; what was done once, in seconds."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.web.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from guanxi.engines import engine
    from guanxi.facts.store import Store
    from guanxi.web.accounts.actions import ensure_account
    from guanxi.web.experience.models import Round
    from guanxi.web.kit.actions import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    who = ensure_account(SYSTEM, "analyst", password="a-long-enough-password", role="analyst")
    duck, responses = engine("duckdb"), answers // QUESTIONS
    size = {"responses": responses, "customers": responses * 2 // 3, "questions": QUESTIONS}
    rows = duck.connection.raw_sql(ANSWERS.format(**size)).to_arrow_table()
    duck.close()
    Store(settings.GUANXI_STORE).append("answers", rows)
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[-1])
    days = {"starts_on": str(FIRST[0]), "ends_on": str(FIRST[1])}
    client.post("/experience/open/", {"name": "first", "question": ""} | days)
    first = Round.objects.get()
    once = {"take_scores": seconds(lambda: client.post(f"/experience/rounds/{first.pk}/take-scores/"))}
    client.post(f"/experience/rounds/{first.pk}/next/")
    second = first.following.get()
    Round.objects.filter(pk=second.pk).update(starts_on=date(2024, 7, 1), ends_on=date(2024, 12, 31))
    client.post(f"/experience/rounds/{second.pk}/take-scores/")
    once["drivers"] = seconds(lambda: client.get("/drivers/"))
    return {"once": once, "first": first.pk, "second": second.pk, "cookie": client.cookies["sessionid"].value}


def seconds(what) -> float:
    start = time.perf_counter()
    assert what().status_code < 400
    return round(time.perf_counter() - start, 2)


def measured(answers: int, requests: int) -> dict:
    known = prepared(answers)
    pages = {
        "round": f"/experience/rounds/{known['second']}/",
        "compare": f"/experience/compare/?before={known['first']}&now={known['second']}",
        "drivers": "/drivers/",
    }
    found = {"answers": answers // QUESTIONS * QUESTIONS, "once_seconds": known["once"]}
    with served() as (port, _process):
        for name, path in pages.items():
            found[name] = _times(
                port, path, known["cookie"], requests if name != "compare" else requests // 5
            )
            print(name, found[name], flush=True)
    return found


def _times(port: int, path: str, cookie: str, requests: int) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times = []
    for n in range(requests + 10):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200 and b"gx-head" in body, (answer.status, path)
        if n >= 10:  # the first are for warming up
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return {
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "requests": requests,
        "load_average": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--one", help="(used by itself) measure and print here")
    asked = parser.parse_args()
    if asked.one:
        Path(asked.one).write_text(json.dumps(measured(asked.answers, asked.requests)))
        return
    with tempfile.TemporaryDirectory(prefix="guanxi-workbench-") as folder:
        out = Path(folder) / "found.json"
        command = [sys.executable, "-m", "benchmarks.workbench", "--one", str(out)]
        command += ["--answers", str(asked.answers), "--requests", str(asked.requests)]
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        subprocess.run(command, env=env | {"GUANXI_HOME": str(Path(folder) / "home")}, check=True)
        result = json.loads(out.read_text()) | {"cores": os.cpu_count()}
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
