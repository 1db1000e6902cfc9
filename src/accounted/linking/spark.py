"""The same model on Apache Spark, for more pairs than one machine compares. Started only when asked for.

The model is trained on DuckDB, as it always is; Spark brings the records together and weighs the pairs. So
both give the same pairs with the same weights.

A session that is there already (spark-submit, a notebook on a cluster) is used as it is; else one is
started on this machine. The tables of a cluster's session go through a directory all its machines see:
`spark.accounted.directory`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accounted.linking.people import CannotLink
from accounted.linking.scoring import Session
from accounted.linking.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

DIRECTORY = "spark.accounted.directory"
# What functions are called there.
_CALLED = {"strpos(": "instr("}


class OnSpark(Session):
    """Splink over one table, on Spark."""

    def __init__(self, api: Any, table: pa.Table, within: bool, directory: Path, own: bool) -> None:
        self._directory = directory
        self._own = own
        super().__init__(api, table, within)

    @classmethod
    def start(cls, table: pa.Table, within: bool, settings: Settings) -> OnSpark:
        """A session on Spark.

        Raises:
            CannotLink: there is no pyspark, or no Java.
        """
        try:
            from pyspark.sql import SparkSession
            from splink import SparkAPI
        except ImportError:
            raise CannotLink(
                "linking on Spark needs pyspark; install it with pip install 'accounted[linking,spark]'"
            ) from None
        spark = SparkSession.getActiveSession()
        own = spark is None
        if spark is None:
            spark = _started(settings)
        local = str(spark.sparkContext.master).startswith("local")
        shared = spark.conf.get(DIRECTORY, None)
        if not local and shared is None:
            raise CannotLink(f"set {DIRECTORY} to a directory that all machines of the cluster see")
        directory = Path(tempfile.mkdtemp(prefix="linking-", dir=shared))
        spark.sparkContext.setCheckpointDir(str(directory / "checkpoints"))
        _teach_likeness(spark)
        api = SparkAPI(spark_session=spark)  # type: ignore[no-untyped-call]
        return cls(api, table, within, directory, own)

    def _rows(self, query: str) -> Any:
        return self.api.spark.sql(query)

    def _put(self, name: str, table: pa.Table) -> None:
        import pyarrow.parquet as parquet

        path = self._directory / f"{name}.parquet"
        parquet.write_table(table, path)
        self.api.spark.read.parquet(str(path)).createOrReplaceTempView(name)

    def _make(self, name: str, query: str) -> None:
        self.api.spark.sql(query).createOrReplaceTempView(name)

    def _words(self, comparison: dict[str, Any]) -> dict[str, Any]:
        return {**comparison, "comparison_levels": [_renamed(one) for one in comparison["comparison_levels"]]}

    def fetch(self, query: str) -> dict[str, np.ndarray]:
        """The columns of an answer."""
        frame = self.api.spark.sql(query).toPandas()
        return {name: frame[name].to_numpy() for name in frame.columns}

    def close(self) -> None:
        """Stop the session if it was started here, and remove its files."""
        if self._own:
            self.api.spark.stop()
        shutil.rmtree(self._directory, ignore_errors=True)


def _teach_likeness(spark: Any) -> None:
    """Give Spark the likeness of words as DuckDB has it, to the last digit.

    Splink's own for Spark counts letters that change places otherwise, and one word in a hundred would fall
    on the other side of a line. The function goes to the machines of a cluster by value: they need rapidfuzz
    and pandas, not this package.
    """
    from pandas import Series  # type: ignore[import-untyped]
    from pyspark.sql import functions
    from pyspark.sql.types import DoubleType

    def likeness(one: Any, other: Any) -> Any:
        from rapidfuzz.distance import JaroWinkler

        pairs = zip(one, other, strict=True)
        return Series([
            None if a is None or b is None else JaroWinkler.similarity(a.encode(), b.encode())
            for a, b in pairs
        ], dtype="float64")  # fmt: skip

    likeness.__annotations__ = dict.fromkeys(("one", "other", "return"), Series)
    made: Any = functions
    spark.udf.register("jaro_winkler_similarity", made.pandas_udf(likeness, DoubleType()))


def _renamed(level: dict[str, Any]) -> dict[str, Any]:
    condition = level["sql_condition"]
    for ours, theirs in _CALLED.items():
        condition = condition.replace(ours, theirs)
    return {**level, "sql_condition": condition}


def _started(settings: Settings) -> Any:
    from pyspark.sql import SparkSession
    from splink.internals.spark.jar_location import similarity_jar_location

    threads = settings.threads or "*"
    # The machines it starts here are this one: they find what this Python finds.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return (
            SparkSession.builder.master(f"local[{threads}]")
            .appName("accounted link")
            .config("spark.jars", similarity_jar_location())
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", "2g")
            # No table is kept; without this an empty folder is left where the command was given.
            .config("spark.sql.warehouse.dir", tempfile.gettempdir())
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.execution.arrow.pyspark.enabled", "true")
            .getOrCreate()
        )
    except Exception as error:
        if "JAVA" in str(error).upper():
            raise CannotLink(
                "Spark needs Java 17; install it (on Debian: sudo apt-get install openjdk-17-jre-headless)"
            ) from error
        raise
