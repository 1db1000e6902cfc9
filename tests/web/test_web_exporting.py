"""Exports outside the team: asked for by one, approved by another, redacted, and all of it on the trail."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from accounted.web.models import AuditEntry, ExportRequest

Clients = Callable[[str | None], Any]
ASKED = {"form": "csv", "audience": "public", "recipient": "a court", "reason": "it asked for the tables"}


def asked(client: Any, **given: str) -> int:
    assert client.post("/administration/exports/ask", {**ASKED, **given}).status_code == 303
    return ExportRequest.objects.first().pk


def test_an_export_takes_a_second_person_and_is_made_and_handed_out_on_the_trail(
    workspace: Any, client_as: Clients
) -> None:
    analyst, lead = client_as("analyst"), client_as("lead")
    export = asked(analyst)
    at = f"/administration/exports/{export}"
    assert analyst.post(f"{at}/make").status_code == 422
    assert analyst.post(f"{at}/approve").status_code == 403
    assert lead.post(f"{at}/approve").status_code == 303
    assert lead.post(f"{at}/download").status_code == 404  # it is for whoever asked
    assert analyst.post(f"{at}/download").status_code == 422  # not made yet
    assert analyst.post(f"{at}/make").status_code == 303
    assert analyst.post(f"{at}/make").status_code == 422
    handed = analyst.post(f"{at}/download")
    assert handed["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(handed.content)) as packed:
        assert "NOTES.txt" in packed.namelist()
        for name in packed.namelist():
            if name.endswith(".csv"):
                rows = csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig")))
                assert not [c for row in rows for c in row if c[:1] in ("=", "@", "+", "\t")]
    events = AuditEntry.objects.filter(facts__export=export).order_by("seq").values_list("event", flat=True)
    assert list(events) == ["export_asked", "export_approved", "export_made", "export_downloaded"]
    assert [one.event for one in workspace.archive.store.entries()][-1] == "export"


def test_nobody_approves_their_own_and_the_database_refuses_it_too(
    workspace: Any, client_as: Clients
) -> None:
    from django.db import IntegrityError

    lead = client_as("lead")
    export = asked(lead)
    assert lead.post(f"/administration/exports/{export}/approve").status_code == 422
    with pytest.raises(IntegrityError):
        ExportRequest.objects.update(decided_by=workspace.user("lead"), outcome="approved")


def test_a_refusal_has_a_reason_and_stands(workspace: Any, client_as: Clients) -> None:
    export = asked(client_as("analyst"))
    lead = client_as("lead")
    at = f"/administration/exports/{export}"
    assert lead.post(f"{at}/refuse").status_code == 422
    assert lead.post(f"{at}/refuse", {"remark": "it names a family"}).status_code == 303
    assert lead.post(f"{at}/approve").status_code == 422
    assert client_as("analyst").post(f"{at}/make").status_code == 422


def test_what_whoever_asks_may_not_see_is_in_no_export_of_theirs(workspace: Any, client_as: Clients) -> None:
    from accounted.record import decisions
    from accounted.record.queries.happenings import happenings
    from accounted.record.sight import Sight
    from accounted.reporting.material import gather
    from accounted.web.access.exporting import seen_by

    everything = gather(workspace.archive)
    kept = everything.documents[0].item
    decisions.restrict(
        workspace.archive, "Item", kept, ["team-north"], by=workspace.reviewer("owner"), reason="a witness"
    )
    material, _ = seen_by(everything, happenings(workspace.archive), Sight(groups=frozenset()))
    assert kept not in {one.item for one in material.documents}
    assert len(material.documents) < len(everything.documents)
    answer = client_as("analyst").post("/administration/exports/ask", {**ASKED, "items": kept})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "told", [{"form": "zip"}, {"audience": "everybody"}, {"recipient": ""}, {"reason": " "}]
)
def test_a_request_says_what_for_whom_and_why(
    workspace: Any, client_as: Clients, told: dict[str, str]
) -> None:
    answer = client_as("analyst").post("/administration/exports/ask", {**ASKED, **told})
    assert answer.status_code == 422
    assert not ExportRequest.objects.exists()


# ---- how much of the archive


def made(client_as: Clients, **given: str) -> tuple[ExportRequest, dict[str, str]]:
    """An export of that scope, asked for, approved by another and made; its tables."""
    export = asked(client_as("analyst"), **given)
    at = f"/administration/exports/{export}"
    assert client_as("lead").post(f"{at}/approve").status_code == 303
    answer = client_as("analyst").post(f"{at}/make")
    assert answer.status_code == 303, answer.content.decode()
    handed = client_as("analyst").post(f"{at}/download")
    with zipfile.ZipFile(io.BytesIO(handed.content)) as packed:
        files = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
    return ExportRequest.objects.get(pk=export), files


def items_in(workspace: Any) -> list[str]:
    """The items of which the last export took something, as the custody log says."""
    last = [one for one in workspace.archive.store.entries() if one.event == "export"][-1]
    return list(workspace.archive.store.detail(last.seq)["items"])


@pytest.mark.parametrize("audience", ["public", "partner", "court"])
def test_the_whole_archive_and_items_of_it_are_scopes_for_every_audience(
    workspace: Any, client_as: Clients, audience: str
) -> None:
    made(client_as, audience=audience, scope="archive")
    everything = items_in(workspace)
    one, files = made(client_as, audience=audience, scope="items", items=everything[0])
    assert items_in(workspace) == everything[:1] and len(everything) > (audience != "public")
    assert one.scope == {"kind": "items", "of": everything[:1]}
    assert "a part of the archive" in files["NOTES.txt"]


def test_a_place_takes_what_was_said_of_it_and_what_lies_in_it(workspace: Any, client_as: Clients) -> None:
    from accounted.record import queries

    claims = [one for one in queries.claims(workspace.archive) if one.claim.place is not None]
    place = next(one.claim.place for one in claims if one.claim.place.name)
    here = {one.item for one in claims if one.claim.place.name == place.name}
    made(client_as, audience="court", scope="archive")
    everything = set(items_in(workspace))
    made(client_as, audience="court", scope="place", place=place.name)
    assert here & everything <= set(items_in(workspace))
    made(client_as, audience="court", scope="place", place="Xyzzy nowhere")
    assert items_in(workspace) == []


def test_an_incident_takes_its_people_acts_and_the_items_it_rests_on(
    workspace: Any, client_as: Clients
) -> None:
    from accounted.record.models import Act, Incident

    incident = Incident.objects.get()
    one, files = made(client_as, audience="court", scope="incident", incident=incident.title)
    assert one.scope["of"] == incident.pk
    act = Act.objects.get(incident=incident)
    claim = act.claims.select_related("document__item").first()
    assert items_in(workspace) == [claim.document.item.number]
    assert "The shooting at the quarry" in files["NOTES.txt"]
    nobody = client_as("analyst").post(
        "/administration/exports/ask", {**ASKED, "scope": "incident", "incident": "Nowhere"}
    )
    assert nobody.status_code == 422


def test_a_kept_search_or_list_is_a_scope_as_it_was_when_asked(workspace: Any, client_as: Clients) -> None:
    from accounted.record.searching import bring_up

    bring_up(workspace.archive)
    analyst = client_as("analyst")
    saved = analyst.post("/search/save", {"title": "The bodies", "q": "bodies", "group": "documents"})
    assert saved.status_code == 303, saved.content.decode()
    assert analyst.post("/lists/remains/save/", {"title": "Bodies", "unit": "body"}).status_code == 303
    user = workspace.user("analyst")
    kept, listed = user.searches.get(), user.lists.get()
    one, _ = made(client_as, audience="court", scope="search", search=f"search:{kept.pk}")
    assert one.scope["called"] == "The bodies" and items_in(workspace)
    made(client_as, audience="court", scope="search", search=f"list:{listed.pk}")
    assert len(items_in(workspace)) == 1  # of the claim that B-1 rests on
    theirs = client_as("lead").post(
        "/administration/exports/ask", {**ASKED, "scope": "search", "search": f"search:{kept.pk}"}
    )
    assert theirs.status_code == 422  # somebody else keeps it
