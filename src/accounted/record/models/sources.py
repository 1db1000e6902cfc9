"""Who speaks: sources, whom they heard it from, how far they are relied upon, and names kept under seal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounted.record.models.entries import Entry
from accounted.record.models.fields import code, identifier, reference, text


class Source(Entry):
    """A person or body that says something. The letter A–F is judged here, F until somebody judges it."""

    FRAME: ClassVar = Entry.FRAME | {"sealed_identity", "name", "kind", "person", "actor"}

    kind = code("source_kind", default="unknown", db_index=True)
    name = models.CharField(max_length=400, null=True, db_index=True)
    person = reference("record.Person", "speaks_as")
    actor = reference("record.Actor", "speaks_through")
    capacity = text()
    proximity = code("source_proximity", default="unknown")
    connection = models.CharField(max_length=16, null=True)  # HURIDOCS micro-thesaurus 19
    interest = text()
    reliability = code("admiralty_reliability", default="F")
    languages = models.JSONField(default=list)
    sealed_identity = reference("record.SealedIdentity", "+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(reliability__in=tuple("ABCDEF")), name="source_letter_is_a_to_f"),
            CheckConstraint(
                condition=Q(sealed_identity__isnull=True) | Q(name__isnull=True, person__isnull=True),
                name="source_sealed_shows_a_code_only",
            ),
        ]


class Upstream(models.Model):
    """Who told a source. Sources with a common root in this graph are one source (rule D-04)."""

    id = identifier()
    source = models.ForeignKey("record.Source", on_delete=models.PROTECT, related_name="upstream")
    told_by = models.ForeignKey("record.Source", on_delete=models.PROTECT, related_name="downstream")
    ground = models.TextField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["source", "told_by"], name="upstream_stated_once"),
            CheckConstraint(condition=~Q(source=F("told_by")), name="upstream_is_another"),
        ]


class SealedIdentity(models.Model):
    """A protected person's identity, encrypted (rule D-29). The rest of the record knows only `code`.

    The only table that is not a copy of the log: the log holds the SHA-256 of the sealed bytes, never what is
    in them, so that a name can be destroyed for good.
    """

    id = identifier()
    code = models.CharField(max_length=40, unique=True)
    sealed = models.BinaryField(null=True)  # empty once destroyed
    sealed_sha256 = models.CharField(max_length=64)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")
