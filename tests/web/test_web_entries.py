"""The pages of the record: lists, entries, forms, history, two who amend at once, pairs, testimonies."""

import re

import pytest

from accounted.record import decisions, queries
from accounted.record.queries.dictionary import KINDS
from accounted.web.entry_forms.writing import Mistyped, read_plain, write

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def claim(workspace):
    """A claim to rest values on."""
    return next(one.id for one in queries.claims(workspace.archive) if one.claim.kind == "tally")


@pytest.fixture
def analyst(client_as):
    return client_as("analyst")


def first(client, slug):
    """The identifier of the first entry of a list."""
    return client.get(f"/{slug}.json").json()["listed"]["lines"][0]["id"]


@pytest.fixture
def person(analyst):
    return first(analyst, "people")


def amend_form(client, slug, identifier):
    """Everything a browser would send back from the form as it stands."""
    data = client.get(f"/{slug}/{identifier}/amend.json").json()
    sent = {"version": data["number"]}
    for group in data["inputs"]:
        for one in group["inputs"]:
            name = one["field"]["name"]
            many = one["field"]["form"] == "codes"
            sent[f"v.{name}"] = one["typed"].split() if many else one["typed"]
            sent |= {f"a.{name}": one["absent"], f"c.{name}": one["claims"]}
    return sent


# ---- lists and pages


@pytest.mark.parametrize("slug", KINDS)
def test_every_list_and_page_of_an_entry_is_shown_within_the_queries_allowed(client_as, few_queries, slug):
    client = client_as("analyst")
    with few_queries():
        answer = client.get(f"/{slug}/")
    assert answer.status_code == 200
    lines = client.get(f"/{slug}.json").json()["listed"]["lines"]
    for line in lines[:1]:
        for part in ("", "history/", "amend/"):
            with few_queries():
                answer = client.get(f"/{slug}/{line['id']}/{part}")
            assert answer.status_code == 200, part
    assert client.get(f"/{slug}/new/").status_code == 200


def test_a_list_keeps_its_filters_in_its_address_and_names_a_wrong_one(analyst):
    found = analyst.get("/people/", {"text": "Bolvinov", "sex": ""})
    assert b"Taras Bolvinov" in found.content and "Болвінов".encode() not in found.content
    wrong = analyst.get("/people/", {"since": "soon"})
    assert wrong.status_code == 200 and b"is no day" in wrong.content


def test_a_value_shows_its_claim_its_document_and_who_decided(analyst):
    page = analyst.get(f"/remains/{first(analyst, 'remains')}/").content.decode()
    assert "/claims/clm_" in page and "/documents/doc_" in page
    assert "Olena Owner" in page and "named in the document" in page
    assert "Quarry, north" in page


def test_what_a_person_may_not_see_is_not_there(workspace, client_as):
    hidden = decisions.record_incident(
        workspace.archive, title="Ex parte matter", by=workspace.reviewer("owner"), reason="x",
        frame={"confidentiality": "ex_parte"},
    )  # fmt: skip
    for address in (f"/incidents/{hidden}/", f"/incidents/{hidden}/history/", f"/incidents/{hidden}/amend/"):
        assert client_as("analyst").get(address).status_code == 404
        assert client_as("owner").get(address).status_code == 200
    assert b"Ex parte matter" not in client_as("analyst").get("/incidents/").content
    assert client_as("analyst").post(f"/incidents/{hidden}/change/", {"reason": "x"}).status_code == 404


def test_who_sees_data_only_sees_no_entries(client_as):
    assert client_as("data_viewer").get("/people/").status_code == 403


# ---- forms


def test_an_entry_is_made_of_what_was_typed_and_its_values_rest_on_the_claims_chosen(analyst, claim):
    form = {
        "reason": "in the statement", "names": "Petro Koval", "basis": [claim],
        "v.sex": "male", "v.date:birth": "1970~", "v.occupation": "teacher", "a.nationality": "not_stated",
    }  # fmt: skip
    answer = analyst.post("/people/enter/", form)
    assert answer.status_code == 303, answer.content.decode()
    page = analyst.get(answer.headers["Location"]).content.decode()
    assert "Petro Koval" in page and "1970~" in page and "teacher" in page and "Not stated" in page


