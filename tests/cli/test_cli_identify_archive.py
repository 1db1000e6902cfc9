"""Identification on an archive, from samples to a decision and back, as people run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

BY = ("--by", "Anna K", "--reason", "for the board")


@pytest.fixture
def site(accounted, archive: Path) -> Path:
    """A simulated burial site, in the archive."""
    assert accounted("identify", "simulate", "site", "--seed", 3, "--families", 3, "--loci", 12).code == 0
    done = accounted(
        "identify",
        "import",
        "site/site.json",
        "--archive",
        archive,
        *BY,
        "--consented",
        "2026-10-01",
        "--json",
    )
    assert done.code == 0, done.err
    assert done.json["samples"] > 5 and done.json["refused"] == []
    return archive


def test_from_samples_to_an_identification_and_back(accounted, site: Path):
    screened = accounted("identify", "screen", "--archive", site, *BY, "--json")
    assert screened.code == 0, screened.err
    best = max(screened.json["proposals"], key=lambda one: one["posterior"])["proposal"]

    alone = accounted("identify", "decide", best, "established", "--archive", site, *BY)
    assert alone.code == 1 and "0 of two people" in alone.err
    first = accounted("identify", "review", best, "established", "--archive", site, *BY)
    assert "Another person judges next" in first.out
    again = accounted("identify", "review", best, "established", "--archive", site, *BY)
    assert again.code == 1 and "judged it already" in again.err
    second = accounted(
        "identify", "review", best, "established", "--archive", site, "--by", "Borys L", "--reason", "I agree"
    )
    assert "Anna K concluded established" in second.out

    template = accounted("identify", "reconcile", best, "--template", "--archive", site)
    lists = template.json
    lists["agrees"] = [{**one, "what": "agrees"} for one in lists["missing"][:1] + lists["missing"][3:]]
    lists["missing"] = [{**one, "what": "none taken"} for one in lists["missing"][1:3]]
    made = accounted("identify", "reconcile", best, "-", "--archive", site, *BY, input=json.dumps(lists))
    assert made.code == 0, made.err
    decided = accounted("identify", "decide", best, "established", "--archive", site, *BY)
    assert decided.code == 0, decided.err
    assert "Nobody was told anything" in decided.out
    identification = decided.out.split(":")[0]

    (open_now,) = {
        one["state"]
        for one in accounted("identify", "proposals", "--archive", site, "--json").json
        if one["proposal"] == best
    }
    assert open_now == "decided"
    back = accounted("identify", "reverse", identification, "--archive", site, *BY)
    assert back.code == 0
    assert accounted("verify", "--archive", site).code == 0


def test_a_comparison_is_run_again_until_a_sample_of_it_is_withdrawn(accounted, site: Path):
    comparison = accounted("identify", "joint", "--archive", site, *BY, "--json").json["comparison"]
    again = accounted("identify", "run-again", comparison, "--archive", site, *BY)
    assert again.code == 0 and "the same" in again.out
    samples = accounted("identify", "samples", "--archive", site, "--json").json
    donor = next(one["code"] for one in samples if one["consent"] == "given")
    unsure = accounted("identify", "withdraw", donor, "--archive", site, *BY)
    assert unsure.code == 2 and "--yes" in unsure.err
    gone = accounted("identify", "withdraw", donor, "--archive", site, *BY, "--yes")
    assert gone.code == 0, gone.err
    assert not (site / "genetics" / f"{donor}.sealed").exists()
    refused = accounted("identify", "run-again", comparison, "--archive", site, *BY)
    assert refused.code == 1 and "withdrawn" in refused.err
    assert accounted("verify", "--archive", site).code == 0


def test_without_consent_nothing_of_a_relative_is_kept(accounted, archive: Path):
    assert accounted("identify", "simulate", "site", "--seed", 3, "--families", 2, "--loci", 8).code == 0
    case = json.loads((accounted.directory / "site" / "site.json").read_text())
    rows = ["family,person,state,purposes,date"]
    for number, family in enumerate(case["families"]):
        for person in family["genotypes"]:
            answer = "given,identify_missing,2026-10-01" if number == 0 else "refused,,2026-10-01"
            rows.append(f"{family['family']},{person},{answer}")
    (accounted.directory / "consents.csv").write_text("\n".join(rows), encoding="utf-8")
    done = accounted(
        "identify",
        "import",
        "site/site.json",
        "--archive",
        archive,
        *BY,
        "--consents",
        "consents.csv",
        "--json",
    )
    assert done.code == 0, done.err
    assert {one["family"] for one in done.json["refused"]} == {case["families"][1]["family"]}
    (accounted.directory / "consents.csv").write_text("family,person\nF01,x\n", encoding="utf-8")
    wrong = accounted(
        "identify", "import", "site/site.json", "--archive", archive, *BY, "--consents", "consents.csv"
    )
    assert wrong.code == 1 and "has no state" in wrong.err


def test_without_the_key_nothing_is_opened(accounted, site: Path):
    elsewhere = accounted.home.with_name("elsewhere")
    refused = accounted("identify", "screen", "--archive", site, *BY, ACCOUNTED_CONFIG=str(elsewhere))
    assert refused.code == 1 and "no key to the genetic data" in refused.err


def test_a_case_and_an_archive_are_not_mixed(accounted, site: Path):
    both = accounted("identify", "screen", "site/site.json", "--archive", site, *BY)
    assert both.code == 2 and "not both" in both.err
    neither = accounted("identify", "joint")
    assert neither.code == 2 and "give a case file, or --archive" in neither.err


def test_relations_and_loci_are_shown_by_role(accounted, site: Path):
    screened = accounted("identify", "screen", "--archive", site, *BY, "--json").json["proposals"]
    body, missing = screened[0]["body"], screened[0]["missing"]
    general = accounted("identify", "explain", body, missing, "--archive", site, *BY, "--json")
    assert general.code == 0, general.err
    assert "loci" not in general.json and general.json["proposals"]
    told = accounted(
        "identify", "explain", body, missing, "--archive", site, *BY, "--role", "geneticist", "--json"
    )
    assert len(told.json["loci"]) == 12
    checked = accounted("identify", "check", "--archive", site, *BY)
    assert checked.code == 0 and "findings" in checked.out
    unnamed = accounted("identify", "check", "--archive", site, "--reason", "x")
    assert unnamed.code == 2 and "say who" in unnamed.err


def test_the_key_is_put_under_a_passphrase(accounted, site: Path):
    shown = accounted("identify", "key", "--archive", site)
    assert shown.code == 0 and "without a passphrase" in shown.out
    changed = accounted(
        "identify", "key", "--archive", site, "--change-passphrase", ACCOUNTED_NEW_PASSPHRASE="long enough"
    )
    assert "under a passphrase" in changed.out
    locked = accounted("identify", "screen", "--archive", site, *BY)
    assert locked.code == 1 and "needs its passphrase" in locked.err
