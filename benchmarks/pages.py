"""How long do pages take at 100,000 and 1,000,000 customers, on SQLite and PostgreSQL, two gunicorn workers?

    .venv/bin/python -m benchmarks.pages [--customers N ...] [--databases sqlite postgres] [--requests R]

Requests are sent one after the other over loopback; a time is from the first byte sent to the last byte
read, so it is the server's time and a little more; `workers_cpu_ms` is what the two workers computed for a
request (a database server of its own not counted), and `load_average` is the machine's of the last minute,
beside each block: above the number of cores, others took part of the time. The export's memory is the most
the two workers held of their own while it was read, above what they held before.
What is compared with: a mature Django CRM on the same kind of machine, list page 473/628 ms at 100,000 and
2.2 s at 1,000,000; search 2.7 s; export of 100,000 rows 69 s with the first byte at the end.
The result goes to benchmarks/results/pages.json.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache" / "pages"
RESULT = HERE / "results" / "pages.json"
WARM_UPS = 20  # two workers of four threads each: every one has answered before the clock starts
FILTERS = (
    "warning=act&quadrant=D&sort=-value_at_risk",
    "tier=gold&lifetime_value.min=500&sort=-lifetime_value",
    "stage=decline&spend_365d.min=2000&sort=-days_overdue",
    "rfm_segment=at_risk&p_alive.max=60&sort=last_purchase_on",
    "quadrant=A&profit_365d.unknown=1&sort=-loyalty_index",
    "owner=pool&warning=watch&sort=name",
)
TEXTS = ("Bofin", "gar Hel", "nov", "Wen", "安邦", "诚达丰", "C00004")
EXPORTED = "p_alive.min=%s&columns=name,owner,warning,spend_365d,lifetime_value,last_purchase_on"


def prepare(customers: int, reps: int) -> dict[str, float]:
    """Fill the database by the application's own actions; seconds of each."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks import many_customers
    from guanxi.web.accounts.actions import ensure_account
    from guanxi.web.customers.actions import load_customers
    from guanxi.web.insight.actions import load_snapshot
    from guanxi.web.insight.models import Snapshot
    from guanxi.web.kit.actions import SYSTEM

    call_command("migrate", interactive=False, verbosity=0)
    snapshot_id = many_customers.write(Path(settings.GUANXI_STORE), customers)
    seconds: dict[str, float] = {}
    if Snapshot.objects.filter(pk=snapshot_id, is_current=True).exists():
        return seconds
    for username, role in [("manager", "manager"), *((f"rep_{n}", "rep") for n in range(reps))]:
        ensure_account(SYSTEM, username, password="benchmark-only-password", role=role)
    start = time.perf_counter()
    load_customers(SYSTEM, many_customers.customers_of(customers))
    seconds["load_customers"] = round(time.perf_counter() - start, 1)
    seconds["load_average_after_customers"] = load_average()
    start = time.perf_counter()
    load_snapshot(SYSTEM, snapshot_id)
    seconds["load_snapshot"] = round(time.perf_counter() - start, 1)
    seconds["load_average_after_snapshot"] = load_average()
    return seconds


