"""A command answers at once: nothing heavy is loaded before it is needed (modules count, not seconds)."""

import subprocess
import sys

import pytest

HEAVY = (
    "ibis",
    "pandas",
    "pyarrow",
    "numpy",
    "scipy",
    "duckdb",
    "deltalake",
    "polars",
    "pyspark",
    "django",
    "sqlglot",
)


def modules_after(code: str) -> set[str]:
    tail = "\nimport sys; print('\\n'.join(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


HELP = """
import sys
sys.argv = ["guanxi", "--help"]
from guanxi.cli import main
try:
    main()
except SystemExit:
    pass
"""


@pytest.mark.parametrize(
    "code",
    ["import guanxi", "import guanxi.errors, guanxi.facts.words", HELP],
    ids=["import guanxi", "the words", "guanxi --help"],
)
def test_nothing_heavy_is_loaded(code):
    loaded = modules_after(code) & set(HEAVY)
    assert not loaded


WITHOUT_A_DRIVER = """
import os, sys, tempfile
sys.modules["psycopg"] = sys.modules["psycopg2"] = None  # as where only the demo was installed
os.environ.pop("DATABASE_URL", None)
os.environ["GUANXI_HOME"] = tempfile.mkdtemp()
os.environ["DJANGO_SETTINGS_MODULE"] = "guanxi.web.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import guanxi.web.urls
"""


def test_the_application_runs_on_sqlite_without_postgresqls_driver():
    assert "guanxi.web.urls" in modules_after(WITHOUT_A_DRIVER)
