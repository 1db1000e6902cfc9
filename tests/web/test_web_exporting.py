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
