"""What documents say: excerpts, claims, tallies, and the decisions people took about them.

Rows of `Excerpt`, `Claim`, `ClaimTerm` and `Tally` are written once and never again: the database refuses an
update (`accounted.record.database`). What a person thinks of a claim stands in `Review`, `Attribution` and
`Value` rows beside it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounted.record.models.fields import code, edtf, identifier, ordered_count, reference, text

CLAIM_KINDS = ("tally", "site", "finding", "act", "denial", "investigation", "testimony")


class Excerpt(models.Model):
    """Exact words at a place in a document's text (rule D-01). Offsets are code points, end exclusive."""

    id = identifier()
    document = models.ForeignKey("record.Document", on_delete=models.PROTECT, related_name="excerpts")
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64, default="")
    suffix = models.CharField(max_length=64, default="")
    kind = models.CharField(max_length=16, null=True)  # the kind of segment it stands in
    segment = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    quoted_speech = models.BooleanField(default=False)
    language = models.CharField(max_length=35, null=True)
    translation = text()
    translator = text()

    class Meta:
        ordering: ClassVar = ["document", "start", "end"]
        indexes: ClassVar = [models.Index(fields=["document", "start"], name="excerpt_in_document")]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(start__gte=0), name="excerpt_starts_in_the_text"),
            CheckConstraint(condition=Q(start__lt=F("end")), name="excerpt_start_before_end"),
            CheckConstraint(condition=~Q(exact=""), name="excerpt_has_words"),
        ]


class Claim(models.Model):
    """One assertion, by one speaker, at one time, in exact words. Never edited.

    A corrected claim is a new row with the next `version` that names the old one in `corrects`.
    A speaker is kept as written; who that is, is an `Attribution`.
    """

    id = identifier()
    document = models.ForeignKey("record.Document", on_delete=models.PROTECT, related_name="claims")
    reading = models.ForeignKey("record.Reading", on_delete=models.PROTECT, related_name="claims", null=True)
    local_id = models.CharField(max_length=48)  # the identifier in the reading: c2
    version = models.PositiveIntegerField(default=1)
    corrects = reference("self", "corrections")
    kind = models.CharField(max_length=16)
    excerpt = models.ForeignKey("record.Excerpt", on_delete=models.PROTECT, related_name="claims")
    further_excerpts = models.ManyToManyField("record.Excerpt", related_name="+")
    modality = code("statement_modality", required=True, default="asserts")
    confidentiality = code("confidentiality", default="internal")
    scare_quotes = models.BooleanField(default=False)
    extent = text()
    rule = models.CharField(max_length=64, null=True)  # what made it (rule D-37)
    origin = models.CharField(max_length=8, default="machine")
    proposition = models.JSONField(null=True)
    subject_kind = models.CharField(max_length=24, null=True)
    subject_id = models.CharField(max_length=40, null=True)

    speaker_text = text()
    speaker_start = models.BigIntegerField(null=True)
    speaker_end = models.BigIntegerField(null=True)
    speaker_inferred = models.BooleanField(default=False)
    speaker_name = models.CharField(max_length=400, null=True, db_index=True)
    speaker_role = text()
    speaker_organisation = text()
    via = models.JSONField(default=list)

    place_text = text()
    place_start = models.BigIntegerField(null=True)
    place_end = models.BigIntegerField(null=True)
    place_name = models.CharField(max_length=200, null=True, db_index=True)
    place_kind = models.CharField(max_length=16, null=True)
    place_country = models.CharField(max_length=2, null=True)
    place_geonames = models.BigIntegerField(null=True, db_index=True)
    place_iso3166_2 = models.CharField(max_length=8, null=True, db_index=True)
    place_lat = models.FloatField(null=True)
    place_lon = models.FloatField(null=True)
    place_match = models.CharField(max_length=24, null=True)
    place_score = models.FloatField(null=True)
    place_inferred = models.BooleanField(default=False)
    place_candidates = models.PositiveIntegerField(default=0)
    place_reason = text()

    date_text = text()
    date_edtf = edtf()
    date_role = code("date_role")
    date_start = models.BigIntegerField(null=True)
    date_end = models.BigIntegerField(null=True)
    date_inferred = models.BooleanField(default=False)
    date_earliest = models.DateField(null=True)
    date_latest = models.DateField(null=True)
    dates = models.JSONField(default=list)

    party_text = text()
    party_start = models.BigIntegerField(null=True)
    party_end = models.BigIntegerField(null=True)
    party_inferred = models.BooleanField(default=False)
    party_actor = text()

    # Of acts methods and victims, of investigations body, scope and status, of testimonies how near: as read.
    particulars = models.JSONField(null=True)

    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["document", "id"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "modality"], name="claim_by_kind"),
            models.Index(fields=["date_earliest", "date_latest"], name="claim_between_dates"),
        ]
        constraints: ClassVar = [
            UniqueConstraint(fields=["reading", "local_id", "version"], name="claim_once_in_a_reading"),
            CheckConstraint(condition=Q(kind__in=CLAIM_KINDS), name="claim_of_a_known_kind"),
            CheckConstraint(
                condition=Q(corrects__isnull=True, version=1) | Q(corrects__isnull=False, version__gt=1),
                name="claim_version_counts_corrections",
            ),
            CheckConstraint(condition=Q(date_earliest__lte=F("date_latest")), name="claim_dates_in_order"),
            CheckConstraint(
                condition=Q(origin="human") | Q(reading__isnull=False),
                name="claim_by_machine_has_its_reading",
            ),
        ]


