"""Screening on more than one machine: each takes some of the families, computes their tables and compares all
bodies with them.

Families go out and what was found comes back in Arrow batches; nothing of a table travels. PySpark and Java
are needed only here, and only when asked for.
"""

from __future__ import annotations

import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from os import environ
from typing import TYPE_CHECKING, Any

import numpy as np

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family
from accounted.identifying.loci import Locus
from accounted.identifying.passes import Pass, Prior, Screened, answers, one_pass
from accounted.identifying.plans import Pruning
from accounted.identifying.profiles import Profile
from accounted.identifying.screening_tables import BLOCK, ScreeningTables

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

AT_ONCE = 4 * BLOCK  # families in one piece of work
_FOUND = ("best", "which", "exclusions", "total", "excluded", "fits")


class NoSpark(IdentifyingError):
    """Spark was asked for and cannot be had."""


def session(master: str = "local[*]") -> SparkSession:
    """A Spark session; `master` is the address of a cluster, or `local[n]` for n cores of this machine.

    Raises:
        NoSpark: PySpark or Java is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSpark("PySpark is not installed; install accounted[spark], or use --engine local") from None
    if shutil.which("java") is None and "JAVA_HOME" not in environ:
        raise NoSpark("Spark needs Java 17 and there is none; install it, or use --engine local")
    builder = SparkSession.builder.appName("accounted identify screen")
    if master.startswith("local"):  # the workers are to run what runs here
        environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # No table is kept; without this an empty folder is left where the command was given.
        builder = builder.config("spark.sql.warehouse.dir", tempfile.gettempdir())
    return (
        builder.master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
        .config("spark.rpc.message.maxSize", "512")
        .getOrCreate()
    )


def screen_on_spark(
    spark: SparkSession,
    loci: Sequence[Locus],
    families: Sequence[Family],
    bodies: Sequence[Profile],
    *,
    prior: Prior | None = None,
    top: int = 10,
    pruning: Pruning = "pedprobr",
    exclusions: bool = False,
    at_once: int = AT_ONCE,
) -> tuple[Screened, ...]:
    """As `screening.screen`, with the families shared out among the machines of a cluster.

    Every machine needs this package, in the same version.

    Raises:
        IdentifyingError: there is no family to compare with, the prior does not fit, or a family or a body
            cannot be (its message).
    """
    if not families:
        raise IdentifyingError("there are no families to compare with; add families first")
    prior = prior or Prior()
    weights = prior.raw(len(families))
    codes = ScreeningTables(loci).codes(bodies)
    work = pickle.dumps((tuple(loci), codes, top, pruning, exclusions))
    shared = spark.sparkContext.broadcast(work)
    pieces = [
        (start, pickle.dumps((list(families[start : start + at_once]), weights[start : start + at_once])))
        for start in range(0, len(families), at_once)
    ]
    frame = spark.createDataFrame(pieces, "first long, families binary").repartition(len(pieces), "first")
    schema = "first long, problem string, " + ", ".join(f"{name} binary" for name in _FOUND)
    found: Pass | None = None
    done = frame.mapInArrow(lambda batches: _compared(shared.value, batches), schema)
    try:
        for row in sorted(done.toLocalIterator(), key=lambda one: one["first"]):
            if row["problem"]:
                raise IdentifyingError(row["problem"])
            made = _unpacked(row, len(bodies), codes.typed)
            found = made if found is None else found.beside(made)
    finally:
        shared.unpersist()
    assert found is not None
    return answers([body.id for body in bodies], found, weights, prior, counted=exclusions)


def _compared(work: bytes, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """On a worker: tables of some families, all bodies against them."""
    import pyarrow as pa

    # What is unpickled was pickled by `screen_on_spark` and came over the cluster's own channels.
    loci, codes, top, pruning, exclusions = pickle.loads(work)  # noqa: S301
    for batch in batches:
        for piece in batch.to_pylist():
            families, weights = pickle.loads(piece["families"])  # noqa: S301
            row: dict[str, Any] = {"first": [piece["first"]], "problem": [""]}
            try:
                tables = ScreeningTables(loci, pruning=pruning, exclusions=exclusions)
                tables.add(families)
                made = one_pass(tables, codes, weights, top)
                made.which[made.which >= 0] += piece["first"]
                row |= {name: [np.ascontiguousarray(getattr(made, name)).tobytes()] for name in _FOUND}
            except IdentifyingError as error:
                row["problem"] = [str(error)]
                row |= {name: [b""] for name in _FOUND}
            yield pa.RecordBatch.from_pydict(row)


def _unpacked(row: Any, bodies: int, typed: Any) -> Pass:
    kinds = {"best": np.float64, "which": np.int64, "total": np.float64}
    arrays = {
        name: np.frombuffer(bytes(row[name]), kinds.get(name, np.int32)).reshape(bodies, -1)
        for name in _FOUND
    }
    return Pass(**arrays, typed=typed)
