"""What each person says of a claim by themselves, before it is known whether another says the same."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from accounted.record.models.fields import identifier

OUTCOMES = ("accepted", "rejected", "corrected", "split")


class Judgement(models.Model):
    """One person's judgement on a claim, where two are asked for.

    It is `open` until the claim is settled: two people say the same, or a third decides between them
    (`disputed`). Nothing of it reaches the claim before that, so that nobody who has still to judge sees it.
    A judgement that was not `blind` is that of the person who made the claim.
    """

    id = identifier()
    claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="judgements")
    # As in the claim: the queue asks for a document's judgements often.
    document = models.ForeignKey(
        "record.Document", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=12)
    corrected = models.JSONField(default=list)  # the claims as this person reads them
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.TextField()
    blind = models.BooleanField(default=True)
    open = models.BooleanField(default=True)
    disputed = models.BooleanField(default=False)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            Index(fields=["document", "claim", "by"], condition=Q(open=True), name="judgement_open"),
            Index(fields=["claim"], condition=Q(open=True, disputed=True), name="judgement_disputed"),
        ]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="judgement_of_a_known_outcome"),
            CheckConstraint(condition=~Q(reason=""), name="judgement_has_a_reason"),
            UniqueConstraint(fields=["claim", "by"], condition=Q(open=True), name="judgement_once_a_person"),
        ]
