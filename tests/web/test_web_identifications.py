"""Whose remains: two people judge the same evidence apart; proposals are reviewed, reconciled, decided."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from accounted.record import decisions, queries
from accounted.record.models import Identification, Person, Remains
from accounted.web.models import AuditEntry, IdentificationAsked

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def claim(workspace):
    return next(one.id for one in queries.claims(workspace.archive) if one.claim.kind == "tally")


@pytest.fixture
def asked(client_as, claim):
    """What the analyst asks: the teeth and a name say that B-1 is Taras Bolvinov."""
    return {
        "remains": "B-1", "person": Person.objects.order_by("id")[1].pk, "conclusion": "established",
        "method": ["dental", "property", "dna"], "result": ["eleven teeth agree", "his watch", ""],
        "examiner": ["Dr Sova", "", ""], "ratio": ["12000", "", ""], "line_claims": [claim, "", ""],
        "decided_on": "2022-10", "certificate": "17/22", "reason": "the chart of the dentist",
    }  # fmt: skip


def test_what_two_people_conclude_apart_goes_on_record(client_as, asked):
    analyst, reviewer = client_as("analyst"), client_as("reviewer")
    before = Identification.objects.count()
    answer = analyst.post("/identifications/ask/", asked)
    assert answer.status_code == 303, answer.content.decode()
    here = answer.headers["Location"]
    mine, theirs = analyst.get(here).content.decode(), reviewer.get(here).content.decode()
    assert "the chart of the dentist" in mine and "Anna Analyst" in theirs
    assert "eleven teeth agree" in theirs and "Dr Sova" in theirs
    assert "the chart of the dentist" not in theirs  # nor what was concluded, before they judge
    assert reviewer.get(here.rstrip("/") + ".json").json()["first"] is None
    assert Identification.objects.count() == before
    own = analyst.post(f"{here}conclude/", {"conclusion": "established", "reason": "mine"})
    assert own.status_code == 422
    told = {"conclusion": "established", "reason": "compared the charts"}
    answer = reviewer.post(f"{here}conclude/", told)
    made = Identification.objects.get(pk=answer.headers["Location"].split("/")[2])
    assert {made.first_reviewer, made.second_reviewer} == set(
        IdentificationAsked.objects.values_list("asked_by__pseudonym", "second__pseudonym")[0]
    )
    assert made.decided_on == "2022-10" and made.certificate == "17/22"
    assert [line.likelihood_ratio for line in made.lines.order_by("id")] == [12000.0, None]
    page = analyst.get(answer.headers["Location"]).content.decode()
    assert "Roman Reviewer" in page and "eleven teeth agree" in page and "B-1" in page
    assert reviewer.post(f"{here}conclude/", told).status_code == 422  # judged already
    remains = Remains.objects.get(number="B-1")
    assert answer.headers["Location"] in analyst.get(f"/remains/{remains.pk}/").content.decode()
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"identification_asked", "identification_concluded"} <= events


def test_where_two_conclude_different_things_nothing_goes_on_record(client_as, asked):
    analyst, reviewer = client_as("analyst"), client_as("reviewer")
    before = Identification.objects.count()
    here = analyst.post("/identifications/ask/", asked).headers["Location"]
    answer = reviewer.post(f"{here}conclude/", {"conclusion": "possible", "reason": "the watch is common"})
    assert answer.headers["Location"] == here and Identification.objects.count() == before
    page = analyst.get(here).content.decode()
    assert "They differ" in page and "the watch is common" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"remains": "B-404"}, "remains"),
        ({"person": "Nobody Known"}, "person"),
        ({"result": ["", "his watch", ""]}, "lines"),
        ({"ratio": ["many", "", ""]}, "lines"),
        ({"method": ["property", "visual", "dna"]}, "lines"),  # established by sight and belongings alone
        ({"reason": " "}, "reason"),
        ({"decided_on": "soon"}, "lines"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(client_as, asked, changed, field):
    answer = client_as("analyst").post("/identifications/ask/", {**asked, **changed})
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#in-{field}"' in page
    assert 'value="17/22"' in page and 'value="Dr Sova"' in page
    assert not IdentificationAsked.objects.exists()


def test_further_rows_are_had_without_javascript(client_as, asked):
    page = client_as("analyst").post("/identifications/ask/", {**asked, "more": "lines"}).content.decode()
    assert page.count('name="result"') == 5 and 'value="eleven teeth agree"' in page


def test_whoever_asked_takes_it_back_and_nobody_else_does(client_as, asked):
    analyst, lead = client_as("analyst"), client_as("lead")
    here = analyst.post("/identifications/ask/", asked).headers["Location"]
    assert lead.post(f"{here}take-back/").status_code == 422
    assert analyst.post(f"{here}take-back/").status_code == 303
    told = {"conclusion": "established", "reason": "x"}
    assert client_as("reviewer").post(f"{here}conclude/", told).status_code == 422


def test_an_identification_is_taken_back_and_stays_on_record(client_as):
    lead, made = client_as("lead"), Identification.objects.first()
    here = f"/identifications/{made.pk}/"
    assert lead.post(f"{here}reverse/", {}).status_code == 422
    assert lead.post(f"{here}reverse/", {"reason": "another chart"}).status_code == 303
    page = lead.get(here).content.decode()
    assert "taken back" in page and "another chart" in page
    assert lead.get("/identifications.json").json()["identified"][0]["withdrawn"] is True


def test_what_is_kept_to_groups_or_closed_is_no_identification_for_others(workspace, client_as, asked):
    here = client_as("analyst").post("/identifications/ask/", asked).headers["Location"]
    made = Identification.objects.first()
    decisions.restrict(
        workspace.archive, "Remains", Remains.objects.get(number="B-1").pk, ["few"],
        by=workspace.reviewer("owner"), reason="a family asked",
    )  # fmt: skip
    reviewer = client_as("reviewer")
    assert reviewer.get(here).status_code == 404
    assert reviewer.post(f"{here}conclude/", {"conclusion": "established", "reason": "x"}).status_code == 404
    assert reviewer.get(f"/identifications/{made.pk}/").status_code == 404
    told = reviewer.get("/identifications.json").json()
    assert told["waiting"] == [] and told["identified"] == []


@pytest.fixture
def proposal(workspace, tmp_path):
    """What a comparison of an invented burial site proposes for body B-001."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "record"))
    from burial_case import DATABASE, all_agreed, case

    from accounted.evidence.data_keys import DataKeyRing
    from accounted.record.genetics.comparing import compare
    from accounted.record.genetics.running import Parameters
    from accounted.record.genetics.taking_in import take_in_case
    from accounted.record.genetics.vault import Vault

    archive, by = workspace.archive, workspace.reviewer("owner")
    vault = Vault(archive, DataKeyRing(tmp_path / "keys").create(archive.id))
    take_in_case(archive, vault, case(), consents=all_agreed(), database=DATABASE, by=by, reason="brought in")
    compare(archive, vault, Parameters(), by=by, reason="first look")
    (one,) = [found for found in queries.proposals(archive, body="B-001") if found.rank == 1]
    return one