def test_nothing_typed_is_lost_on_an_error_and_each_stands_beside_its_field(analyst, claim):
    form = {"reason": "x", "v.date:birth": "last spring", "v.occupation": "teacher", "v.children": "two",
            "v.nationality": "UA", "c.nationality": claim}  # fmt: skip
    answer = analyst.post("/people/enter/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    for typed in ("last spring", "teacher", 'value="two"', claim):
        assert typed in page
    assert 'id="e-date:birth"' in page and 'id="e-children"' in page
    assert "Name the claims this rests on" in page  # the occupation


def test_a_refusal_of_the_record_stands_beside_the_field_it_is_about(analyst, claim):
    form = {"reason": "x", "v.type": "mass_grave", "claims": claim, "v.name": "A pit"}
    answer = analyst.post("/burial-sites/enter/", form)
    assert answer.status_code == 422
    assert "a mass grave holds two or more" in answer.content.decode()


def test_a_place_is_found_by_its_name_on_record(analyst):
    answer = analyst.post("/sites/enter/", {"reason": "x", "v.name": "The cellar", "v.place": "quarry"})
    assert answer.status_code == 303
    assert "Quarry" in analyst.get(answer.headers["Location"]).content.decode()


def test_a_place_of_the_gazetteer_is_offered_and_put_on_record_with_what_it_lies_in(analyst):
    form = {"reason": "x", "v.name": "The school", "v.place": "Izium"}
    offered = analyst.post("/sites/enter/", form)
    assert offered.status_code == 422
    found = re.search(r'name="m.place" value="(gn:[0-9]+)"', offered.content.decode())
    answer = analyst.post("/sites/enter/", {**form, "m.place": found[1]})
    assert answer.status_code == 303
    assert analyst.get("/sites.json", {"place": "Kharkiv"}).json()["listed"]["total"] == 1


def test_only_what_was_changed_is_amended(workspace, analyst, person, claim):
    form = {**amend_form(analyst, "people", person), "v.sex": "male", "c.sex": claim, "reason": "a document"}
    assert analyst.post(f"/people/{person}/change/", form).status_code == 303
    newest = analyst.get(f"/people/{person}/history.json").json()["versions"][0]
    assert [(one["field"], one["after"]) for one in newest["changes"]] == [("sex", "male")]
    nothing = {**amend_form(analyst, "people", person), "reason": "x"}
    refused = analyst.post(f"/people/{person}/change/", nothing)
    assert refused.status_code == 422 and b"Nothing was changed" in refused.content


def test_a_value_taken_away_needs_a_word_on_which_kind_of_nothing_it_is(analyst, person, claim):
    form = {**amend_form(analyst, "people", person), "v.sex": "male", "c.sex": claim, "reason": "x"}
    analyst.post(f"/people/{person}/change/", form)
    form = {**amend_form(analyst, "people", person), "v.sex": "", "reason": "x"}
    assert analyst.post(f"/people/{person}/change/", form).status_code == 422
    assert analyst.post(f"/people/{person}/change/", {**form, "a.sex": "withheld"}).status_code == 303


def test_of_two_who_amend_one_entry_the_second_sees_both_and_loses_nothing(client_as, person, claim):
    one, two = client_as("analyst"), client_as("lead")
    mine, theirs = amend_form(one, "people", person), amend_form(two, "people", person)
    theirs |= {"v.sex": "female", "c.sex": claim, "reason": "theirs"}
    assert two.post(f"/people/{person}/change/", theirs).status_code == 303
    mine |= {
        "v.sex": "male",
        "c.sex": claim,
        "v.occupation": "miner",
        "c.occupation": claim,
        "reason": "mine",
    }
    conflict = one.post(f"/people/{person}/change/", mine)
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Larysa Lead" in page and "both changed it" in page and "miner" in page
    assert one.get(f"/people/{person}/history.json").json()["current"] == 2
    number = re.search(r'name="version" value="([0-9]+)"', page)[1]
    again = one.post(f"/people/{person}/change/", {**mine, "version": number})
    assert again.status_code == 303, re.findall(r'role="alert".*?</div>', again.content.decode(), re.S)
    shown = one.get(f"/people/{person}.json").json()["entry"]
    assert shown["version"] == 3


def test_an_earlier_version_is_brought_back_as_a_new_one(analyst, person, claim):
    form = {**amend_form(analyst, "people", person), "v.sex": "male", "c.sex": claim, "reason": "x"}
    analyst.post(f"/people/{person}/change/", form)
    back = {"number": 1, "version": 2, "reason": "it was another"}
    assert analyst.post(f"/people/{person}/restore/", back).status_code == 303
    versions = analyst.get(f"/people/{person}/history.json").json()["versions"]
    assert [one["number"] for one in versions] == [3, 2, 1]


def test_a_further_name_and_a_part_in_an_incident_are_decided_beside_the_entry(analyst, person, claim):
    told = {"as_written": "Taras B.", "type": "as_written", "claims": claim, "reason": "so called"}
    assert analyst.post(f"/people/{person}/name/", told).status_code == 303
    assert "Taras B." in analyst.get(f"/people/{person}/").content.decode()
    incident = first(analyst, "incidents")
    told = {"person": "Taras B.", "role": "victim", "claims": claim, "reason": "named"}
    assert analyst.post(f"/incidents/{incident}/part/", told).status_code == 303
    assert f"/people/{person}/" in analyst.get(f"/incidents/{incident}/").content.decode()
    unknown = analyst.post(f"/incidents/{incident}/part/", {**told, "person": "Nobody Known"})
    assert unknown.status_code == 422


def test_only_who_may_edit_enters_and_amends(client_as, person):
    reviewer = client_as("reviewer")
    assert reviewer.get("/people/new/").status_code == 403
    assert reviewer.post("/people/enter/", {"reason": "x"}).status_code == 403
    assert reviewer.post(f"/people/{person}/change/", {"reason": "x"}).status_code == 403


def test_words_of_documents_are_never_markup(workspace, analyst, claim):
    written = '<script>alert(1)</script>"><img src=x>'
    form = {"reason": written, "names": written, "basis": [claim], "v.occupation": written}
    answer = analyst.post("/people/enter/", form)
    page = analyst.get(answer.headers["Location"]).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("whole", 1200, "1200"),
        ("decimal", 12.5, "12.5"),
        ("date", "2022-09~", "2022-09~"),
        ("yes_no", True, "yes"),
        ("lines", ["a grey coat", "a ring"], "a grey coat\na ring"),
        ("pairs", {"hair": "grey", "11": "crown"}, "hair: grey\n11: crown"),
    ],
)
def test_what_is_written_is_read_back_as_it_was(form, value, text):
    from accounted.record.queries.dictionary import Field

    field = Field("x", form)
    assert write(field, value) == text and read_plain(field, text) == value