def session_of(username: str) -> str:
    """A signed-in person's cookie, as the sign-in page would give it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from guanxi.web.accounts.models import User

    user, session = User.objects.get(username=username), SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    return f"sessionid={session.session_key}"


def addresses(customers: int, requests: int) -> dict[str, list[str]]:
    """What is asked for, by scenario: other values every time."""
    from guanxi.web.insight.models import Profile
    from guanxi.web.insight.paging import Place

    rng = random.Random(7)
    some = [f"C{rng.randrange(customers):08}" for _ in range(requests)]
    rows = Profile.objects.filter(pk__in=some, lifetime_value__isnull=False)
    deep = [str(Place(True, row.lifetime_value, row.pk)) for row in rows]
    return {
        "list, first page": ["/customers/"] * requests,
        "list, two filters and a sort": [f"/customers/?{FILTERS[n % len(FILTERS)]}" for n in range(requests)],
        "list, a deep page": [f"/customers/?at={deep[n % len(deep)]}" for n in range(requests)],
        "search by name": [f"/search/?q={quote(TEXTS[n % len(TEXTS)])}" for n in range(requests)],
        "customer page": [f"/customer/{key}/" for key in some],
    }


@contextmanager
def gunicorn():
    """The application as it is served: two workers. Its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "guanxi.web.wsgi:application", "-w", "2", "-k", "gthread"]
    command += ["--threads", "4", "-b", f"127.0.0.1:{port}", "--log-level", "warning"]
    process = subprocess.Popen(command)
    try:
        for _ in range(120):
            try:
                get(port, "/health/", "")
                break
            except OSError:
                time.sleep(0.25)
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def get(
    port: int, address: str, cookie: str, *, at_each_piece: Callable[[], None] = lambda: None
) -> tuple[float, float, int, int]:
    """Milliseconds to the first byte and to the last, status, and bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
    response = connection.getresponse()
    size = len(response.read(1))
    first = time.perf_counter() - start
    while piece := response.read(1 << 16):
        size += len(piece)
        at_each_piece()
    whole = time.perf_counter() - start
    connection.close()
    return first * 1000, whole * 1000, response.status, size


def timed(port: int, process: subprocess.Popen, cookie: str, wanted: list[str]) -> dict[str, float]:
    cold = max(get(port, address, cookie)[1] for address in wanted[:WARM_UPS])
    times, before = [], computed(process)
    for address in wanted:
        _first, whole, status, _size = get(port, address, cookie)
        assert status == 200, (address, status)
        times.append(whole)
    cuts = statistics.quantiles(times, n=20)
    return {
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(cuts[18], 1),
        "worst_ms": round(max(times), 1),
        "worst_of_warm_ups_ms": round(cold, 1),
        "workers_cpu_ms": round((computed(process) - before) / len(times), 1),
        "load_average": load_average(),
    }


def export(port: int, process: subprocess.Popen, cookie: str, customers: int) -> dict[str, float]:
    """About 100,000 rows as CSV: first byte, all of it, and how far the workers' own memory grew."""
    query = EXPORTED % (0 if customers <= 100_000 else 78)
    held = [own_memory(process)]
    first, whole, status, size = get(
        port,
        f"/customers/export.csv?{query}",
        cookie,
        at_each_piece=lambda: held.append(own_memory(process)),
    )
    assert status == 200
    return {
        "first_byte_ms": round(first, 1),
        "seconds": round(whole / 1000, 2),
        "megabytes": round(size / 1e6, 1),
        "memory_grew_mb": round((max(held) - held[0]) / 1024, 1),
        "load_average": load_average(),
    }


def own_memory(process: subprocess.Popen) -> int:
    """What the workers hold now, in KiB; the pages of a mapped SQLite file are the system's, not theirs."""
    lines = [Path(f"/proc/{pid}/status").read_text() for pid in workers(process)]
    return sum(int(text.split("RssAnon:")[1].split()[0]) for text in lines)


def computed(process: subprocess.Popen) -> float:
    """Milliseconds the workers have computed so far, for programs and kernel together."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in workers(process)]
    return sum(int(each[11]) + int(each[12]) for each in fields) * 1000 / os.sysconf("SC_CLK_TCK")


def workers(process: subprocess.Popen) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def load_average() -> float:
    """Of the last minute: how many programs wanted a core."""
    return round(os.getloadavg()[0], 1)


def measure(customers: int, requests: int) -> dict:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "guanxi.web.settings"
    django.setup()
    from benchmarks.many_customers import REPS

    result: dict = {"loaded": prepare(customers, REPS), "database": database()}
    cookies = {"manager": session_of("manager"), "rep": session_of("rep_1")}
    wanted = addresses(customers, requests)
    with gunicorn() as (port, process):
        for who, cookie in cookies.items():
            result[who] = {
                name: timed(port, process, cookie, each)
                for name, each in wanted.items()
                if who == "manager" or name != "customer page"
            }
        result["export of 100,000 rows"] = export(port, process, cookies["manager"], customers)
    return result


def database() -> str:
    """The database and its version."""
    from django.db import connection

    numbers = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {numbers}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--one", action="store_true", help="measure one in this process, print it as JSON")
    asked = parser.parse_args()
    if asked.one:
        print("RESULT " + json.dumps(measure(asked.customers[0], asked.requests)))
        return
    results = json.loads(RESULT.read_text()) if RESULT.exists() else {"results": {}}
    for database in asked.databases:
        for customers in asked.customers:
            found = _apart(database, customers, asked.requests)
            place = f"{database}, {customers:,} customers"
            # A database kept from an earlier run is not loaded again; how long it took then still holds.
            found["loaded"] = found["loaded"] or results["results"].get(place, {}).get("loaded", {})
            results["results"][place] = found
            print(database, customers, json.dumps(found, indent=1))
            results["machine"] = about()
            RESULT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def _apart(database: str, customers: int, requests: int) -> dict:
    """Measured by a process of its own, whose settings name this database."""
    from tests.services import postgres

    with postgres.server() if database == "postgres" else nullcontext() as url:
        home = CACHE / f"{database}-{customers}"
        home.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {"GUANXI_HOME": str(home), "GUANXI_HOSTS": "localhost"}
        environment |= {"DATABASE_URL": url} if url else {}
        command = [sys.executable, "-m", "benchmarks.pages", "--one", "--customers", str(customers)]
        done = subprocess.run(
            [*command, "--requests", str(requests)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    return json.loads(line.removeprefix("RESULT "))


def about() -> dict:
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        "django": version("django"),
        "gunicorn": version("gunicorn"),
    }


if __name__ == "__main__":
    main()
