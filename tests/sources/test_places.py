"""A place is a file, a folder, a pattern or a bucket; nothing is read that does not lie in it."""

import hashlib
import os

import pytest

from guanxi.sources.files import read_file
from guanxi.sources.places import places, safe_name
from guanxi.sources.refusals import (
    EmptyFile,
    NothingThere,
    StorageRefused,
    UnknownFile,
    UnknownFormat,
    UnknownStorage,
    UnsafeName,
)
from tests.sources.bucket import storage
from tests.sources.order_lists import PLAIN, written


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "orders"
    (inside / "old").mkdir(parents=True)
    written(inside / "b.csv", PLAIN)
    written(inside / "a.jsonl", '{"a": 1, "b": 2}\n')
    written(inside / "notes.pdf", "%PDF")
    written(inside / "empty.csv", "")
    written(inside / "old" / "c.csv", PLAIN)
    written(tmp_path / "secret.csv", PLAIN)
    return inside


def test_a_file_is_a_place_with_its_size_and_fingerprint(folder):
    (place,) = places(str(folder / "b.csv"))
    assert (place.name, place.size) == ("b.csv", len(PLAIN))
    assert place.sha256 == hashlib.sha256(PLAIN.encode()).hexdigest()


def test_a_folder_is_its_files_in_order_and_names_what_it_passes_over(folder):
    found = places(str(folder))
    assert [place.name for place in found] == ["a.jsonl", "b.csv"]
    assert {(skipped.name, skipped.why) for skipped in found.skipped} == {
        ("empty.csv", "empty"),
        ("notes.pdf", "other_format"),
        ("old", "folder"),
    }


def test_a_pattern_finds_files_below_too(folder):
    assert [place.name for place in places(f"{folder}/**/*.csv")] == ["b.csv", "old/c.csv"]


def test_a_link_out_of_the_folder_and_a_device_are_not_followed(folder):
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    (folder / "lost.csv").symlink_to(folder / "nowhere.csv")
    os.mkfifo(folder / "pipe.csv")
    skipped = {one.name: one.why for one in places(str(folder)).skipped}
    assert [skipped[name] for name in ("link.csv", "zero.csv", "lost.csv", "pipe.csv")] == [
        "outside",
        "outside",
        "outside",
        "device",
    ]


def test_a_pattern_cannot_climb_out_of_its_folder(folder):
    with pytest.raises(UnsafeName):
        places(f"{folder}/*/../../*.csv")


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ("nowhere.csv", UnknownFile),
        ("nowhere/*.csv", NothingThere),
        ("a\x00b.csv", UnsafeName),
        ("/dev/zero", UnknownFormat),
        ("https://example.org/a.csv", UnknownStorage),
        ("file:///etc/passwd", UnknownStorage),
        ("s3://user:password@host/bucket", UnknownStorage),
        ("s3://127.0.0.1:9000/bucket/a.csv", UnknownStorage),
        ("s3://", UnknownStorage),
    ],
)
def test_what_is_no_place_is_refused(tmp_path, monkeypatch, asked, refused):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(refused):
        places(asked)


def test_an_empty_file_is_said_to_be_empty(folder):
    with pytest.raises(EmptyFile):
        places(str(folder / "empty.csv"))


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "/etc/passwd",
        "a\\b.csv",
        "a\x00.csv",
        "a\n.csv",
        "",
        " ",
        ".",
        "..",
        ".bashrc",
        "NUL",
        "con.csv",
        "a\u202egpj.csv",
        "C:a.csv",
        "a" * 300,
        "a.csv ",
        "a.csv.",
    ],
)
def test_a_name_that_is_more_than_a_name_is_refused(name):
    with pytest.raises(UnsafeName) as refused:
        safe_name(name)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("name", ["orders.csv", "订单 2020.xlsx", "a+b (1).csv", "café.csv"])
def test_an_honest_name_is_kept(name):
    assert safe_name(name) == name


@pytest.fixture
def bucket(monkeypatch):
    held = {
        "2020/b.csv": PLAIN.encode(),
        "2020/a.csv": PLAIN.encode() * 40_000,
        "2020/deep/c.csv": PLAIN.encode(),
        "2020/read.me": b"x",
        "2020/empty.csv": b"",
        "2021/d.csv": PLAIN.encode(),
    }
    with storage({"orders": held}) as server:
        monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "operator")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-operator")
        yield server


def test_an_object_is_fetched_and_read(bucket):
    (place,) = places("s3://orders/2020/b.csv")
    assert (place.size, place.origin) == (len(PLAIN), "s3://orders/2020/b.csv")
    assert place.sha256 == hashlib.sha256(PLAIN.encode()).hexdigest()
    assert read_file(place.path).rows.height == 6


def test_a_folder_of_a_bucket_is_its_files(bucket):
    found = places("s3://orders/2020/")
    assert [place.name for place in found] == ["2020/a.csv", "2020/b.csv"]
    assert {(one.name, one.why) for one in found.skipped} == {
        ("2020/deep", "folder"),
        ("2020/empty.csv", "empty"),
        ("2020/read.me", "other_format"),
    }
    assert [place.name for place in places("s3://orders/2020")] == ["2020/a.csv", "2020/b.csv"]


def test_a_pattern_in_a_bucket_stays_within_folders_unless_it_says_otherwise(bucket):
    assert [place.name for place in places("s3://orders/*/[bd].csv")] == ["2020/b.csv", "2021/d.csv"]
    assert [place.name for place in places("s3://orders/2020/**/c.csv")] == ["2020/deep/c.csv"]


def test_an_object_that_is_not_there_is_said_to_be_missing(bucket):
    with pytest.raises(NothingThere):
        places("s3://orders/2019/b.csv")


def test_wrong_credentials_are_said_without_showing_them(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    with pytest.raises(StorageRefused) as refused:
        places("s3://orders/2020/b.csv")
    assert refused.value.facts["why"] == "not_allowed"
    assert "a-secret" not in str(refused.value) and "127.0.0.1" not in str(refused.value)


def test_more_bytes_than_allowed_are_not_fetched(bucket):
    from guanxi.sources.limits import Limits
    from guanxi.sources.refusals import TooLarge

    with pytest.raises(TooLarge):
        places("s3://orders/2020/a.csv", limits=Limits(downloaded=1000))
    assert not any(asked.startswith("GET /orders/2020/a.csv") for asked in bucket.asked)


def test_a_service_that_breaks_off_gives_no_half_file(bucket, tmp_path, monkeypatch):
    monkeypatch.setattr("guanxi.sources.storages.RETRIES", {"max_retries": 0})
    bucket.cut = True
    with pytest.raises(StorageRefused) as refused:
        places("s3://orders/2020/b.csv", folder=tmp_path)
    assert refused.value.facts["why"] == "unreachable"


def test_fetched_files_are_gone_with_the_places(bucket):
    found = places("s3://orders/2020/b.csv")
    path = found[0].path
    del found
    assert not path.exists()
