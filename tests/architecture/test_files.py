"""What every kept file must be: one thought long, and free of any one machine's places."""

import re

from tests.architecture.source import ROOT, imported, kept_files, python_files

MOST_LINES = 500
# Written so that this file does not find itself.
REGISTRIES = re.compile(
    r"py[p]i\.org|pythonhoste[d]\.org|registry\.npm[j]s|deb\.debia[n]\.org|registry\.yarn[p]kg", re.I
)
MACHINE_PATHS = re.compile(r"(^|[^A-Za-z0-9_.-])/(wor[k]|roo[t]|hom[e]/[a-z]+|User[s]/[a-z]+)/")
ENGINES = ("duckdb", "pyspark", "ibis.duckdb", "ibis.pyspark")


def texts() -> list[tuple[str, str]]:
    found = []
    for path in kept_files():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue  # a picture or a data file
    return found


def test_no_python_file_is_longer_than_one_thought():
    long = {
        str(path.relative_to(ROOT)): n
        for path in python_files(".")
        if (n := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_no_file_names_a_package_registry():
    assert not [name for name, text in texts() if REGISTRIES.search(text)]


def test_no_file_names_a_place_on_one_machine():
    assert not [
        name for name, text in texts() if any(MACHINE_PATHS.search(line) for line in text.splitlines())
    ]


def test_only_the_engines_name_an_engine():
    outside = [path for path in python_files("guanxi") if not path.is_relative_to(ROOT / "guanxi/engines")]
    found = {
        str(path.relative_to(ROOT)): name
        for path in outside
        for name in imported(path)
        if name.startswith(ENGINES)
    }
    # The commands may name the engine they were asked for, by its door in guanxi.engines, never its library.
    assert not found


def test_no_locked_package_comes_without_a_hash():
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text("utf-8")
        pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*", text, re.M | re.I)
        assert pins and all(pin.rstrip().endswith("\\") for pin in pins), lock.name
        assert "://" not in text, lock.name


def test_the_node_lock_says_no_address():
    locks = [path for path in kept_files() if path.name == "package-lock.json"]
    assert locks and all('"resolved"' not in path.read_text("utf-8") for path in locks)
