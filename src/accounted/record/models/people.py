"""People, alive or dead, one by one or as a counted group."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from accounted.record.models.entries import Entry
from accounted.record.models.fields import UNCHECKED, code, identifier, ordered_count, reference, text
from accounted.record.terms import PROVEN


class Person(Entry):
    """A person, or a group known only as a number: one row with a count, never empty rows (rule D-12)."""

    FRAME: ClassVar = Entry.FRAME | {"counting_unit", "publication", "sealed_identity", "alias_code"}

    counting_unit = models.CharField(max_length=16, default="individual")
    group_quantifier = code("quantifier")
    group_low = models.BigIntegerField(null=True)
    group_best = models.BigIntegerField(null=True)
    group_high = models.BigIntegerField(null=True)
    alias_code = models.CharField(max_length=40, null=True, unique=True)
    sex = code("sex", db_index=True)
    age_min = models.PositiveSmallIntegerField(null=True)
    age_max = models.PositiveSmallIntegerField(null=True)
    age_group = code("age_group", db_index=True)
    age_basis = models.CharField(max_length=16, null=True)
    birth_place = reference("record.Place", "+")
    status = code("person_status", default="unknown", db_index=True)
    outcome = code("victim_outcome", db_index=True)
    missing_status = code("missing_status", db_index=True)
    last_seen_place = reference("record.Place", "+")
    last_seen_with = text()
    last_seen_clothing = text()
    occupation = text()
    nationality = text()
    residence = reference("record.Place", "+")
    civil_status = models.CharField(max_length=48, null=True)
    children = models.PositiveSmallIntegerField(null=True)
    characteristics = models.JSONField(default=list)  # HURIDOCS micro-thesaurus 23: special-category data
    am_effects = models.JSONField(default=list)
    am_physical = models.JSONField(default=dict)
    am_marks = models.JSONField(default=list)
    am_medical = models.JSONField(default=dict)
    am_dental = models.JSONField(default=dict)
    am_dna = models.JSONField(default=list)
    am_prints = models.JSONField(default=dict)
    am_photos = models.JSONField(default=list)
    verification = code("verification_status", default="unreviewed", db_index=True)
    standard = code("standard_of_proof", default="none")
    publication = models.CharField(max_length=12, default="withheld")
    family_wish = text()
    sealed_identity = reference("record.SealedIdentity", "+")
    id_documents = models.JSONField(default=list)  # numbers masked
    # The record that stands for both, where people decided that two are one person: the earliest of them.
    same_as = reference("self", "also_recorded_as")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *ordered_count("person_group", "group_"),
            CheckConstraint(
                condition=Q(counting_unit__in=("individual", "family", "group", "community", "people")),
                name="person_counting_unit_known",
            ),
            CheckConstraint(
                condition=~Q(counting_unit="individual")
                | Q(group_low__isnull=True, group_best__isnull=True, group_high__isnull=True),
                name="person_individual_has_no_count",
            ),
            CheckConstraint(condition=Q(age_min__lte=F("age_max")), name="person_age_min_not_above_max"),
            CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(same_as__lt=F("id")),
                name="person_stands_for_later_ones",
            ),
            CheckConstraint(
                condition=Q(age_basis__isnull=True)
                | Q(age_basis__in=("stated", "computed", "estimated", "anthropology")),
                name="person_age_basis_known",
            ),
            CheckConstraint(
                condition=Q(publication__in=("withheld", "initials", "named")),
                name="person_publication_known",
            ),
            CheckConstraint(
                condition=~Q(verification="verified") | Q(standard__in=PROVEN),
                name="person_verified_to_a_standard",
            ),
        ]


class PersonName(models.Model):
    """A name of a person.

    The form as written never changes; parts and transliterations are derived (D-40).
    """

    id = identifier()
    person = models.ForeignKey("record.Person", on_delete=models.PROTECT, related_name="names")
    as_written = models.CharField(max_length=400, db_index=True)
    type = code("name_type", required=True, default="as_written")
    given = models.CharField(max_length=200, null=True)
    patronymic = models.CharField(max_length=200, null=True)
    family = models.CharField(max_length=200, null=True, db_index=True)
    script = models.CharField(max_length=16, null=True)
    language = models.CharField(max_length=35, null=True)
    system = code("translit_system")
    derived_from = reference("self", "derived")
    claims = models.ManyToManyField("record.Claim", related_name="names_resting_on_it")
    row = reference("record.ListRow", "+", **UNCHECKED)
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["person", "id"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(as_written=""), name="name_is_written"),
            CheckConstraint(
                condition=Q(derived_from__isnull=True) | Q(system__isnull=False),
                name="name_derived_states_its_system",
            ),
        ]
