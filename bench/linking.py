"""Linking beside its peers: F1, seconds, CPU seconds and peak memory, each in a process of its own, one run.

    python bench/linking.py            the million records of eight lists in mixed scripts
    python bench/linking.py --quick    50,000 records of our own simulation
    python bench/linking.py --spark    20,000 records of it, on DuckDB and on Spark on this machine

Peers: Splink as its demonstrations set it up (Jaro-Winkler on names as written); recordlinkage with its
documented rule; dedupe where it is installed (it needs labels and did not finish on 50,000 records in 12 GB).
Bars: pairwise F1 >= .91 on the million, no person larger than twice the largest true one, at most twice the
CPU time of plain Splink, 3 GB. The data is in ACCOUNTED_SHARED (default ../shared); only counts are printed.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

SHARED = Path(os.environ.get("ACCOUNTED_SHARED", "../shared")) / "linking"


def ours(path: Path):
    from accounted.linking import People, Settings, link

    return list(link(People.read([path]), Settings()).person)


def plain_splink(path: Path):
    """As the demonstrations have it: names as written, Jaro-Winkler, term frequencies, p >= 0.95."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect(config={"memory_limit": "3GB"})
    api = DuckDBAPI(connection)
    rows = connection.sql(
        f"select uid, given, patronymic, surname, sex, place, cast(birth_date as varchar) birth_date, "
        f"cast(age as varchar) age, cast(death_date as varchar) death_date from '{path}'"
    )
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="uid",
        comparisons=[
            cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("patronymic", [0.92, 0.8]),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"), cl.LevenshteinAtThresholds("birth_date", [1, 2]), cl.ExactMatch("age"),
            cl.LevenshteinAtThresholds("death_date", [1, 2]),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "surname"), block_on("given", "birth_date"), block_on("surname", "birth_date"),
            block_on("surname", "death_date"), block_on("given", "death_date", "place"),
            block_on("surname", "place", "age"), block_on("given", "patronymic", "age"),
        ],
    )  # fmt: skip
    linker = Linker(api.register(rows), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given", "surname", "birth_date")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("given", "surname"), block_on("surname", "birth_date")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=0.95
    )
    told = connection.sql(f"select uid, cluster_id from {found.physical_name} order by uid").fetchnumpy()
    return list(told["cluster_id"])


def rule_of_recordlinkage(path: Path):
    """The documented way: a block, comparisons, four of six agree; components as persons."""
    import pandas
    import recordlinkage
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows = pandas.read_parquet(path).reset_index(drop=True)
    index = recordlinkage.Index()
    index.block(["given", "surname", "sex", "place"])
    pairs = index.index(rows)
    compare = recordlinkage.Compare()
    for name in ("given", "surname"):
        compare.string(name, name, method="jarowinkler", threshold=0.85)
    for name in ("birth_date", "death_date", "age", "place"):
        compare.exact(name, name)
    agree = compare.compute(pairs, rows)
    kept = agree[agree.sum(axis=1) >= 4].index
    a, b = kept.get_level_values(0), kept.get_level_values(1)
    graph = coo_matrix(([1] * len(kept), (a, b)), shape=(len(rows),) * 2)
    return connected_components(graph, directed=False)[1].tolist()


RUNS = {"accounted": ours, "Splink, names as written": plain_splink, "recordlinkage": rule_of_recordlinkage}


def one(name: str, path: Path) -> None:
    """In a process of its own: run, measure, print JSON."""
    import pandas

    from accounted.linking.evaluation import against_truth

    start = time.perf_counter()
    person = RUNS[name](path)
    seconds, use = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    truth = pandas.read_parquet(path, columns=["truth"])["truth"]
    found = against_truth(pandas.factorize(pandas.Series(person))[0], pandas.factorize(truth)[0])
    print(json.dumps({
        "seconds": seconds, "cpu": use.ru_utime + use.ru_stime, "mb": use.ru_maxrss / 1024,
        "precision": found.pairs.precision, "recall": found.pairs.recall, "f1": found.pairs.f1,
        "b3": found.b_cubed.f1, "largest": found.largest, "largest true": found.largest_true,
    }))  # fmt: skip


