"""What a firm decides about its turns, kept beside its facts so that every door turns alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from guanxi.distribution.episodes import EpisodeSettings
from guanxi.errors import SettingError
from guanxi.facts.whole import write_file
from guanxi.knowledge.profile import ProfileSettings

if TYPE_CHECKING:
    from guanxi.facts.store import Store

FILE = "turn.json"


class UnreadableTurnSettings(SettingError):
    code = "turn_settings.unreadable"


class TurnSettings(BaseModel):
    """The settings of a turn; also kept in the card of every snapshot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: ProfileSettings = ProfileSettings()
    episodes: EpisodeSettings = EpisodeSettings()


def read_turn_settings(store: Store) -> TurnSettings:
    """What the firm of a store decided; the defaults where it decided nothing."""
    path = store.root / FILE
    if not path.exists():
        return TurnSettings()
    try:
        return TurnSettings.model_validate_json(path.read_text("utf-8"))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableTurnSettings(path=FILE, where=where or "—", why=first["msg"]) from None


def write_turn_settings(store: Store, settings: TurnSettings) -> None:
    """Keep a firm's decision; only what differs from the defaults, so that better defaults reach it."""
    write_file(store.root / FILE, settings.model_dump_json(indent=1, exclude_defaults=True) + "\n")
