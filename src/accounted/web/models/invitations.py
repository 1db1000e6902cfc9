"""Invitations: a link with which a person sets the password of their account, once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Invitation(models.Model):
    """A link that was handed to somebody. Only its hash is kept; it is good once, until it expires."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