@pytest.mark.parametrize(
    ("form", "text"), [("whole", "1.5"), ("decimal", "nan"), ("date", "2022-13"), ("pairs", "no colon")]
)
def test_what_cannot_be_a_value_is_refused_with_what_to_type(form, text):
    from accounted.record.queries.dictionary import Field

    with pytest.raises(Mistyped):
        read_plain(Field("x", form), text)


# ---- testimonies

FIRST = {"unit": "single", "depth": "full_statement", "risk_level": "low", "consent": "given"}


def step(answer):
    """Which step of the form is shown."""
    return 2 if b'name="step"' in answer.content else 1


@pytest.mark.parametrize("state", ["", "refused", "not_asked", "unknown", "withdrawn"])
def test_without_consent_the_form_goes_no_further(analyst, state):
    answer = analyst.post("/testimonies/enter/", {**FIRST, "consent": state})
    assert answer.status_code == 422 and step(answer) == 1
    second = {**FIRST, "consent": state, "step": "3", "reason": "x", "v.free_account": "what I saw"}
    assert analyst.post("/testimonies/enter/", second).status_code == 422
    assert analyst.get("/testimonies.json").json()["listed"]["total"] == 0


def test_an_account_is_entered_after_consent_and_risk(analyst):
    answer = analyst.post("/testimonies/enter/", FIRST)
    assert answer.status_code == 200 and step(answer) == 2
    sent = {**FIRST, "scope.archive": "yes", "step": "3", "reason": "told us", "v.language": "uk"}
    answer = analyst.post("/testimonies/enter/", sent)
    assert answer.status_code == 303, answer.content.decode()
    page = analyst.get(answer.headers["Location"]).content.decode()
    assert page.index('id="g-consent"') < page.index('id="g-risk"') < page.index('id="g-meeting"')


def test_a_later_refusal_is_a_new_answer(analyst):
    made = analyst.post("/testimonies/enter/", {**FIRST, "step": "3", "reason": "told us"})
    here = made.headers["Location"]
    assert analyst.get(f"{here}consent/").status_code == 200
    wrong = analyst.post(f"{here}answer/", {"consent": "withdrawn", "reason": "she called"})
    assert wrong.status_code == 422
    told = {"consent": "withdrawn", "withdrawn_on": "2026-11-20", "reason": "she called"}
    assert analyst.post(f"{here}answer/", told).status_code == 303
    assert "2026-11-20" in analyst.get(here).content.decode()


def test_a_witness_at_risk_is_never_named_in_the_clear(workspace, analyst, person):
    told = {**FIRST, "risk_level": "extreme"}
    answer = analyst.post("/testimonies/enter/", told)
    assert b'name="sealed.name"' in answer.content and b'name="v.witness"' not in answer.content
    answer = analyst.post("/testimonies/enter/", {**told, "step": "3", "reason": "x", "v.witness": person})
    assert answer.status_code == 422


# ---- pairs


@pytest.fixture
def pair(analyst):
    """The two records of one name in two scripts."""
    lines = analyst.get("/people.json").json()["listed"]["lines"]
    return sorted(line["id"] for line in lines)[:2]


