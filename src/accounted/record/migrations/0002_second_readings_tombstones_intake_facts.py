import django.db.models.deletion
from django.db import migrations, models

import accounted.record.models.fields
from accounted.record.tables import ChangeTables


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_initial"),
    ]

    operations = [
        ChangeTables(
            [
                migrations.CreateModel(
                    name="Destruction",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("ordered_by", models.TextField()),
                        ("order", models.TextField()),
                        ("by", models.CharField(max_length=40)),
                        ("second", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField(null=True)),
                        ("objects_destroyed", models.PositiveIntegerField()),
                        ("kept_elsewhere", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.RemoveConstraint(
                    model_name="item",
                    name="item_in_a_known_state",
                ),
                migrations.AddField(
                    model_name="claim",
                    name="particulars",
                    field=models.JSONField(null=True),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="author",
                    field=models.TextField(null=True),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="confidentiality",
                    field=accounted.record.models.fields.CodeField(
                        "confidentiality", max_length=48, null=True
                    ),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="document_type",
                    field=accounted.record.models.fields.CodeField("document_type", max_length=48, null=True),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="language",
                    field=models.TextField(null=True),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="published",
                    field=accounted.record.models.fields.EdtfField(max_length=120, null=True),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="publisher",
                    field=models.TextField(null=True),
                ),
                migrations.AddField(
                    model_name="intake",
                    name="title",
                    field=models.TextField(null=True),
                ),
                migrations.AddField(
                    model_name="reading",
                    name="second",
                    field=models.BooleanField(default=False),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("kept", "documented", "no_text", "refused", "destroyed"))
                        ),
                        name="item_in_a_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("current", False), ("second", False), _connector="OR"),
                        name="reading_second_never_current",
                    ),
                ),
                migrations.AddField(
                    model_name="destruction",
                    name="decision",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.decision"
                    ),
                ),
                migrations.AddField(
                    model_name="destruction",
                    name="item",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions",
                        to="record.item",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("by", models.F("second")), _negated=True),
                        name="destruction_by_two_people",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="destruction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ordered_by", ""), _negated=True),
                            models.Q(("order", ""), _negated=True),
                        ),
                        name="destruction_by_order",
                    ),
                ),
            ]
        ),
    ]
