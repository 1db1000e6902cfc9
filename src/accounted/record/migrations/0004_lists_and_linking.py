import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import accounted.record.models.fields
from accounted.record.tables import ChangeTables


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0003_identifying"),
    ]

    operations = [
        ChangeTables(
            [
                migrations.CreateModel(
                    name="LinkageRun",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("lists", models.JSONField(default=list)),
                        ("engine", models.CharField(max_length=16)),
                        ("versions", models.JSONField(default=dict)),
                        ("parameters", models.JSONField(default=dict)),
                        ("records", models.BigIntegerField()),
                        ("pairs", models.BigIntegerField()),
                        ("persons_low", models.BigIntegerField()),
                        ("persons_best", models.BigIntegerField()),
                        ("persons_high", models.BigIntegerField()),
                        ("basis", models.TextField()),
                        ("warnings", models.JSONField(default=list)),
                        ("current", models.BooleanField(default=True)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ListRow",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.BigIntegerField()),
                        ("given_id", models.CharField(max_length=200)),
                        ("values", models.JSONField(default=dict)),
                        ("written", models.JSONField(default=dict)),
                        ("unclear", models.JSONField(default=dict)),
                        ("failed", models.TextField(null=True)),
                    ],
                    options={
                        "ordering": ["list", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="PairJudgement",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("verdict", models.CharField(max_length=12)),
                        ("probability", models.FloatField(null=True)),
                        ("reason", models.TextField()),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("current", models.BooleanField(db_index=True, default=True)),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="PersonList",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("sheet", models.CharField(default="", max_length=200)),
                        ("title", models.TextField(null=True)),
                        ("publisher", models.CharField(max_length=400, null=True)),
                        ("kind", models.CharField(max_length=8)),
                        ("as_of", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("no_duplicates", models.BooleanField(default=False)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", default="confidential", max_length=48
                            ),
                        ),
                        ("mapping", models.JSONField(default=dict)),
                        ("references", models.JSONField(default=dict)),
                        ("reader", models.CharField(max_length=48)),
                        ("rows", models.BigIntegerField(default=0)),
                        ("entered", models.BigIntegerField(default=0)),
                        ("set_aside", models.BigIntegerField(default=0)),
                        ("complete", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.RemoveConstraint(
                    model_name="item",
                    name="item_in_a_known_state",
                ),
                migrations.AddField(
                    model_name="person",
                    name="same_as",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="also_recorded_as",
                        to="record.person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("kept", "documented", "no_text", "listed", "refused", "destroyed"))
                        ),
                        name="item_in_a_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("same_as__isnull", True), ("same_as__lt", models.F("id")), _connector="OR"
                        ),
                        name="person_stands_for_later_ones",
                    ),
                ),
                migrations.AddField(
                    model_name="linkagerun",
                    name="decision",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.decision"
                    ),
                ),
                migrations.AddField(
                    model_name="listrow",
                    name="decision",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.decision"
                    ),
                ),
                migrations.AddField(
                    model_name="listrow",
                    name="person",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_rows",
                        to="record.person",
                    ),
                ),
                migrations.AddField(
                    model_name="listrow",
                    name="remains",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_rows",
                        to="record.remains",
                    ),
                ),
                migrations.AddField(
                    model_name="personname",
                    name="row",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.listrow",
                    ),
                ),
                migrations.AddField(
                    model_name="value",
                    name="row",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.listrow",
                    ),
                ),
                migrations.AddField(
                    model_name="pairjudgement",
                    name="decision",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.decision"
                    ),
                ),
                migrations.AddField(
                    model_name="pairjudgement",
                    name="one",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.person"
                    ),
                ),
                migrations.AddField(
                    model_name="pairjudgement",
                    name="other",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.person"
                    ),
                ),
                migrations.AddField(
                    model_name="personlist",
                    name="decision",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.decision"
                    ),
                ),
                migrations.AddField(
                    model_name="personlist",
                    name="item",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_lists",
                        to="record.item",
                    ),
                ),
                migrations.AddField(
                    model_name="listrow",
                    name="list",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="list_rows",
                        to="record.personlist",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="linkagerun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("persons_best__lte", models.F("persons_high")),
                            ("persons_low__lte", models.F("persons_best")),
                        ),
                        name="linkage_persons_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="linkagerun",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("current",),
                        name="linkage_current_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pairjudgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("verdict__in", ("same", "different", "unsure"))),
                        name="pair_judged_in_known_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pairjudgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="pair_in_order"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pairjudgement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pair_judged_for_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="pairjudgement",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("one", "other"),
                        name="pair_judgement_current_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="personlist",
                    constraint=models.UniqueConstraint(fields=("item", "sheet"), name="list_read_once"),
                ),
                migrations.AddConstraint(
                    model_name="personlist",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ("person", "remains"))), name="list_of_a_known_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="personlist",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("entered"), "+", models.F("set_aside")
                                ),
                            )
                        ),
                        name="list_loses_no_row",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="listrow",
                    constraint=models.UniqueConstraint(fields=("list", "number"), name="list_row_once"),
                ),
                migrations.AddConstraint(
                    model_name="listrow",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failed__isnull", True), ("person__isnull", False), ("remains__isnull", True)
                            ),
                            models.Q(
                                ("failed__isnull", True), ("person__isnull", True), ("remains__isnull", False)
                            ),
                            models.Q(
                                ("failed__isnull", False), ("person__isnull", True), ("remains__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="list_row_became_one_record_or_failed",
                    ),
                ),
            ]
        ),
    ]
