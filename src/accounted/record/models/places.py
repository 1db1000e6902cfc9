"""Where: places, burial sites, other sites."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from accounted.record.models.entries import Entry
from accounted.record.models.fields import CodesField, code, edtf, identifier, ordered_count, reference, text


class Place(Entry):
    """A place with its codes in each system, kept apart: no code is computed from another."""

    FRAME: ClassVar = Entry.FRAME | {
        "name",
        "kind",
        "country",
        "katotth",
        "pcode",
        "iso3166_2",
        "geonames",
        "osm",
        "wikidata",
        "parent",
        "lat",
        "lon",
        "geo_precision",
        "radius_m",
        "polygon",
        "public_precision",
    }

    name = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=16)
    country = models.CharField(max_length=2, null=True)
    katotth = models.CharField(max_length=24, null=True)
    pcode = models.CharField(max_length=24, null=True)
    iso3166_2 = models.CharField(max_length=8, null=True)
    geonames = models.BigIntegerField(null=True)
    osm = models.CharField(max_length=40, null=True)
    wikidata = models.CharField(max_length=24, null=True)
    parent = reference("self", "within")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    geo_precision = code("geo_precision")
    radius_m = models.FloatField(null=True)
    polygon = models.JSONField(null=True)
    public_precision = code("geo_precision")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(
                    kind__in=("country", "region", "district", "hromada", "settlement", "site", "free")
                ),
                name="place_kind_known",
            ),
            CheckConstraint(condition=Q(lat__gte=-90, lat__lte=90), name="place_latitude"),
            CheckConstraint(condition=Q(lon__gte=-180, lon__lte=180), name="place_longitude"),
            CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__isnull=False, lon__isnull=False),
                name="place_has_both_coordinates",
            ),
            UniqueConstraint(
                fields=["geonames"], condition=Q(geonames__isnull=False), name="place_once_by_geonames"
            ),
        ]


class PlaceName(models.Model):
    """A name of a place: official, former, as the press writes it, or a mistyping that was met."""

    id = identifier()
    place = models.ForeignKey("record.Place", on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=12)
    language = models.CharField(max_length=35, null=True)
    script = models.CharField(max_length=16, null=True)
    system = code("translit_system")
    valid = edtf()
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=("official", "former", "press", "typo")), name="place_name_kind_known"
            )
        ]


class Control(models.Model):
    """Who held a place over an interval (rule D-24): occupied then retaken is two rows, not a conflict."""

    id = identifier()
    place = models.ForeignKey("record.Place", on_delete=models.PROTECT, related_name="control")
    control = code("territory_control", required=True)
    by_actor = reference("record.Actor", "+")
    interval = edtf()
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    claims = models.ManyToManyField("record.Claim", related_name="+")
    decision = models.ForeignKey("record.Decision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(earliest__lte=F("latest")), name="control_dates_in_order")
        ]


class BurialSite(Entry):
    """A place where the dead were put.

    A mass grave holds two or more and has a reason to be inquired into.
    """

    FRAME: ClassVar = Entry.FRAME | {
        "name",
        "reason_for_inquiry",
        "place",
        "parent",
        "public_lat",
        "public_lon",
    }

    name = models.CharField(max_length=300, null=True)
    place = reference("record.Place", "burial_sites")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    public_lat = models.FloatField(null=True)
    public_lon = models.FloatField(null=True)
    type = code("grave_type", default="unknown", db_index=True)
    further_types = CodesField("grave_type")
    conditions = CodesField("grave_condition")
    remains_min = models.PositiveIntegerField(null=True)
    parent = reference("self", "graves")
    site = reference("record.Site", "burial_sites")
    status = code("grave_status", default="reported", db_index=True)
    discovered_by = text()
    reported_by = reference("record.Source", "+")
    custodian = text()
    length_m = models.FloatField(null=True)
    width_m = models.FloatField(null=True)
    depth_m = models.FloatField(null=True)
    datum = text()
    grid = text()
    layers = models.JSONField(default=list)
    hazards = models.JSONField(default=list)
    reason_for_inquiry = text()
    workers = models.JSONField(default=list)
    permits = models.JSONField(default=list)
    tallies = models.ManyToManyField("record.Tally", related_name="burial_sites")
    excavation_log = models.ManyToManyField("record.Document", related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(type="mass_grave")
                | (
                    Q(remains_min__isnull=False, remains_min__gte=2, reason_for_inquiry__isnull=False)
                    & ~Q(reason_for_inquiry="")
                ),
                name="burial_mass_grave_holds_two_and_has_a_reason",
            ),
            CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="burial_not_within_itself"
            ),
        ]


class Site(Entry):
    """A building or ground where something is said to have happened. Alleged until verified."""

    FRAME: ClassVar = Entry.FRAME | {"unit", "label_as_written", "place", "alleged", "name"}

    name = models.CharField(max_length=300, null=True)
    unit = models.CharField(max_length=16, default="single")
    count_quantifier = code("quantifier")
    count_low = models.BigIntegerField(null=True)
    count_best = models.BigIntegerField(null=True)
    count_high = models.BigIntegerField(null=True)
    type = code("site_type", default="unknown", db_index=True)
    further_types = CodesField("site_type")
    label_as_written = text()
    place = reference("record.Place", "sites")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    room = text()
    operator = reference("record.Actor", "sites")
    operator_interval = edtf()
    capacity = models.PositiveIntegerField(null=True)
    held_count = models.PositiveIntegerField(null=True)
    conditions = CodesField("detention_condition")
    acknowledged = models.BooleanField(null=True)
    outside_contact = models.CharField(max_length=16, null=True)
    inspections = models.JSONField(default=list)
    alleged = models.BooleanField(default=True)
    verification = code("verification_status", default="unreviewed")
    standard = code("standard_of_proof", default="none")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *ordered_count("site_count", "count_"),
            CheckConstraint(condition=Q(unit__in=("single", "group_reported")), name="site_unit_known"),
            CheckConstraint(
                condition=Q(unit="group_reported")
                | Q(count_low__isnull=True, count_best__isnull=True, count_high__isnull=True),
                name="site_count_is_of_a_group",
            ),
            CheckConstraint(
                condition=Q(alleged=True) | Q(verification="verified"), name="site_alleged_until_verified"
            ),
        ]
