"""Every engine a public knowledge function must run on; Spark is a real cluster, not a thread."""

import pytest

from guanxi.engines import engine as new_engine
from tests.engines.cluster import cluster


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    from guanxi.engines.spark import SparkEngine

    folder = tmp_path_factory.mktemp("spark")
    with cluster(folder) as address:
        settings = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": "2",
            "spark.default.parallelism": "2",
            "spark.executor.memory": "512m",
            "spark.local.dir": str(folder),
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.ui.enabled": "false",
        }
        builder = SparkSession.builder.master(address).appName("guanxi tests")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        engine = SparkEngine(session)
        yield engine
        engine.close()
        session.stop()


@pytest.fixture(scope="session")
def duckdb():
    engine = new_engine("duckdb")
    yield engine
    engine.close()


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine(request):
    return request.getfixturevalue(request.param)
