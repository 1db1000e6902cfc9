"""The search page: in any script, with filters; searches that are kept; nothing that may not be seen."""

from __future__ import annotations

import pytest

from accounted.record import decisions, queries, searching
from accounted.record.decisions import stated


def groups(answer):
    return {group["name"]: group for group in answer.json()["groups"]}


def test_a_latin_name_finds_the_cyrillic_one(client_as):
    found = groups(client_as("analyst").get("/search.json", {"q": "Bolvinov"}))
    names = {"".join(piece["text"] for piece in hit["heading"]) for hit in found["names"]["hits"]}
    assert names == {"Тарас Болвінов", "Taras Bolvinov"}


def test_what_is_found_is_marked_and_escaped(client_as):
    answer = client_as("analyst").get("/search/", {"q": "<script>alert(1)</script> Bolvinov"})
    assert b"<script>alert" not in answer.content
    answer = client_as("analyst").get("/search/", {"q": "Bolvinov"})
    assert "<mark>Bolvinov</mark>" in answer.content.decode()


def test_the_page_with_nothing_asked_shows_its_form(client_as):
    answer = client_as("analyst").get("/search/")
    assert answer.status_code == 200
    assert b'name="speaker"' in answer.content


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"q": "a", "from": "yesterday"}, "yesterday"),
        ({"q": "a", "place": "Nowhereatall Xq"}, "Nowhereatall"),
        ({"q": "-a"}, "only words to leave out"),
        ({"q": "a", "km": "5"}, "needs the place"),
    ],
)
def test_a_search_that_cannot_be_is_told_why(client_as, query, told):
    answer = client_as("analyst").get("/search/", query)
    assert answer.status_code == 200
    assert told in answer.content.decode()


def test_every_search_is_in_the_audit_trail(client_as, workspace):
    from accounted.web.models import AuditEntry

    client_as("analyst").get("/search/", {"q": "bodies"})
    entry = AuditEntry.objects.filter(event="search").latest("seq")
    assert entry.facts["query"] == "q=bodies"


def test_what_is_kept_to_a_group_is_not_found_outside_it(client_as, workspace):
    first = groups(client_as("analyst").get("/search.json", {"q": "Taras"}))["names"]["hits"]
    person = first[0]["id"]
    lead = workspace.reviewer("lead")
    decisions.restrict(workspace.archive, "Person", person, ["team-a"], by=lead, reason="at risk")
    found = groups(client_as("analyst").get("/search.json", {"q": "Taras"}))["names"]
    assert person not in {hit["id"] for hit in found["hits"]}
    assert found["total"] == 1


def test_who_sees_no_names_finds_nobody_by_name(client_as):
    found = groups(client_as("auditor").get("/search.json", {"q": "Bolvinov"}))
    assert sum(group["total"] for group in found.values()) == 0


def test_a_kept_search_tells_what_is_new_until_it_is_looked_at(client_as, workspace, tmp_path):
    from accounted.web.models import SavedSearch
    from accounted.web.searching import recount

    client = client_as("analyst")
    client.get("/search/", {"q": "quarryman"})
    assert client.post("/search/save", {"q": "quarryman", "title": "The quarryman"}).status_code == 303
    (tmp_path / "new.txt").write_text("The quarryman told of it.\n", encoding="utf-8")
    with workspace.archive.acting_as(workspace.reviewer("analyst")):
        workspace.archive.add([tmp_path / "new.txt"])
    searching.bring_up(workspace.archive)
    recount(workspace.archive)
    (saved,) = client.get("/search.json").json()["saved"]
    assert saved["new"] == 1
    told = client.get("/today.json").json()
    assert (told["news"][0]["news"], told["news_count"]) == (1, 1)
    assert 'class="badge good">1 new<' in client.get("/").content.decode()
    assert 'class="badge good">1 new<' in client.get("/search/").content.decode()
    answer = client.post(f"/search/saved/{saved['number']}/look")
    assert answer["Location"] == "/search/?q=quarryman"
    assert SavedSearch.objects.get().new == 0


