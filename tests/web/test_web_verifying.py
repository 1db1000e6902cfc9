"""Verified by two who judge apart; whose word a claim is; what law may call an act; the family told."""

from __future__ import annotations

import pytest

from accounted.record import decisions, queries
from accounted.record.rebuilding import rebuild

pytestmark = pytest.mark.usefixtures("workspace")

TOLD = {"question": "Was it so?", "status": "verified", "standard": "substantial_grounds"}


def first(client, slug):
    return client.get(f"/{slug}.json").json()["listed"]["lines"][0]["id"]


def entry_of(client, slug, identifier):
    return client.get(f"/{slug}/{identifier}.json").json()


@pytest.fixture
def two_claims(workspace):
    """Two claims of two documents, said by nobody on record yet."""
    seen = {one.document: one.id for one in queries.claims(workspace.archive) if one.claim.kind == "tally"}
    return list(seen.values())[:2]


@pytest.fixture
def sourced(workspace, client_as, two_claims):
    """The same, each attributed on its own page to a source of its own."""
    analyst, by = client_as("analyst"), workspace.reviewer("owner")
    for number, claim in enumerate(two_claims):
        name = f"Source {number}"
        decisions.record_source(
            workspace.archive, kind="official_police", name=name, by=by, reason="it speaks"
        )
        answer = analyst.post(f"/claims/{claim}/attribute", {"source": name, "proximity": "direct"})
        assert answer.status_code == 303
    return two_claims


# ---- verified by two


def test_what_two_find_verified_apart_is_verified_to_the_lower_standard(client_as, sourced, workspace):
    analyst, reviewer = client_as("analyst"), client_as("reviewer")
    incident = first(analyst, "incidents")
    here = f"/incidents/{incident}/"
    asked = analyst.post(
        f"{here}assess/", {**TOLD, "claims": sourced, "reason": "two who do not know each other"}
    )
    assert asked.status_code == 303
    # nothing stands yet, and the second person sees neither the standard nor the reason
    assert entry_of(analyst, "incidents", incident)["assessments"] == []
    seen = reviewer.get(here).content.decode()
    assert "two who do not know each other" not in seen and 'id="second"' in seen
    waits = entry_of(reviewer, "incidents", incident)["asked"]
    assert (waits["standard"], waits["reason"], waits["own"]) == (None, None, False)
    assert waits["question"] == "Was it so?" and len(waits["grounds"]) == 2
    assert "two who do not know" not in reviewer.get(f"{here}history/").content.decode()
    assert entry_of(analyst, "incidents", incident)["asked"]["standard"] == "substantial_grounds"

    judged = reviewer.post(
        f"/review/verifications/{waits['id']}/judge/",
        {"status": "verified", "standard": "reasonable_grounds", "reason": "I read both"},
    )
    assert judged.status_code == 303
    told = entry_of(analyst, "incidents", incident)
    (one,) = told["assessments"]
    assert (one["status"], one["standard"]) == ("verified", "reasonable_grounds")
    assert (one["first"], one["second"]) == ("Anna Analyst", "Roman Reviewer")
    assert sorted(one["sources"]) == ["Source 0", "Source 1"]
    assert told["asked"] is None
    page = analyst.get(here).content.decode()
    assert "by two people" in page and "Anna Analyst and Roman Reviewer" in page
    # and it is made again from the log
    before = workspace.archive.store.size
    rebuild(workspace.archive)
    assert workspace.archive.store.size == before
    (again,) = entry_of(analyst, "incidents", incident)["assessments"]
    assert again == one


