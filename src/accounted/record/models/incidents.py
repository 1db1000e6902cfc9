"""What happened: incidents, acts against people, who is said to have taken part, and what law may call it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounted.record.models.entries import Entry
from accounted.record.models.fields import CodesField, code, edtf, identifier, reference, text
from accounted.record.terms import PROVEN


class Incident(Entry):
    """An event, an ongoing situation, or an umbrella over several."""

    FRAME: ClassVar = Entry.FRAME | {"title", "summary", "kind"}

    title = models.CharField(max_length=300)
    summary = text()
    kind = models.CharField(max_length=12, default="event")
    place = reference("record.Place", "incidents")
    further_places = models.ManyToManyField("record.Place", related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    geo_precision = code("geo_precision")
    control = code("territory_control")
    tallies = models.ManyToManyField("record.Tally", related_name="incidents")
    verification = code("verification_status", default="unreviewed", db_index=True)
    standard = code("standard_of_proof", default="none")
    grade = code("airwars_grade")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=("event", "situation", "umbrella")), name="incident_kind_known"
            ),
            CheckConstraint(condition=~Q(title=""), name="incident_has_a_title"),
            CheckConstraint(
                condition=~Q(verification="verified") | Q(standard__in=PROVEN),
                name="incident_verified_to_a_standard",
            ),
        ]


class IncidentPerson(models.Model):
    """The part a person had in an incident, and the claims that say so."""

    id = identifier()
    incident = models.ForeignKey("record.Incident", on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey("record.Person", on_delete=models.PROTECT, related_name="incidents")
    role = code("participant_role", required=True)
    claims = models.ManyToManyField("record.Claim", related_name="+")
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["incident", "person", "role"], name="incident_person_once_in_a_role")
        ]


class IncidentRelation(models.Model):
    """How two incidents stand to each other."""

    id = identifier()
    one = models.ForeignKey("record.Incident", on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey("record.Incident", on_delete=models.PROTECT, related_name="+")
    relation = code("event_relation", required=True)
    ground = models.TextField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(one=F("other")), name="incident_relation_is_between_two")
        ]


class Act(Entry):
    """One thing done to one victim (a person, or a group as one row)."""

    FRAME: ClassVar = Entry.FRAME | {"incident", "victim", "label_as_written"}

    incident = models.ForeignKey("record.Incident", on_delete=models.PROTECT, related_name="acts")
    victim = reference("record.Person", "acts")
    type = code("act_type", required=True, db_index=True)
    label_as_written = text()
    methods = CodesField("method_of_violence")
    torture_methods = CodesField("torture_method_ip")
    purposes = CodesField("torture_purpose")
    start = edtf()
    start_earliest = models.DateField(null=True)
    start_latest = models.DateField(null=True)
    end = edtf()
    place = reference("record.Place", "acts")
    site = reference("record.Site", "acts")
    detention_basis = models.CharField(max_length=16, null=True)
    detention_whereabouts = models.CharField(max_length=16, null=True)
    detention_counsel = models.CharField(max_length=16, null=True)
    consequences_physical = text()
    consequences_psychological = text()
    status_at_end = code("victim_outcome")
    statement_signed = models.CharField(max_length=16, null=True)
    medical_attention = models.CharField(max_length=16, null=True)
    findings = models.ManyToManyField("record.Finding", related_name="acts")
    claims = models.ManyToManyField("record.Claim", related_name="acts")
    responses = models.ManyToManyField("record.Claim", related_name="acts_answered")
    verification = code("verification_status", default="unreviewed")
    standard = code("standard_of_proof", default="none")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(verification="verified") | Q(standard__in=PROVEN),
                name="act_verified_to_a_standard",
            ),
        ]


class Involvement(models.Model):
    """That a source names an actor for an act.

    Needs the claim that names it (rule D-21); can be taken back.
    """

    id = identifier()
    act = models.ForeignKey("record.Act", on_delete=models.PROTECT, related_name="involvements")
    actor = models.ForeignKey(
        "record.Actor", on_delete=models.PROTECT, related_name="involvements", null=True
    )
    person = reference("record.Person", "involvements")
    degree = code("involvement_degree", required=True)
    standard = code("standard_of_proof", default="allegation")
    naming_claim = models.ForeignKey("record.Claim", on_delete=models.PROTECT, related_name="involvements")
    further_claims = models.ManyToManyField("record.Claim", related_name="+")
    ground = models.TextField()
    withdrawn = models.BooleanField(default=False)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(actor__isnull=False, person__isnull=True)
                | Q(actor__isnull=True, person__isnull=False),
                name="involvement_of_an_actor_or_a_person",
            ),
        ]


class LegalQualification(models.Model):
    """What law might call an act: proposed by a named person, never by a source's word (rule D-19)."""

    id = identifier()
    act = models.ForeignKey("record.Act", on_delete=models.PROTECT, related_name="qualifications")
    article = models.CharField(max_length=60)  # an article of the Rome Statute, ICCS or a national code
    elements = models.JSONField(default=list)  # [{"no", "text", "state", "claims"}]
    standard = code("standard_of_proof", default="none")
    status = models.CharField(max_length=12, default="proposed")
    body = text()
    ground = models.TextField()
    proposed_by = models.CharField(max_length=40)
    adopted_by = models.CharField(max_length=40, null=True)
    at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(status__in=("proposed", "adopted", "rejected")), name="qualification_status_known"
            ),
        ]
