"""Forms of the record: fields that name several, acts, findings, pictures, who is named, kept lists."""

from __future__ import annotations

import re

import pytest

from accounted.record import decisions, queries

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def claim(workspace):
    """A claim to rest values on."""
    return next(one.id for one in queries.claims(workspace.archive) if one.claim.kind == "tally")


@pytest.fixture
def analyst(client_as):
    return client_as("analyst")


def first(client, slug):
    """The identifier of the newest entry of a list."""
    return client.get(f"/{slug}.json").json()["listed"]["lines"][0]["id"]


def shown(client, slug, identifier, name):
    """What a field of an entry shows."""
    groups = client.get(f"/{slug}/{identifier}.json").json()["entry"]["groups"]
    return next(one for group in groups for one in group["fields"] if one["field"]["name"] == name)


def amend_form(client, slug, identifier):
    """Everything a browser would send back from the form as it stands."""
    data = client.get(f"/{slug}/{identifier}/amend.json").json()
    sent = {"version": data["number"], "reason": "read again"}
    for group in data["inputs"]:
        for one in group["inputs"]:
            name, form = one["field"]["name"], one["field"]["form"]
            many = {"codes": one["typed"].split(), "references": one["typed"].split("\n")}
            sent[f"v.{name}"] = many.get(form, one["typed"])
            sent |= {f"a.{name}": one["absent"], f"c.{name}": one["claims"]}
    return sent


def places(workspace, *names):
    by = workspace.reviewer("owner")
    return [
        decisions.record_place(workspace.archive, name=name, kind="settlement", by=by, reason="x")
        for name in names
    ]


# ---- fields that name several


def test_an_incident_names_several_places_and_a_change_takes_one_out(workspace, analyst):
    north, south = places(workspace, "Northfield", "Southfield")
    form = {"reason": "read", "v.title": "A raid", "v.further_places": ["northfield", "", "Southfield"]}
    answer = analyst.post("/incidents/enter/", form)
    assert answer.status_code == 303, answer.content.decode()
    here = answer.headers["Location"].split("/")[2]
    found = shown(analyst, "incidents", here, "further_places")["references"]
    assert {one["id"] for one in found} == {north, south}
    form = amend_form(analyst, "incidents", here)
    form["v.further_places"] = [line for line in form["v.further_places"] if south in line]
    assert analyst.post(f"/incidents/{here}/change/", form).status_code == 303
    found = shown(analyst, "incidents", here, "further_places")["references"]
    assert [one["id"] for one in found] == [south]
    history = analyst.get(f"/incidents/{here}/history/").content.decode()
    assert "Northfield" in history and "Further places" in history


def test_what_is_wrong_in_one_row_loses_none_of_the_others(workspace, analyst):
    places(workspace, "Northfield")
    rows = ["Northfield", "Nowhere at all Xyzzy"]
    answer = analyst.post("/incidents/enter/", {"reason": "x", "v.title": "A raid", "v.further_places": rows})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'id="e-further_places"' in page
    assert all(f'value="{row}"' in page for row in rows) and 'value="A raid"' in page


