"""The reckoning page: the figure of `accounted reckon`, its claims linked, quick because it is narrowed."""

from __future__ import annotations

import time
from collections import OrderedDict

import pytest

from accounted.reporting import narrowed
from accounted.web import kept


@pytest.fixture
def spoken(client_as):
    """A place that the demonstration's documents speak of, and a client."""
    client = client_as("analyst")
    places = client.get("/reckoning.json", {"basis": "bodies_found"}).json()["spoken_of"]
    assert places
    return client, places[0]["name"]


def test_without_a_place_the_page_names_those_that_numbers_are_of(spoken):
    client, place = spoken
    assert place in client.get("/reckoning/").content.decode()


def test_of_very_many_numbers_those_put_on_record_last_are_looked_through_and_the_page_says_so(
    client_as, monkeypatch
):
    monkeypatch.setattr(narrowed, "MOST_SPOKEN_OF", 3)
    monkeypatch.setattr(kept, "_answers", OrderedDict())
    client = client_as("analyst")
    told = client.get("/reckoning.json", {"basis": "bodies_found"}).json()
    assert told["of_newest"] == 3
    assert 0 < sum(place["number"] for place in told["spoken_of"]) <= 3
    assert "the 3 put on record last" in client.get("/reckoning/").content.decode()


def test_the_figure_is_that_of_the_whole_record(spoken, workspace):
    from accounted.claims import PlaceMention
    from accounted.reckoning import Question
    from accounted.record.searching.index import opened_gazetteer
    from accounted.record.searching.places import named
    from accounted.reporting.disclosure import disclose
    from accounted.reporting.enclosing import place_key
    from accounted.reporting.material import gather
    from accounted.reporting.reckoned import Reckonings
    from accounted.reporting.rows import Rows
    from accounted.reporting.world import world_of

    client, name = spoken
    figure = client.get("/reckoning.json", {"place": name, "basis": "bodies_found"}).json()["figure"]
    gazetteer, place = opened_gazetteer(), named(name)
    mention = PlaceMention(
        text=place.name, name=place.name, kind=place.kind, country=place.country, geonames=place.geonames,
        iso3166_2=place.iso3166_2, lat=place.lat, lon=place.lon,
    )  # fmt: skip
    material = gather(workspace.archive, gazetteer=gazetteer)
    world = world_of(material, gazetteer=gazetteer, also=(mention,))
    whole = Reckonings(material, world, Rows(material, disclose(material, "internal")))
    made = whole.ask(Question("bodies_found", place_key(mention)))
    assert (figure["low"], figure["high"]) == (made.answer.low, made.answer.high)


def test_the_claims_behind_a_figure_are_linked(spoken):
    client, name = spoken
    figure = client.get("/reckoning.json", {"place": name, "basis": "bodies_found"}).json()["figure"]
    links = [one["href"] for one in figure["binding"] if one["item"]]
    assert links
    assert all(link.startswith("/claims/clm_") for link in links)


def test_who_sees_no_names_gets_numbers_and_no_words(client_as):
    client = client_as("data_viewer")
    places = client.get("/reckoning.json").json()["spoken_of"]
    asked = {"place": places[0]["name"], "basis": "bodies_found"}
    figure = client.get("/reckoning.json", asked).json()["figure"]
    assert "words" in figure
    assert not {"binding", "origins", "denials", "text", "superseded"} & set(figure)


@pytest.mark.parametrize(
    "query", [{"basis": "nonsense"}, {"place": "Nowhereatall Xq"}, {"place": "Kyiv", "as_of": "x"}]
)
def test_a_question_that_cannot_be_answered_is_told_why(client_as, query):
    answer = client_as("analyst").get("/reckoning/", query)
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


def test_a_figure_asked_again_is_kept(spoken, monkeypatch):
    client, name = spoken
    asked = {"place": name, "basis": "bodies_found"}
    first = client.get("/reckoning.json", asked).json()
    monkeypatch.setattr("accounted.web.reckoned.gather_for", None)
    assert client.get("/reckoning.json", asked).json() == first


def asked_of_databases(client, asked):
    """How many queries one request issues, and its answer."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with (
        CaptureQueriesContext(connections["default"]) as record,
        CaptureQueriesContext(connections["workspace"]) as workspace,
    ):
        answer = client.get("/reckoning.json", asked).json()
    return len(record) + len(workspace), answer


def test_the_page_of_a_figure_asks_few_queries_while_it_is_worked_out_and_after(spoken, monkeypatch):
    client, name = spoken
    monkeypatch.setattr(kept, "_served", True)  # as on a server: worked out beside the requests
    for _ in range(300):
        queries, answer = asked_of_databases(client, {"place": name, "basis": "bodies_found"})
        assert queries <= 25
        if answer["figure"]:
            break
        time.sleep(0.1)
    assert answer["figure"]["low"]


def test_working_a_figure_out_asks_no_more_queries_for_more_claims(spoken):
    client, _ = spoken
    places = client.get("/reckoning.json", {"basis": "bodies_found"}).json()["spoken_of"]
    most, fewest = places[0], places[-1]
    assert most["number"] > fewest["number"]
    one, other = (
        asked_of_databases(client, {"place": place["name"], "basis": "bodies_found"})[0]
        for place in (most, fewest)
    )
    assert abs(one - other) <= 3
