"""An organisation's own words for the terms of the vocabularies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LocalTerm(models.Model):
    """The label a team uses for a term, in one language. The code, and so the record, stays as it is."""

    vocabulary = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    label = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["vocabulary", "code", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vocabulary", "code", "language"], name="one_local_label_in_a_language"
            )
        ]
