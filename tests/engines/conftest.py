"""Every engine a public knowledge function must run on; Spark is a real cluster, not a thread."""

import pytest

from guanxi.engines import engine as new_engine
from tests.engines.cluster import QUICK_JAVA, cluster, free_port


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory):
    """A master and two workers on this machine."""
    with cluster(tmp_path_factory.mktemp("spark")) as started:
        yield started


@pytest.fixture(scope="session")
def spark(spark_cluster):
    from pyspark.sql import SparkSession

    from guanxi.engines.spark import SparkEngine

    folder = spark_cluster.folder
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.executor.memory": "512m",
        "spark.driver.extraJavaOptions": QUICK_JAVA,
        "spark.executor.extraJavaOptions": QUICK_JAVA,
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        # The driver serves Spark Connect too, so that it is tried on the same cluster.
        "spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": str(free_port()),
    }
    builder = SparkSession.builder.master(spark_cluster.address).appName("guanxi tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    engine = SparkEngine(session)
    yield engine
    engine.close()
    session.stop()


@pytest.fixture
def connect_address(spark):
    """Where the cluster answers over Spark Connect."""
    return f"sc://127.0.0.1:{spark.session.sparkContext.getConf().get('spark.connect.grpc.binding.port')}"


@pytest.fixture(scope="session")
def duckdb():
    engine = new_engine("duckdb")
    yield engine
    engine.close()


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine(request):
    return request.getfixturevalue(request.param)
