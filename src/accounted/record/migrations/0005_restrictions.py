import django.db.models.deletion
from django.db import migrations, models

from accounted.record.tables import ChangeTables


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0004_lists_and_linking"),
    ]

    operations = [
        ChangeTables(
            [
                migrations.CreateModel(
                    name="Restriction",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=24)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("group", models.CharField(max_length=48)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["subject_kind", "subject_id", "group"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject_id", "group"), name="restriction_once_a_group"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("group", ""), _negated=True),
                                name="restriction_to_a_named_group",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
