"""The same model on Spark gives the same pairs with the same weights. Needs Java; started here only."""

import shutil
import warnings

import pytest

from accounted.linking import People, Settings, link
from accounted.linking.simulate import simulate


@pytest.mark.slow
def test_spark_and_duckdb_propose_the_same_pairs(quick_java):
    if shutil.which("java") is None:
        warnings.warn("no Java: linking on Spark is NOT tested here", stacklevel=1)
        pytest.skip("Spark needs Java 17, which is not installed: linking on Spark is not tested")
    pytest.importorskip("pyspark")
    people = People.of(simulate(300, seed=4).lists)
    ours = link(people, Settings(within=True))
    theirs = link(people, Settings(within=True, engine="spark", threads=2))
    assert theirs.pairs() == ours.pairs()
    assert theirs.clusters() == ours.clusters()
