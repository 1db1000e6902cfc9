"""People who may sign in, and the groups they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy

from accounted.web.access.roles import ROLES


class Group(models.Model):
    """A group of the team to which items and records can be kept (`accounted.record.decisions.restrict`)."""

    code = models.SlugField(max_length=48, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.title


class User(AbstractUser):
    """An account. In the record and its log the person is known by their pseudonym only.

    `full_name` is the name under which decisions are taken; `pseudonym` is given by the record when the
    person first decides something.
    """

    full_name = models.CharField(max_length=200)
    pseudonym = models.CharField(max_length=40, null=True, unique=True)
    role = models.CharField(
        max_length=16, choices=[(code, gettext_lazy(role.title)) for code, role in ROLES.items()]
    )
    belongs_to = models.ManyToManyField(Group, related_name="members", blank=True)
    language = models.CharField(max_length=8, default="")
    show_graphic = models.BooleanField(default=False)

    REQUIRED_FIELDS: ClassVar = ["full_name", "role"]

    def __str__(self) -> str:
        return self.full_name or self.username
