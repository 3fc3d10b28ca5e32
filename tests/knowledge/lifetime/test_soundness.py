"""A degenerate fit is said in words and not used."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime import soundness
from guanxi.knowledge.lifetime.buying import BUYING, fit_buying
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.refusals import NobodyStops
from guanxi.knowledge.lifetime.soundness import DEGENERATE, sound_model
from guanxi.sentences import say


def pretending(monkeypatch, broken: dict) -> None:
    """Some models fail in a way of their own; the others are fitted as ever."""

    def fit(name, histories, log_gaps=None):
        model, how = fit_buying(name, histories, log_gaps), broken.get(name)
        if isinstance(how, Exception):
            raise how
        return replace(model, notes=(Note(how),)) if how else model

    monkeypatch.setattr(soundness, "fit_buying", fit)


def test_a_sound_model_is_used_and_nothing_is_said(cdnow):
    model, notes = sound_model("pareto-nbd", cdnow)
    assert (model.name, notes) == ("pareto-nbd", [])


def test_the_best_before_any_back_test_is_the_simplest(cdnow):
    assert sound_model("best", cdnow)[0].name == BUYING[0]


@pytest.mark.parametrize("code", sorted(DEGENERATE))
def test_a_degenerate_fit_gives_way_to_the_next_sound_model_and_both_languages_say_why(
    monkeypatch, cdnow, code
):
    pretending(monkeypatch, {"bg-nbd": code, "mbg-nbd": NobodyStops(customers=3, gain=0.2)})
    model, notes = sound_model("bg-nbd", cdnow)
    assert model.name == "pareto-nbd"
    assert [note.facts["model"] for note in notes] == ["BG/NBD", "MBG/NBD"]
    for language in ("en", "zh-hans"):
        assert say(code, language) in notes[0].say(language)


def test_where_every_fit_is_degenerate_none_is_used_and_the_one_asked_for_says_why(monkeypatch, cdnow):
    pretending(monkeypatch, dict.fromkeys(BUYING, "lifetime.flat_likelihood"))
    assert sound_model("mbg-nbd", cdnow) == (None, [Note("lifetime.flat_likelihood")])


def test_identical_regular_customers_are_caught():
    # Wholesale customers on a standing order: all buy alike, nobody leaves.
    model, notes = sound_model("bg-nbd", group([52] * 40, [364] * 40, [366] * 40, unit_days=7))
    assert model is None
    assert notes[0].code in DEGENERATE | {"lifetime.nobody_stops"}
