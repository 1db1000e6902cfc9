"""The audit trail: who looked at what was sensitive, searched, exported, or was refused."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """One line of the audit trail. Each carries the hash of the one before; the database refuses changes.

    `who` is a pseudonym, or `account:` and a number for somebody who has not decided anything yet, or
    `nobody` for a failed sign-in.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=64)
    event = models.CharField(max_length=48, db_index=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["who", "at"], name="audit_of_a_person")]


class AuditAnchor(models.Model):
    """Where the custody log holds the head of the trail. The log is what counts; this finds it quickly."""

    entry = models.BigIntegerField(primary_key=True)  # of the custody log
    seq = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-entry"]
