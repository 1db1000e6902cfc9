"""What people told, and what they agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import CodesField, code, edtf, identifier, ordered_count, reference, text


class Consent(models.Model):
    """What a person agreed to, how they were asked, and whether they took it back. Never changed: a new
    answer is a new row, and the newest counts."""

    id = identifier()
    state = code("consent_state", default="unknown")
    basis = code("legal_basis")
    scopes = models.JSONField(default=dict)  # {consent_scope: true | false}; not asked = not named
    purposes = CodesField("comparison_purpose")  # what a genetic sample may be compared for
    asked_by = text()
    language = models.CharField(max_length=35, null=True)
    text_version = models.CharField(max_length=40, null=True)
    information_given = models.JSONField(default=list)
    date = edtf()
    evidence = reference("record.Document", "+")
    guardian = text()
    withdrawn_on = edtf()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False),
                name="consent_withdrawn_on_a_day",
            ),
            CheckConstraint(
                condition=~Q(state="by_guardian") | Q(guardian__isnull=False),
                name="consent_by_guardian_names_one",
            ),
        ]


class Testimony(Entry):
    """One account, or a group of accounts a report speaks of. Consent and risk come before the account."""

    FRAME: ClassVar = Entry.FRAME | {
        "unit",
        "witness",
        "depth",
        "interviewer",
        "interpreter",
        "present",
        "medium",
        "language",
        "place",
        "date",
        "prior_accounts",
        "free_account",
        "topics",
        "knowledge",
        "consent",
        "risk_level",
        "risk_factors",
        "measures",
        "safe_contact",
        "do_not_contact",
        "referral",
        "corrections",
        "read_back_and_signed",
        "sexual_violence",
        "child",
    }

    unit = models.CharField(max_length=16, default="single")
    count_quantifier = code("quantifier")
    count_low = models.BigIntegerField(null=True)
    count_best = models.BigIntegerField(null=True)
    count_high = models.BigIntegerField(null=True)
    witness = reference("record.Person", "testimonies")
    depth = models.CharField(max_length=16)
    interviewer = text()
    interpreter = text()
    present = models.JSONField(default=list)
    date = edtf()
    place = reference("record.Place", "+")
    medium = models.CharField(max_length=48, null=True)
    language = models.CharField(max_length=35, null=True)
    prior_accounts = models.JSONField(default=list)
    free_account = text()
    topics = models.JSONField(default=dict)
    knowledge = models.JSONField(default=list)  # [{"statement", "saw" | "heard" | "felt" | "told_by"}]
    recordings = models.ManyToManyField("record.Document", related_name="testimonies")
    consent = models.ForeignKey("record.Consent", on_delete=models.PROTECT, related_name="testimonies")
    risk_level = models.CharField(max_length=8)
    risk_factors = models.JSONField(default=list)
    measures = CodesField("protection_measure")
    safe_contact = text()
    do_not_contact = models.BooleanField(default=False)
    referral = models.CharField(max_length=12, default="none")
    corrections = models.JSONField(default=list)
    read_back_and_signed = models.BooleanField(null=True)
    sexual_violence = models.BooleanField(default=False)
    child = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "testimonies"
        constraints: ClassVar = [
            *ordered_count("testimony_count", "count_"),
            CheckConstraint(condition=Q(unit__in=("single", "group_reported")), name="testimony_unit_known"),
            CheckConstraint(
                condition=Q(depth__in=("screening", "first_account", "full_statement", "relayed")),
                name="testimony_depth_known",
            ),
            CheckConstraint(
                condition=Q(risk_level__in=("low", "medium", "high", "extreme", "unknown")),
                name="testimony_risk_known",
            ),
            CheckConstraint(
                condition=Q(referral__in=("offered", "accepted", "declined", "none")),
                name="testimony_referral_known",
            ),
            CheckConstraint(
                condition=Q(unit="group_reported")
                | Q(count_low__isnull=True, count_best__isnull=True, count_high__isnull=True),
                name="testimony_count_is_of_a_group",
            ),
            CheckConstraint(
                condition=Q(unit="single") | Q(witness__isnull=True), name="testimony_group_has_no_witness"
            ),
        ]
