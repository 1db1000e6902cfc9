"""Beside a document: who told whom, nearly the same texts, both readers; places; denials tied to numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from accounted.record import decisions, queries, searching
from accounted.record.intake import IntakeFacts

REPORT = (
    "As of 12 June 2025, 312 bodies have been recovered in Poltava oblast, Ostap Lomaka said on Thursday. "
    "The oldest of them was found under the floor of a barn behind the school. Relatives have been asked to "
    "come forward with papers and photographs, and a tent was put up for them at the edge of the wood. Work "
    "at the site has not ended.\n\nThe Ministry of Defence denied it.\n"
)
PAPERS = {
    "Lantern Wire": REPORT.replace("the school", "the mill"),
    "Harbour Post": "HUNDREDS FOUND\n\n" + REPORT,
}


@pytest.fixture
def reports(workspace, tmp_path):
    """A statement and two papers that print nearly the same: document by publisher."""
    found = {}
    with workspace.archive.acting_as(workspace.reviewer("lead")):
        for publisher, text in {"Police of Poltava": REPORT, **PAPERS}.items():
            path = tmp_path / f"{publisher}.txt"
            path.write_text(text, encoding="utf-8")
            facts = IntakeFacts(publisher=publisher, published="2025-06-13")
            found[publisher] = workspace.archive.add([path], facts=facts).kept[0].document
    return found


def of_kind(workspace, document, kind):
    return [one for one in queries.claims(workspace.archive, document=document) if one.claim.kind == kind]


def shown(client, address, **more):
    answer = client.get(address, **more)
    assert answer.status_code == 200, address
    return answer.content.decode()


# ---- who told whom


def test_five_reports_that_have_one_root_are_pointed_out_beside_each(
    workspace, client_as, few_queries, reports
):
    by, archive = workspace.reviewer("lead"), workspace.archive
    police = decisions.record_source(archive, kind="official_police", name="Lomaka", by=by, reason="named")
    morgue = decisions.record_source(
        archive, kind="official_police", name="The morgue", by=by, reason="named"
    )
    decisions.state_upstream(archive, police, morgue, by=by, ground="he reads its daily sheet")
    for document in reports.values():
        said = [
            one.id for one in of_kind(workspace, document, "tally")
            if one.claim.speaker and "Lomaka" in (one.claim.speaker.name or one.claim.speaker.text)
        ]  # fmt: skip
        decisions.attribute(archive, said, police, by=by, ground="it is he")
    client = client_as("analyst")
    address = f"/documents/{reports['Lantern Wire']}/related"
    with few_queries(25):
        page = shown(client, f"{address}/")
    assert "3 reports have one root: The morgue" in page and "he reads its daily sheet" in page
    told = json.loads(shown(client, f"{address}.json"))["told"]
    assert [step["name"] for step in told["chains"][0]["steps"]] == ["The morgue", "Lomaka", "Lantern Wire"]
    assert [step["how"] for step in told["chains"][0]["steps"]] == ["root", "told_on", "published"]
    root = told["roots"][0]
    assert {one["publisher"] for one in root["reports"]} == {"Police of Poltava", "Harbour Post"}
    assert 'class="box root"' in page


def test_the_same_name_in_several_reports_is_only_a_hint_of_one_source(workspace, client_as, reports):
    told = json.loads(shown(client_as("analyst"), f"/documents/{reports['Lantern Wire']}/related.json"))[
        "told"
    ]
    named = next(root for root in told["roots"] if "Lomaka" in root["name"])
    assert named["source"] is None and len(named["reports"]) == 2
    page = shown(client_as("analyst"), f"/documents/{reports['Lantern Wire']}/related/")
    assert "a person decides by attributing" in page


def test_what_a_person_may_not_see_is_in_no_chain_and_no_report(workspace, client_as, reports):
    from accounted.record.models import Document

    item = Document.objects.get(pk=reports["Harbour Post"]).item_id
    decisions.restrict(
        workspace.archive, "Item", item, groups=["few"], by=workspace.reviewer("lead"), reason="at risk"
    )
    searching.bring_up(workspace.archive)
    page = shown(client_as("analyst"), f"/documents/{reports['Lantern Wire']}/related/")
    assert "Harbour Post" not in page and reports["Harbour Post"] not in page
    hidden = f"/documents/{reports['Lantern Wire']}/beside/{reports['Harbour Post']}/"
    assert client_as("analyst").get(hidden).status_code == 404


def test_who_sees_no_names_gets_codes_in_the_chains(client_as, reports):
    page = shown(client_as("auditor"), f"/documents/{reports['Lantern Wire']}/related/")
    assert "Lomaka" not in page


# ---- nearly the same


def test_nearly_the_same_texts_are_listed_and_laid_side_by_side(workspace, client_as, few_queries, reports):
    client = client_as("analyst")
    address = f"/documents/{reports['Police of Poltava']}/related/"
    assert "still being compared" in shown(client, address)
    searching.bring_up(workspace.archive)
    with few_queries(25):
        page = shown(client, address)
    assert "2 nearly the same" in page
    with few_queries(25):
        beside = shown(client, f"/documents/{reports['Police of Poltava']}/beside/{reports['Lantern Wire']}/")
    assert "<del>school." in beside and "<ins>mill." in beside and "passages the same" in beside


def test_the_document_fetches_what_is_beside_it_and_links_there_without_scripts(client_as, reports):
    client = client_as("analyst")
    document = reports["Lantern Wire"]
    assert f'href="/documents/{document}/related/"' in shown(client, f"/documents/{document}/")
    part = shown(client, f"/documents/{document}/related/", headers={"HX-Request": "true"})
    assert part.lstrip().startswith("<div") and "<html" not in part and "Who told whom" in part


# ---- both readers


@pytest.fixture
def read_twice(workspace, tmp_path):
    """A document that a language model read as well."""
    for room in ("reading", "record"):
        sys.path.insert(0, str(Path(__file__).parents[1] / room))
    import model_answers as answers

    from accounted.reading.model import Model, read_with_model
    from accounted.record.reading_again import read_again

    class Told:
        elsewhere = None
        model = Model("small", "http://127.0.0.1:8080")

        def identity(self, lexicon):
            return self.model.identity(lexicon)

        def read(self, document, gazetteer):
            body = answers.answer(*answers.GOOD, answers.claim("He named no one"))
            return read_with_model(document, model=self.model, ask=lambda _: body, gazetteer=gazetteer)

    path = tmp_path / "press.txt"
    path.write_text(answers.STATEMENT, encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("lead")):
        document = workspace.archive.add([path]).kept[0].document
        read = read_again(workspace.archive, rules=False, second=Told())
    assert not read.failed and read.changed, read
    return document


def test_what_only_the_model_read_has_a_queue_of_its_own(workspace, client_as, few_queries, read_twice):
    client = client_as("reviewer")
    assert "What only the model read" in shown(client, "/review/")
    with few_queries(25):
        page = shown(client, "/review/?reader=model")
    assert "He named no one" in page and "only the model" in page
    card = json.loads(shown(client, "/review.json?reader=model"))["card"]
    assert json.loads(shown(client, "/review.json?reader=model"))["stands"]["standing"] == "only_model"
    answer = client.post(f"/claims/{card['id']}/accept", {"next": "model"})
    assert answer.headers["Location"] == f"/review/?reader=model&after={card['id']}"
    assert queries.claim(workspace.archive, card["id"]).current
    assert json.loads(shown(client, "/review.json?reader=model"))["card"] is None


def test_claims_of_both_readers_stand_beside_each_other(workspace, client_as, few_queries, read_twice):
    client = client_as("reviewer")
    with few_queries(25):
        page = shown(client, f"/documents/{read_twice}/readers/")
    assert "Only the model" in page and "Both, but read otherwise" in page
    told = json.loads(shown(client, f"/documents/{read_twice}/readers.json"))
    assert [one["words"] for one in told["only_model"]] == ["He named no one"]
    pair = next(one for one in told["differing"] + told["agreeing"] if one["rules"]["words"] == "57 bodies")
    with few_queries(25):
        claim = shown(client, f"/claims/{pair['rules']['id']}/")
    assert "both readers" in claim and pair["model"]["id"] in claim
    refused = client.post(f"/claims/{pair['model']['id']}/accept")
    assert refused.status_code == 422 and pair["rules"]["id"] in refused.content.decode()


def test_a_document_read_once_says_so(client_as, reports):
    page = shown(client_as("reviewer"), f"/documents/{reports['Lantern Wire']}/readers/")
    assert "Only the rules have read" in page
    assert "What only the model read" not in shown(client_as("reviewer"), "/review/")


# ---- places


def test_a_place_shows_its_names_what_contains_it_and_what_was_claimed_of_it(
    workspace, client_as, few_queries, reports, tmp_path
):
    path = tmp_path / "uk.txt"
    path.write_text("За словами поліції, у Полтаві знайдено 15 тіл.\n", encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("lead")):
        workspace.archive.add([path])
    client = client_as("analyst")
    tally = next(one for one in of_kind(workspace, reports["Lantern Wire"], "tally") if one.claim.place)
    link = f'href="/places/gn:{tally.claim.place.geonames}/"'
    assert link in shown(client, f"/claims/{tally.id}/")
    with few_queries(25):
        oblast = shown(client, "/places/iso:UA-53/")
    assert f"/claims/{tally.id}/" in oblast and "/places/gn:696643/" in oblast  # Poltava lies in it
    assert ">Ukraine</a>" in oblast
    told = json.loads(shown(client, "/places/gn:696643.json"))["place"]
    assert ("Полтаві", "written", "Cyrl") in {(n["text"], n["kind"], n["script"]) for n in told["names"]}
    assert [one["id"] for one in told["parents"]][-1] == "gn:690791"


def test_a_place_on_record_shows_its_sites_and_incidents_to_who_may_see_the_record(workspace, client_as):
    from accounted.record.decisions import stated
    from accounted.record.models import Place

    by = workspace.reviewer("lead")
    place = Place.objects.get(name="Quarry").id
    claim = queries.claims(workspace.archive)[0].id
    there = {"place": stated(place, claim)}
    decisions.record_incident(workspace.archive, title="The shooting", by=by, reason="x", values=there)
    hidden = decisions.record_incident(
        workspace.archive, title="Hidden", by=by, reason="x", values=there,
        frame={"confidentiality": "confidential"},
    )  # fmt: skip
    assert "The shooting" in shown(client_as("analyst"), f"/places/{place}/")
    assert hidden not in shown(client_as("intake"), f"/places/{place}/")
    assert "The shooting" not in shown(client_as("intake"), f"/places/{place}/")
    for nowhere in ("gn:1", "iso:XX-99", "iso:ZZ", "plc_none", "pcode:none", "gn:", ":", "gn:²"):
        assert client_as("analyst").get(f"/places/{nowhere}/").status_code == 404, nowhere


# ---- denials


def test_a_denial_that_nobody_tied_stands_beside_the_figure_and_once_tied_at_its_number(
    workspace, client_as, few_queries, reports
):
    client = client_as("analyst")
    address = "/reckoning.json?place=Poltava+oblast&basis=bodies_recovered"
    (denial,) = of_kind(workspace, reports["Lantern Wire"], "denial")
    assert denial.claim.denies == ()
    first = json.loads(shown(client, address))
    assert denial.id in {one["id"] for one in first["untied"]}
    assert denial.id in shown(client, address.replace(".json", "/"))
    with few_queries(25):
        page = shown(client, f"/claims/{denial.id}/")
    tally = next(one for one in of_kind(workspace, reports["Lantern Wire"], "tally") if one.claim.place)
    assert f'value="{tally.id}"' in page
    answer = client.post(f"/claims/{denial.id}/answer", {"denied": [tally.id], "response": "01.02"})
    assert answer.status_code == 303
    assert queries.claim(workspace.archive, denial.id).claim.denies == (tally.id,)
    after = json.loads(shown(client, address))
    assert denial.id not in {one["id"] for one in after["untied"]}
    linked = {claim["href"] for one in after["figure"]["denials"] for claim in one["denial"]}
    assert f"/claims/{denial.id}/" in linked
    assert (first["figure"]["low"], first["figure"]["best"]) == (
        after["figure"]["low"],
        after["figure"]["best"],
    )


def test_a_denial_of_nothing_of_what_is_hidden_or_by_who_may_not_is_refused(workspace, client_as, reports):
    from accounted.record.models import Document

    (denial,) = of_kind(workspace, reports["Lantern Wire"], "denial")
    other = of_kind(workspace, reports["Harbour Post"], "tally")[0]
    client = client_as("reviewer")
    assert client.post(f"/claims/{denial.id}/answer").status_code == 422
    assert client.post(f"/claims/{denial.id}/answer", {"denied": denial.id}).status_code == 422
    assert client_as("intake").post(f"/claims/{denial.id}/answer", {"denied": other.id}).status_code == 403
    item = Document.objects.get(pk=reports["Harbour Post"]).item_id
    decisions.restrict(
        workspace.archive, "Item", item, groups=["few"], by=workspace.reviewer("lead"), reason="at risk"
    )
    assert client.post(f"/claims/{denial.id}/answer", {"elsewhere": other.id}).status_code == 404


# ---- hostile words


def test_characters_that_turn_the_order_of_reading_are_shown_and_not_obeyed(workspace, client_as, tmp_path):
    turned = "Officer \u202eovaloK\u202c said \u202e04\u202c bodies were found near Poltava.\n"
    (tmp_path / "turned.txt").write_text(turned, encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("lead")):
        document = workspace.archive.add([tmp_path / "turned.txt"]).kept[0].document
    client = client_as("analyst")
    page = shown(client, f"/documents/{document}/")
    assert "\u202e" not in page and "⇄ovaloK⇄" in page and "not obeyed" in page
    assert (
        "\u202e"
        in json.loads(shown(client, f"/documents/{document}.json"))["passages"][0]["stretches"][0]["text"]
    )
    # the words as they were shown are found again, and a field keeps what it was given
    told = {"words": "Officer ⇄ovaloK⇄ said", "start": "0", "kind": "testimony"}
    assert client.post(f"/documents/{document}/claims", told).status_code == 303
    made = next(one for one in queries.claims(workspace.archive, document=document) if one.origin == "human")
    assert made.claim.excerpt.exact == "Officer \u202eovaloK\u202c said"
    assert "\u202eovaloK\u202c said</textarea>" in shown(client, f"/claims/{made.id}/correct/")


def test_a_name_that_turns_the_order_of_reading_is_put_plainly_in_lists_and_pages(workspace, client_as):
    by = workspace.reviewer("lead")
    name = "Petro \u2067lavoK\u2069"
    claim = queries.claims(workspace.archive)[0].id
    person = decisions.record_person(workspace.archive, names=[(name, [claim])], by=by, reason="named")
    client = client_as("analyst")
    for address in ("/people/", f"/people/{person}/"):
        page = shown(client, address)
        assert "\u2067" not in page and "⇄lavoK⇄" in page


def test_a_confidential_claim_that_is_read_leaves_a_line_in_the_trail(workspace, client_as, tmp_path):
    from accounted.web.models import AuditEntry

    (tmp_path / "secret.txt").write_text("Police said 40 bodies were found near Poltava.\n", encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("lead")):
        facts = IntakeFacts(confidentiality="confidential")
        document = workspace.archive.add([tmp_path / "secret.txt"], facts=facts).kept[0].document
    claim = queries.claims(workspace.archive, document=document)[0].id
    before = AuditEntry.objects.count()
    shown(client_as("analyst"), f"/claims/{claim}/")
    line = AuditEntry.objects.order_by("-seq")[0]
    assert AuditEntry.objects.count() > before and line.who
    assert claim in json.dumps(line.facts)
