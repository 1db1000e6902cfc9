"""Screening on Spark finds what screening on one machine finds."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from accounted.identifying.errors import IdentifyingError
from accounted.identifying.family_tables import Family
from accounted.identifying.loci import Locus
from accounted.identifying.mutations import MutationModel, Mutations
from accounted.identifying.on_spark import NoSpark, screen_on_spark, session
from accounted.identifying.pedigrees import Member, Pedigree
from accounted.identifying.profiles import Call, Profile
from accounted.identifying.screening import Prior, ScreeningTables, screen

ALLELES = ("8", "9", "10", "11")
KIT = [
    Locus(f"L{n}", ALLELES, (0.4, 0.3, 0.2, 0.1), Mutations.same(MutationModel("equal", 0.01)))
    for n in range(5)
]
MEMBERS = (Member("f", sex="male"), Member("m", sex="female"), Member("missing", "f", "m", "male"))


def drawn(chance, name, sex):
    calls = {x.name: tuple(str(a) for a in chance.choice(ALLELES, 2, p=x.p)) for x in KIT}
    return Profile.from_genotypes(name, calls, sex)


@pytest.fixture(scope="module")
def spark(quick_java, tmp_path_factory):
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: screening on Spark is NOT tested here")
    pytest.importorskip("pyspark", reason="PySpark is not installed: screening on Spark is NOT tested here")
    here = tmp_path_factory.mktemp("here")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        made = session("local[2]")
        yield made
        made.stop()
    assert not list(here.iterdir()), "a session leaves nothing where the command was given"


@pytest.mark.slow
def test_a_cluster_finds_what_one_machine_finds(spark):
    chance = np.random.default_rng(4)
    bodies = [drawn(chance, f"V{n}", "male") for n in range(9)]
    bodies.append(Profile("V9", {**bodies[0].calls, "L1": Call(("9",), 0.3)}, "male"))
    families = [
        Family(Pedigree(f"F{n}", MEMBERS), {"f": drawn(chance, "f", "male")}, "missing") for n in range(40)
    ]
    tables = ScreeningTables(KIT, exclusions=True)
    tables.add(families)
    prior = Prior(0.3, [1.0 + n for n in range(40)])
    alone = screen(tables, bodies, prior=prior, top=4)
    shared = screen_on_spark(spark, KIT, families, bodies, prior=prior, top=4, exclusions=True, at_once=15)
    for one, other in zip(alone, shared, strict=True):
        assert (one.body, one.compared, one.excluded, one.loci) == (
            other.body,
            other.compared,
            other.excluded,
            other.loci,
        )
        assert one.not_listed == pytest.approx(other.not_listed, rel=1e-6)
        assert [(c.family, c.log10_ratio, c.exclusions) for c in one.candidates] == [
            (c.family, c.log10_ratio, c.exclusions) for c in other.candidates
        ]


@pytest.mark.slow
def test_what_is_wrong_with_a_family_is_said_by_whoever_asked(spark):
    members = (*MEMBERS, Member("s", "f", "m", "male"))
    bare = [Locus("L0", ALLELES, (0.4, 0.3, 0.2, 0.1))]
    seen = {
        "f": Profile.from_genotypes("f", {"L0": ("8", "8")}, "male"),
        "s": Profile.from_genotypes("s", {"L0": ("9", "9")}, "male"),
    }
    with pytest.raises(IdentifyingError, match="family W, L0: the references cannot all be right"):
        screen_on_spark(spark, bare, [Family(Pedigree("W", members), seen, "missing")], [])


def test_without_java_the_message_says_what_to_do(monkeypatch):
    pytest.importorskip("pyspark")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NoSpark, match="--engine local"):
        session()
