"""Families of the missing, samples, comparisons, and what came of them. Genotypes are in none of these.

Genetic data lie encrypted apart from the database (`accounted.record.genetics`); a row holds the code under
which they lie and the SHA-256 of the sealed bytes. Codes name nobody.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from accounted.record.models.fields import code, edtf, identifier, reference, text


class Family(models.Model):
    """Relatives of missing people and how they say they descend from one another.

    `pedigree` is a list of members {"id", "father", "mother", "sex", "born", "twin_of"}; their identifiers
    are numbers. What the laboratory calls them is sealed.
    """

    id = identifier()
    code = models.CharField(max_length=24, unique=True)
    pedigree = models.JSONField(default=list)
    sealed_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "families"


class Relative(models.Model):
    """A member of a family who is on record as a person: one who is missing, or one who gave a sample."""

    id = identifier()
    family = models.ForeignKey("record.Family", on_delete=models.PROTECT, related_name="relatives")
    member = models.CharField(max_length=24)  # in the pedigree
    person = models.ForeignKey("record.Person", on_delete=models.PROTECT, related_name="in_families")
    missing = models.BooleanField(default=False)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["family", "member"], name="relative_is_one_member"),
        ]


class Sample(models.Model):
    """A sample of remains, or of a relative who agreed to it; known by a code that names nobody."""

    id = identifier()
    code = models.CharField(max_length=24, unique=True)
    remains = reference("record.Remains", "genetic_samples")
    relative = reference("record.Relative", "samples")
    consent = reference("record.Consent", "samples")
    kind = text()
    taken_on = edtf()
    kit = text()
    loci = models.PositiveSmallIntegerField()
    sealed_sha256 = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = text()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(remains__isnull=False, relative__isnull=True)
                | Q(remains__isnull=True, relative__isnull=False),
                name="sample_is_of_one",
            ),
            CheckConstraint(
                condition=Q(relative__isnull=True) | Q(consent__isnull=False),
                name="sample_of_the_living_rests_on_consent",
            ),
        ]


class FrequencySet(models.Model):
    """How common alleles are in a population: name, version, source. The table itself is sealed, because the
    one that comes with a case may list the alleles of its people."""

    id = identifier()
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=80)
    source = text()
    population = text()
    mutation = text()  # the model, in words
    loci = models.PositiveSmallIntegerField()
    sealed_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]


class Comparison(models.Model):
    """One run of the engine over remains and families, with everything needed to run it again."""

    id = identifier()
    method = models.CharField(max_length=8)  # screen, joint
    purpose = code("comparison_purpose", required=True)
    engine = models.CharField(max_length=80)
    frequencies = models.ForeignKey("record.FrequencySet", on_delete=models.PROTECT, related_name="+")
    parameters = models.JSONField(default=dict)
    samples = models.JSONField(default=list)  # [{"code", "sha256"}]
    families = models.JSONField(default=list)  # [{"code", "sha256"}] of the pedigrees
    inputs_sha256 = models.CharField(max_length=64)
    result_sha256 = models.CharField(max_length=64)
    set_aside = models.JSONField(default=list)  # [{"code", "reason"}]
    withdrawn_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(method__in=("screen", "joint")), name="comparison_method_known"),
        ]


class Proposal(models.Model):
    """That remains may be a missing person's, as a comparison has it. It identifies nobody."""

    id = identifier()
    comparison = models.ForeignKey("record.Comparison", on_delete=models.PROTECT, related_name="proposals")
    remains = models.ForeignKey("record.Remains", on_delete=models.PROTECT, related_name="proposals")
    missing = models.ForeignKey("record.Relative", on_delete=models.PROTECT, related_name="proposals")
    rank = models.PositiveSmallIntegerField()
    log10_ratio = models.FloatField(null=True)
    log10_generalised = models.FloatField(null=True)
    posterior = models.FloatField()
    not_listed = models.FloatField()  # posterior that the remains are of nobody compared
    alternatives = models.JSONField(default=list)  # of the same likelihood: the genes cannot tell them apart
    state = models.CharField(max_length=12, default="open")
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(state__in=("open", "decided", "reversed", "withdrawn")),
                name="proposal_state_known",
            ),
        ]


class ProposalReview(models.Model):
    """What one named person concluded of a proposal, before seeing what anybody else did. Never changed."""

    id = identifier()
    proposal = models.ForeignKey("record.Proposal", on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.CharField(max_length=40)
    conclusion = code("ident_conclusion", required=True)
    reason = models.TextField()
    at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["proposal", "reviewer"], name="proposal_review_once_each"),
        ]


class Reconciliation(models.Model):
    """All evidence on a proposal side by side: what agrees, what conflicts, what is missing.

    Never changed: a later one is a new row, and the newest counts. Each list holds {"method", "what"}.
    """

    id = identifier()
    proposal = models.ForeignKey("record.Proposal", on_delete=models.PROTECT, related_name="reconciliations")
    agrees = models.JSONField(default=list)
    conflicts = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]


__all__ = [
    "Comparison", "Family", "FrequencySet", "Proposal", "ProposalReview", "Reconciliation", "Relative",
    "Sample",
]  # fmt: skip
