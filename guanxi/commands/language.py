"""In which language the command line speaks: --lang, else GUANXI_LANG, else what the system is set to."""

from __future__ import annotations

import os
from collections.abc import Mapping

from guanxi.errors import SettingError
from guanxi.sentences import LANGUAGES, say

CHINESE = {"zh", "zh-hans", "zh-cn", "zh-sg", "zh-hans-cn", "cn"}
_chosen = "en"


class UnknownLanguage(SettingError):
    code = "cli.unknown_language"


def choose(asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Settle the language of this run and return it.

    A --lang that is not known is refused; a system set to neither language gets English.
    """
    global _chosen
    _chosen = "en" if asked is None else _chosen
    if asked is not None:
        _chosen = _known(asked)
    elif environment.get("GUANXI_LANG"):
        _chosen = _known(environment["GUANXI_LANG"])
    else:
        names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        _chosen = "zh-hans" if next(filter(None, names), "").lower().startswith("zh") else "en"
    return _chosen


def chosen() -> str:
    return _chosen


def tell(code: str, **facts: object) -> str:
    """The sentence for a code in the language of this run."""
    return say(code, _chosen, **facts)


def _known(asked: str) -> str:
    name = asked.lower().replace("_", "-").split(".")[0]
    if name in CHINESE:
        return "zh-hans"
    if name == "en" or name.startswith("en-"):
        return "en"
    raise UnknownLanguage(asked=asked, known=", ".join(LANGUAGES))
