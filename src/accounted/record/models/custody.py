"""The log as the database sees it: events, decisions, the people behind the pseudonyms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounted.record.models.fields import code, identifier, text


class ArchiveIdentity(models.Model):
    """Which archive this database belongs to, and how far into its log the rows go. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    archive = models.CharField(max_length=80)
    format_version = models.PositiveIntegerField()
    applied = models.BigIntegerField(default=0)  # every log entry below this number is in the rows
    items = models.BigIntegerField(default=0)  # the highest item number given out

    class Meta:
        constraints: ClassVar = [CheckConstraint(condition=Q(id=1), name="identity_is_one_row")]


class CustodyEvent(models.Model):
    """A line of the custody log, for looking up. The log is the original; this is a copy of it."""

    seq = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField()
    event = code("custody_event", required=True)
    item = models.CharField(max_length=32, null=True)
    sha256 = models.CharField(max_length=64, null=True)
    size = models.BigIntegerField(null=True)
    agent = models.CharField(max_length=80)
    tool = models.CharField(max_length=120, null=True)
    derived_from = models.CharField(max_length=64, null=True)
    line_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["item", "seq"], name="custody_of_item"),
            models.Index(fields=["sha256"], name="custody_of_object"),
        ]


class Agent(models.Model):
    """A person who acts on the record. The log knows the pseudonym; the name stands in a detail record."""

    id = identifier()
    pseudonym = models.CharField(max_length=40, unique=True)
    name = text()
    roles = models.JSONField(default=list)  # recorder, reviewer, clinician, forensic, legal, safeguarding
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")


class Decision(models.Model):
    """A change of the record: who decided what, when and why. The same stands in the log at `seq`."""

    id = identifier()
    seq = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=48, db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    reason = text()
    subject_kind = models.CharField(max_length=24, null=True)
    subject_id = models.CharField(max_length=40, null=True)
    content = models.JSONField(default=dict)
    erased = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["subject_id", "seq"], name="decision_about_subject")]
        constraints: ClassVar = [UniqueConstraint(fields=["id", "seq"], name="decision_logged_once")]
