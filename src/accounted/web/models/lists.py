"""Lists of the record with filters that a person keeps under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SavedList(models.Model):
    """A list of one kind of entry with its filters. What was entered since they last looked is new in it.

    `counted` is how long the log was when `new` was counted: it is counted again when the log has gone on.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lists")
    kind = models.CharField(max_length=24)  # the part of the address: people, remains …
    title = models.CharField(max_length=200)
    query = models.TextField()  # as in the address of the list
    looked_at = models.DateTimeField()
    counted = models.BigIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "title"], name="list_saved_once_under_a_name")
        ]
