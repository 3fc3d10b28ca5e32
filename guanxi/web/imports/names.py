"""What this room calls things on its pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.web.kit import tables

OF_TURNS = ("predictions", "episodes", "measurements")  # what turns work out is in no ledger
TABLES = {name: label for name, label in tables.TABLES.items() if name not in OF_TURNS}

KINDS = {
    "import": pgettext_lazy("kind of change", "Import"),
    "live": pgettext_lazy("kind of change", "Sent by a program"),
    "rules": pgettext_lazy("kind of change", "Rules applied again"),
    "merge": pgettext_lazy("kind of change", "Customers merged"),
    "load": pgettext_lazy("kind of change", "Loaded"),
    "undo": pgettext_lazy("kind of change", "Taken back"),
    "erase": pgettext_lazy("kind of change", "A person erased"),
    "retain": pgettext_lazy("kind of change", "Old rows removed"),
}
STEPS = {
    "": pgettext_lazy("step of an import", "waiting for the worker"),
    "read": pgettext_lazy("step of an import", "reading and checking rows"),
    "check": pgettext_lazy("step of an import", "looking for what is odd"),
    "link": pgettext_lazy("step of an import", "linking what was taken back to what it takes back"),
    "commit": pgettext_lazy("step of an import", "writing it down as one change"),
    "done": pgettext_lazy("step of an import", "done"),
}
MODES = [
    ("both", _("Add new rows and update known ones")),
    ("create", _("Only add new rows; known ones stay as they are")),
    ("update", _("Only update known rows; new ones are left out")),
]
EMPTY = [
    ("keep", _("leaves what is known")),
    ("clear", _("empties what is known")),
]
DAY_MONTH = [
    ("", _("as the column shows")),
    ("dmy", _("day first: 31/12/2026")),
    ("mdy", _("month first: 12/31/2026")),
]
DECIMAL = [
    ("", _("as the column shows")),
    ("point", _("a point: 1,234.56")),
    ("comma", _("a comma: 1.234,56")),
]
ASIDE = [
    ("keep", _("count, and are reported")),
    ("aside", _("are set aside")),
]
RULES = [
    ("", _("No rules: every line is a sale or a return by its sign")),
    ("kept", _("The rules kept for this firm")),
]
TESTS = {
    "starts_with": pgettext_lazy("a test of a line", "begins with"),
    "ends_with": pgettext_lazy("a test of a line", "ends with"),
    "is_one_of": pgettext_lazy("a test of a line", "is one of"),
    "contains": pgettext_lazy("a test of a line", "contains"),
    "matches": pgettext_lazy("a test of a line", "fits the pattern"),
    "is_missing": pgettext_lazy("a test of a line", "is empty"),
    "is_there": pgettext_lazy("a test of a line", "is not empty"),
    "below": pgettext_lazy("a test of a line", "is below"),
    "above": pgettext_lazy("a test of a line", "is above"),
    "at_most": pgettext_lazy("a test of a line", "is at most"),
    "at_least": pgettext_lazy("a test of a line", "is at least"),
    "equals": pgettext_lazy("a test of a line", "is exactly"),
}
WAYS = [
    ("upload", _("Files of this computer")),
    ("path", _("A folder of the server")),
    ("storage", _("Object storage")),
    ("database", _("A database")),
]
ENCODINGS = [
    ("", _("found out from the file")),
    ("utf-8", "UTF-8"),
    ("gb18030", _("GBK / GB 18030")),
    ("big5", "Big5"),
    ("cp1252", _("Windows 1252")),
    ("utf-16", "UTF-16"),
]