def test_a_kept_search_is_its_owners_alone(client_as):
    from accounted.web.models import SavedSearch

    client_as("analyst").post("/search/save", {"q": "bodies", "title": "Bodies"})
    number = SavedSearch.objects.get().pk
    assert client_as("lead").post(f"/search/saved/{number}/remove").status_code == 404
    assert client_as("analyst").post(f"/search/saved/{number}/remove").status_code == 303


def test_what_is_kept_is_renamed_by_its_owner_to_a_name_that_is_free(client_as):
    from accounted.web.models import SavedSearch

    client = client_as("analyst")
    for title in ("Bodies", "Graves"):
        client.post("/search/save", {"q": title, "title": title})
    number = SavedSearch.objects.get(title="Bodies").pk
    rename = f"/search/saved/{number}/rename"
    assert f'action="{rename}"' in client.get("/search/").content.decode()
    assert client.post(rename, {"title": " All  bodies "}).status_code == 303
    assert SavedSearch.objects.get(pk=number).title == "All bodies"
    assert client.post(rename, {"title": "Graves"}).status_code == 422
    assert client.post(rename, {"title": " "}).status_code == 422
    assert client_as("lead").post(rename, {"title": "Mine"}).status_code == 404


def test_a_kept_list_tells_what_is_new_on_its_page_and_on_today(client_as, workspace):
    from accounted.web.models import SavedList
    from accounted.web.news import recount_lists

    client = client_as("analyst")
    client.post("/lists/sites/save/", {"title": "Single sites", "unit": "single"})
    by = workspace.reviewer("analyst")
    with workspace.archive.acting_as(by):
        decisions.record_site(workspace.archive, by=by, reason="named", label_as_written="the barn")
    recount_lists(workspace.archive)
    (kept,) = client.get("/sites.json").json()["kept"]
    (told,) = client.get("/today.json").json()["news"]
    assert (kept["new"], told["news"], told["title"], told["kind"]) == (1, 1, "Single sites", "sites")
    renamed = client.post(f"/lists/saved/{kept['number']}/rename/", {"title": "Sites alone"})
    assert renamed["Location"] == "/sites/?unit=single"
    assert client.post(told["address"]).status_code == 303
    recount_lists(workspace.archive)
    assert client.get("/today.json").json()["news"] == []
    assert SavedList.objects.get().title == "Sites alone"


def test_a_search_asks_few_queries(client_as):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    client = client_as("analyst")
    client.get("/search/", {"q": "bodies"})
    with (
        CaptureQueriesContext(connections["default"]) as record,
        CaptureQueriesContext(connections["workspace"]) as workspace,
    ):
        client.get("/search/", {"q": "bodies"})
    assert len(record) + len(workspace) <= 25


def test_the_coded_filters_of_a_list_are_carried_into_a_search_and_kept(client_as, workspace):
    from accounted.web.models import SavedSearch

    client = client_as("analyst")
    page = client.get("/burial-sites/", {"text": "Quarry", "status": "reported"}).content.decode()
    assert 'href="/search/?kind=burial_site&amp;q=Quarry&amp;code_status=reported"' in page
    asked = {"kind": "burial_site", "q": "Quarry", "code_status": "reported"}
    assert groups(client.get("/search.json", asked))["names"]["total"] == 1
    other = asked | {"code_status": "exhumed"}
    assert groups(client.get("/search.json", other))["names"]["total"] == 0
    none = asked | {"code_type": "none"}
    assert groups(client.get("/search.json", none))["names"]["total"] == 0
    assert 'name="code_status"' in client.get("/search/", asked).content.decode()
    client.post("/search/save", asked | {"title": "Graves not opened"})
    assert SavedSearch.objects.get().query == "q=Quarry&kind=burial_site&code_status=reported"


def test_a_coded_filter_that_cannot_be_is_told_and_asks_nothing(client_as):
    client = client_as("analyst")
    person = {"kind": "person"}
    for asked in ({"q": "a", "code_sex": "male"}, person | {"code_sex": "x"}, person | {"code_id": "1"}):
        assert 'role="alert"' in client.get("/search/", asked).content.decode(), asked


