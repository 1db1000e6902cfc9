"""Map, time line and graph: precision as it is, filters shared, names kept from who may not see them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounted.record import decisions, queries
from accounted.record.decisions import stated
from accounted.record.queries.holding import Held
from accounted.record.queries.placed import Placed
from accounted.record.queries.relaying import Relay, roots_of
from accounted.web import drawn_relays, drawn_time

ROLES_THAT_LOOK = ("analyst", "data_viewer")


@pytest.fixture
def recorded(workspace):
    """Two incidents, a site and a burial site, each known to another precision; who held the town."""
    archive, by = workspace.archive, workspace.reviewer("analyst")
    claim = next(one for one in queries.claims(archive) if one.claim.kind == "tally").id
    said = {"by": by, "reason": "named"}
    with archive.acting_as(by):
        town = decisions.record_place(
            archive, name="Izium", kind="settlement", country="UA", geonames=707292, iso3166_2="UA-63",
            lat=49.21, lon=37.26, **said,
        )  # fmt: skip
        region = decisions.record_place(
            archive,
            name="Kharkiv region",
            kind="region",
            country="UA",
            iso3166_2="UA-63",
            lat=49.6,
            lon=36.5,
            **said,
        )
        exact = decisions.record_incident(
            archive, title="Shelling of <b>Market Street</b>", frame={},
            values={"place": stated(town, claim), "lat": stated(49.2085, claim),
                    "lon": stated(37.2573, claim), "geo_precision": stated("1", claim),
                    "date:act": stated("2022-09-09", claim)},
            **said,
        )  # fmt: skip
        vague = decisions.record_incident(
            archive, title="Raids in the region",
            values={"place": stated(region, claim), "date:act": stated("2022-03/2022-09", claim)}, **said,
        )  # fmt: skip
        site = decisions.record_site(archive, values={"name": stated("School No. 4", claim),
                                                      "place": stated(town, claim)}, **said)  # fmt: skip
        decisions.state_control(
            archive, town, "occupied", interval="2022-04-01/2022-09-10", claims=[claim], **said
        )
        police = decisions.record_source(archive, kind="official_police", name="Regional police", **said)
        for name in ("Paper one", "Paper two", "Paper three"):
            paper = decisions.record_source(archive, kind="media_outlet", name=name, **said)
            decisions.state_upstream(archive, paper, police, by=by, ground="quotes it")
    return {"exact": exact, "vague": vague, "site": site}


def features(answer):
    return features_of(answer.json())


def features_of(told):
    return {one["id"]: one for one in told["features"]}


def test_a_point_says_how_precisely_it_is_known(client_as, recorded):
    found = features(client_as("analyst").get("/map.json"))
    assert found[recorded["exact"]]["properties"]["radius_m"] == 10
    assert found[recorded["vague"]]["properties"]["radius_m"] == 80_000
    assert found[recorded["exact"]]["geometry"]["coordinates"] == [37.2573, 49.2085]
    assert found[recorded["vague"]]["properties"]["precision"] == "± 80 km"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kind": "site"}, {"site"}),
        ({"place": "Izium"}, {"exact", "site"}),
        ({"place": "Izium", "km": "5"}, {"exact", "site"}),
        ({"from": "2022-10"}, set()),
        ({"from": "2022-05", "to": "2022-06"}, {"vague"}),
        ({"q": "market"}, {"exact"}),
    ],
)
def test_the_map_and_the_time_line_share_their_filters(client_as, recorded, query, names):
    wanted = {recorded[name] for name in names}
    client = client_as("analyst")
    assert set(features(client.get("/map.json", query))) & set(recorded.values()) == wanted
    dated = wanted - {recorded["site"]}
    rows = {row["id"] for row in client.get("/timeline.json", query).json()["rows"]}
    assert rows & set(recorded.values()) == dated


def test_what_is_kept_to_a_group_is_on_no_map(client_as, workspace, recorded):
    lead = workspace.reviewer("lead")
    decisions.restrict(
        workspace.archive, "Incident", recorded["exact"], ["team-a"], by=lead, reason="at risk"
    )
    client = client_as("analyst")
    assert recorded["exact"] not in features(client.get("/map.json"))
    assert recorded["exact"] not in {row["id"] for row in client.get("/timeline.json").json()["rows"]}


def test_who_sees_no_names_gets_places_and_no_titles(client_as, recorded):
    answer = client_as("data_viewer").get("/map/").content.decode()
    assert "Market Street" not in answer
    assert "Izium" in answer
    assert "Market Street" not in client_as("data_viewer").get("/timeline/").content.decode()


@pytest.mark.parametrize("path", ["/map/", "/timeline/", "/graph/", "/map/land/"])
def test_titles_are_words_and_never_markup(client_as, recorded, path):
    answer = client_as("analyst").get(path)
    assert answer.status_code == 200
    assert b"<b>Market" not in answer.content


@pytest.mark.parametrize("path", ["/map/", "/timeline/"])
@pytest.mark.parametrize("query", [{"place": "Nowhereatall Xq"}, {"from": "soon"}, {"kind": "person"}])
def test_a_filter_that_cannot_be_is_told_why(client_as, path, query):
    answer = client_as("analyst").get(path, query)
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


def test_who_held_a_place_is_a_band_beside_what_happened(client_as, recorded):
    answer = client_as("analyst").get("/timeline/").content.decode()
    assert 'class="control occupied"' in answer
    assert "2022-04-01" in answer


@pytest.fixture
def held_places(workspace, recorded):
    """Izium, held by others from a later day on by another account; a village known by months alone."""
    archive, by = workspace.archive, workspace.reviewer("analyst")
    claim = next(one for one in queries.claims(archive) if one.claim.kind == "tally").id
    said = {"by": by, "reason": "named"}
    from accounted.record.models import Place

    town = Place.objects.get(name="Izium").pk
    with archive.acting_as(by):
        village = decisions.record_place(
            archive, name="Kamianka", kind="settlement", country="UA", lat=49.1, lon=37.3, **said
        )
        brigade = decisions.record_actor(archive, name="Third Brigade", type="state", **said)
        rests = {"claims": [claim], **said}
        decisions.state_control(
            archive, town, "government", interval="2022-09-08/..", by_actor=brigade, **rests
        )
        decisions.state_control(archive, village, "occupied", interval="2022-04/2022-09", **rests)
    return claim


def held_on(client, day):
    told = client.get("/map.json", {"on": day}).json()["held"]
    return {one["place"]: one for one in told}


def test_the_map_shows_who_held_what_on_a_day_as_the_accounts_state_it(client_as, held_places):
    client = client_as("analyst")
    (state,) = held_on(client, "2022-05-01")["Izium"]["states"]
    assert (state["code"], state["sure"], state["by"]) == ("occupied", True, None)
    assert [one["href"] for one in state["accounts"]] == [f"/claims/{held_places}/"]
    (state,) = held_on(client, "2022-10-01")["Izium"]["states"]
    assert (state["code"], state["by"]) == ("government", "Third Brigade")
    assert held_on(client, "2022-01-01") == {}
    assert "No account says who held" in client.get("/map/", {"on": "2022-01-01"}).content.decode()


def test_accounts_that_differ_on_a_day_both_stand_on_the_map(client_as, held_places):
    client = client_as("analyst")
    told = held_on(client, "2022-09-09")["Izium"]
    assert told["differ"] and not told["sure"]
    assert {one["code"] for one in told["states"]} == {"occupied", "government"}
    page = client.get("/map/", {"on": "2022-09-09"}).content.decode()
    assert "accounts differ" in page and 'class="held differ unsure"' in page


def test_a_day_at_the_edge_of_a_month_is_uncertain(client_as, held_places):
    client = client_as("analyst")
    sure = {
        day: held_on(client, day)["Kamianka"]["sure"] for day in ("2022-04-10", "2022-05-01", "2022-09-02")
    }
    assert sure == {"2022-04-10": False, "2022-05-01": True, "2022-09-02": False}
    assert "uncertain on that day" in client.get("/map/", {"on": "2022-04-10"}).content.decode()


def test_without_a_day_the_map_shows_nobody_as_holding_anything_and_offers_one(client_as, held_places):
    client = client_as("analyst")
    assert client.get("/map.json").json()["held"] == []
    assert 'name="on"' in client.get("/map/").content.decode()
    assert 'role="alert"' in client_as("analyst").get("/map/", {"on": "soon"}).content.decode()


def test_who_held_a_place_is_hidden_with_the_only_claims_that_say_so(client_as, workspace, held_places):
    from accounted.record.models import Claim

    item = Claim.objects.get(pk=held_places).document.item_id
    lead = workspace.reviewer("lead")
    decisions.restrict(workspace.archive, "Item", item, ["team-a"], by=lead, reason="at risk")
    assert held_on(client_as("analyst"), "2022-05-01") == {}
    assert client_as("analyst").get("/timeline.json").json()["control"] == []


def test_who_sees_no_names_sees_who_held_what_without_naming_anybody(client_as, held_places):
    (state,) = held_on(client_as("data_viewer"), "2022-10-01")["Izium"]["states"]
    assert (state["code"], state["by"], state["accounts"]) == ("government", None, [])


def test_a_point_is_written_the_same_from_the_right_to_the_left(client_as, recorded):
    client = client_as("analyst")
    client.cookies["django_language"] = "ar"
    page = client.get("/map/").content.decode()
    assert '<bdi dir="ltr">49.2085, 37.2573</bdi>' in page and '<bdi dir="ltr">± 10 m</bdi>' in page


def test_the_time_line_leads_to_the_map_of_the_day_and_to_the_accounts(client_as, held_places):
    page = client_as("analyst").get("/timeline/").content.decode()
    assert 'href="/map/?on=2022-09-08"' in page and f'href="/claims/{held_places}/"' in page
    assert "from 2022-09-08 on" in page


def test_reports_with_one_root_are_said_in_words(client_as, recorded):
    answer = client_as("analyst").get("/graph/", {"q": "Regional police"}).content.decode()
    assert "3 reports have one root: Regional police" in answer
    assert "Paper two" in answer


def test_five_reports_that_go_back_to_one_root_are_pointed_out_as_one(client_as, workspace):
    archive, by = workspace.archive, workspace.reviewer("analyst")
    said = {"by": by, "reason": "named"}
    with archive.acting_as(by):
        root = decisions.record_source(archive, kind="official_police", name="Press desk", **said)
        wire = decisions.record_source(archive, kind="agency_photo", name="The wire", **said)
        decisions.state_upstream(archive, wire, root, by=by, ground="names it")
        for n, above in enumerate((root, wire, wire, wire, wire)):
            paper = decisions.record_source(archive, kind="media_outlet", name=f"Daily {n}", **said)
            decisions.state_upstream(archive, paper, above, by=by, ground="quotes it")
    client = client_as("analyst")
    (told,) = [one for one in client.get("/graph.json").json()["told"] if one["name"] == "Press desk"]
    assert told["words"] == "5 reports have one root: Press desk"
    assert (told["reports"], told["through"]) == ([f"Daily {n}" for n in range(5)], 1)
    page = client.get("/graph/").content.decode()
    assert "5 reports have one root: Press desk" in page
    assert page.count('class="box root"') >= 1 and 'href="/graph/?q=Press+desk"' in page


def test_outlines_come_from_what_is_shipped(client_as):
    land = client_as("analyst").get("/map/land.json", {"box": "22,44,41,53"}).json()
    assert "UA" in land["codes"]
    assert {one["properties"]["layer"] for one in land["features"]} == {"land", "border"}


@pytest.mark.parametrize("path", ["/map/", "/timeline/", "/graph/"])
def test_looking_asks_few_queries(client_as, recorded, path):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    client = client_as("analyst")
    client.get(path)
    with (
        CaptureQueriesContext(connections["default"]) as record,
        CaptureQueriesContext(connections["workspace"]) as workspace,
    ):
        client.get(path)
    assert len(record) + len(workspace) <= 25


# ---- precision


SQUARE = {"type": "Polygon", "coordinates": [[[36, 49], [38, 49], [38, 50], [36, 50], [36, 49]]]}


@pytest.fixture
def outlined(workspace):
    """Incidents known to a district whose outline is on record, and to a country."""
    archive, by = workspace.archive, workspace.reviewer("analyst")
    claim = next(one for one in queries.claims(archive) if one.claim.kind == "tally").id
    said = {"by": by, "reason": "named"}
    found = {}
    with archive.acting_as(by):
        for name, kind, more in (
            ("Izium district", "district", {"polygon": SQUARE}),
            ("Broken district", "district", {"polygon": {"type": "Polygon", "coordinates": [[["a", 1]]]}}),
            ("Ukraine", "country", {}),
        ):
            place = decisions.record_place(
                archive, name=name, kind=kind, country="UA", lat=49.5, lon=37.0, **more, **said
            )
            found[name] = decisions.record_incident(
                archive, title=f"In {name}", values={"place": stated(place, claim)}, **said
            )
    return found


def test_what_is_known_to_a_district_or_a_country_lies_within_its_outline(client_as, outlined):
    told = client_as("analyst").get("/map.json").json()
    areas = {
        name: features_of(told)[identifier]["properties"]["area"] for name, identifier in outlined.items()
    }
    assert told["areas"][areas["Izium district"]] == SQUARE
    assert told["areas"][areas["Ukraine"]]["type"] == "MultiPolygon"
    assert areas["Broken district"] not in told["areas"]  # it is a disc then
    assert features_of(told)[outlined["Broken district"]]["properties"]["radius_m"] == 20_000


def test_a_point_of_its_own_needs_no_outline(client_as, recorded):
    assert features(client_as("analyst").get("/map.json"))[recorded["exact"]]["properties"]["area"] is None


# ---- filters shared with the lists


def test_a_list_leads_to_the_map_and_back_with_its_filters(client_as, recorded):
    client = client_as("analyst")
    page = client.get("/sites/", {"text": "School", "unit": "single"}).content.decode()
    there = "kind=site&amp;q=School&amp;code_unit=single"
    assert f'href="/map/?{there}"' in page and f'href="/timeline/?{there}"' in page
    told = client.get("/map.json", {"kind": "site", "q": "School", "code_unit": "single"}).json()
    assert {one["id"] for one in told["features"]} == {recorded["site"]}
    assert told["list"] == "/sites/?text=School&unit=single"
    other = {"kind": "site", "code_unit": "group_reported"}
    assert client.get("/map.json", other).json()["features"] == []
    assert client.get("/people/").content.decode().count('href="/map/?') == 0


@pytest.mark.parametrize(
    "query",
    [{"code_unit": "single"}, {"kind": "site", "code_unit": "unheard"}, {"kind": "site", "code_sex": "male"}],
)
def test_a_coded_filter_that_cannot_be_is_told(client_as, query):
    for path in ("/map/", "/timeline/"):
        assert 'role="alert"' in client_as("analyst").get(path, query).content.decode()


# ---- nothing to show


def test_an_empty_map_says_why(client_as, workspace, recorded):
    client = client_as("analyst")
    assert "Nothing that is on record fits these filters" in client.get("/map/?q=xyzzy").content.decode()
    assert "has a known point" in client.get("/map/?kind=burial_site").content.decode()
    from accounted.record import models

    for model in (models.Incident, models.Site, models.BurialSite):
        model.objects.all().update(place=None, lat=None, lon=None)
    assert 'id="map"' not in client.get("/map/").content.decode()


def test_the_map_and_the_time_line_of_a_new_archive_say_that_they_are_empty(client_as, monkeypatch):
    from accounted.record.queries import placed

    monkeypatch.setattr(placed, "_FINDERS", {kind: lambda *_: [] for kind in placed.KINDS})
    client = client_as("analyst")
    assert "The map is empty" in client.get("/map/").content.decode()
    assert "The time line is empty" in client.get("/timeline/").content.decode()


# ---- drawing


def test_sources_that_differ_on_who_held_a_place_stand_below_each_other():
    def of(identifier, first, last, place="Izium"):
        return Held(identifier, place, "occupied", None, "x", first, last)

    april, may, june = date(2022, 4, 1), date(2022, 5, 1), date(2022, 6, 1)
    bands = [
        of("a", april, may),
        of("b", june, None),
        of("c", april, june),
        of("d", None, april, "Balakliia"),
    ]
    told = {
        place: [[one.id for one in lane] for lane in lanes]
        for place, lanes in drawn_time.lanes_of(bands).items()
    }
    assert told == {"Balakliia": [["d"]], "Izium": [["a", "b"], ["c"]]}


def thing(identifier, earliest, latest):
    return Placed("incident", identifier, identifier, None, None, None, None, "x", earliest, latest)


def test_a_stretch_counts_whatever_may_lie_in_it():
    things = [thing("a", date(2022, 1, 5), date(2022, 1, 5)), thing("b", date(2022, 1, 30), date(2022, 2, 2))]
    cut = drawn_time.stretches(things, date(2022, 1, 1), date(2022, 4, 30))
    assert [(one.label, one.number) for one in cut] == [
        ("2022-01", 2), ("2022-02", 1), ("2022-03", 0), ("2022-04", 0)
    ]  # fmt: skip


DAYS = st.dates(date(2021, 12, 1), date(2022, 6, 1)) | st.none()


@given(st.lists(st.tuples(DAYS, DAYS)))
def test_every_stretch_counts_what_overlaps_it_and_nothing_else(dates):
    things = [thing(str(n), *sorted(told, key=lambda day: day or date.min) if None not in told else told)
              for n, told in enumerate(dates)]  # fmt: skip
    for one in drawn_time.stretches(things, date(2022, 1, 1), date(2022, 4, 30)):
        assert one.number == sum(
            (each.earliest or date.min) <= one.last and (each.latest or date.max) >= one.first
            for each in things
        )


def test_the_line_goes_over_everything_that_is_dated_unless_a_window_is_asked():
    things = [thing("a", date(2020, 1, 5), date(2021, 1, 5))]
    assert drawn_time.window(things, (), None, None) == (date(2020, 1, 5), date(2021, 1, 5))
    assert drawn_time.window(things, (), date(2020, 3, 1), None) == (date(2020, 3, 1), date(2021, 1, 5))
    assert drawn_time.window((), (), None, None) is None


def test_everybody_stands_after_all_they_have_it_from():
    relays = [
        Relay("police", "wire", 3, None),
        Relay("wire", "paper", 3, None),
        Relay("police", "paper", 1, None),
    ]
    assert drawn_relays.layers_of(relays) == [["police"], ["wire"], ["paper"]]


def test_a_circle_of_relays_is_drawn_and_ends():
    relays = [Relay("one", "other", 1, None), Relay("other", "one", 1, None)]
    assert sorted(name for layer in drawn_relays.layers_of(relays) for name in layer) == ["one", "other"]


def test_a_root_holds_every_report_at_the_end_of_a_chain():
    relays = [Relay("police", "wire", 3, None), Relay("wire", "a", 1, None), Relay("wire", "b", 1, None)]
    (root,) = roots_of(relays, {"police": "Police"})
    assert (root.name, root.reports, root.through) == ("Police", ("a", "b"), 1)


# ---- in a real browser


def test_the_map_moves_without_any_other_host_and_breaks_no_policy(live, chromium, recorded):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live.way_in("analyst"))
    page.goto(f"{live.address}/map/?place=Izium&km=100")
    page.wait_for_selector("#map canvas")
    page.get_by_role("button", name="Nearer").click()
    page.locator("#map canvas").press("ArrowLeft")
    page.locator("#map canvas").press("Home")
    page.locator("#map canvas").press("Enter")
    assert page.locator(".map-told a").count() >= 1
    assert not told
    assert all(url.startswith((live.address, "data:", "blob:")) for url in asked)
    page.close()


def test_a_place_that_is_held_tells_its_accounts_when_it_is_chosen(live, chromium, held_places):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(120_000)
    page.goto(live.way_in("analyst"))
    page.goto(f"{live.address}/map/?kind=burial_site&on=2022-09-09")
    canvas = page.locator("#map canvas")
    canvas.wait_for()
    canvas.focus()
    box = canvas.bounding_box()
    assert box is not None
    for down in range(20, 480, 12):  # the places lie one above the other in the middle
        canvas.click(position={"x": box["width"] / 2, "y": down})
        if "Izium" in page.locator(".map-told").inner_text():
            break
    told = page.locator(".map-told").inner_text()
    assert "Occupied" in told and "Government" in told and "accounts differ" in told
    assert page.locator(".map-told a").first.get_attribute("href") == f"/claims/{held_places}/"
    page.locator("#slide").press("Home")
    page.wait_for_url("**on=2022-04-01*")
    page.close()


def test_the_map_is_used_with_the_keyboard_alone(live, chromium, recorded):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(120_000)
    page.goto(live.way_in("analyst"))
    page.goto(f"{live.address}/map/")
    canvas = page.locator("#map canvas")
    canvas.wait_for()
    canvas.focus()
    names = set()
    for _ in range(3):
        canvas.press("n")
        names |= set(page.locator(".map-told li").all_inner_texts())
    assert any("Market Street" in name and "± 10 m" in name for name in names)
    assert any("Raids in the region" in name and "± 80 km" in name for name in names)
    assert any("School No. 4" in name for name in names)
    canvas.press("Escape")
    assert page.locator(".map-told li").count() == 0
    page.close()


def test_the_slider_of_the_figure_asks_for_another_day(live, chromium):
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(live.way_in("analyst"))
    page.goto(f"{live.address}/reckoning/")
    page.locator("table a").first.click()
    slider = page.locator("#slide")
    if slider.count():
        slider.press("Home")
        page.wait_for_url("**as_of=2*")
    assert page.locator("#figure").count() == 1
    page.close()