def simulated(folder: Path, records: int = 50_000) -> Path:
    """So many records of the simulation, in the shape of the million."""
    import pandas

    from accounted.linking.simulate import simulate

    made = simulate(records * 26 // 50, seed=1)
    rows = [
        {
            "uid": place, "truth": made.truth[record.id], "source": number, **{
                name: record.values.get(key)
                for name, key in (("given", "given"), ("patronymic", "patronymic"), ("surname", "family"),
                                  ("sex", "sex"), ("birth_date", "birth"), ("death_date", "death"),
                                  ("place", "place"))
            }, "age": float(record.values["age"]) if "age" in record.values else None,
        }
        for place, (number, record) in enumerate(
            (number, record) for number, records in enumerate(made.lists.values()) for record in records
        )
    ]  # fmt: skip
    path = folder / "simulated.parquet"
    pandas.DataFrame(rows[:records]).to_parquet(path)
    return path


def compare(path: Path) -> None:
    """Every peer on one file, and the bars."""
    told = {}
    for name in RUNS:
        ran = subprocess.run(
            [sys.executable, __file__, "--one", name, str(path)], capture_output=True, text=True, timeout=1800
        )
        if ran.returncode:
            print(f"{name:26} did not finish: {ran.stderr.strip().splitlines()[-1][:90]}")
            continue
        told[name] = found = json.loads(ran.stdout.splitlines()[-1])
        print(
            f"{name:26} F1 {found['f1']:.4f}  P {found['precision']:.4f}  R {found['recall']:.4f}  "
            f"B3 {found['b3']:.4f}  {found['seconds']:7.1f} s  "
            f"{found['cpu']:7.1f} s CPU  {found['mb']:6.0f} MB  "
            f"largest {found['largest']}/{found['largest true']}",
            flush=True,
        )
    if find_spec("dedupe") is None:
        print("dedupe                     not run: not installed; needs labels, over 12 GB on 50,000 rows")
    mine, peer = told.get("accounted"), told.get("Splink, names as written")
    if mine is None:
        return
    bars = [
        ("pairwise F1", mine["f1"], ">=", 0.91),
        ("memory in MB", mine["mb"], "<=", 3000.0),
        ("records of the largest person", float(mine["largest"]), "<=", 2.0 * mine["largest true"]),
    ]
    if peer is not None:
        bars.insert(0, ("CPU time in times of plain Splink's", mine["cpu"] / peer["cpu"], "<=", 2.0))
    for what, value, way, bar in bars:
        met = value >= bar if way == ">=" else value <= bar
        print(f"{what:36}{value:10.3f}   bar {way} {bar:g}   {'met' if met else 'NOT MET'}")


def on_spark(path: Path) -> None:
    """The same model on both engines: the same pairs with the same weights, or an error."""
    from accounted.linking import People, Settings, link

    people = People.read([path])
    told = {}
    for engine in ("duckdb", "spark"):
        start = time.perf_counter()
        linkage = link(people, Settings(engine=engine, threads=2))
        told[engine] = linkage.pairs(), linkage.clusters()
        print(
            f"{engine:8} {len(told[engine][0]):,} pairs, {linkage.persons:,} persons, "
            f"{time.perf_counter() - start:.1f} s",
            flush=True,
        )
    same = told["duckdb"] == told["spark"]
    print(f"{len(people):,} records: {'the same pairs, weights and persons' if same else 'NOT THE SAME'}")
    if not same:
        sys.exit(1)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    elif "--spark" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            on_spark(simulated(Path(folder), 20_000))
    elif "--quick" in sys.argv or not (SHARED / "million_mixed.parquet").exists():
        with tempfile.TemporaryDirectory() as folder:
            compare(simulated(Path(folder)))
    else:
        compare(SHARED / "million_mixed.parquet")


if __name__ == "__main__":
    main()
