"""The dead: remains, examinations, identifications."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import CodesField, code, edtf, identifier, ordered_count, reference, text


class Remains(Entry):
    """A body, a part, or a group known only from a statement. A body's number is never used again (D-38)."""

    FRAME: ClassVar = Entry.FRAME | {"unit", "number", "part_of", "reassociated_with"}

    number = models.CharField(max_length=60, null=True, unique=True)
    unit = models.CharField(max_length=16)
    count_quantifier = code("quantifier")
    count_low = models.BigIntegerField(null=True)
    count_best = models.BigIntegerField(null=True)
    count_high = models.BigIntegerField(null=True)
    state = CodesField("remains_state")
    recovery_place = reference("record.Place", "+")
    burial_site = reference("record.BurialSite", "remains")
    layer = text()
    depth_m = models.FloatField(null=True)
    position = text()
    orientation_deg = models.FloatField(null=True)
    finder = text()
    recoverer = text()
    in_place_objects = models.JSONField(default=list)
    packaging = text()
    seal_no = models.CharField(max_length=60, null=True)
    mni = models.PositiveIntegerField(null=True)
    mni_group = models.CharField(max_length=60, null=True)
    part_of = reference("self", "parts")
    reassociated_with = reference("self", "reassociations")
    sex = code("sex")
    age_min = models.PositiveSmallIntegerField(null=True)
    age_max = models.PositiveSmallIntegerField(null=True)
    stature_cm = models.FloatField(null=True)
    profile_basis = text()
    pm_effects = models.JSONField(default=list)
    pm_physical = models.JSONField(default=dict)
    pm_marks = models.JSONField(default=list)
    pm_medical = models.JSONField(default=dict)
    pm_dental = models.JSONField(default=dict)
    pm_dna = models.JSONField(default=list)
    pm_prints = models.JSONField(default=dict)
    pm_photos = models.JSONField(default=list)
    death_interval = text()
    cause_text = text()
    cause = code("cause_category")
    icd10 = models.CharField(max_length=10, null=True)
    manner = code("manner_of_death")
    directness = code("death_directness")
    certificate = models.CharField(max_length=16, null=True)
    samples = models.JSONField(default=list)
    disposition = code("disposition", db_index=True)
    custodian = text()
    identification = reference("record.Identification", "+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *ordered_count("remains_count", "count_"),
            CheckConstraint(
                condition=Q(unit__in=("body", "part", "group_reported")), name="remains_unit_known"
            ),
            CheckConstraint(
                condition=Q(unit="group_reported")
                | Q(count_low__isnull=True, count_best__isnull=True, count_high__isnull=True),
                name="remains_count_is_of_a_group",
            ),
            CheckConstraint(
                condition=Q(unit="group_reported") | Q(number__isnull=False),
                name="remains_single_has_a_number",
            ),
            CheckConstraint(condition=Q(age_min__lte=F("age_max")), name="remains_age_min_not_above_max"),
            CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")), name="remains_not_part_of_itself"
            ),
        ]


class Examination(models.Model):
    """One examination of remains: how deep, by whom, where, when."""

    id = identifier()
    remains = models.ForeignKey("record.Remains", on_delete=models.PROTECT, related_name="examinations")
    level = code("exam_level", required=True, default="unknown")
    examiner = text()
    qualification = text()
    place = reference("record.Place", "+")
    start = edtf()
    end = edtf()
    report = reference("record.Document", "+")
    present = models.JSONField(default=list)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")


class Identification(Entry):
    """Whose remains: the lines of evidence and the conclusion of two named people. It can be taken back."""

    FRAME: ClassVar = Entry.FRAME | {"person", "remains", "conclusion", "board", "decided_on"}

    person = models.ForeignKey("record.Person", on_delete=models.PROTECT, related_name="identifications")
    remains = models.ForeignKey("record.Remains", on_delete=models.PROTECT, related_name="identifications")
    conclusion = code("ident_conclusion", required=True)
    first_reviewer = models.CharField(max_length=40)
    second_reviewer = models.CharField(max_length=40)
    decided_on = edtf()
    certificate = text()
    notified_on = edtf()
    notified_by = text()
    withdrawn = models.BooleanField(default=False)
    withdrawn_reason = text()
    proposal = reference("record.Proposal", "identifications")
    reconciliation = reference("record.Reconciliation", "+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(first_reviewer=F("second_reviewer")), name="identification_by_two_people"
            ),
            CheckConstraint(
                condition=Q(withdrawn=False) | Q(withdrawn_reason__isnull=False),
                name="identification_withdrawn_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["remains"],
                condition=Q(withdrawn=False, conclusion="established"),
                name="identification_established_once",
            ),
        ]


class IdentificationLine(models.Model):
    """One line of evidence for an identification."""

    id = identifier()
    identification = models.ForeignKey(
        "record.Identification", on_delete=models.PROTECT, related_name="lines"
    )
    method = code("ident_method", required=True)
    result = models.TextField()
    examiner = text()
    report = reference("record.Document", "+")
    likelihood_ratio = models.FloatField(null=True)
    claims = models.ManyToManyField("record.Claim", related_name="+")
