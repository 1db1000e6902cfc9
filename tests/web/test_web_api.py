"""The interface for programs: what it gives, what it refuses, and in which shape it says so."""

import json

import pytest


@pytest.fixture
def api(client_as):
    """Calls with the session of a role."""

    class Calls:
        def __init__(self, role):
            self.client = client_as(role)

        def get(self, address, **query):
            return self.client.get(f"/api/v1{address}", query)

        def send(self, method, address, body, **headers):
            return self.client.generic(
                method,
                f"/api/v1{address}",
                json.dumps(body),
                content_type="application/json",
                headers=headers,
            )

    return Calls


def test_without_an_account_nothing_is_told_but_how_to_sign_in(api):
    answer = api(None).get("/claims")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_claims_are_paged_to_the_last(api):
    seen, page = [], 1
    while page:
        told = api("analyst").get("/claims", page=page, size=7).json()
        seen += [claim["id"] for claim in told["rows"]]
        page = told["next"]
    assert len(seen) == len(set(seen)) > 7


def test_a_claim_is_accepted_as_the_person_of_the_session(api, workspace):
    reviewer = api("reviewer")
    claim = reviewer.get("/claims", status="unreviewed").json()["rows"][0]["id"]
    judged = reviewer.send(
        "POST", f"/claims/{claim}/judgements", {"outcome": "accepted", "reason": "it does"}
    )
    assert judged.status_code == 200
    from accounted.record import queries

    found = queries.claim(workspace.archive, claim)
    assert (found.status, found.reviews[0].name) == ("accepted", "Roman Reviewer")


def test_who_may_not_is_told_and_it_is_in_the_trail(api, workspace):
    answer = api("data_viewer").get("/claims")
    assert (answer.status_code, answer.json()["status"]) == (403, 403)
    from accounted.web.models import AuditEntry

    assert AuditEntry.objects.filter(event="refused", facts__may="see_material").exists()


def test_an_answer_that_has_not_changed_is_not_sent_again(api):
    calls = api("analyst")
    first = calls.get("/documents")
    again = calls.client.get("/api/v1/documents", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_two_people_amending_one_entry_is_a_conflict_and_nothing_is_lost(api):
    calls = api("analyst")
    site = calls.get("/entries/sites").json()["lines"][0]["id"]
    version = calls.get(f"/entries/sites/{site}").json()["version"]
    change = {"frame": {"notes": "the cellar of the school"}, "reason": "seen on a photograph"}
    assert (
        calls.send("PATCH", f"/entries/sites/{site}", change, **{"If-Match": f'"{version}"'}).status_code
        == 200
    )
    late = calls.send("PATCH", f"/entries/sites/{site}", change, **{"If-Match": f'"{version}"'})
    assert late.status_code == 409
    assert late.json()["title"] == "Somebody else changed this meanwhile"
    assert len(calls.get(f"/entries/sites/{site}/history").json()) == 2


def test_wrong_input_is_named_with_its_field(api):
    answer = api("analyst").get("/claims", size=10_000)
    assert answer.status_code == 422
    assert "size" in answer.json()["detail"]
    missing = api("analyst").get("/claims/clm_none")
    assert (missing.status_code, missing.headers["Content-Type"]) == (404, "application/problem+json")


def test_the_bytes_of_an_item_are_never_shown_as_a_page(api, workspace):
    from hashlib import sha256

    item = api("analyst").get("/items").json()["rows"][0]
    answer = api("analyst").client.get(f"/api/v1/items/{item['number']}/bytes")
    assert sha256(b"".join(answer.streaming_content)).hexdigest() == item["sha256"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_every_page_and_act_is_an_operation(api):
    from accounted.web.access.roles import ANYONE
    from accounted.web.paging import REGISTERED

    described = api("analyst").get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    operations = {one["operationId"] for path in described["paths"].values() for one in path.values()}
    wanted = {f"pages_{one.name}" for one in REGISTERED.values() if one.may != ANYONE and not one.raw}
    assert wanted <= operations


def test_an_act_takes_the_fields_of_its_form(api):
    reviewer = api("reviewer")
    claim = reviewer.get("/claims", status="unreviewed").json()["rows"][0]["id"]
    done = reviewer.send("POST", f"/pages/claims/{claim}/reject", {"reason": "a date, not a number"})
    assert done.status_code == 200
    assert reviewer.get(f"/claims/{claim}").json()["status"] == "rejected"
