"""Who is named to see identities under seal."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SealReader(models.Model):
    """A person named to open one seal, or, with no code, every seal of the archive."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seals")
    code = models.CharField(max_length=16, default="", blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["code", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "code"], name="named_once_for_a_seal")
        ]
