"""Identifications that one person asked for and another has still to judge."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class IdentificationAsked(models.Model):
    """What one person concludes of whose remains these are, before a second has judged the same evidence.

    `outcome` is empty while it waits; then agreed, disagreed, or taken_back. Only what both conclude goes on
    record, as the identification named here. Remains and person are known by their identifiers.
    """

    remains = models.CharField(max_length=40, db_index=True)
    person = models.CharField(max_length=40, db_index=True)
    lines = models.JSONField(default=list)  # [{"method", "result", "examiner", "likelihood_ratio", "claims"}]
    decided_on = models.CharField(max_length=120, default="", blank=True)  # EDTF
    certificate = models.CharField(max_length=300, default="", blank=True)
    conclusion = models.CharField(max_length=48)
    reason = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identifications_asked"
    )
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, default="", blank=True)
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identifications_judged", null=True
    )
    second_conclusion = models.CharField(max_length=48, default="", blank=True)
    second_reason = models.CharField(max_length=1000, default="", blank=True)
    second_at = models.DateTimeField(null=True)
    identification = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(second=None) | ~models.Q(second=models.F("asked_by")),
                name="identification_is_judged_by_another",
            )
        ]
