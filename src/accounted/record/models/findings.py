"""Signs of violence, as seen or as reported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import code, ordered_count, reference, text
from accounted.record.terms import EXAMINED


class Finding(Entry):
    """A sign on a body, a person, a place or a picture.

    Seen on "some" bodies it belongs to the group, with an open extent (rule D-13). How far it agrees with an
    account is for a clinician or forensic examiner who has examined (rule D-20).
    """

    FRAME: ClassVar = Entry.FRAME | {"remains", "person", "site", "media", "examiner"}

    remains = reference("record.Remains", "findings")
    person = reference("record.Person", "findings")
    site = reference("record.Site", "findings")
    media = reference("record.Media", "findings")
    type = code("finding_type", required=True, db_index=True)
    region = code("body_region")
    side = models.CharField(max_length=8, null=True)
    number = models.PositiveIntegerField(null=True)
    size = text()
    shape = text()
    colour = text()
    depth = text()
    direction = text()
    timing = code("perimortem", default="unknown")
    exam_level = code("exam_level", required=True)
    examiner = models.CharField(max_length=200, null=True)
    consistency = code("degree_consistency", default="not_assessed", db_index=True)
    consistency_by = models.CharField(max_length=40, null=True)
    alleged_cause = reference("record.Act", "alleged_findings")
    extent_text = text()
    extent_quantifier = code("quantifier")
    extent_low = models.BigIntegerField(null=True)
    extent_best = models.BigIntegerField(null=True)
    extent_high = models.BigIntegerField(null=True)
    icd10 = models.CharField(max_length=10, null=True)
    icd10_by = models.CharField(max_length=40, null=True)
    co_occurs = models.ManyToManyField("self")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *ordered_count("finding_extent", "extent_"),
            CheckConstraint(
                condition=Q(remains__isnull=False, person__isnull=True, site__isnull=True, media__isnull=True)
                | Q(remains__isnull=True, person__isnull=False, site__isnull=True, media__isnull=True)
                | Q(remains__isnull=True, person__isnull=True, site__isnull=False, media__isnull=True)
                | Q(remains__isnull=True, person__isnull=True, site__isnull=True, media__isnull=False),
                name="finding_is_on_one_thing",
            ),
            CheckConstraint(
                condition=Q(side__isnull=True) | Q(side__in=("left", "right", "both", "mid")),
                name="finding_side_known",
            ),
            CheckConstraint(
                condition=Q(consistency="not_assessed")
                | (Q(exam_level__in=EXAMINED) & Q(consistency_by__isnull=False)),
                name="finding_consistency_after_examination",
            ),
            CheckConstraint(
                condition=Q(icd10__isnull=True) | (Q(exam_level__in=EXAMINED) & Q(icd10_by__isnull=False)),
                name="finding_icd_after_examination",
            ),
        ]
