import django.db.models.deletion
from django.db import migrations, models

from accounted.record.tables import ChangeTables


def count_waiting(apps, schema_editor):
    """Of readings that are there: their claims, less those somebody has decided about."""
    alias = schema_editor.connection.alias
    reading, review = apps.get_model("record", "Reading"), apps.get_model("record", "Review")
    decided = (
        review.objects.using(alias)
        .filter(current=True, claim__origin="machine", claim__reading=models.OuterRef("pk"))
        .order_by()
        .values("claim__reading")
        .annotate(number=models.Count("pk"))
        .values("number")
    )
    readings = reading.objects.using(alias)
    readings.filter(document__item__state="destroyed").update(waiting=0)
    standing = [
        row.pk
        for row in readings.filter(claims_count__gt=0).exclude(document__item__state="destroyed").only("pk")
    ]
    for start in range(0, len(standing), 10_000):
        readings.filter(pk__in=standing[start : start + 10_000]).update(
            waiting=models.F("claims_count")
            - models.functions.Coalesce(models.Subquery(decided), models.Value(0))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0005_restrictions"),
    ]

    operations = [
        ChangeTables(
            [
                migrations.AddField(
                    model_name="reading",
                    name="waiting",
                    field=models.IntegerField(default=0),
                ),
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(
                        condition=models.Q(("current", True), ("waiting__gt", 0)),
                        fields=["document", "waiting"],
                        name="reading_to_review",
                    ),
                ),
                migrations.CreateModel(
                    name="Judgement",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("outcome", models.CharField(max_length=12)),
                        ("corrected", models.JSONField(default=list)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        ("blind", models.BooleanField(default=True)),
                        ("open", models.BooleanField(default=True)),
                        ("disputed", models.BooleanField(default=False)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="record.claim",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("open", True)),
                                fields=["document", "claim", "by"],
                                name="judgement_open",
                            ),
                            models.Index(
                                condition=models.Q(("disputed", True), ("open", True)),
                                fields=["claim"],
                                name="judgement_disputed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ("accepted", "rejected", "corrected", "split"))
                                ),
                                name="judgement_of_a_known_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="judgement_has_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("open", True)),
                                fields=("claim", "by"),
                                name="judgement_once_a_person",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(count_waiting, migrations.RunPython.noop),
    ]
