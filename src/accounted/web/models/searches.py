"""Searches that a person keeps, and how much came since they last looked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A search kept under a name. What fits it and came into the index after entry `known` is new.

    `counted` is the entry up to which `new` was counted: it is counted again when the index has gone on.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    title = models.CharField(max_length=200)
    query = models.TextField()  # as in the address of the page
    known = models.BigIntegerField(default=0)
    counted = models.BigIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "title"], name="search_saved_once_under_a_name")
        ]
