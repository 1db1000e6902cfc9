"""Who among the team may see a thing at all."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounted.record.models.fields import identifier


class Restriction(models.Model):
    """A group that may see an item, or an entry of the record, that not everybody may see.

    A thing without a row here is open to whoever may see its level of confidentiality; with rows, only to
    members of the groups named. What rests on a restricted item alone is hidden with it.
    """

    id = identifier()
    subject_kind = models.CharField(max_length=24)  # Item, or the name of a model of entries
    subject_id = models.CharField(max_length=40)
    group = models.CharField(max_length=48)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["subject_kind", "subject_id", "group"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["subject_id", "group"], name="restriction_once_a_group"),
            CheckConstraint(condition=~Q(group=""), name="restriction_to_a_named_group"),
        ]