def test_a_row_that_may_mean_several_is_chosen_by_itself(workspace, analyst):
    one, other = places(workspace, "Fieldham", "Fieldham")
    (third,) = places(workspace, "Northfield")
    form = {"reason": "x", "v.title": "A raid", "v.further_places": ["Northfield", "Fieldham"]}
    answer = analyst.post("/incidents/enter/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(re.findall(r'name="m.further_places.1" value="([^"]+)"', page)) == {one, other}
    answer = analyst.post("/incidents/enter/", {**form, "m.further_places.1": other})
    assert answer.status_code == 303
    here = answer.headers["Location"].split("/")[2]
    found = shown(analyst, "incidents", here, "further_places")["references"]
    assert {one["id"] for one in found} == {third, other}


def test_another_row_is_had_without_javascript_and_nothing_is_entered(analyst):
    before = analyst.get("/incidents.json").json()["listed"]["total"]
    form = {"reason": "", "v.title": "A raid", "v.further_places": ["Northfield"], "more": "further_places"}
    answer = analyst.post("/incidents/enter/", form)
    page = answer.content.decode()
    assert answer.status_code == 200 and page.count('name="v.further_places"') == 5
    assert 'value="Northfield"' in page and 'value="A raid"' in page
    assert analyst.get("/incidents.json").json()["listed"]["total"] == before


def test_what_somebody_may_not_see_stays_named_when_they_change_a_field_of_several(
    workspace, analyst, client_as
):
    by, archive = workspace.reviewer("owner"), workspace.archive
    open_, closed = (
        decisions.record_investigation(archive, type="criminal_national", title=title, by=by, reason="x",
                                       frame={"confidentiality": level})
        for title, level in (("Police", "internal"), ("Another", "ex_parte"))
    )  # fmt: skip
    mine = decisions.record_investigation(
        archive, type="coi", title="Mine", by=by, reason="x", links={"cooperates_with": [open_, closed]}
    )
    form = amend_form(analyst, "investigations", mine)
    assert closed not in repr(form) and open_ in repr(form["v.cooperates_with"])
    form["v.cooperates_with"] = []
    assert analyst.post(f"/investigations/{mine}/change/", form).status_code == 303
    owner = client_as("owner")
    found = shown(owner, "investigations", mine, "cooperates_with")["references"]
    assert [one["id"] for one in found] == [closed]
    back = shown(owner, "investigations", closed, "cooperates_with")["references"]
    assert [one["id"] for one in back] == [mine]  # each of two names the other


# ---- acts, findings, pictures, and who is named


def test_from_the_page_of_an_incident_an_act_is_entered_and_who_is_named_for_it(workspace, analyst, claim):
    incident, person = first(analyst, "incidents"), first(analyst, "people")
    page = analyst.get(f"/incidents/{incident}/").content.decode()
    assert f"/acts/new/?v.incident={incident}" in page
    form = analyst.get("/acts/new/", {"v.incident": incident}).content.decode()
    assert f'value="The shooting at the quarry ({incident})"' in form
    sent = {"reason": "told", "v.incident": incident, "v.victim": person, "v.type": "torture",
            "v.methods": [], "claims": claim, "v.start": "2022-03~"}  # fmt: skip
    answer = analyst.post("/acts/enter/", sent)
    assert answer.status_code == 303, answer.content.decode()
    act = answer.headers["Location"].split("/")[2]
    assert answer.headers["Location"] in analyst.get(f"/incidents/{incident}/").content.decode()
    assert analyst.get("/acts.json", {"since": "2022-03", "until": "2022-04"}).json()["listed"]["total"] == 1
    assert analyst.get("/acts.json", {"type": "torture"}).json()["listed"]["total"] == 1
    actor = decisions.record_actor(
        workspace.archive, name="The 9th Brigade", type="state_forces", by=workspace.reviewer("owner"),
        reason="x",
    )  # fmt: skip
    told = {"who": actor, "degree": "direct", "standard": "allegation", "naming_claim": claim,
            "reason": "named"}  # fmt: skip
    refused = analyst.post(f"/acts/{act}/involve/", told)
    assert refused.status_code == 422 and b"rule D-21" in refused.content


@pytest.mark.parametrize("missing", ["v.incident", "v.type"])
def test_an_act_without_its_incident_or_type_is_refused_beside_the_field(analyst, claim, missing):
    sent = {"reason": "told", "v.incident": first(analyst, "incidents"), "v.type": "torture", "claims": claim}
    answer = analyst.post("/acts/enter/", {**sent, missing: ""})
    assert answer.status_code == 422
    assert f'href="#in-{missing.removeprefix("v.")}"' in answer.content.decode()


def test_a_finding_is_entered_on_remains_and_only_an_examiner_judges_it(analyst, claim):
    remains = first(analyst, "remains")
    sent = {"reason": "in the report", "v.remains": "B-1", "v.type": "fracture", "v.exam_level": "autopsy",
            "v.side": "left", "v.number": "2", "v.depth": "to the bone", "claims": claim}  # fmt: skip
    answer = analyst.post("/findings/enter/", sent)
    assert answer.status_code == 303, answer.content.decode()
    here = answer.headers["Location"]
    assert here in analyst.get(f"/remains/{remains}/").content.decode()
    refused = analyst.post(f"{here}consistency/", {"degree": "consistent", "reason": "it fits"})
    assert refused.status_code == 422 and b"rule D-20" in refused.content


def test_a_picture_shows_people_and_what_was_checked_of_it(analyst, claim):
    people = [one["id"] for one in analyst.get("/people.json").json()["listed"]["lines"]]
    sent = {"reason": "seen", "v.kind": "photo", "v.held": "no", "v.caption": "At the gate",
            "v.persons_shown": people, "v.source_check": "doubtful", "v.date_created": "2022-03",
            "c.date_created": claim,
            "v.geolocation": "lat: 49.2\nlon: 37.3\nmethod: the tower"}  # fmt: skip
    answer = analyst.post("/media/enter/", sent)
    assert answer.status_code == 303, answer.content.decode()
    here = answer.headers["Location"]
    page = analyst.get(here).content.decode()
    assert "the tower" in page and "Doubtful" in page and "Taras Bolvinov" in page
    assert here in analyst.get(f"/people/{people[0]}/").content.decode()
    assert analyst.get("/media.json", {"since": "2022-03"}).json()["listed"]["total"] == 1


def test_an_examination_has_its_place_report_and_who_was_present(workspace, analyst):
    remains = first(analyst, "remains")
    told = {"level": "autopsy", "examiner": "Dr Sova", "qualification": "pathologist", "place": "Quarry",
            "start": "2022-09-15", "end": "2022-09-16", "report": "ACC-000001",
            "present": "A. Bondar; the prosecutor", "reason": "the protocol"}  # fmt: skip
    assert analyst.post(f"/remains/{remains}/examine/", told).status_code == 303
    from accounted.record.models import Examination

    made = Examination.objects.get(remains=remains)
    assert made.report.item.number == "ACC-000001" and made.place.name == "Quarry"
    assert made.present == ["A. Bondar", "the prosecutor"]


def test_a_part_in_an_incident_is_stated_from_the_page_of_the_person(analyst, claim):
    person, incident = first(analyst, "people"), first(analyst, "incidents")
    told = {"incident": "The shooting at the quarry", "role": "witness", "claims": claim, "reason": "named"}
    assert analyst.post(f"/people/{person}/take-part/", told).status_code == 303
    assert f"/people/{person}/" in analyst.get(f"/incidents/{incident}/").content.decode()


# ---- consent first


def test_consent_is_recorded_with_its_language_text_evidence_and_what_was_told(workspace, analyst):
    first_step = {"unit": "single", "depth": "full_statement", "risk_level": "low", "consent": "given",
                  "consent_language": "uk", "text_version": "2.1", "evidence": "ACC-000001",
                  "information_given": "who asks\nwhat for", "safe_contact": "through the clinic",
                  "referral": "offered"}  # fmt: skip
    second = analyst.post("/testimonies/enter/", first_step).content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', second))
    assert carried["evidence"] == "ACC-000001" and carried["safe_contact"] == "through the clinic"
    answer = analyst.post(
        "/testimonies/enter/",
        {**first_step, "step": "3", "reason": "told us", "v.recordings": ["ACC-000001", "ACC-000002"]},
    )
    assert answer.status_code == 303, answer.content.decode()
    from accounted.record.models import Testimony

    made = Testimony.objects.get(pk=answer.headers["Location"].split("/")[2])
    assert (made.consent.language, made.consent.text_version) == ("uk", "2.1")
    assert made.consent.information_given == ["who asks", "what for"]
    assert made.consent.evidence.item.number == "ACC-000001"
    assert (made.safe_contact, made.referral) == ("through the clinic", "offered")
    assert made.recordings.count() == 2
    unknown = analyst.post("/testimonies/enter/", {**first_step, "evidence": "ACC-999999"})
    assert unknown.status_code == 422 and b'href="#in-evidence"' in unknown.content


# ---- lists


def test_a_list_is_kept_with_every_filter_and_tells_what_is_new(workspace, analyst, client_as):
    kept = {"title": "Women found", "sex": "female", "since": "2022-09", "text": ""}
    answer = analyst.post("/lists/people/save/", kept)
    assert answer.status_code == 303 and answer.headers["Location"] == "/people/?sex=female&since=2022-09"
    assert [one["new"] for one in analyst.get("/people.json").json()["kept"]] == [0]
    claim = next(one.id for one in queries.claims(workspace.archive) if one.claim.kind == "tally")
    decisions.record_person(
        workspace.archive, by=workspace.reviewer("owner"), reason="x",
        values={"sex": decisions.stated("female", claim), "date:death": decisions.stated("2022-09", claim)},
    )  # fmt: skip
    (one,) = analyst.get("/people.json").json()["kept"]
    assert (one["title"], one["new"]) == ("Women found", 1)
    assert analyst.post(f"/lists/saved/{one['number']}/look/").headers["Location"].startswith("/people/?")
    assert [one["new"] for one in analyst.get("/people.json").json()["kept"]] == [0]
    assert client_as("lead").get("/people.json").json()["kept"] == []
    assert client_as("lead").post(f"/lists/saved/{one['number']}/remove/").status_code == 404
    assert analyst.post(f"/lists/saved/{one['number']}/remove/").status_code == 303


@pytest.mark.parametrize("wrong", [{}, {"title": "x"}, {"sex": "female"}, {"title": "x", "since": "soon"}])
def test_a_list_that_is_kept_needs_a_name_and_a_filter_that_can_be_understood(analyst, wrong):
    assert analyst.post("/lists/people/save/", wrong).status_code == 422


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [("2022-09", "", 1), ("", "2022-09", 1), ("2022-09-16", "", 0), ("", "2022-08", 0), ("2022", "2022", 1)],
)
def test_lists_are_narrowed_by_dates_as_far_as_they_are_known(workspace, analyst, claim, since, until, found):
    decisions.record_person(
        workspace.archive, by=workspace.reviewer("owner"), reason="x",
        values={"date:death": decisions.stated("2022-09-15", claim)},
    )  # fmt: skip
    told = analyst.get("/people.json", {"since": since, "until": until}).json()
    assert told["listed"]["total"] == found and told["errors"] == {}


def test_the_words_of_the_team_stand_in_forms_filters_and_beside_an_entry(workspace, analyst, client_as):
    from accounted.web import local_terms
    from accounted.web.models import LocalTerm

    told = (
        {"language": "en", "at": workspace.archive.now()} if hasattr(LocalTerm, "at") else {"language": "en"}
    )
    for vocabulary, code, label in (("sex", "female", "Woman (ours)"), ("exam_level", "autopsy", "Full PM")):
        LocalTerm.objects.create(vocabulary=vocabulary, code=code, label=label, **told)
    local_terms.forget()
    assert "Woman (ours)" in analyst.get("/people/new/").content.decode()
    assert "Woman (ours)" in analyst.get("/people/").content.decode()
    remains = first(analyst, "remains")
    assert "Full PM" in analyst.get(f"/remains/{remains}/").content.decode()


def test_whoever_may_restrict_is_led_there_from_the_page_of_an_entry_and_of_an_item(client_as, analyst):
    person = first(analyst, "people")
    led = f"/administration/restrictions/?kind=Person&amp;id={person}#restrict"
    assert led in client_as("lead").get(f"/people/{person}/").content.decode()
    assert led not in analyst.get(f"/people/{person}/").content.decode()
    assert "kind=Item&amp;id=ACC-000001" in client_as("lead").get("/items/ACC-000001/").content.decode()
    asked = client_as("lead").get("/administration/restrictions/", {"kind": "Person", "id": person})
    assert f'value="{person}"' in asked.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("sex", "dragon"), ("children", "40000"), ("age_min", "-1"), ("civil_status", "x" * 49)],
)
def test_what_no_field_can_hold_is_named_beside_it(analyst, claim, name, value):
    answer = analyst.post("/people/enter/", {"reason": "x", "claims": claim, f"v.{name}": value})
    assert answer.status_code == 422 and f'id="e-{name}"' in answer.content.decode()


# ---- how far it is established


def test_one_person_judges_how_far_an_incident_is_established_and_verified_takes_two(analyst, claim):
    here = f"/incidents/{first(analyst, 'incidents')}/"
    assert f'action="{here}assess/"' in analyst.get(here).content.decode()
    told = {"question": "Did it happen?", "status": "provisional", "standard": "reasonable_suspicion",
            "grade": "weak", "claims": claim, "reason": "one statement"}  # fmt: skip
    verified = analyst.post(f"{here}assess/", {**told, "status": "verified"})
    assert verified.status_code == 422 and b"rule D-06" in verified.content
    assert analyst.post(f"{here}assess/", told).status_code == 303
    shown_now = analyst.get("/incidents.json", {"grade": "weak"}).json()["listed"]
    assert shown_now["total"] == 1


def test_every_decision_the_dictionary_names_has_a_form(workspace):
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[1] / "record"))
    from test_record_dictionary import BY_DECISION

    from accounted.web.paging import REGISTERED

    acts = {one.pattern.rstrip("/").split("/")[-1] for one in REGISTERED.values() if one.changes}
    assert {told for told in BY_DECISION.values() if told} <= acts
