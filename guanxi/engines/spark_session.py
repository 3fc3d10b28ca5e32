"""A session on the Spark that was named, or an error that says what is missing; no wait without an end."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from guanxi.errors import GuanxiError, SettingError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER, REMOTE = "GUANXI_SPARK_MASTER", "GUANXI_SPARK_REMOTE"
PARTITIONS, WAIT = "GUANXI_SPARK_PARTITIONS", "GUANXI_SPARK_WAIT"
LOCAL = re.compile(r"local(\[(\*|\d+)(,\s*\d+)?\])?|local-cluster\[[\d, ]+\]")
NAMED = re.compile(r"spark://[^/\s,]+:\d+(,[^/\s,]+:\d+)*|k8s://\S+|yarn")
CONNECT = "sc://"
CONNECT_PORT = 15002
KNOCK_SECONDS = 5
WAIT_SECONDS = 60


class SparkMissing(SettingError):
    code = "engines.spark_missing"


class ConnectMissing(SettingError):
    code = "engines.spark_connect_missing"


class JavaMissing(SettingError):
    code = "engines.java_missing"


class WrongMaster(SettingError):
    code = "engines.wrong_spark_master"


class WrongWait(SettingError):
    code = "engines.wrong_spark_wait"


class Unreachable(GuanxiError):
    code = "engines.spark_unreachable"


class NotStarted(GuanxiError):
    code = "engines.spark_not_started"


class NoWorkers(GuanxiError):
    """The master is there and nobody works: no free cores or memory, or no worker at all."""

    code = "engines.spark_no_workers"


def open_session(settings: Mapping[str, str] | None = None) -> tuple[SparkSession, bool]:
    """The session that the settings name, and whether it was opened here (and is to be closed here).

    settings    by default the environment: GUANXI_SPARK_REMOTE (`sc://...`), else GUANXI_SPARK_MASTER, else
                the session that this process has already, else all cores of this machine
    Errors      SparkMissing, ConnectMissing, JavaMissing, WrongMaster, WrongWait; Unreachable after 5
                seconds; NotStarted; NoWorkers after GUANXI_SPARK_WAIT seconds, by default 60
    """
    settings = os.environ if settings is None else settings
    asked = settings.get(REMOTE) or settings.get(MASTER)
    seconds = _wait_of(settings)
    _need_pyspark()
    if not asked and (there := _active()) is not None:
        return there, False
    master = asked or "local[*]"
    if master.startswith(CONNECT) or settings.get(REMOTE):
        return _connected(master, seconds), True
    if not (LOCAL.fullmatch(master) or NAMED.fullmatch(master)):
        raise WrongMaster(asked=master)
    _need_java()
    _knock(master)
    session = _started(master, settings)
    if not LOCAL.fullmatch(master):
        _answering(session, master, seconds)
    return session, True


def is_connect(session: SparkSession) -> bool:
    """Whether a session speaks to its Spark through Spark Connect, and not through a driver of its own."""
    return type(session).__module__.startswith("pyspark.sql.connect")


def _started(master: str, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.master(master).appName("guanxi").config("spark.sql.session.timeZone", "UTC")
    )
    partitions = settings.get(PARTITIONS)
    if LOCAL.fullmatch(master):
        builder = builder.config("spark.ui.enabled", "false")
        partitions = partitions or "8"
    if partitions:  # else Spark's own number, which it lowers by itself where there is little to shuffle
        builder = builder.config("spark.sql.shuffle.partitions", partitions)
    try:
        return builder.getOrCreate()
    except Exception as error:  # of many kinds: from Python, from the gateway, from Java
        raise NotStarted(master=master, why=_first_line(error)) from error


def _connected(master: str, seconds: float) -> SparkSession:
    try:
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise ConnectMissing(why=_first_line(error)) from error
    # A scheme and a host, then perhaps a port and, after a slash, what is told to the server.
    if not master.startswith(CONNECT) or not urlsplit(master).hostname:
        raise WrongMaster(asked=master)
    _knock(master)
    try:
        session = SparkSession.builder.remote(master).appName("guanxi").create()
    except Exception as error:
        raise NotStarted(master=master, why=_first_line(error)) from error
    _answering(session, master, seconds)
    return session


def _active() -> SparkSession | None:
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession()


def _need_pyspark() -> None:
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise SparkMissing() from error


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")):
        raise JavaMissing(java_home=home or "—")


def _knock(master: str) -> None:
    """Does anybody listen there? Spark itself would try for a minute, Spark Connect for ten."""
    doors = _doors(master)
    for host, port in doors:
        try:
            with socket.create_connection((host, port), timeout=KNOCK_SECONDS):
                return
        except OSError:
            continue
    if doors:
        raise Unreachable(master=master, seconds=KNOCK_SECONDS)


def _doors(master: str) -> list[tuple[str, int]]:
    """Hosts and ports of a URL; none where the master is found in some other way (yarn, k8s, local)."""
    try:
        if master.startswith(CONNECT):
            found = urlsplit(master)
            return [(found.hostname, found.port or CONNECT_PORT)]
        if master.startswith("spark://"):
            pairs = (each.rpartition(":") for each in master.removeprefix("spark://").split(","))
            return [(host, int(port)) for host, _, port in pairs]
    except ValueError:  # no port has such a number
        raise WrongMaster(asked=master) from None
    return []


def _answering(session: SparkSession, master: str, seconds: float) -> None:
    """One small job, so that a Spark that will never answer is known now, not in the middle of a turn."""
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            session.range(1).count()
        except BaseException as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        _given_up(session)
        raise NoWorkers(master=master, seconds=round(seconds))
    if failed:
        session.stop()
        raise NotStarted(master=master, why=_first_line(failed[0])) from failed[0]


def _given_up(session: SparkSession) -> None:
    if is_connect(session):
        session.interruptAll()
    else:
        session.sparkContext.cancelAllJobs()
    session.stop()


def _wait_of(settings: Mapping[str, str]) -> float:
    given = settings.get(WAIT) or str(WAIT_SECONDS)
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 3600:
        raise WrongWait(given=given)
    return seconds


def _first_line(error: BaseException) -> str:
    """What an error says first, without its stack of Java."""
    lines = [line.strip().removeprefix(": ") for line in str(error).splitlines()]
    said = [line for line in lines if line and not line.startswith("An error occurred while calling")]
    return said[0][:300] if said else type(error).__name__