def test_whoever_asks_does_not_judge_it_and_may_ask_no_longer(client_as, sourced):
    analyst = client_as("analyst")
    person = first(analyst, "people")
    analyst.post(f"/people/{person}/assess/", {**TOLD, "claims": sourced, "reason": "both say so"})
    waits = entry_of(analyst, "people", person)["asked"]
    own = analyst.post(
        f"/review/verifications/{waits['id']}/judge/",
        {"status": "verified", "standard": "reasonable_grounds", "reason": "me again"},
    )
    assert own.status_code == 422 and b"two different people" in own.content
    twice = analyst.post(f"/people/{person}/assess/", {**TOLD, "claims": sourced, "reason": "again"})
    assert twice.status_code == 422 and b"waits for a second person already" in twice.content
    other = client_as("lead").post(f"/review/verifications/{waits['id']}/take-back/")
    assert other.status_code == 422
    assert analyst.post(f"/review/verifications/{waits['id']}/take-back/").status_code == 303
    assert entry_of(analyst, "people", person)["asked"] is None
    gone = client_as("reviewer").post(
        f"/review/verifications/{waits['id']}/judge/",
        {"status": "verified", "standard": "reasonable_grounds", "reason": "too late"},
    )
    assert gone.status_code == 404


def test_where_the_second_person_differs_theirs_stands_with_the_first_as_dissent(client_as, sourced):
    analyst, reviewer = client_as("analyst"), client_as("reviewer")
    site = first(analyst, "sites")
    analyst.post(f"/sites/{site}/assess/", {**TOLD, "claims": sourced, "reason": "both name the cellar"})
    listed = reviewer.get("/review/verifications.json").json()
    assert [one["about"]["id"] for one in listed["waiting"]] == [site]
    assert site in reviewer.get("/review/verifications/").content.decode()
    reviewer.post(
        f"/review/verifications/{listed['waiting'][0]['id']}/judge/",
        {"status": "inconclusive", "standard": "reasonable_suspicion", "reason": "they may mean another one"},
    )
    (one,) = entry_of(analyst, "sites", site)["assessments"]
    assert (one["status"], one["first"], one["second"]) == ("inconclusive", "Roman Reviewer", None)
    assert "both name the cellar" in one["dissent"]
    assert reviewer.get("/review/verifications.json").json()["waiting"] == []


def test_one_source_is_not_enough_to_ask(client_as, sourced):
    analyst = client_as("analyst")
    act = first(analyst, "acts")
    refused = analyst.post(f"/acts/{act}/assess/", {**TOLD, "claims": sourced[:1], "reason": "one says so"})
    assert refused.status_code == 422 and b"2 independent sources" in refused.content


def test_somebody_who_sees_no_record_judges_no_verification(client_as, sourced):
    analyst = client_as("analyst")
    site = first(analyst, "sites")
    analyst.post(f"/sites/{site}/assess/", {**TOLD, "claims": sourced, "reason": "both"})
    waits = entry_of(analyst, "sites", site)["asked"]["id"]
    for role in ("intake", "data_viewer", "auditor"):
        assert client_as(role).post(f"/review/verifications/{waits}/judge/").status_code == 403


def test_today_tells_the_second_person_what_waits(client_as, sourced):
    analyst = client_as("analyst")
    analyst.post(f"/sites/{first(analyst, 'sites')}/assess/", {**TOLD, "claims": sourced, "reason": "both"})
    assert client_as("reviewer").get("/today.json").json()["to_verify"] == 1
    assert analyst.get("/today.json").json()["to_verify"] == 0


def test_words_of_a_source_keep_their_own_direction_in_a_page_of_another(client_as, sourced, workspace):
    analyst = client_as("analyst")
    site = first(analyst, "sites")
    analyst.post(f"/sites/{site}/assess/", {**TOLD, "claims": sourced, "reason": "both"})
    analyst.cookies["django_language"] = "ar"
    page = analyst.get(f"/sites/{site}/").content.decode()
    words = queries.claim(workspace.archive, sourced[0]).claim.excerpt.exact
    assert 'dir="rtl"' in page and f"“<bdi>{words}</bdi>”" in page  # “118 bodies” is not read “bodies 118”


def test_who_is_counted_is_told_in_the_language_of_the_page():
    from django.utils.translation import override

    from accounted.web.templatetags.accounted import of_whom

    with override("en"):
        assert (of_whom("child"), of_whom("the_miners")) == ("Child", "the miners")
    with override("uk"):
        assert of_whom("child") not in ("child", "Child")


