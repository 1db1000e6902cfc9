"""Exports outside the team: asked for by one person, approved by another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class ExportRequest(models.Model):
    """One export that somebody asked for. `outcome` is empty while it waits."""

    form = models.CharField(max_length=16)
    audience = models.CharField(max_length=16)
    items = models.JSONField(default=list)  # numbers; empty: everything
    scope = models.JSONField(default=dict)  # {"kind", "of", "called"}; empty: items, or everything
    recipient = models.CharField(max_length=300)
    reason = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, default="", blank=True)  # approved, refused
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports_decided", null=True
    )
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=1000, default="", blank=True)
    file = models.CharField(max_length=200, default="", blank=True)  # its name in exports/ of the archive
    sha256 = models.CharField(max_length=64, default="", blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="export_is_approved_by_another",
            )
        ]
