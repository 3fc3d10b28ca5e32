"""Which Spark is meant, and what is said where it cannot be had: at once, and in words."""

from __future__ import annotations

import sys
import threading
import time

import pyarrow as pa
import pytest

from guanxi.engines import spark as spark_engine
from guanxi.engines import spark_session
from guanxi.engines.spark import FolderNotShared, SparkEngine
from guanxi.engines.spark_session import (
    ConnectMissing,
    JavaMissing,
    NotStarted,
    NoWorkers,
    SparkMissing,
    Unreachable,
    WrongMaster,
    WrongWait,
    open_session,
)

ROWS = pa.table({"a": [1, 2, None], "b": ["x", None, "y"]})


@pytest.mark.parametrize("asked", ["cluster", "spark://", "spark://host", "http://host:7077", "sc://"])
def test_what_names_no_spark_is_refused(asked):
    with pytest.raises(WrongMaster) as refused:
        open_session({"GUANXI_SPARK_MASTER": asked})
    assert asked in str(refused.value)


def test_a_remote_is_an_address_of_spark_connect():
    with pytest.raises(WrongMaster):
        open_session({"GUANXI_SPARK_REMOTE": "spark://127.0.0.1:7077"})


@pytest.mark.parametrize("scheme", ["spark", "sc"])
def test_where_nobody_answers_that_is_said_before_spark_tries_for_minutes(scheme):
    with pytest.raises(Unreachable) as refused:
        open_session({"GUANXI_SPARK_MASTER": f"{scheme}://127.0.0.1:1"})
    assert refused.value.facts["seconds"] == 5


@pytest.mark.parametrize("given", ["soon", "0", "86400"])
def test_a_wait_without_an_end_is_refused(given):
    with pytest.raises(WrongWait):
        open_session({"GUANXI_SPARK_MASTER": "local", "GUANXI_SPARK_WAIT": given})


def test_without_java_that_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(JavaMissing):
        open_session({"GUANXI_SPARK_MASTER": "local"})


def test_without_pyspark_that_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SparkMissing):
        open_session({})


def test_without_the_packages_of_connect_that_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(ConnectMissing):
        open_session({"GUANXI_SPARK_REMOTE": "sc://127.0.0.1:1"})


class Session:
    """A session whose jobs do what is said; whether it was given up."""

    def __init__(self, job):
        self.sparkContext, self.count, self.stopped = self, job, threading.Event()

    def range(self, _n):
        return self

    def stop(self):
        self.stopped.set()

    def cancelAllJobs(self):
        self.cancelled = True


def opened(session, monkeypatch):
    monkeypatch.setattr(spark_session, "_started", lambda *_: session)
    monkeypatch.setattr(spark_session, "_knock", lambda *_: None)
    return open_session({"GUANXI_SPARK_MASTER": "spark://there:7077", "GUANXI_SPARK_WAIT": "1"})


def test_a_master_without_workers_is_not_waited_for_without_an_end(monkeypatch):
    session = Session(lambda: time.sleep(3))
    with pytest.raises(NoWorkers) as refused:
        opened(session, monkeypatch)
    assert refused.value.facts == {"master": "spark://there:7077", "seconds": 1}
    assert session.cancelled and session.stopped.is_set()


def test_what_a_first_job_fails_of_is_said_without_a_stack(monkeypatch):
    def fails():
        raise RuntimeError("An error occurred while calling o1.count.\n: the disk is gone\n\tat java.lang")

    with pytest.raises(NotStarted) as refused:
        opened(Session(fails), monkeypatch)
    assert refused.value.facts["why"] == "the disk is gone"


def test_a_session_that_answers_is_ours_to_close(monkeypatch):
    session = Session(lambda: 1)
    assert opened(session, monkeypatch) == (session, True)


def test_a_session_that_is_there_is_used_and_left_open(spark):
    assert open_session({}) == (spark.session, False)
    SparkEngine(spark.session).close()
    assert spark.session.range(3).count() == 3


def test_a_folder_may_have_any_name(spark, tmp_path):
    folder = tmp_path / "客户 100% a%20b#" / "[x]{1}*"
    files = spark.write(spark.table(ROWS), folder)
    read = spark.collect(spark.scan(files)).sort_by("b")
    assert read.to_pylist() == ROWS.sort_by("b").to_pylist()
    assert [path.suffix for path in folder.iterdir()] == [".parquet"] * len(files)


def test_rows_that_workers_wrote_elsewhere_are_missed(spark, tmp_path, monkeypatch):
    monkeypatch.setattr(spark_engine, "_rows_in", lambda _files: 1)
    with pytest.raises(FolderNotShared) as refused:
        spark.write(spark.table(ROWS), tmp_path / "elsewhere")
    assert (refused.value.facts["written"], refused.value.facts["found"]) == (3, 1)