# ---- a claim: who accepted it, whose word it is, how credible


def test_a_claim_tells_who_took_it_as_rightly_read(client_as, two_claims):
    claim = two_claims[0]
    for role in ("analyst", "reviewer"):
        client_as(role).post(f"/claims/{claim}/accept", {})
    page = client_as("lead").get(f"/claims/{claim}/").content.decode()
    assert "Accepted by 2 people" in page and "Anna Analyst, Roman Reviewer" in page
    client_as("lead").post(f"/claims/{claim}/reject", {})
    assert client_as("lead").get(f"/claims/{claim}.json").json()["standing"]["accepted_by"] == []


def test_a_claim_is_confirmed_only_by_one_of_an_independent_source(client_as, two_claims, workspace):
    analyst, (claim, other) = client_as("analyst"), two_claims
    told = {"digit": "1", "corroborated_by": other, "corroboration": "confirms", "coherence": "ok",
            "reason": "the other says the same"}  # fmt: skip
    alone = analyst.post(f"/claims/{claim}/grade", told)
    assert alone.status_code == 422 and b"independent source" in alone.content
    by = workspace.reviewer("owner")
    for number, one in enumerate(two_claims):
        source = decisions.record_source(
            workspace.archive, kind="official_police", name=f"Office {number}", by=by, reason="x"
        )
        analyst.post(f"/claims/{one}/attribute", {"source": source})
    assert analyst.post(f"/claims/{claim}/grade", told).status_code == 303
    standing = analyst.get(f"/claims/{claim}.json").json()["standing"]
    assert (standing["credibility"], standing["graded_by"]) == ("1", "Anna Analyst")
    assert standing["source"]["title"] == "Office 0" and standing["corroborated_by"]["claim"] == other
    assert "Another source confirms it" in analyst.get(f"/claims/{claim}/").content.decode()
    for wrong in (
        {"coherence": "dragon"},
        {"corroboration": "dragon"},
        {"corroborated_by": claim},
        {"digit": "9"},
    ):
        assert analyst.post(f"/claims/{claim}/grade", {**told, **wrong}).status_code == 422


def test_a_claim_names_what_rests_on_it_and_how_far_that_is_established(client_as, workspace):
    from accounted.record.models import Value

    claim = Value.claims.through.objects.values_list("claim_id", flat=True).first()
    resting = client_as("analyst").get(f"/claims/{claim}/resting.json").json()["resting"]
    assert client_as("intake").get(f"/claims/{claim}/resting/").status_code == 403  # sees no record
    assert (
        client_as("analyst").get(f"/claims/{claim}/resting/", headers={"HX-Request": "true"}).status_code
        == 200
    )
    assert {one["entry"]["model"] for one in resting} >= {"Act", "Finding", "Remains"}
    assert {one["verification"] for one in resting if one["entry"]["model"] == "Act"} == {"unreviewed"}


# ---- what law may call an act


def make_legal(client_as, workspace, *roles):
    owner = client_as("owner")
    for role in roles:
        answer = owner.post(
            f"/administration/users/{workspace.user(role).pk}/professions", {"professions": ["legal"]}
        )
        assert answer.status_code == 303


