"""`guanxi turn`: the same turn from a terminal, with or without the application."""

import json

import pytest

from guanxi.cli import main
from guanxi.web.insight.models import Snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_turn_on_a_store_alone_touches_no_database(trader, capsys):
    store = trader()
    assert main(["turn", "--store", str(store.root), "--as-of", "2024-06-28", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["as_of"], done["published"]) == ("2024-06-28", False)
    assert store.state("episodes").rows == done["opened"] > 0
    assert not Snapshot.objects.exists()


def test_with_an_application_its_pages_follow(trader, monkeypatch, capsys):
    trader()
    monkeypatch.setenv("DATABASE_URL", "the one of these tests")
    assert main(["turn", "--json"]) == 0
    assert Snapshot.objects.get().snapshot_id == json.loads(capsys.readouterr().out)["snapshot"]


def test_a_store_that_is_not_there_is_said_in_a_sentence(tmp_path, capsys):
    assert main(["turn", "--store", str(tmp_path / "nowhere")]) == 2
    assert "no store of facts" in capsys.readouterr().err
