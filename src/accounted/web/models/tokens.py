"""Tokens for programs: shown once, kept as a hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A token with which a program acts for a person, in a role no wider than theirs, in one archive."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    begins = models.CharField(max_length=16)  # so that its owner knows it again
    role = models.CharField(max_length=16)
    archive = models.CharField(max_length=80)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made", "-id"]