EVIDENCE = {
    "agrees.method": ["dna", "anthropology", "circumstance"],
    "agrees.what": ["both parents", "a man of 25 to 35", "last seen in the village"],
    "agrees.explained": ["", "", ""], "agrees.claims": ["", "", ""],
    "missing.method": ["fingerprint", "dental"], "missing.what": ["none taken", "no chart"],
    "missing.explained": ["", ""], "missing.claims": ["", ""], "reason": "the board",
}  # fmt: skip


def test_a_proposal_is_judged_by_two_reconciled_and_decided_by_the_decisions_of_the_record(
    client_as, few_queries, proposal
):
    analyst, reviewer, lead = client_as("analyst"), client_as("reviewer"), client_as("lead")
    here = f"/identifications/proposals/{proposal.id}/"
    with few_queries():
        page = reviewer.get(here).content.decode()
    assert "B-001" in page and "It identifies nobody" in page
    early = lead.post(f"{here}decide/", {"conclusion": "established", "reason": "x"})
    assert early.status_code == 422
    judged = {"conclusion": "established", "reason": "both parents of it"}
    assert analyst.post(f"{here}review/", judged).status_code == 303
    assert "both parents of it" not in reviewer.get(here).content.decode()
    assert "1 judgement is not shown" in reviewer.get(here).content.decode()
    assert analyst.post(f"{here}review/", judged).status_code == 422  # a judgement is not changed
    assert reviewer.post(f"{here}review/", {**judged, "reason": "I agree"}).status_code == 303
    assert "both parents of it" in reviewer.get(here).content.decode()
    assert reviewer.post(f"{here}reconcile/", EVIDENCE).status_code == 403
    silent = {**EVIDENCE, "missing.what": ["", ""]}
    assert analyst.post(f"{here}reconcile/", silent).status_code == 422
    assert analyst.post(f"{here}reconcile/", EVIDENCE).status_code == 303
    told = {"conclusion": "established", "reason": "the board", "decided_on": "2026-11-01"}
    answer = analyst.post(f"{here}decide/", told)
    assert answer.status_code == 303, answer.content.decode()
    made = Identification.objects.get(pk=answer.headers["Location"].split("/")[2])
    assert made.proposal_id == proposal.id and made.decided_on == "2026-11-01"
    listed = analyst.get("/identifications.json", {"state": "decided"}).json()["proposals"]
    assert [(one["proposal"]["id"], one["identification"]) for one in listed] == [(proposal.id, made.pk)]
    assert analyst.post(f"/identifications/{made.pk}/reverse/", {"reason": "a mix-up"}).status_code == 303
    assert "Taken back" in analyst.get(here).content.decode()


def test_the_list_of_identifications_asks_little_of_the_databases(client_as, few_queries, proposal, asked):
    client_as("analyst").post("/identifications/ask/", asked)
    lead = client_as("lead")
    with few_queries():
        assert lead.get("/identifications/").status_code == 200


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_programs_walk_through_identifications_page_by_page(client_as, asked, order):
    analyst, reviewer = client_as("analyst"), client_as("reviewer")
    here = analyst.post("/identifications/ask/", asked).headers["Location"]
    reviewer.post(f"{here}conclude/", {"conclusion": "established", "reason": "the same chart"})
    every = [one["id"] for one in analyst.get("/api/v1/entries/identifications").json()["lines"]]
    walked, after = [], None
    while True:
        page = analyst.get(
            "/api/v1/entries/identifications",
            {"size": 1, "order": order} | ({"after": after} if after else {}),
        ).json()
        assert (len(page["lines"]), page["total"]) == (1, len(every))
        walked.append(page["lines"][0]["id"])
        if (after := page["next"]) is None:
            break
    assert len(walked) > 1
    assert walked == (every if order == "newest" else every[::-1])
