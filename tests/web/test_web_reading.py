"""Documents, claims and the review queue, as pages: read, judged, made by hand, blind where they must be."""

from __future__ import annotations

import json

import pytest

from accounted.record import decisions, queries


@pytest.fixture
def tally(workspace):
    """A claim with a number."""
    return next(c for c in queries.claims(workspace.archive) if c.claim.kind == "tally")


def claim_now(workspace, identifier):
    return queries.claim(workspace.archive, identifier)


def two_people(workspace):
    decisions.ask_for_reviewers(workspace.archive, 2, by=workspace.reviewer("lead"), reason="our method")


def form_of(on_record, prefix="p0_", **changed):
    from accounted.web.claim_form import contract_of, fields

    told = fields(contract_of(on_record.claim), prefix)
    return told | {f"{prefix}{name}": str(value) for name, value in changed.items()}


@pytest.mark.parametrize(
    "address", ["/", "/documents/", "/review/", "/review/agreement/", "/review/disagreements/", "/add/"]
)
def test_a_page_takes_few_queries_and_has_its_twin(client_as, few_queries, address):
    client = client_as("analyst")
    with few_queries(25):
        assert client.get(address).status_code == 200
    twin = client.get(f"{address.rstrip('/') or '/today'}.json")
    assert twin.status_code == 200 and json.loads(twin.content)["title"]


def test_a_document_shows_its_claims_in_their_places_in_few_queries(client_as, few_queries, tally):
    client = client_as("analyst")
    with few_queries(25):
        answer = client.get(f"/documents/{tally.document}/")
    page = answer.content.decode()
    assert f'id="w-{tally.id}"' in page and f'id="c-{tally.id}"' in page
    with few_queries(25):
        assert client.get(f"/claims/{tally.id}/").status_code == 200
    for around in ("claim", "after"):
        with few_queries(25):
            assert client.get(f"/review/?{around}={tally.id}").status_code == 200


def test_a_claim_is_accepted_by_a_plain_button(workspace, client_as, tally):
    answer = client_as("reviewer").post(f"/claims/{tally.id}/accept", {"next": tally.document})
    assert answer.status_code == 303 and tally.document in answer.headers["Location"]
    now = claim_now(workspace, tally.id)
    assert (now.status, now.reviews[0].name) == ("accepted", "Roman Reviewer")


def test_a_claim_is_rejected_in_place_with_htmx(workspace, client_as, tally):
    answer = client_as("reviewer").post(f"/claims/{tally.id}/reject", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and f'id="c-{tally.id}"' in answer.content.decode()
    assert claim_now(workspace, tally.id).status == "rejected"


def test_a_claim_is_corrected_by_the_form_and_what_it_does_not_ask_stays(workspace, client_as, tally):
    client = client_as("reviewer")
    assert client.get(f"/claims/{tally.id}/correct/").status_code == 200
    told = form_of(tally, quantifier="about", low="", best="7", high="")
    answer = client.post(f"/claims/{tally.id}/correct", {**told, "parts": "1", "next": "review"})
    assert answer.headers["Location"] == f"/review/?after={tally.id}"
    (new,) = claim_now(workspace, tally.id).corrected_by
    made = claim_now(workspace, new).claim
    assert (made.tally.count.quantifier, made.tally.count.best) == ("about", 7)
    assert (made.speaker, made.place, made.excerpt) == (
        tally.claim.speaker,
        tally.claim.place,
        tally.claim.excerpt,
    )


def test_a_claim_is_split_by_the_form(workspace, client_as, tally):
    client = client_as("reviewer")
    assert client.get(f"/claims/{tally.id}/split/?parts=3").content.count(b"_words") >= 3
    told = form_of(tally) | form_of(tally, "p1_", best="3", low="3", high="3")
    assert client.post(f"/claims/{tally.id}/correct", {**told, "parts": "2"}).status_code == 303
    assert len(claim_now(workspace, tally.id).corrected_by) == 2


def test_words_that_are_not_in_the_document_are_refused_with_what_to_do(client_as, tally):
    told = form_of(tally, words="nobody wrote this")
    answer = client_as("reviewer").post(f"/claims/{tally.id}/correct", {**told, "parts": "1"})
    assert answer.status_code == 422 and "copy them from it" in answer.content.decode()


def test_a_claim_is_made_by_hand_from_copied_words(workspace, client_as, tally):
    words = tally.claim.excerpt.exact
    client = client_as("reviewer")
    assert client.get(f"/documents/{tally.document}/state/?words={words}").status_code == 200
    told = {"words": words, "start": str(tally.claim.excerpt.start), "kind": "site", "what": "burial"}
    answer = client.post(f"/documents/{tally.document}/claims", told)
    assert answer.status_code == 303
    made = [c for c in queries.claims(workspace.archive, document=tally.document) if c.origin == "human"]
    assert [c.claim.what for c in made] == [("burial",)]


def test_who_may_not_review_gets_no_button_and_is_refused(workspace, client_as, tally):
    intake = client_as("intake")
    assert b"data-key" not in intake.get(f"/documents/{tally.document}/").content
    assert intake.post(f"/claims/{tally.id}/accept").status_code == 403
    assert intake.get("/review/").status_code == 403
    assert claim_now(workspace, tally.id).status == "unreviewed"


def test_what_one_judged_is_on_no_page_of_who_has_still_to_judge(workspace, client_as, tally):
    """Queue, document, claim page and their twins look as if nobody had judged."""
    two_people(workspace)
    second = client_as("reviewer")
    addresses = [
        f"/claims/{tally.id}/", f"/claims/{tally.id}.json", f"/documents/{tally.document}/",
        f"/documents/{tally.document}.json", f"/review/?claim={tally.id}", "/review.json",
        "/review/agreement.json", f"/items/{tally.item}.json",
    ]  # fmt: skip
    second.get("/review/")  # the counts of today are asked for once before
    told = form_of(tally, quantifier="about", low="", best="7", high="")
    first = client_as("analyst")
    before = {address: _without_tokens(second.get(address)) for address in addresses[:6]}
    assert (
        first.post(f"/claims/{tally.id}/correct", {**told, "reason": "SECRET", "parts": "1"}).status_code
        == 303
    )
    for address in addresses:
        answer = _without_tokens(second.get(address))
        assert "SECRET" not in answer and "Anna Analyst" not in answer.replace("Anna Analyst</summary>", "")
        if address in before:
            assert answer == before[address]
    assert "waits for another person" in first.get(f"/claims/{tally.id}/").content.decode()
    assert json.loads(first.get(f"/review.json?claim={tally.id}").content)["card"]["id"] != tally.id


def _without_tokens(answer):
    import re

    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.content.decode())


