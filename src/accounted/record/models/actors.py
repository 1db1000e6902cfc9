"""Forces, bodies, authorities; and those who inquire."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import code, edtf, reference, text


class Actor(Entry):
    """A force, unit, body or authority. Loaded labels are kept as written among its aliases (rule D-21)."""

    FRAME: ClassVar = Entry.FRAME | {"name", "aliases", "type", "ucdp_id", "acled_id", "wikidata"}

    name = models.CharField(max_length=300, db_index=True)
    type = code("actor_type", default="unknown", db_index=True)
    parent = reference("self", "parts")
    country = models.CharField(max_length=2, null=True)
    period = edtf()
    aliases = models.JSONField(default=list)  # [{"text", "as_written": bool, "claims"}]
    unit_designation = text()
    commanders = models.JSONField(default=list)  # [{"person", "interval", "claims"}]
    side = models.CharField(max_length=8, null=True)
    areas = models.JSONField(default=list)  # [{"place", "interval", "claims"}]
    ucdp_id = models.CharField(max_length=24, null=True)
    acled_id = models.CharField(max_length=24, null=True)
    wikidata = models.CharField(max_length=24, null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(name=""), name="actor_has_a_name"),
            CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="actor_not_its_own_parent"
            ),
        ]


class Investigation(Entry):
    """An inquiry. That it inquires is not that it concludes (rule D-18)."""

    FRAME: ClassVar = Entry.FRAME | {"title", "body", "type"}

    title = models.CharField(max_length=300, null=True)
    body = reference("record.Actor", "investigations")
    type = code("investigation_type", required=True)
    mandate = text()
    status = code("investigation_status", default="unknown", db_index=True)
    case_numbers = models.JSONField(default=list)
    places = models.ManyToManyField("record.Place", related_name="+")
    settlements_low = models.PositiveIntegerField(null=True)
    settlements_high = models.PositiveIntegerField(null=True)
    standard = code("standard_of_proof")
    statements = models.ManyToManyField("record.Claim", related_name="investigations")
    findings = models.JSONField(default=list)
    charges = models.JSONField(default=list)
    accused = models.JSONField(default=list)
    parent = reference("self", "parts")
    cooperates_with = models.ManyToManyField("self")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(settlements_low__lte=F("settlements_high")), name="investigation_scope_in_order"
            ),
        ]
