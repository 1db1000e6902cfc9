"""Who is the same person: what people decided of pairs, and the runs of the engine."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounted.record.models.fields import identifier


class PairJudgement(models.Model):
    """What a named person decided of two records: one person, two, or that it cannot be told.

    Never changed but for `current`: a later decision on the pair, or its undoing, takes its place. `one`
    sorts before `other`. `probability` is what the engine had said when it was decided.
    """

    id = identifier()
    one = models.ForeignKey("record.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("record.Person", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12)
    probability = models.FloatField(null=True)
    reason = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    current = models.BooleanField(default=True, db_index=True)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(verdict__in=("same", "different", "unsure")), name="pair_judged_in_known_words"
            ),
            CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
            CheckConstraint(condition=~Q(reason=""), name="pair_judged_for_a_reason"),
            UniqueConstraint(
                fields=["one", "other"], condition=Q(current=True), name="pair_judgement_current_once"
            ),
        ]


class LinkageRun(models.Model):
    """One run of the engine over lists: what it proposed is the object `sha256`; the newest run is current.

    `persons_low` to `persons_high` is how many people the rows are of.
    """

    id = identifier()
    sha256 = models.CharField(max_length=64)
    lists = models.JSONField(default=list)
    engine = models.CharField(max_length=16)
    versions = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    records = models.BigIntegerField()
    pairs = models.BigIntegerField()
    persons_low = models.BigIntegerField()
    persons_best = models.BigIntegerField()
    persons_high = models.BigIntegerField()
    basis = models.TextField()
    warnings = models.JSONField(default=list)
    current = models.BooleanField(default=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(persons_low__lte=F("persons_best"), persons_best__lte=F("persons_high")),
                name="linkage_persons_in_order",
            ),
            UniqueConstraint(fields=["current"], condition=Q(current=True), name="linkage_current_once"),
        ]