def test_a_third_settles_what_two_differ_on_and_the_statistics_follow(workspace, client_as, tally):
    two_people(workspace)
    client_as("analyst").post(f"/claims/{tally.id}/accept")
    client_as("reviewer").post(f"/claims/{tally.id}/reject")
    lead = client_as("lead")
    assert tally.claim.excerpt.exact[:20] in lead.get("/review/disagreements/").content.decode()
    page = lead.get(f"/claims/{tally.id}/").content.decode()
    assert "judged this claim differently" in page and "Anna Analyst" not in page
    lead.post(f"/claims/{tally.id}/accept", {"next": "disagreements"})
    assert claim_now(workspace, tally.id).status == "accepted"
    statistics = json.loads(lead.get("/review/agreement.json").content)
    assert statistics["claims"] == 1 and statistics["by_pair"][0]["kappa"]["units"] == 1


def test_a_restricted_document_is_as_if_it_were_not_there(workspace, client_as, tally):
    from accounted.record.models import Item

    item = Item.objects.get(number=tally.item)
    decisions.restrict(
        workspace.archive, "Item", item.id, groups=["few"], by=workspace.reviewer("lead"), reason="at risk"
    )
    client = client_as("reviewer")
    for address in (f"/documents/{tally.document}/", f"/claims/{tally.id}/", f"/items/{tally.item}/",
                    f"/items/{tally.item}/original/", f"/claims/{tally.id}/correct/",
                    f"/documents/{tally.document}/state/"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.post(f"/claims/{tally.id}/accept").status_code == 404
    assert tally.document not in client.get("/documents/").content.decode()


HOSTILE = (
    '<script>alert(1)</script> Officer Lysenko said 40 bodies were found at "><img src=x onerror=alert(2)> '
    "the quarry near Kharkiv.\n</mark></p><svg onload=alert(3)>\n"
)


def test_a_hostile_document_is_only_text(workspace, client_as, tmp_path):
    (tmp_path / '"><script>alert(4)<.txt').write_text(HOSTILE, encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("lead")):
        result = workspace.archive.add([next(tmp_path.glob("*.txt"))])
    document, item = result.kept[0].document, result.kept[0].number
    client = client_as("analyst")
    for address in (
        f"/documents/{document}/",
        f"/items/{item}/",
        "/documents/",
        f"/documents/{document}/state/",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "<svg onload" not in page
    answer = client.get(f"/items/{item}/original/")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == (
        "nosniff", "application/octet-stream",
    )  # fmt: skip
    assert b"".join(answer.streaming_content).decode() == HOSTILE
    assert (
        "\n" not in answer.headers["Content-Disposition"] and "<" not in answer.headers["Content-Disposition"]
    )


def test_graphic_material_is_veiled_until_asked_for_in_this_session(workspace, client_as, tally):
    client = client_as("analyst")
    address = f"/documents/{tally.document}/"
    decisions.record_media(
        workspace.archive, by=workspace.reviewer("lead"), reason="seen", held=False,
        frame={"document": tally.document, "content_flags": ["dead_body"]},
    )  # fmt: skip
    assert "They are veiled" in client.get(address).content.decode()
    client.post("/account/graphic", {"show": "1", "document": tally.document})
    assert "is shown in this session" in client.get(address).content.decode()
    assert "They are veiled" in client_as("analyst").get(address).content.decode()