def test_a_person_of_law_proposes_and_another_adopts(client_as, workspace, two_claims):
    analyst, lead = client_as("analyst"), client_as("lead")
    act = first(analyst, "acts")
    told = {"article": "RS 8(2)(a)(i)", "standard": "reasonable_grounds", "body": "a court",
            "reason": "see below", "no": ["1", ""], "element": ["A person was killed", ""],
            "state": ["supported", "not_addressed"],
            "element_claims": [two_claims[0], ""]}  # fmt: skip
    refused = analyst.post(f"/acts/{act}/qualify/propose/", told)
    assert refused.status_code == 422 and b"legal role" in refused.content
    assert (
        b"RS 8(2)(a)(i)" in refused.content and b"A person was killed" in refused.content
    )  # nothing is lost
    make_legal(client_as, workspace, "analyst", "lead")
    assert "Only a person of law proposes" not in analyst.get(f"/acts/{act}/qualify/").content.decode()
    assert analyst.post(f"/acts/{act}/qualify/propose/", told).status_code == 303
    (one,) = entry_of(lead, "acts", act)["qualified"]
    assert (one["article"], one["status"], one["proposed_by"]) == (
        "RS 8(2)(a)(i)",
        "proposed",
        "Anna Analyst",
    )
    assert [(e["text"], e["state"], len(e["grounds"])) for e in one["elements"]] == [
        ("A person was killed", "supported", 1)
    ]
    decide = f"/acts/{act}/qualify/{one['id']}/decide/"
    own = analyst.post(decide, {"answer": "adopt", "reason": "mine"})
    assert own.status_code == 422 and b"does not also decide" in own.content
    assert lead.post(decide, {"reason": "no answer"}).status_code == 422
    assert lead.post(decide, {"answer": "adopt", "reason": "every element is met"}).status_code == 303
    (one,) = entry_of(analyst, "acts", act)["qualified"]
    assert (one["status"], one["decided_by"]) == ("adopted", "Larysa Lead")
    assert lead.post(decide, {"answer": "reject", "reason": "again"}).status_code == 422
    assert "RS 8(2)(a)(i)" in analyst.get(f"/acts/{act}/").content.decode()


def test_a_qualification_says_what_is_missing_and_takes_further_rows(client_as, workspace):
    make_legal(client_as, workspace, "analyst")
    analyst = client_as("analyst")
    act = first(analyst, "acts")
    rows = {"no": ["1"], "element": ["He was protected"], "state": ["contradicted"], "element_claims": [""]}
    more = analyst.post(f"/acts/{act}/qualify/propose/", {**rows, "more": "elements", "article": "RS 7"})
    assert more.content.decode().count('name="element"') == 4 and b"He was protected" in more.content
    nowhere = "clm_00000000000000000000000000"
    for told, why in (
        ({"article": "", "reason": "x"}, b"Say which article."),
        ({"article": "a" * 61, "reason": "x"}, b"at most 60 characters"),
        ({"article": "RS 7", "reason": " "}, b"Say why."),
        ({"article": "RS 7", "reason": "x", **rows, "element": [""]}, b"what the law asks for"),
        ({"article": "RS 7", "reason": "x", **rows, "state": ["dragon"]}, b"dragon"),
        ({"article": "RS 7", "reason": "x", **rows, "element_claims": [nowhere]}, b"no claim"),
        ({"article": "RS 7", "reason": "x", "standard": "dragon"}, b"dragon"),
    ):  # fmt: skip
        answer = analyst.post(f"/acts/{act}/qualify/propose/", told)
        assert answer.status_code == 422 and why in answer.content, told
    assert entry_of(analyst, "acts", act)["qualified"] == []


def test_professions_are_given_and_taken_by_the_owner_alone(client_as, workspace):
    account = workspace.user("analyst").pk
    for role in ("lead", "analyst", "auditor"):
        assert client_as(role).post(f"/administration/users/{account}/professions", {}).status_code == 403
    make_legal(client_as, workspace, "analyst")
    held = client_as("owner").get(f"/administration/users/{account}.json").json()["professions"]
    assert [one["code"] for one in held if one["held"]] == ["legal"]
    pseudonym = workspace.user("analyst").pseudonym
    from accounted.record.decisions.reviewers import reviewer

    assert reviewer(workspace.archive, pseudonym).roles == {"recorder", "reviewer", "legal"}
    assert client_as("owner").post(f"/administration/users/{account}/professions", {}).status_code == 303
    assert reviewer(workspace.archive, pseudonym).roles == {"recorder", "reviewer"}
    wrong = client_as("owner").post(
        f"/administration/users/{account}/professions", {"professions": ["wizard"]}
    )
    assert wrong.status_code == 422


