"""The interface for programs: what it gives, what it refuses, and in which shape it says so."""

import base64
import json
from collections import OrderedDict

import pytest
from django.test import override_settings

from accounted.web.api import walking


def as_mark(told):
    """A place of a list as the lists write them."""
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


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


def test_a_page_far_into_the_claims_is_that_of_a_walk_to_it(api, monkeypatch):
    """Where a page ended is kept; without it the page is the same."""
    monkeypatch.setattr(walking, "_ends", OrderedDict())
    walked = [api("analyst").get("/claims", page=page, size=3).json()["rows"] for page in (1, 2, 3, 4)]
    assert api("analyst").get("/claims", page=4, size=3).json()["rows"] == walked[3]
    monkeypatch.setattr(walking, "_ends", OrderedDict())
    assert api("analyst").get("/claims", page=4, size=3).json()["rows"] == walked[3]
    assert api("analyst").get("/claims", page=3, size=3).json()["rows"] == walked[2]


def test_what_is_decided_on_a_walk_does_not_move_the_pages_still_to_come(api, workspace):
    reviewer = api("reviewer")
    every = [one["id"] for one in reviewer.get("/claims", status="unreviewed", size=20).json()["rows"]]
    first = reviewer.get("/claims", status="unreviewed", size=4).json()["rows"]
    judged = {"outcome": "accepted", "reason": "it does"}
    reviewer.send("POST", f"/claims/{first[0]['id']}/judgements", judged)
    second = reviewer.get("/claims", status="unreviewed", size=4, page=2).json()["rows"]
    assert [one["id"] for one in second] == every[4:8]


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


NO_PLACE = ("¿\x07nDÿ", "x", as_mark(["", 1]), as_mark({}), as_mark(["a\0", "p"]), as_mark(["\ud800", "p"]))
NO_DAY = (as_mark(["no day", "prs_1"]), as_mark([None, "prs_1"]))


@pytest.mark.parametrize(
    ("page", "order", "marks"),
    [
        ("/api/v1/entries/people", "oldest", NO_PLACE),
        ("/people/", "name", NO_PLACE),
        ("/people.json", "changed", NO_PLACE + NO_DAY),
    ],
)
def test_a_place_of_a_list_that_was_never_given_is_said_to_be_none(client_as, page, order, marks):
    client = client_as("analyst")
    for mark in marks:
        answer = client.get(page, {"order": order, "after": mark})
        assert answer.status_code in (400, 422), (mark, answer.content[:300])
        assert "begin from its first page" in answer.content.decode()


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


IN_THEIR_OWN_WAY = {  # acts that take bytes, or JSON of their own: the operation that does the same
    "send_files": ("post", "/api/v1/items"),
    "announce_files": ("post", "/api/v1/uploads/{upload}/files"),
    "send_piece": ("patch", "/api/v1/uploads/{upload}/files/{number}"),
}


def test_every_act_that_takes_no_form_has_an_operation_of_its_own(api):
    from accounted.web.access.roles import ANYONE
    from accounted.web.paging import REGISTERED

    described = api("analyst").get("/openapi.json").json()["paths"]
    raw = {one.name for one in REGISTERED.values() if one.raw and one.may != ANYONE}
    for name in raw:
        method, path = IN_THEIR_OWN_WAY[name]
        assert method in described[path], name


