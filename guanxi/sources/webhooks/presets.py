"""How the shops that many have sign and say what they send: a beginning, to be changed like any other.

Each is a file in `presets/`: its name, scheme, mapping, and a sample of what it sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from guanxi.errors import NotFound
from guanxi.sources.webhooks.mapping import Mapping
from guanxi.sources.webhooks.payload import read_payload
from guanxi.sources.webhooks.scheme import Scheme


@dataclass(frozen=True)
class Preset:
    """sample: a payload; sample_topic: what it is about. owns_secret: the shop makes the secret itself."""

    key: str
    name_en: str
    name_zh: str
    owns_secret: bool
    scheme: Scheme
    mapping: Mapping
    sample_topic: str
    sample: Any

    def name(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en


@cache
def presets() -> dict[str, Preset]:
    """By their keys, in the order of their files."""
    folder = files("guanxi.sources.webhooks") / "presets"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".json")), key=lambda f: f.name)
    return {preset.key: preset for preset in map(_read, found)}


def preset(key: str) -> Preset:
    if key not in presets():
        raise NotFound(what="preset", name=key)
    return presets()[key]


def _read(file) -> Preset:
    raw = read_payload(file.read_bytes())
    return Preset(
        key=raw["key"],
        name_en=raw["name_en"],
        name_zh=raw["name_zh"],
        owns_secret=raw.get("owns_secret", False),
        scheme=Scheme(**raw["scheme"]),
        mapping=Mapping(**raw["mapping"]),
        sample_topic=raw["sample_topic"],
        sample=raw["sample"],
    )
