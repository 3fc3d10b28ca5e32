"""What a firm decided about its turns is kept beside its facts, and read the same by every door."""

import pytest

from guanxi.distribution.episodes import EpisodeSettings
from guanxi.distribution.turn_settings import (
    TurnSettings,
    UnreadableTurnSettings,
    read_turn_settings,
    write_turn_settings,
)
from guanxi.facts.store import Store
from guanxi.knowledge.profile import ProfileSettings


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_a_firm_that_decided_nothing_has_the_defaults(store):
    assert read_turn_settings(store) == TurnSettings()


def test_what_was_decided_is_read_back(store):
    decided = TurnSettings(
        profile=ProfileSettings(act_multiple=2.0),
        episodes=EpisodeSettings(watched_tiers=("gold", "iron"), left_alone_share=0.2),
    )
    write_turn_settings(store, decided)
    assert read_turn_settings(store) == decided


def test_only_what_differs_is_kept_so_that_better_defaults_arrive(store):
    write_turn_settings(store, TurnSettings(episodes=EpisodeSettings(left_alone_share=0.2)))
    kept = (store.root / "turn.json").read_text()
    assert "left_alone_share" in kept
    assert "watched_tiers" not in kept


@pytest.mark.parametrize("text", ["{", '{"episodes": {"left_alone_share": 3}}', '{"colour": "red"}'])
def test_a_file_that_cannot_be_used_is_said_not_ignored(store, text):
    (store.root / "turn.json").write_text(text)
    with pytest.raises(UnreadableTurnSettings):
        read_turn_settings(store)