def test_a_file_comes_in_pieces_and_says_how_far_it_is(api, workspace):
    from hashlib import sha256

    from accounted.web import uploads

    text = b"Officer Lysenko said 44 bodies were found near Kharkiv on 5 October 2022.\n"
    intake = api("intake")
    upload = intake.send("POST", "/uploads", {"publisher": "The Paper"}).json()["id"]
    (file,) = intake.send("POST", f"/uploads/{upload}/files", [{"name": "a.txt", "size": len(text)}]).json()
    address = f"/api/v1/uploads/{upload}/files/{file['number']}"

    def piece(offset, data):
        told = {"Upload-Offset": str(offset)}
        return intake.client.generic("PATCH", address, data, "application/octet-stream", headers=told)

    assert piece(0, text[:30]).json() == {"received": 30}
    where = intake.client.head(address)
    assert (where.headers["Upload-Offset"], where.content) == ("30", b"")
    assert piece(10, text[10:]).status_code == 409
    assert piece(30, text[30:]).json() == {"received": len(text)}
    wrong = intake.send("POST", f"/uploads/{upload}/files/{file['number']}/digest", {"sha256": "x"})
    assert wrong.status_code == 422
    digest = sha256(text).hexdigest()
    told = intake.send("POST", f"/uploads/{upload}/files/{file['number']}/digest", {"sha256": digest})
    assert told.status_code == 204
    assert intake.send("POST", f"/uploads/{upload}/close", {}).status_code == 202
    uploads.wait(workspace.archive)
    (became,) = intake.get(f"/uploads/{upload}").json()["became"]
    assert (became["outcome"], became["sha256"]) == ("kept", digest)
    assert [one["id"] for one in intake.get("/uploads").json()] == [upload]
    assert intake.client.delete(f"/api/v1/uploads/{upload}").status_code == 204
    assert intake.get("/uploads").json() == []
    assert api("analyst").get(f"/uploads/{upload}").status_code == 404


def test_every_error_is_problem_details(api, workspace, one_gigabyte):
    analyst = api("analyst")
    client = analyst.client
    asked = {
        400: lambda: client.post("/api/v1/claims", "{", "application/json"),
        401: lambda: api(None).get("/items"),
        403: lambda: analyst.get("/pages/administration/audit"),
        404: lambda: client.get("/api/v1/no/such/thing"),
        405: lambda: client.delete("/api/v1/claims"),
        409: lambda: analyst.send("PATCH", sites(analyst), SAID, **{"If-Match": "99"}),
        412: lambda: analyst.send("PATCH", sites(analyst), SAID, **{"If-Match": "new"}),
        413: lambda: client.post("/api/v1/claims", b" " * (17 << 20), "application/json"),
        415: lambda: client.post("/api/v1/claims", "<claim/>", "text/xml"),
        422: lambda: analyst.get("/claims", size=0),
        507: lambda: full(analyst),
    }
    for status, ask in asked.items():
        answer = ask()
        assert answer.status_code == status, (status, answer.status_code, answer.content[:300])
        assert answer.headers["Content-Type"] == "application/problem+json", status
        told = answer.json()
        assert told["status"] == status and told["title"] and told["detail"], told
    assert "GET" in asked[405]().headers["Allow"]


SAID = {"frame": {"notes": "the cellar"}, "reason": "seen"}


def sites(calls):
    return f"/entries/sites/{calls.get('/entries/sites').json()['lines'][0]['id']}"


@pytest.fixture
def one_gigabyte():
    with override_settings(ACCOUNTED_UPLOAD_GIGABYTES=1):
        yield


def full(calls):
    upload = calls.send("POST", "/uploads", {}).json()["id"]
    return calls.send("POST", f"/uploads/{upload}/files", [{"name": "film.mp4", "size": 2_000_000_000}])


def test_a_program_that_guesses_tokens_is_made_to_wait(api):
    client = api(None).client

    def guess():
        return client.get("/api/v1/claims", headers={"Authorization": "Bearer acc_" + "x" * 40})

    answers = [guess() for _ in range(31)]
    assert [one.status_code for one in answers[:30]] == [401] * 30
    assert answers[30].status_code == 429
    assert answers[30].json()["status"] == 429


def test_the_twin_of_a_page_that_has_not_changed_is_not_sent_again(api):
    calls = api("analyst")
    for address in ("/documents.json", "/api/v1/pages/documents", "/api/v1/claims", "/api/v1/entries/people"):
        first = calls.client.get(address)
        again = calls.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304), address


def test_the_bytes_of_an_item_come_from_the_operation_of_its_page_too(api):
    item = api("analyst").get("/items").json()["rows"][0]["number"]
    answer = api("analyst").get(f"/pages/items/{item}/original")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
