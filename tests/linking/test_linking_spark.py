"""The same model on Spark gives the same pairs. Needs Java; started here only."""

import shutil
import warnings

import pytest

from accounted.linking import People, Settings, link
from accounted.linking.simulate import simulate


@pytest.mark.slow
def test_spark_and_duckdb_propose_the_same_pairs():
    if shutil.which("java") is None:
        warnings.warn("no Java: linking on Spark is NOT tested here", stacklevel=1)
        pytest.skip("Spark needs Java 17, which is not installed: linking on Spark is not tested")
    pytest.importorskip("pyspark")
    people = People.of(simulate(300, seed=4).lists)
    ours = {(one["a"], one["b"]) for one in link(people, Settings(within=True)).pairs()}
    theirs = link(people, Settings(within=True, engine="spark", threads=2)).pairs()
    both = {(one["a"], one["b"]) for one in theirs}
    assert len(ours ^ both) <= 0.002 * len(ours)