def test_two_records_are_laid_side_by_side_decided_and_taken_apart_again(client_as, few_queries, pair):
    reviewer, (one, other) = client_as("reviewer"), pair
    with few_queries():
        page = reviewer.get(f"/pairs/{one}/{other}/").content.decode()
    assert "Taras Bolvinov" in page and "Тарас Болвінов" in page
    assert reviewer.post(f"/pairs/{one}/{other}/judge/", {"verdict": "same"}).status_code == 422
    told = {"verdict": "same", "reason": "one name in two scripts"}
    assert reviewer.post(f"/pairs/{one}/{other}/judge/", told).status_code == 303
    assert other in reviewer.get(f"/people/{one}/").content.decode()
    assert reviewer.post(f"/pairs/{one}/{other}/undo/", {"reason": "another father"}).status_code == 303
    shown = reviewer.get(f"/pairs/{one}/{other}.json").json()
    assert shown["pair"]["judgement"] is None and len(shown["judgements"]) == 1


def test_pairs_wait_nearest_to_indecision_first_and_each_leads_to_the_next(
    workspace, client_as, few_queries, pair
):
    from accounted.record.decisions.linking import Proposed, record_linkage

    reviewer, archive = client_as("reviewer"), workspace.archive
    third = decisions.record_person(archive, by=workspace.reviewer("owner"), reason="x")
    levels = [{"words": "the same name", "weight": 9.0}]
    model = {"start": -8.0, "comparisons": [{"name": "name", "levels": levels}]}
    told = [(pair[0], pair[1], 0.9), (pair[0], third, 0.55)]
    pairs = [{"a": a, "b": b, "probability": p, "weight": 1.0, "levels": [0]} for a, b, p in told]
    content = {"pairs": pairs, "clusters": [], "model": model}
    with archive.acting_as(workspace.reviewer("owner")):
        record_linkage(archive, Proposed(content, ["l"], "duckdb", {}, {}, 3, 2, 2, 2, 3, "none"))
    with few_queries():
        shown = reviewer.get("/pairs.json").json()
    assert [one["probability"] for one in shown["pairs"]] == [0.55, 0.9]
    page = reviewer.get(f"/pairs/{pair[0]}/{pair[1]}/").content.decode()
    assert "<svg" in page and "the same name" in page
    told = {"verdict": "unsure", "reason": "no date of birth", "then": "next"}
    answer = reviewer.post(f"/pairs/{pair[0]}/{third}/judge/", told)
    assert answer.headers["Location"] == f"/pairs/{pair[0]}/{pair[1]}/"


# ---- proofs of an item


def test_the_proofs_of_an_item_are_taken_away_and_hold_by_themselves(workspace, client_as, tmp_path):
    import io
    import zipfile

    from accounted.evidence.keys import KeyRing
    from accounted.evidence.proof import read_inclusion_proof

    reviewer, store = client_as("reviewer"), workspace.archive.store
    assert reviewer.get("/items/ACC-000001/proofs/").status_code == 404
    signer = KeyRing(tmp_path / "keys").signer(store)
    checkpoint = store.checkpoint(signer)
    answer = reviewer.get("/items/ACC-000001/proofs/")
    assert "attachment" in answer.headers["Content-Disposition"]
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    proofs = [name for name in file.namelist() if name.endswith(".tlog-proof")]
    assert proofs and file.read("checkpoint.txt") == checkpoint.text
    for name in proofs:
        proof = read_inclusion_proof(file.read(name))
        proof.verify(file.read(name.replace("tlog-proof", "json")), signer.key)


def test_from_a_claim_one_goes_on_to_what_rests_on_it(analyst, claim):
    page = analyst.get(f"/claims/{claim}/").content.decode()
    assert f"/people/new/?claims={claim}" in page
    form = analyst.get("/people/new/", {"claims": claim})
    assert form.status_code == 200 and f'value="{claim}" checked' in form.content.decode()


def test_a_witness_under_seal_stands_nowhere_in_the_clear(workspace, analyst, monkeypatch):
    monkeypatch.setattr("accounted.web.pages.testimonies.seal_key", lambda _archive: b"k" * 32)
    sent = {**FIRST, "risk_level": "high", "step": "3", "reason": "told us", "sealed.name": "Zoriana Secret"}
    answer = analyst.post("/testimonies/enter/", sent)
    assert answer.status_code == 303
    page = analyst.get(answer.headers["Location"]).content.decode()
    assert "Zoriana" not in page and "S-" in page
    details = [workspace.archive.store.detail(line.seq) for line in workspace.archive.store.entries()]
    assert "Zoriana" not in repr(details)