def test_who_sees_no_entries_does_not_find_out_their_fields(client_as):
    answer = client_as("auditor").get("/search.json", {"kind": "person", "code_sex": "male"}).json()
    assert answer["trouble"] and not answer["groups"] and not answer["coded"]


def test_a_name_is_found_in_any_script_and_spelling(client_as):
    client = client_as("analyst")
    for text in ("بولفينوف", "Болвинов", "болвінова", "BOLVINOV", "Bolvínov", "Bolwinow", "Bołwinow"):
        found = groups(client.get("/search.json", {"q": text}))["names"]["hits"]
        names = {"".join(piece["text"] for piece in hit["heading"]) for hit in found}
        assert "Тарас Болвінов" in names, text


def test_an_arabic_name_is_found_in_its_forms(client_as, workspace):
    archive, by = workspace.archive, workspace.reviewer("analyst")
    claim = next(one for one in queries.claims(archive)).id
    with archive.acting_as(by):
        people = {
            name: decisions.record_person(archive, names=[(name, [claim])], by=by, reason="named")
            for name in ("محمّد الحسن", "Khalid al-Rashid", "أحمد إبراهيم")
        }
    client = client_as("analyst")
    for asked, name in (
        ("محمد", "محمّد الحسن"), ("Mohammed", "محمّد الحسن"), ("Al-Hasan", "محمّد الحسن"),
        ("حسن", "محمّد الحسن"),
        ("خالد الرشيد", "Khalid al-Rashid"),
        ("احمد ابراهيم", "أحمد إبراهيم"), ("Ahmad Ibrahim", "أحمد إبراهيم"),
    ):  # fmt: skip
        found = groups(client.get("/search.json", {"q": asked}))["names"]["hits"]
        assert people[name] in {hit["id"] for hit in found}, asked


ODD = (
    '"', '""', "*", "a*", '"a', "(", "NEAR(a b)", "a OR b", "a AND", "NOT", "{a b}: c", "^bodies", "- -", "-",
    "'; DROP TABLE record_person; --", "%s %d %(q)s", "\\", "\u200f\u202e", "🙂", "\u0301", "a" * 5000,
    "_tperson", "bodies:*", "<->", "&", "!", "|", "\t\n", "İ", "ﬁ", "\uffff",
)  # fmt: skip


def test_whatever_is_typed_is_answered(client_as):
    client = client_as("analyst")
    for text in ODD:
        for name in ("q", "speaker", "publisher", "place", "from"):
            asked = {"q": "bodies"} | {name: text}
            assert client.get("/search/", asked).status_code == 200, asked


def test_a_nul_is_refused_in_every_field(client_as):
    client = client_as("analyst")
    for name in ("q", "publisher", "speaker", "place", "from", "km", "kind", "after", "code_x"):
        assert client.get("/search/", {"q": "bodies"} | {name: "a\0b"}).status_code == 400, name


def test_a_search_by_place_and_days_holds_together(client_as, workspace):
    by = workspace.reviewer("analyst")
    claim = next(one for one in queries.claims(workspace.archive) if one.claim.kind == "tally").id
    with workspace.archive.acting_as(by):
        incident = decisions.record_incident(
            workspace.archive, title="Shelling of the market", by=by, reason="named",
            values={"lat": stated(49.21, claim), "lon": stated(37.26, claim),
                    "geo_precision": stated("1", claim), "date:act": stated("2022-09-09", claim)},
        )  # fmt: skip
    client = client_as("analyst")

    def found(**more):
        told = groups(client.get("/search.json", {"q": "market", "place": "Izium"} | more))
        return incident in {hit["id"] for hit in told["names"]["hits"]}

    assert found(km="10") and found(km="10", **{"from": "2022-09", "to": "2022-09"})
    assert not found(km="10", **{"from": "2022-10"})
    assert not found(km="10", place="Lviv")
