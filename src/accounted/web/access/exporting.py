"""Exports outside the team: one person asks, another approves, then it is made, once, and handed out."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from accounted.record.docket import DecisionRefused
from accounted.record.sight import Sight
from accounted.reporting import exports
from accounted.web.access import scopes

if TYPE_CHECKING:
    from accounted.record.archive import Archive
    from accounted.record.decisions import Reviewer
    from accounted.record.queries.happenings import Happenings
    from accounted.reporting.material import Material

FORMS = exports.FORMS
AUDIENCES = ("public", "partner", "court")


def ask(
    archive: Archive,
    user: Any,
    *,
    form: str,
    audience: str,
    scope: Mapping[str, Any],
    recipient: str,
    reason: str,
    sight: Sight,
) -> Any:
    """Ask for an export. Nothing is made before somebody else approves it.

    Raises:
        DecisionRefused: no such form or audience, an item that is not there, no recipient or no reason.
    """
    from accounted.record.models import Item
    from accounted.web.models import ExportRequest

    if form not in FORMS:
        raise DecisionRefused(f"there is no form {form!r}; an export is one of {', '.join(FORMS)}")
    if audience not in AUDIENCES:
        raise DecisionRefused(f"an export is for {', '.join(AUDIENCES)}, not {audience!r}")
    if not recipient.strip() or not reason.strip():
        raise DecisionRefused("an export needs a recipient and a reason; write down both")
    items = scope["of"] if scope.get("kind") == "items" else []
    seen = set(sight.items(Item.objects.filter(number__in=items)).values_list("number", flat=True))
    if unknown := [number for number in items if number not in seen]:
        raise DecisionRefused(f"{unknown[0]}: there is no such item")
    return ExportRequest.objects.create(
        form=form,
        audience=audience,
        items=sorted(seen),
        scope={**scope, "of": sorted(seen)} if items else dict(scope),
        recipient=recipient.strip()[:300],
        reason=reason.strip()[:1000],
        asked_by=user,
        asked_at=archive.now(),
    )


def decide(archive: Archive, request: Any, user: Any, *, approved: bool, remark: str) -> None:
    """Approve a request of somebody else, or refuse it.

    Raises:
        DecisionRefused: one's own request, one that was decided, or a refusal without a reason.
    """
    from accounted.web.models import ExportRequest

    if request.asked_by_id == user.pk:
        raise DecisionRefused("whoever asks for an export does not approve it; a second person does")
    if not approved and not remark.strip():
        raise DecisionRefused("refusing an export needs a reason; write down why")
    changed = ExportRequest.objects.filter(pk=request.pk, outcome="").update(
        outcome="approved" if approved else "refused",
        decided_by=user,
        decided_at=archive.now(),
        remark=remark.strip()[:1000],
    )
    if not changed:
        raise DecisionRefused("this request was decided meanwhile")


def make(archive: Archive, request: Any, *, by: Reviewer, sight: Sight) -> None:
    """Make the files of an approved export, in one ZIP under `exports/`, and note it in the custody log.

    Only what both rules allow is in it: what the audience may have, and what whoever asked may see.

    Raises:
        DecisionRefused: it was not approved, or it was made before.
    """
    from accounted.places import Gazetteer
    from accounted.record.queries.happenings import Happenings, happenings
    from accounted.reporting.exports.content import content_of
    from accounted.reporting.material import gather
    from accounted.web.models import ExportRequest

    if request.outcome != "approved":
        raise DecisionRefused("this export was not approved")
    if request.file:
        raise DecisionRefused("this export was made before; it can be downloaded")
    gazetteer = Gazetteer.load()
    everything = gather(archive, gazetteer=gazetteer)
    happened = Happenings() if request.items else happenings(archive)
    material, happened = seen_by(everything, happened, sight)
    part = scopes.within(archive, scope_told(request), material, sight=sight)
    if part is not None:
        material, happened = scopes.narrowed(material, happened, part)
    now = archive.now()
    content = content_of(
        material,
        generated=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        purpose=request.audience,
        happenings=happened,
        gazetteer=gazetteer,
        reckoned=request.form in exports.RECKONED,
        within_scope=bool(scope_told(request).get("within_scope")),
    )
    if part is not None:
        told = f"This is a part of the archive: {scopes.in_words(scope_told(request), request.items)}."
        content = replace(content, remarks=(*content.remarks, told))
    made = exports.make(request.form, content)
    name = f"export-{request.pk:05d}-{request.form}-{request.audience}"
    files = {told or f"{name}.{request.form}": data for told, data in made.files.items()}
    files["NOTES.txt"] = made.notes(content, name).encode()
    packed = _zip(files)
    digest = sha256(packed).hexdigest()
    path = archive.path / "exports" / f"{name}.zip"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    archive.store.note(
        "export",
        agent=by.pseudonym,
        detail={
            "purpose": request.reason,
            "recipient": request.recipient,
            "destination": path.name,
            "form": request.form,
            "audience": request.audience,
            "scope": scope_told(request),
            "approved_by": request.decided_by.pseudonym or f"account:{request.decided_by_id}",
            "items": [source["item"] for source in content.sources if not source["withheld"]],
            "files": {path.name: digest},
        },
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(packed)
        file.flush()
        os.fsync(file.fileno())
    ExportRequest.objects.filter(pk=request.pk).update(file=path.name, sha256=digest, made_at=now)


def scope_told(request: Any) -> dict[str, Any]:
    """The scope of a request; one of before there were scopes names items, or everything."""
    if request.scope:
        return dict(request.scope)
    return {"kind": "items", "of": request.items} if request.items else {"kind": "archive"}


def file_of(archive: Archive, request: Any) -> bytes:
    """The ZIP of an export that was made, as it was made.

    Raises:
        DecisionRefused: it was not made, is gone, or its bytes are not those that were made.
    """
    try:
        packed = (archive.path / "exports" / request.file).read_bytes() if request.file else b""
    except FileNotFoundError:
        packed = b""
    if sha256(packed).hexdigest() != request.sha256:
        raise DecisionRefused("the file of this export is not there as it was made; ask for a new one")
    return packed


def seen_by(material: Material, happened: Happenings, sight: Sight) -> tuple[Material, Happenings]:
    """What of it somebody may see."""
    from accounted.record import models

    if sight.sees_all_levels and not sight.hides_by_group:
        return material, happened
    numbers = set(sight.items(models.Item.objects.all()).values_list("number", flat=True))

    def seen(model: Any, rows: Sequence[Any]) -> tuple[Any, ...]:
        found = set(sight.entries(model.objects.all()).values_list("id", flat=True))
        return tuple(row for row in rows if row.id in found)

    judged = replace(
        material.judged,
        individuals=tuple(
            {
                one.id: one
                for model in (models.Person, models.Remains)
                for one in seen(model, material.judged.individuals)
            }.values()
        ),
    )
    return (
        replace(
            material,
            documents=tuple(one for one in material.documents if one.item in numbers),
            judged=judged,
        ),
        replace(
            happened,
            accounts=seen(models.Testimony, happened.accounts),
            persons=seen(models.Person, happened.persons),
            incidents=seen(models.Incident, happened.incidents),
            acts=seen(models.Act, happened.acts),
        ),
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    """One ZIP; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in sorted(files.items()):
            folder.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
    return packed.getvalue()
