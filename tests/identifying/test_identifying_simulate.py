"""The simulated site: the same for a seed, and solvable as a real one would be, no better."""

from __future__ import annotations

import json

import pytest

from accounted.identifying.case_files import case_from_json
from accounted.identifying.errors import IdentifyingError
from accounted.identifying.simulate import Plan, simulated_loci, simulated_site, site_files


@pytest.fixture(scope="module")
def site():
    return simulated_site(1)


def seen(profile):
    """A profile, one allele and twice the same being the same."""
    calls = {n: (set(c.alleles), c.dropout, c.dropin) for n, c in profile.calls.items()}
    return profile.id, profile.sex, profile.quality, calls


def test_one_seed_is_one_site_and_another_seed_another(site):
    assert site_files(simulated_site(1)) == site_files(site)
    assert site_files(simulated_site(2)) != site_files(site)


def test_the_loci_are_named_so_that_nobody_takes_them_for_a_population():
    loci = simulated_loci(20, 1)
    assert {locus.name[:3] for locus in loci} == {"SIM"}
    assert all(sum(locus.frequencies) == pytest.approx(1.0, abs=1e-9) for locus in loci)


def test_the_site_has_what_makes_real_ones_hard(site):
    assert any(len(family.missing) > 1 for family in site.case.families)  # brothers missing together
    assert set(site.absent) < set(site.case.missing)  # some of the missing lie elsewhere
    assert None in {site.truth[body.id] for body in site.case.bodies}  # some bodies are of no family here
    assert len(site.parts.bodies) > len(site.case.bodies)  # parts lie mixed
    calls = [call for body in site.case.bodies for call in body.calls.values()]
    assert any(call.dropout and len(call.alleles) == 1 for call in calls)
    assert any(len(body.calls) < len(site.case.loci) for body in site.case.bodies)


def test_joint_analysis_finds_who_is_there_brothers_only_as_a_pair(site):
    answer = site.case.problem().solve()
    for body in site.case.bodies:
        row = answer.posteriors[body.id]
        true = site.truth[body.id]
        best = max(row, key=row.get)
        if row[best] < 0.6:
            family = next(f for f in site.case.families if true in f.missing)
            assert best in family.missing
            assert sum(row[m] for m in family.missing) > 0.95
        else:
            assert best == (true or "*")


def test_the_files_say_that_they_are_simulated_and_read_back_as_the_site(site):
    files = site_files(site)
    assert "the people never lived" in files["README.txt"].decode()
    assert json.loads(files["truth.json"])["bodies"] == dict(site.truth)
    read = case_from_json(json.loads(files["site.json"]))
    assert [seen(body) for body in read.bodies] == [seen(body) for body in site.case.bodies]
    assert read.loci == site.case.loci
    assert [f.pedigree for f in read.families] == [f.pedigree for f in site.case.families]
    assert read.beside == site.case.beside


def test_a_size_that_makes_no_sense_is_refused():
    with pytest.raises(IdentifyingError, match="1 to 5,000 families"):
        simulated_site(1, Plan(families=0))
    with pytest.raises(IdentifyingError, match=r"lost is 1\.5; give a share"):
        Plan(lost=1.5)
