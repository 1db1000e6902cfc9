"""Lists of people as they came: the list, and each of its rows with what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounted.record.models.fields import code, edtf, identifier, reference, text


class PersonList(models.Model):
    """One list: a table of an item, read by a mapping. Its rows are entered group by group until complete.

    `references` gives, for each field, the column it stands in (`C`), so that the cell of a value is that
    column and the number of its row. `rows`, `entered` and `set_aside` count what was gone through so far.
    """

    id = identifier()
    item = models.ForeignKey("record.Item", on_delete=models.PROTECT, related_name="person_lists")
    sheet = models.CharField(max_length=200, default="")
    title = text()
    publisher = models.CharField(max_length=400, null=True)
    kind = models.CharField(max_length=8)
    as_of = edtf()
    no_duplicates = models.BooleanField(default=False)
    confidentiality = code("confidentiality", required=True, default="confidential")
    mapping = models.JSONField(default=dict)
    references = models.JSONField(default=dict)
    reader = models.CharField(max_length=48)
    rows = models.BigIntegerField(default=0)
    entered = models.BigIntegerField(default=0)
    set_aside = models.BigIntegerField(default=0)
    complete = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["item", "sheet"], name="list_read_once"),
            CheckConstraint(condition=Q(kind__in=("person", "remains")), name="list_of_a_known_kind"),
            CheckConstraint(
                condition=Q(rows=models.F("entered") + models.F("set_aside")), name="list_loses_no_row"
            ),
        ]


class ListRow(models.Model):
    """One row of a list: the record it became, or why it was set aside. Written once.

    `values` are what was read, by field; `written` are the cells as they stand there, where that is not the
    same; `unclear` says of a cell that could not be taken for a value why not.
    """

    id = identifier()
    list = models.ForeignKey("record.PersonList", on_delete=models.PROTECT, related_name="list_rows")
    number = models.BigIntegerField()
    given_id = models.CharField(max_length=200)
    person = reference("record.Person", "list_rows")
    remains = reference("record.Remains", "list_rows")
    values = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    unclear = models.JSONField(default=dict)
    failed = text()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["list", "number"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["list", "number"], name="list_row_once"),
            CheckConstraint(
                condition=Q(failed__isnull=True, person__isnull=False, remains__isnull=True)
                | Q(failed__isnull=True, person__isnull=True, remains__isnull=False)
                | Q(failed__isnull=False, person__isnull=True, remains__isnull=True),
                name="list_row_became_one_record_or_failed",
            ),
        ]
