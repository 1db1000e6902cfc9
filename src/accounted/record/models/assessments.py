"""What people concluded, what they suppose, and the method they said they would follow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from accounted.record.models.fields import code, identifier, text
from accounted.record.terms import PROVEN


class Assessment(models.Model):
    """A judgement on a record by two named people. Append-only: the newest counts (rule D-06)."""

    id = identifier()
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=40)
    question = models.TextField()
    method = text()
    independent_sources = models.JSONField(default=list)  # the roots of the upstream graph that were counted
    claims = models.ManyToManyField("record.Claim", related_name="assessments")
    disagreement_strategy = text()
    status = code("verification_status", required=True)
    standard = code("standard_of_proof", required=True)
    grade = code("airwars_grade")
    confidence = code("confidence")
    range_low = models.BigIntegerField(null=True)
    range_best = models.BigIntegerField(null=True)
    range_high = models.BigIntegerField(null=True)
    gaps = text()
    dissent = text()
    methodology_version = models.CharField(max_length=24)
    first_reviewer = models.CharField(max_length=40)
    second_reviewer = models.CharField(max_length=40, null=True)
    at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="assessment_of_subject")]
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(status="verified")
                | (
                    Q(second_reviewer__isnull=False)
                    & ~Q(first_reviewer=F("second_reviewer"))
                    & Q(standard__in=PROVEN)
                ),
                name="assessment_verified_by_two_to_a_standard",
            ),
            CheckConstraint(
                condition=Q(range_low__lte=F("range_best")), name="assessment_low_not_above_best"
            ),
            CheckConstraint(
                condition=Q(range_best__lte=F("range_high")), name="assessment_best_not_above_high"
            ),
            CheckConstraint(
                condition=Q(range_low__lte=F("range_high")), name="assessment_low_not_above_high"
            ),
        ]


class Hypothesis(models.Model):
    """A question and one possible answer, with what speaks for it and against it."""

    id = identifier()
    question = models.TextField()
    answer = models.TextField()
    supporting = models.ManyToManyField("record.Claim", related_name="+")
    contradicting = models.ManyToManyField("record.Claim", related_name="+")
    state = models.CharField(max_length=12, default="open")
    ground = text()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "hypotheses"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(state__in=("open", "favoured", "rejected")), name="hypothesis_state_known"
            )
        ]


class Methodology(models.Model):
    """The method of the project, by version: scope, thresholds, the table of vague numbers."""

    id = identifier()
    version = models.CharField(max_length=24, unique=True)
    scope = models.JSONField(default=dict)  # {"time", "place", "persons"}
    inclusion = text()
    exclusion = text()
    sources = text()
    minimum_sources = models.PositiveSmallIntegerField(default=2)
    thresholds = models.JSONField(default=dict)
    vague_numbers = models.JSONField(default=dict)
    double_counting = text()
    publication = text()
    public_text = text()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        verbose_name_plural = "methodologies"
        constraints: ClassVar = [
            CheckConstraint(condition=Q(minimum_sources__gte=1), name="methodology_asks_for_a_source")
        ]
