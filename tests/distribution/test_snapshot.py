"""A snapshot is published whole or not at all, and never changed."""

from datetime import date

import pyarrow as pa
import pytest

from guanxi.distribution.snapshot import Snapshots, snapshot_id
from guanxi.errors import NotFound

DAY = date(2025, 6, 30)


@pytest.fixture
def snapshots(tmp_path):
    return Snapshots(tmp_path)


def publish(snapshots, engine, name, spend, as_of=DAY):
    profile = engine.table(pa.table({"customer_id": ["ann"], "spend": [spend]}))

    def make(folder):
        engine.write(profile, folder)
        return {"as_of": as_of.isoformat()}

    return snapshots.publish(name, make)


def test_a_published_snapshot_reads_back_its_rows_and_its_card(snapshots, engine):
    publish(snapshots, engine, "s1", 3.5)
    found = snapshots.get("s1")
    assert found.as_of == DAY
    assert engine.collect(found.read(engine)).to_pylist() == [{"customer_id": "ann", "spend": 3.5}]


def test_publishing_the_same_id_again_changes_nothing(snapshots, engine):
    publish(snapshots, engine, "s1", 3.5)
    again = publish(snapshots, engine, "s1", 99.0)
    assert engine.collect(again.read(engine)).to_pylist()[0]["spend"] == 3.5


def test_a_failed_publication_leaves_nothing(snapshots, engine, monkeypatch):
    monkeypatch.setattr(engine, "write", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        publish(snapshots, engine, "s1", 3.5)
    assert snapshots.all() == []
    assert list(snapshots.folder.iterdir()) == []


def test_what_a_killed_turn_left_behind_is_no_snapshot(snapshots, engine):
    publish(snapshots, engine, "s1", 3.5)
    left = snapshots.folder / ".draft-s2-0badcafe"
    left.mkdir()
    (left / "card.json").write_text('{"as_of": "2025-12-31"}')
    assert [snapshot.id for snapshot in snapshots.all()] == ["s1"]


def test_the_latest_before_a_day_stands_on_an_earlier_day(snapshots, engine):
    publish(snapshots, engine, "march", 1.0, as_of=date(2025, 3, 31))
    publish(snapshots, engine, "june", 2.0)
    assert snapshots.latest().id == "june"
    assert snapshots.latest(before=DAY).id == "march"
    assert snapshots.latest(before=date(2025, 1, 1)) is None


def test_the_same_inputs_have_the_same_name_and_others_another():
    assert snapshot_id(DAY, facts="a", settings={"n": 5}) == snapshot_id(DAY, settings={"n": 5}, facts="a")
    assert snapshot_id(DAY, facts="a") != snapshot_id(DAY, facts="b")


def test_asking_for_an_unknown_snapshot_says_so(snapshots):
    with pytest.raises(NotFound):
        snapshots.get("nothing")
