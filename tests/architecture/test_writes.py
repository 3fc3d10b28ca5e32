"""Writes live in actions: nothing else in the web changes a row, so that nothing escapes the audit."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, calls, functions, imported, python_files, where

# Methods that only the ORM has.
ALWAYS = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "asave",
    "adelete",
}
# Methods that other objects have too: a write where the receiver is a query or a row.
ON_ROWS = {"create", "update", "delete", "save", "aupdate", "acreate"}
QUERIES = {"objects", "filter", "exclude", "all", "select_for_update", "visible_to", "using", "order_by"}
DJANGOS_OWN = {"create_user"}  # what `createsuperuser` calls on the manager of people
EXEMPT_FOLDERS = {"migrations", "tests"}


def writing_calls(path: Path) -> list[str]:
    allowed = {
        call for function in functions(path) if function.name in DJANGOS_OWN for call in ast.walk(function)
    }
    return [where(path, call) for call in calls(path) if is_write(call) and call not in allowed]


def is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, receiver = call.func.attr, call.func.value
    if name in ALWAYS:
        return True
    if name in {"save", "delete"} and not call.args and isinstance(receiver, ast.Name | ast.Attribute):
        return receiver_name(receiver) not in {"super", "cache", "session", "storage"}
    return name in ON_ROWS and any(step in QUERIES for step in chain(receiver))


def receiver_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def chain(node: ast.expr) -> list[str]:
    """The names of a chain such as `Customer.objects.filter(...)`, from its end."""
    names = []
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            node = node.func
    return names


def rooms_files() -> list[Path]:
    files = python_files("guanxi/web")
    return [path for path in files if path.name != "actions.py" and not EXEMPT_FOLDERS & set(path.parts)]


def test_only_actions_write_rows():
    found = [place for path in rooms_files() for place in writing_calls(path)]
    assert not found, "These write outside an actions.py:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "Customer.objects.create(name='x')",
        "Customer.objects.filter(pk=1).update(name='x')",
        "visible_to(user).filter(pk=1).delete()",
        "customer.save()",
        "self.row.save(update_fields=['name'])",
        "Customer.objects.bulk_create(rows)",
    ],
)
def test_a_write_is_recognised(code):
    assert is_write(ast.parse(code).body[0].value)


@pytest.mark.parametrize(
    "code", ["facts.update({'a': 1})", "super().save()", "session.save()", "table.create()"]
)
def test_what_is_no_row_may_change(code):
    assert not is_write(ast.parse(code).body[0].value)


def test_rooms_do_not_talk_by_signals():
    # A signal is a call nobody can find: rooms that are extended keep a registry instead (kit's panels).
    files = [
        path
        for path in python_files("guanxi")
        if {"django.dispatch", "django.db.models.signals"} & prefixes(path)
    ]
    assert not files, [str(path.relative_to(ROOT)) for path in files]


def prefixes(path: Path) -> set[str]:
    return {name.rpartition(".")[0] for name in imported(path)} | set(imported(path))