def test_an_examiner_may_say_how_a_finding_agrees_once_the_owner_says_who_is_one(client_as, workspace):
    analyst = client_as("analyst")
    finding = first(analyst, "findings")
    told = {"degree": "consistent", "reason": "seen"}
    before = analyst.post(f"/findings/{finding}/consistency/", told)
    assert before.status_code == 422 and b"role" in before.content
    client_as("owner").post(
        f"/administration/users/{workspace.user('analyst').pk}/professions", {"professions": ["forensic"]}
    )
    after = analyst.post(f"/findings/{finding}/consistency/", told)
    assert b"recorder" not in after.content  # what is refused now, if anything, is the examination


# ---- the family


def test_that_the_family_was_told_stands_on_the_identification(client_as, workspace):
    from accounted.record.models import Identification

    analyst, made = client_as("analyst"), Identification.objects.get()
    here = f"/identifications/{made.pk}/"
    assert "not yet" in analyst.get(here).content.decode()
    for wrong, why in (
        ({"told_on": "", "told_by": "a liaison"}, b"notified_on"),
        ({"told_on": "2025-07-01", "told_by": " "}, b"notified_by"),
        ({"told_on": "last spring", "told_by": "a liaison"}, b"last spring"),
        ({"told_on": "2999-01-01", "told_by": "a liaison"}, b"still to come"),
    ):
        answer = analyst.post(f"{here}family/", wrong)
        assert answer.status_code == 422 and why in answer.content, wrong
    assert (
        analyst.post(f"{here}family/", {"told_on": "2025-07~", "told_by": "Oksana of the team"}).status_code
        == 303
    )
    told = analyst.get(f"/identifications/{made.pk}.json").json()["identified"]
    assert (told["notified_on"], told["notified_by"]) == ("2025-07~", "Oksana of the team")
    rebuild(workspace.archive)
    assert Identification.objects.get().notified_by == "Oksana of the team"
    # taken back afterwards: a person has to tell them that as well
    analyst.post(f"{here}reverse/", {"reason": "the teeth were another's"})
    page = analyst.get(here).content.decode()
    assert "told of an identification that was taken back" in page


# ---- for programs


@pytest.mark.parametrize("kind", ["acts", "findings", "media", "identifications"])
def test_programs_read_what_happened_too(client_as, kind):
    analyst = client_as("analyst")
    listed = analyst.get(f"/api/v1/entries/{kind}").json()
    (one,) = listed["lines"]
    shown = analyst.get(f"/api/v1/entries/{kind}/{one['id']}")
    assert shown.status_code == 200 and shown.json()["id"] == one["id"]
    assert analyst.get(f"/api/v1/entries/{kind}/none_1").status_code == 404


def test_programs_enter_an_act_and_a_picture(client_as, two_claims):
    analyst = client_as("analyst")
    incident, person = first(analyst, "incidents"), first(analyst, "people")
    act = {"frame": {"incident": incident, "victim": person}, "reason": "read by a program",
           "values": {"type": {"value": "killing", "claims": two_claims[:1]}},
           "links": {"claims": two_claims}}  # fmt: skip
    made = analyst.post("/api/v1/entries/acts", act, content_type="application/json")
    assert made.status_code == 201, made.content
    shown = analyst.get(f"/api/v1/entries/acts/{made.json()['id']}").json()
    named = next(f for g in shown["groups"] for f in g["fields"] if f["field"]["name"] == "claims")
    assert {one["id"] for one in named["references"]} == set(two_claims)
    media = {"frame": {"caption": "the grave from the west"}, "reason": "seen in print"}
    assert analyst.post("/api/v1/entries/media", media, content_type="application/json").status_code == 201
    for links in ({"incident": [incident]}, {"date:act": [incident]}, {"dragon": []}, {"claims": ["clm_1"]}):
        answer = analyst.post(
            "/api/v1/entries/acts", {**act, "links": links}, content_type="application/json"
        )
        assert answer.status_code == 422, links