class ClaimTerm(models.Model):
    """One coded term of a claim: what it is about, whom a tally counts, which region of the body."""

    id = identifier()
    claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="terms")
    role = models.CharField(max_length=12)  # what, group, body_region
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["claim", "role", "position"]
        indexes: ClassVar = [models.Index(fields=["code", "role"], name="claim_by_term")]
        constraints: ClassVar = [
            UniqueConstraint(fields=["claim", "role", "position"], name="term_once_at_a_position"),
            CheckConstraint(
                condition=Q(role__in=("what", "group", "body_region")), name="term_in_a_known_role"
            ),
        ]


class Denial(models.Model):
    """A claim that rejects another.

    It stands beside it; it deletes nothing and lowers nothing (rule D-17).
    """

    id = identifier()
    claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="denies")
    denied = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="denied_by")
    response = code("attribution_response")
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["claim", "denied"], name="denial_stated_once"),
            CheckConstraint(condition=~Q(claim=F("denied")), name="denial_is_not_of_itself"),
        ]


class Tally(models.Model):
    """A number somebody stated: of what, how worded, of whom. An empty bound is open, never zero."""

    id = identifier()
    claim = models.OneToOneField("record.Claim", on_delete=models.PROTECT, related_name="tally")
    basis = code("count_basis", required=True, db_index=True)
    quantifier = code("quantifier", required=True)
    low = models.BigIntegerField(null=True)
    best = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    readings = models.JSONField(default=list)
    incremental = models.BooleanField(default=False)
    victims = models.BooleanField(default=True)
    implied = models.BooleanField(default=False)
    as_of = edtf()
    as_of_earliest = models.DateField(null=True)
    as_of_latest = models.DateField(null=True)
    period = edtf()
    place_scope = models.CharField(max_length=16, null=True)  # whole, part, visited areas
    partition_of = reference("self", "parts")
    same_as = reference("self", "mentions")

    class Meta:
        ordering: ClassVar = ["claim"]
        constraints: ClassVar = [
            *ordered_count("tally"),
            CheckConstraint(
                condition=Q(partition_of__isnull=True) | ~Q(partition_of=F("id")),
                name="tally_not_part_of_itself",
            ),
            CheckConstraint(condition=Q(as_of_earliest__lte=F("as_of_latest")), name="tally_dates_in_order"),
        ]


class TallyRelation(models.Model):
    """How a person says two tallies stand to each other, and why (rule D-03)."""

    id = identifier()
    one = models.ForeignKey("record.Tally", on_delete=models.PROTECT, related_name="relations_from")
    other = models.ForeignKey("record.Tally", on_delete=models.PROTECT, related_name="relations_to")
    relation = code("tally_relation", required=True)
    ground = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    current = models.BooleanField(default=True)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(one=F("other")), name="tally_relation_is_between_two"),
            CheckConstraint(condition=~Q(ground=""), name="tally_relation_has_a_ground"),
            UniqueConstraint(
                fields=["one", "other"], condition=Q(current=True), name="tally_relation_current_once_a_pair"
            ),
        ]


class Review(models.Model):
    """What a named person decided about a claim as read: accepted, rejected, corrected. The newest counts.

    Accepting says that the words were read rightly. It says nothing on whether they are true.
    """

    OUTCOMES = ("accepted", "rejected", "corrected")

    id = identifier()
    claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=12)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    reason = models.TextField()
    current = models.BooleanField(default=True)
    corrected_to = reference("record.Claim", "+")
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(outcome__in=("accepted", "rejected", "corrected")),
                name="review_of_a_known_outcome",
            ),
            CheckConstraint(condition=~Q(reason=""), name="review_has_a_reason"),
            CheckConstraint(
                condition=Q(outcome="corrected", corrected_to__isnull=False)
                | (~Q(outcome="corrected") & Q(corrected_to__isnull=True)),
                name="review_corrected_names_the_correction",
            ),
            UniqueConstraint(fields=["claim"], condition=Q(current=True), name="review_current_once_a_claim"),
        ]


class Attribution(models.Model):
    """Who the speaker of a claim is, in the record: a person's decision, with its ground."""

    id = identifier()
    claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="attributions")
    source = models.ForeignKey("record.Source", on_delete=models.PROTECT, related_name="attributed_claims")
    ground = models.TextField()
    proximity = code("source_proximity")
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    current = models.BooleanField(default=True)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(ground=""), name="attribution_has_a_ground"),
            UniqueConstraint(
                fields=["claim"], condition=Q(current=True), name="attribution_current_once_a_claim"
            ),
        ]


class Grade(models.Model):
    """The digit of the Admiralty code for one claim, set apart from the letter of its source (rule D-05)."""

    id = identifier()
    claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="grades")
    credibility = code("admiralty_credibility", required=True, default="6")
    corroborated_by = reference("record.Claim", "+")
    coherence = models.CharField(max_length=16, null=True)  # ok, contradiction, unclear
    corroboration = models.CharField(max_length=16, default="not_done")
    ground = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    current = models.BooleanField(default=True)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(credibility__in=tuple("123456")), name="grade_is_a_digit"),
            CheckConstraint(
                condition=~Q(credibility="1") | Q(corroborated_by__isnull=False),
                name="grade_confirmed_names_the_corroboration",
            ),
            CheckConstraint(
                condition=Q(corroborated_by__isnull=True) | ~Q(corroborated_by=F("claim")),
                name="grade_claim_does_not_confirm_itself",
            ),
            CheckConstraint(
                condition=Q(coherence__isnull=True) | Q(coherence__in=("ok", "contradiction", "unclear")),
                name="grade_coherence_known",
            ),
            CheckConstraint(
                condition=Q(corroboration__in=("confirms", "no_conclusion", "rejects", "not_done")),
                name="grade_corroboration_known",
            ),
            UniqueConstraint(fields=["claim"], condition=Q(current=True), name="grade_current_once_a_claim"),
        ]
