"""Lists of the record with filters that a person keeps under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SavedList(models.Model):
    """A list of one kind of entry with its filters. What was entered since they last looked is new in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lists")
    kind = models.CharField(max_length=24)  # the part of the address: people, remains …
    title = models.CharField(max_length=200)
    query = models.TextField()  # as in the address of the list
    looked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "title"], name="list_saved_once_under_a_name")
        ]
