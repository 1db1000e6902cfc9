"""Pictures and recordings, held or only spoken of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import CodesField, code, edtf, reference, text


class Media(Entry):
    """A picture or recording. A caption without its picture is a stub (`held` is false) and proves nothing
    by itself (rule D-15)."""

    FRAME: ClassVar = Entry.FRAME | {
        "item",
        "document",
        "excerpt",
        "held",
        "kind",
        "caption",
        "caption_role",
        "creator",
        "credit_line",
        "source_line",
        "copyright_notice",
        "usage_terms",
        "content_flags",
        # what our own checks of it came to
        "source_check",
        "technical_check",
        "content_check",
        "reverse_search",
        "first_seen",
        "geolocation",
        "chronolocation",
        "claim_match",
    }

    item = reference("record.Item", "media")  # the picture itself, where it is held
    document = reference("record.Document", "media")  # the document whose caption or credit speaks of it
    excerpt = reference("record.Excerpt", "media")
    held = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, default="photo")
    caption = text()
    caption_role = code("media_caption_role", default="unknown")
    creator = text()
    credit_line = text()
    source_line = text()
    copyright_notice = text()
    usage_terms = text()
    date_created = edtf()
    location_created = reference("record.Place", "+")
    location_shown = reference("record.Place", "+")
    persons_shown = models.ManyToManyField("record.Person", related_name="+")
    depicts = models.JSONField(default=list)  # [{"kind", "id", "claimed"}]
    source_check = models.CharField(max_length=24, default="not_done")
    technical_check = models.CharField(max_length=24, default="not_done")
    content_check = models.CharField(max_length=24, default="not_done")
    reverse_search = text()
    first_seen = edtf()
    geolocation = models.JSONField(null=True)
    chronolocation = models.JSONField(null=True)
    claim_match = models.CharField(max_length=12, default="not_checked")
    content_flags = CodesField("content_flag")
    provenance = models.JSONField(null=True)  # a C2PA manifest and its state, read only

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "media"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(held=False) | Q(item__isnull=False), name="media_held_names_the_item"
            ),
            CheckConstraint(
                condition=Q(claim_match__in=("differs", "partly", "same", "not_checked")),
                name="media_claim_match_known",
            ),
        ]
