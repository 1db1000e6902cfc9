"""The pages of the record in a real browser: by keyboard, without JavaScript, small, two people at once."""

import os

import pytest

from accounted.record import decisions, queries
from accounted.record.decisions.linking import Proposed, record_linkage

pytestmark = pytest.mark.slow


@pytest.fixture
def prepared(workspace):
    """A pair that waits, made before the server takes requests."""
    archive, by = workspace.archive, workspace.reviewer("owner")
    claim = next(one.id for one in queries.claims(archive) if one.claim.kind == "tally")
    people = [
        decisions.record_person(archive, names=[(name, [claim])], by=by, reason="named")
        for name in ("Petro Koval", "P. Kowal", "Pavlo Koval")
    ]
    levels = [{"words": "a name like it", "weight": 7.5}]
    model = {"start": -8.0, "comparisons": [{"name": "name", "levels": levels}]}
    pairs = [
        {"a": people[0], "b": other, "probability": p, "weight": -0.5, "levels": [0]}
        for other, p in ((people[1], 0.45), (people[2], 0.3))
    ]
    content = {"pairs": pairs, "clusters": [], "model": model}
    with archive.acting_as(by):
        record_linkage(archive, Proposed(content, ["l"], "duckdb", {}, {}, 3, 2, 2, 2, 3, "none"))
    return people, claim


@pytest.fixture
def ways_in(workspace, prepared, live):
    """Addresses that sign people in, made where the database may be asked."""
    return {role: live.way_in(role) for role in ("analyst", "lead", "reviewer")}


@pytest.fixture(autouse=True)
def _asked_from_the_thread_of_the_browser(monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def patient(page):
    """A page that waits for a machine with other work to do."""
    page.set_default_timeout(120_000)
    return page


def test_pairs_are_decided_by_one_key_and_a_reason(ways_in, live, chromium, prepared):
    (one, other, third), _ = prepared
    page = patient(chromium.new_page())
    page.goto(ways_in["reviewer"])
    page.goto(f"{live.address}/pairs/")
    page.get_by_role("link", name="Begin").click()
    page.wait_for_load_state("load")  # the keys are heard from then on
    assert page.url.endswith(f"/pairs/{min(one, other)}/{max(one, other)}/")
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.id") == "reason"
    page.keyboard.type("another mother")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/pairs/{min(one, third)}/{max(one, third)}/")
    page.goto(f"{live.address}/pairs/{one}/{other}/")
    assert page.get_by_role("status").inner_text().startswith("Different people")
    page.close()


def test_of_two_people_at_two_browsers_the_second_sees_both_versions(ways_in, live, chromium, prepared):
    (person, *_), claim = prepared
    contexts = [chromium.new_context() for _ in range(2)]
    first, second = (patient(context.new_page()) for context in contexts)
    for page, role in ((first, "analyst"), (second, "lead")):
        page.goto(ways_in[role])
        page.goto(f"{live.address}/people/{person}/amend/")
        page.get_by_label("Why this is amended").fill(f"seen by the {role}")
        page.get_by_label("Identifiers of claims").fill(claim)
    first.get_by_label("Occupation", exact=True).fill("miner")
    first.get_by_role("button", name="Amend").click()
    first.wait_for_url(f"**/people/{person}/")
    second.get_by_label("Occupation", exact=True).fill("teacher")
    second.get_by_role("button", name="Amend").click()
    assert "Somebody else changed this meanwhile" in second.get_by_role("heading", level=1).inner_text()
    assert "miner" in second.content()
    assert second.get_by_label("Occupation", exact=True).input_value() == "teacher"
    second.get_by_role("button", name="Amend").click()
    second.wait_for_url(f"**/people/{person}/")
    second.goto(f"{live.address}/people/{person}/history/")
    assert "miner" in second.content() and "teacher" in second.content()
    for context in contexts:
        context.close()


def test_an_entry_is_made_without_javascript_from_the_claims_of_a_document(ways_in, live, chromium, prepared):
    _, claim = prepared
    document = queries.claim(live.workspace.archive, claim).document
    context = chromium.new_context(java_script_enabled=False)
    page = patient(context.new_page())
    page.goto(ways_in["analyst"])
    page.goto(f"{live.address}/people/new/")
    page.get_by_label("Why this is entered").fill("named in the statement")
    page.get_by_label("Names as written").fill("Olha Moroz")
    page.get_by_label("Choose from a document").fill(document)
    page.get_by_role("button", name="Show its claims").click()
    page.locator(f"input[name=basis][value={claim}]").check()
    page.get_by_label("Date of birth", exact=True).fill("soon")
    page.get_by_role("button", name="Enter").click()
    assert page.locator('[id="e-date:birth"]').is_visible()
    assert page.get_by_label("Names as written").input_value() == "Olha Moroz"
    page.get_by_label("Date of birth", exact=True).fill("1980")
    page.get_by_role("button", name="Enter").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Olha Moroz"
    context.close()


@pytest.mark.parametrize("width", [1280, 375])
def test_no_page_is_wider_than_the_screen_and_none_complains(ways_in, live, chromium, prepared, width):
    (one, other, _), _ = prepared
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = patient(context.new_page())
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(ways_in["analyst"])
    addresses = [f"/people/{one}/{part}" for part in ("", "history/", "amend/")]
    addresses += ["/people/", "/people/new/", "/testimonies/new/", "/pairs/", f"/pairs/{one}/{other}/"]
    for address in addresses:
        assert page.goto(f"{live.address}{address}").status == 200
        root = "document.documentElement"
        wide = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
        assert wide <= 0, address
    assert said == []
    context.close()
