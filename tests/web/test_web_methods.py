"""What is set in Administration reaches what works by it: numbers, reviewing, exports, words, keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Clients = Callable[[str | None], Any]
METHOD = {
    "version": "2027-1",
    "minimum_sources": "2",
    "inclusion": "people killed by force of arms",
    "scope_time": "2022-02-24/..",
    "scope_place": "UA-63",
    "scope_persons": "civilians",
    "thresholds": "",
    "vague_numbers": "",
    "reason": "agreed by the team",
}


def set_method(client: Any, **told: str) -> Any:
    return client.post("/administration/methodology/set", {**METHOD, **told})


def test_the_threshold_of_reviewers_is_the_rule_of_the_queue(workspace: Any, client_as: Clients) -> None:
    from accounted.record import decisions, queries

    one, other = (claim.id for claim in queries.claims(workspace.archive, status="unreviewed")[:2])
    assert set_method(client_as("lead"), thresholds="reviewers_of_a_claim = 2").status_code == 303
    decisions.accept(workspace.archive, one, by=workspace.reviewer("reviewer"), reason="it says so")
    assert queries.claim(workspace.archive, one).status == "unreviewed"
    decisions.accept(workspace.archive, one, by=workspace.reviewer("analyst"), reason="it says so")
    assert queries.claim(workspace.archive, one).status == "accepted"
    assert set_method(client_as("lead"), version="2027-2").status_code == 303
    decisions.accept(workspace.archive, other, by=workspace.reviewer("reviewer"), reason="it says so")
    assert queries.claim(workspace.archive, other).status == "accepted"


def test_the_number_of_sources_is_the_rule_of_verifying(workspace: Any, client_as: Clients) -> None:
    from accounted.record.decisions.assessing import _methodology

    assert _methodology() == ("default", 2)
    assert set_method(client_as("lead"), minimum_sources="3").status_code == 303
    assert _methodology() == ("2027-1", 3)


def test_the_table_of_vague_numbers_is_what_exports_go_by_and_the_version_stands_in_them(
    workspace: Any, client_as: Clients
) -> None:
    from accounted.reporting.exports.acled import fatalities
    from accounted.reporting.exports.content import Range
    from accounted.reporting.exports.deriving import _as_ruled
    from accounted.reporting.material import gather

    dozens = Range(low=None, best=None, high=None, words="dozens", vague="dozens")
    event = type("Event", (), {"basis": "killed", "id": "e", "count": dozens})()
    assert gather(workspace.archive).vague_numbers == {}
    assert fatalities(event, []) == 12  # as ACLED's practice has it
    assert set_method(client_as("lead"), vague_numbers="dozens = [36, 96]").status_code == 303
    material = gather(workspace.archive)
    assert material.vague_numbers == {"dozens": (36, 96)}
    assert material.methodology.endswith("of the project: 2027-1")
    event.count = _as_ruled(dozens, material.vague_numbers)
    notes: list[str] = []
    assert (fatalities(event, notes), event.count.high) == (36, 96)
    assert "D-35" in notes[0]


@pytest.mark.parametrize(
    "told",
    [
        {"vague_numbers": "dozens = 24"},
        {"vague_numbers": "dozens = [96, 24]"},
        {"vague_numbers": "heaps = [1, 2]"},
        {"vague_numbers": "dozens = [24, 96.5]"},
        {"thresholds": "reviewers_of_a_claim = 3"},
        {"thresholds": "certainty = 2"},
        {"thresholds": "reviewers_of_a_claim"},
        {"minimum_sources": "0"},
        {"minimum_sources": "many"},
        {"version": ""},
        {"reason": ""},
    ],
)
def test_a_rule_that_nothing_could_follow_is_refused(
    workspace: Any, client_as: Clients, told: dict[str, str]
) -> None:
    from accounted.record.queries.protection import methodologies

    assert set_method(client_as("lead"), **told).status_code == 422
    assert methodologies(workspace.archive) == []


def test_scope_and_words_of_the_method_are_shown_with_every_version(
    workspace: Any, client_as: Clients
) -> None:
    lead = client_as("lead")
    set_method(lead)
    set_method(lead, version="2027-2", scope_place="UA-63, UA-14")
    told = lead.get("/administration/methodology.json").json()
    assert [one["version"] for one in told["versions"]] == ["2027-2", "2027-1"]
    assert [one["told"]["scope"]["place"] for one in told["versions"]] == ["UA-63, UA-14", "UA-63"]


def test_a_local_term_stands_on_pages_and_the_code_in_data(workspace: Any, client_as: Clients) -> None:
    owner = client_as("owner")
    path = "/administration/vocabularies/count_basis/call"
    assert owner.post(path, {"code": "bodies_found", "label": "Bodies, dug out"}).status_code == 303
    page = owner.get("/reckoning/").content.decode()
    assert "Bodies, dug out" in page
    data = owner.get("/api/v1/claims", {"basis": "bodies_found"}).json()
    assert {one["basis"] for one in data["rows"]} == {"bodies_found"}
    in_ukrainian = client_as("owner")
    in_ukrainian.cookies["django_language"] = "uk"
    assert "Bodies, dug out" not in in_ukrainian.get("/reckoning/").content.decode()
