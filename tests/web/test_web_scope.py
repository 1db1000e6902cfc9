"""The declared scope of the method: stated, judged by, shown with figures; it limits them where asked."""

from __future__ import annotations

import pytest

METHOD = {"version": "2027-1", "minimum_sources": "2", "reason": "as agreed"}


@pytest.fixture
def lead(client_as):
    return client_as("lead")


def set_scope(client, **scope):
    told = METHOD | {f"scope_{name}": value for name, value in scope.items()}
    return client.post("/administration/methodology/set", told)


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ({"time": "soon"}, "soon"),
        ({"place": "Kharkiv, Nowhereatall Xq"}, "Nowhereatall Xq"),
        ({"harms": ["killed", "wept"]}, "wept"),
    ],
)
def test_a_scope_that_nothing_could_be_judged_by_is_refused(lead, scope, told):
    answer = set_scope(lead, **scope)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_the_scope_in_force_is_shown_as_it_is_understood(lead):
    assert (
        set_scope(lead, time="2022-02-24/..", place="Ukraine", harms=["killed", "bodies_found"]).status_code
        == 303
    )
    told = lead.get("/administration/methodology.json").json()["scope_now"]
    assert (told["period"], told["places"]) == ("2022-02-24/..", ["Ukraine"])
    assert told["harms"] == ["killed", "bodies_found"]
    page = lead.get("/administration/methodology/").content.decode()
    assert "from 2022-02-24 on" in page and '<option value="killed" selected>' in page


def test_a_figure_outside_the_scope_says_so_and_is_gone_where_it_is_limited(lead, client_as):
    set_scope(lead, harms=["killed"])
    client, asked = client_as("analyst"), {"place": "Siryi Bir", "basis": "bodies_found"}
    told = client.get("/reckoning.json", asked).json()
    assert told["scope"]["outside"] and told["figure"] is not None
    page = client.get("/reckoning/", asked).content.decode()
    assert "outside the declared scope" in page and "Limit to the declared scope" in page
    limited = client.get("/reckoning.json", asked | {"scope": "within"}).json()
    assert limited["figure"] is None
    page = client.get("/reckoning/", asked | {"scope": "within"}).content.decode()
    assert "no figure is shown" in page and "Show everything" in page


def test_a_figure_within_the_scope_is_limited_to_its_time(lead, client_as):
    set_scope(lead, time="1999", harms=["bodies_found"])
    client, asked = client_as("analyst"), {"place": "Siryi Bir", "basis": "bodies_found"}
    whole = client.get("/reckoning.json", asked).json()
    assert not whole["scope"]["outside"] and whole["figure"]["period"] is None
    limited = client.get("/reckoning.json", asked | {"scope": "within"}).json()
    assert limited["figure"]["period"] == "1999"


def test_a_place_wider_than_the_scope_reaches_beyond_it_and_one_elsewhere_is_outside(lead, client_as):
    set_scope(lead, place="Kharkiv")
    client = client_as("analyst")
    wider = client.get("/reckoning.json", {"place": "Ukraine"}).json()["scope"]
    assert wider["beyond"] == [{"what": "wider", "sure": False}]
    elsewhere = client.get("/reckoning.json", {"place": "Lviv"}).json()["scope"]
    assert elsewhere["outside"]
    assert client.get("/reckoning.json", {"place": "Kharkiv"}).json()["scope"]["beyond"] == []


def test_without_a_declared_scope_nothing_is_said_of_one(client_as):
    assert client_as("analyst").get("/reckoning.json", {"place": "Siryi Bir"}).json()["scope"] is None


def test_an_export_asked_for_within_the_scope_is_made_without_what_lies_outside(lead, client_as, workspace):
    import io
    import zipfile

    from accounted.web.models import ExportRequest

    set_scope(lead, harms=["missing"])
    owner = client_as("owner")
    asked = {
        "form": "csv",
        "audience": "partner",
        "scope": "archive",
        "recipient": "A court",
        "reason": "asked",
    }

    def made(**more):
        owner.post("/administration/exports/ask", asked | more)
        number = ExportRequest.objects.latest("pk").pk
        lead.post(f"/administration/exports/{number}/approve")
        owner.post(f"/administration/exports/{number}/make")
        packed = owner.post(f"/administration/exports/{number}/download").content
        with zipfile.ZipFile(io.BytesIO(packed)) as files:
            return {name: files.read(name).decode() for name in files.namelist()}

    whole, limited = made(), made(within_scope="yes")
    assert "Outside it:" in whole["NOTES.txt"] and "outside (harm:" in whole["figures.csv"]
    assert "left out of these files" in limited["NOTES.txt"]
    assert "outside (harm:" not in limited["figures.csv"]
    assert len(limited["figures.csv"].splitlines()) < len(whole["figures.csv"].splitlines())
    page = owner.get("/administration/exports/").content.decode()
    assert "without figures and events outside the declared scope" in page
