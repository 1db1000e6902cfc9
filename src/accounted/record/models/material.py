"""What was taken in, and the documents made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import CodesField, code, edtf, identifier, reference, text


class Item(models.Model):
    """One file by its bytes. Taken in twice, it is one item with two intakes.

    `state` is how far the work on it has come: kept, documented (its text is in the record), no_text (kept,
    nothing to read in it), listed (a list of people, its rows are in the record), refused (kept, but it
    could not be opened; `trouble` says why) or destroyed (its bytes are gone, by order; a `Destruction` says
    whose).
    """

    STATES = ("kept", "documented", "no_text", "listed", "refused", "destroyed")

    id = identifier()
    number = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120, null=True)
    state = models.CharField(max_length=12, default="kept", db_index=True)
    trouble = text()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(state__in=("kept", "documented", "no_text", "listed", "refused", "destroyed")),
                name="item_in_a_known_state",
            ),
            CheckConstraint(
                condition=~Q(state="refused") | Q(trouble__isnull=False), name="item_refused_for_a_reason"
            ),
        ]


class Destruction(models.Model):
    """The tombstone of an item that was destroyed: by whose order, and which two people saw to it (D-32)."""

    id = identifier()
    item = models.ForeignKey("record.Item", on_delete=models.PROTECT, related_name="destructions")
    ordered_by = models.TextField()
    order = models.TextField()  # its reference: a file number, a date
    by = models.CharField(max_length=40)  # pseudonyms of the two
    second = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = text()
    objects_destroyed = models.PositiveIntegerField()
    kept_elsewhere = models.JSONField(default=list)  # numbers of items whose text is the same, and stays
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(by=models.F("second")), name="destruction_by_two_people"),
            CheckConstraint(condition=~Q(ordered_by="") & ~Q(order=""), name="destruction_by_order"),
        ]


class Intake(models.Model):
    """One taking-in of an item: the facts the Berkeley Protocol asks for, as far as they were given.

    A refusal before any byte was kept is an intake without an item.
    """

    id = identifier()
    number = models.CharField(max_length=32, null=True)  # the accession number: one for each taking-in
    item = reference("record.Item", "intakes")
    parent = reference("record.Item", "children")  # the archive or message this came out of
    at = models.DateTimeField()
    original_name = text()
    original_path = text()
    size = models.BigIntegerField(null=True)
    media_type = models.CharField(max_length=120, null=True)
    modified = text()  # the file system's time stamp, as found
    obtained_by = text()
    obtained_from = text()
    obtained_on = edtf()
    obtained_how = text()
    url = text()
    html_source = text()
    full_page_capture = text()
    machine = text()
    clock_note = text()
    note = text()
    # what the person said of the material; the document keeps what its first intake gave it
    publisher = text()
    published = edtf()
    language = text()
    title = text()
    author = text()
    document_type = code("document_type")
    confidentiality = code("confidentiality")
    missing = models.JSONField(default=list)
    refused = text()  # the reason, where it was refused
    warnings = models.JSONField(default=list)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(item__isnull=False) | Q(refused__isnull=False), name="intake_kept_or_refused"
            ),
        ]


class Document(Entry):
    """What an item says, as text. The text itself is a derived object in the store."""

    FRAME: ClassVar = Entry.FRAME | {
        "type",
        "title",
        "creator",
        "publisher",
        "source",
        "url",
        "archived_url",
        "language",
        "syndicated_from",
        "same_text_as",
        "translation_of",
        "capture",
        "rights",
        "disclosure_type",
        "received_from",
        "received_on",
        "bates_begin",
        "bates_end",
        "attach_begin",
        "attach_end",
        "date_ground",
    }

    item = models.ForeignKey("record.Item", on_delete=models.PROTECT, related_name="documents")
    type = code("document_type", db_index=True)
    title = text()
    creator = text()
    publisher = models.CharField(max_length=400, null=True, db_index=True)
    source = reference("record.Source", "documents")
    url = text()
    archived_url = text()
    language = models.CharField(max_length=35, null=True, db_index=True)
    media_type = models.CharField(max_length=120)
    published = edtf()
    published_earliest = models.DateField(null=True, db_index=True)
    published_latest = models.DateField(null=True)
    date_estimated = models.BooleanField(default=False)
    date_ground = text()
    text_sha256 = models.CharField(max_length=64, db_index=True)
    structure_sha256 = models.CharField(max_length=64)
    characters = models.BigIntegerField()
    extractor = models.CharField(max_length=48)
    extractor_version = models.CharField(max_length=120)
    warnings = models.JSONField(default=list)
    bates_begin = models.CharField(max_length=40, null=True, unique=True)
    bates_end = models.CharField(max_length=40, null=True, unique=True)
    attach_begin = models.CharField(max_length=40, null=True)
    attach_end = models.CharField(max_length=40, null=True)
    syndicated_from = reference("self", "copies")
    same_text_as = reference("self", "same_texts")
    translation_of = reference("self", "translations")
    capture = models.JSONField(null=True)
    rights = models.JSONField(null=True)  # {"holder", "licence", "copyright_notice", "credit_line", "usage"}
    disclosure_type = CodesField("disclosure_type")
    received_from = reference("record.Source", "+")
    received_on = edtf()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "extractor", "extractor_version"], name="document_made_once_by_an_extractor"
            ),
            CheckConstraint(
                condition=Q(published_earliest__lte=models.F("published_latest")),
                name="document_dates_in_order",
            ),
            CheckConstraint(
                condition=Q(same_text_as__isnull=True) | ~Q(same_text_as=models.F("id")),
                name="document_is_not_its_own_copy",
            ),
        ]


class Reading(models.Model):
    """One reader's pass over one document. A newer pass does not remove what an older one said.

    A `second` reading is that of a language model: it is never the current one, and its claims count only
    where a person accepted them.
    """

    id = identifier()
    document = models.ForeignKey("record.Document", on_delete=models.PROTECT, related_name="readings")
    sha256 = models.CharField(max_length=64)  # of the reading as an object, in the form of the contract
    reader = models.CharField(max_length=48)
    version = models.CharField(max_length=48)
    lexicon = models.CharField(max_length=48)
    parameters = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    not_counted = models.JSONField(default=list)
    claims_count = models.PositiveIntegerField()
    waiting = models.IntegerField(default=0)  # of them, how many nobody has decided about
    current = models.BooleanField(default=True)
    second = models.BooleanField(default=False)
    read_at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["read_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(current=True), name="reading_current_once_a_document"
            ),
            models.UniqueConstraint(fields=["document", "sha256"], name="reading_recorded_once"),
            CheckConstraint(
                condition=Q(current=False) | Q(second=False), name="reading_second_never_current"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["document", "waiting"],
                condition=Q(current=True, waiting__gt=0),
                name="reading_to_review",
            ),
            # Small ones, for what every page of the queue asks: how many wait, and who was read twice.
            models.Index(
                fields=["waiting"], condition=Q(current=True, waiting__gt=0), name="reading_waiting"
            ),
            models.Index(fields=["document"], condition=Q(second=True), name="reading_second"),
        ]
