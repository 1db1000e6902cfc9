"""What every record carries, and the values on it with the claims they rest on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from accounted.record.models.fields import UNCHECKED, code, edtf, identifier, reference, text

ORIGINS = ("human", "import", "machine")
ABSENCES = ("not_stated", "undeterminable", "not_applicable", "withheld")


class Entry(models.Model):
    """A record that grows: it is entered by one decision and amended by later ones, all of which stay.

    `absences` says for an empty column which of the four kinds of nothing it is; a column that is empty and
    not named there is not stated. The values that were there before, who set them and on which claims,
    are the `Value` rows of the record.
    """

    id = identifier()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    confidentiality = code("confidentiality", default="internal", db_index=True)
    legal_hold = models.BooleanField(default=False)
    external_ids = models.JSONField(default=list)  # [{"scheme": …, "value": …}]
    notes = text()
    origin = models.CharField(max_length=8, default="human")
    machine = models.JSONField(null=True)  # {"tool", "version", "params", "explanation"}
    absences = models.JSONField(default=dict)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    # Columns that are the recorder's own frame, not something a source says: they need no claim.
    FRAME: ClassVar[frozenset[str]] = frozenset(
        {"confidentiality", "legal_hold", "external_ids", "notes", "origin", "machine"}
    )

    class Meta:
        abstract = True


class Value(models.Model):
    """One value on a record, at one time: what, on which claims, decided by whom, when, under which rule.

    Append-only. The newest row of a field is the value that counts; the earlier ones are its history.
    `field` is a column of the record, or `date:` and a date role. `as_of` is when the value held in the
    world. A value from a list rests on the row it stands in (`row`); on claims otherwise.
    """

    id = identifier()
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=40)
    field = models.CharField(max_length=48)
    value = models.JSONField(null=True)
    absent = models.CharField(max_length=16, null=True)
    claims = models.ManyToManyField("record.Claim", related_name="values_resting_on_it")
    as_of = edtf()
    row = reference("record.ListRow", "+", **UNCHECKED)
    ground = text()
    rule = models.CharField(max_length=16, null=True)
    earliest = models.DateField(null=True)  # bounds, where the value is a date
    latest = models.DateField(null=True)
    decided_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="values")

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "field", "decided_at"], name="value_of_subject"),
            models.Index(fields=["field", "earliest", "latest"], name="value_between_dates"),
        ]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(absent__isnull=True) | Q(absent__in=ABSENCES),
                name="value_absent_for_a_known_reason",
            ),
            CheckConstraint(condition=Q(earliest__lte=models.F("latest")), name="value_dates_in_order"),
        ]
