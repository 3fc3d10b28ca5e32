"""What drives value, as a tree that the user edits: equity, driver, lever; derived importance rolled up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guanxi.errors import BadInput
from guanxi.knowledge.experience.drivers import Driver, Importance
from guanxi.knowledge.refusals import UnknownChoice

LEVELS = ("equity", "driver", "lever")
TREES = Path(__file__).resolve().parent / "trees"
MOST_NODES = 500
REASONS = {
    "empty": ("there is no list of nodes", "没有节点列表"),
    "node": ("this is no node", "这不是节点"),
    "name": ("a name in English and one in Chinese are needed", "需要一个英文名称和一个中文名称"),
    "key": ("the key must be small letters, digits and _", "代号只能用小写字母、数字和下划线"),
    "deep": ("three levels are the most: equity, driver, lever", "最多三层：资产、驱动因素、举措"),
    "large": ("a tree of more than 500 nodes is too large", "节点超过 500 个，过大"),
}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


class TreeUnreadable(BadInput):
    """Not a tree of our kind: `path` says where, and the reason stands in both languages."""

    code = "driver_tree.unreadable"


class TreeKeyTwice(BadInput):
    code = "driver_tree.key_twice"


@dataclass(frozen=True)
class Node:
    """One equity, driver or lever, named in both languages."""

    key: str
    en: str
    zh: str
    children: tuple[Node, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        own = {"key": self.key, "en": self.en, "zh": self.zh}
        return own | ({"children": [child.as_dict() for child in self.children]} if self.children else {})


@dataclass(frozen=True)
class Tree:
    """A model of what drives value; `as_dict` is the file that `read_tree` reads."""

    en: str
    zh: str
    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[tuple[int, Node, Node | None]]:
        """Level (0 equity, 1 driver, 2 lever), node, its parent; parents first."""

        def down(nodes: tuple[Node, ...], level: int, parent: Node | None) -> Iterator:
            for node in nodes:
                yield level, node, parent
                yield from down(node.children, level + 1, node)

        yield from down(self.nodes, 0, None)

    def as_dict(self) -> dict[str, Any]:
        return {"name": [self.en, self.zh], "nodes": [node.as_dict() for node in self.nodes]}


@dataclass(frozen=True)
class Branch:
    """A node with what was derived for it.

    importance   its own part of R² and all below it; None where nothing in it was measured
    share        of what is explained
    low, high    interval of importance: of the sum in every resample; None where drivers have no intervals
    stated       what was said of this node itself
    measured     how many drivers were measured in it
    """

    key: str
    en: str
    zh: str
    level: str
    parent: str | None
    importance: float | None
    share: float | None
    low: float | None
    high: float | None
    stated: float | None
    measured: int


def shipped_trees() -> dict[str, Tree]:
    """The models that come with guanxi, by name: `three_equities` and `five_factors`."""
    return {path.stem: _shipped(path) for path in sorted(TREES.glob("*.json"))}


def shipped_tree(name: str) -> Tree:
    """Errors  UnknownChoice"""
    trees = shipped_trees()
    if name not in trees:
        raise UnknownChoice(name="tree", asked=name, known=", ".join(trees))
    return trees[name]


def read_tree(given: Mapping[str, Any]) -> Tree:
    """The tree a person edited, from its JSON.

    Errors  TreeUnreadable with the place, TreeKeyTwice
    """
    if not isinstance(given, Mapping) or not isinstance(given.get("nodes"), list) or not given["nodes"]:
        raise _unreadable("nodes", "empty")
    name = given.get("name")
    if not isinstance(name, list) or len(name) != 2 or not all(_is_name(each) for each in name):
        raise _unreadable("name", "name")
    seen: set[str] = set()
    nodes = tuple(_node(node, f"nodes[{at}]", 0, seen) for at, node in enumerate(given["nodes"]))
    return Tree(name[0], name[1], nodes)


def rolled_up(
    tree: Tree,
    importance: Importance,
    *,
    stated: Mapping[str, float | None] | None = None,
    levels: Sequence[str] = LEVELS,
) -> tuple[list[Branch], tuple[str, ...]]:
    """The tree with importance, and the drivers that it has no place for.

    Parts of R² of different drivers add up, so a node's is the sum of its own and of what is below it.
    Drivers are matched by key: who rates a whole driver or a single lever is put where it is.

    In      stated   by node what was said to matter; None: what the drivers themselves bring
            levels   what the three levels are called
    """
    measured = {driver.name: driver for driver in importance.drivers}
    rows = []
    for level, node, parent in tree.walk():
        found = [measured[key] for key in _keys(node) if key in measured]
        total = sum(driver.importance for driver in found) if found else None
        low, high = importance.together(driver.name for driver in found)
        share = total / importance.r_squared if found and importance.r_squared > 0 else None
        said = _stated(measured.get(node.key)) if stated is None else stated.get(node.key)
        rows.append(
            Branch(
                key=node.key,
                en=node.en,
                zh=node.zh,
                level=levels[level],
                parent=parent.key if parent else None,
                importance=total,
                share=share,
                low=low,
                high=high,
                stated=said,
                measured=len(found),
            )
        )
    placed = {key for node in tree.nodes for key in _keys(node)}
    return rows, tuple(name for name in measured if name not in placed)


def _stated(driver: Driver | None) -> float | None:
    return driver.stated if driver else None


def _keys(node: Node) -> list[str]:
    return [node.key, *(key for child in node.children for key in _keys(child))]


def _shipped(path: Path) -> Tree:
    return read_tree(json.loads(path.read_text("utf-8")))


def _unreadable(path: str, reason: str) -> TreeUnreadable:
    en, zh = REASONS[reason]
    return TreeUnreadable(path=path, reason_en=en, reason_zh=zh)


def _is_name(given: object) -> bool:
    return isinstance(given, str) and 0 < len(given.strip()) <= 120


def _node(given: object, path: str, level: int, seen: set[str]) -> Node:
    if not isinstance(given, Mapping):
        raise _unreadable(path, "node")
    key, children = given.get("key"), given.get("children") or []
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise _unreadable(f"{path}.key", "key")
    if key in seen:
        raise TreeKeyTwice(key=key, path=path)
    seen.add(key)
    if not _is_name(given.get("en")) or not _is_name(given.get("zh")):
        raise _unreadable(path, "name")
    if not isinstance(children, list) or (children and level + 1 >= len(LEVELS)):
        raise _unreadable(f"{path}.children", "deep")
    if len(seen) > MOST_NODES:
        raise _unreadable(path, "large")
    below = (_node(child, f"{path}.children[{at}]", level + 1, seen) for at, child in enumerate(children))
    return Node(key, given["en"].strip(), given["zh"].strip(), tuple(below))
