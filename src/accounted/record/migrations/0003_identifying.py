import django.db.models.deletion
from django.db import migrations, models

import accounted.record.models.fields
from accounted.record.tables import ChangeTables


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0002_second_readings_tombstones_intake_facts"),
    ]

    operations = [
        ChangeTables(
            [
                migrations.AddField(
                    model_name="consent",
                    name="purposes",
                    field=accounted.record.models.fields.CodesField("comparison_purpose", default=list),
                ),
                migrations.CreateModel(
                    name="Family",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("pedigree", models.JSONField(default=list)),
                        ("sealed_sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
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
                        "verbose_name_plural": "families",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="FrequencySet",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("version", models.CharField(max_length=80)),
                        ("source", models.TextField(null=True)),
                        ("population", models.TextField(null=True)),
                        ("mutation", models.TextField(null=True)),
                        ("loci", models.PositiveSmallIntegerField()),
                        ("sealed_sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
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
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Comparison",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("method", models.CharField(max_length=8)),
                        (
                            "purpose",
                            accounted.record.models.fields.CodeField("comparison_purpose", max_length=48),
                        ),
                        ("engine", models.CharField(max_length=80)),
                        ("parameters", models.JSONField(default=dict)),
                        ("samples", models.JSONField(default=list)),
                        ("families", models.JSONField(default=list)),
                        ("inputs_sha256", models.CharField(max_length=64)),
                        ("result_sha256", models.CharField(max_length=64)),
                        ("set_aside", models.JSONField(default=list)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "frequencies",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.frequencyset",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("log10_ratio", models.FloatField(null=True)),
                        ("log10_generalised", models.FloatField(null=True)),
                        ("posterior", models.FloatField()),
                        ("not_listed", models.FloatField()),
                        ("alternatives", models.JSONField(default=list)),
                        ("state", models.CharField(default="open", max_length=12)),
                        (
                            "comparison",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="record.comparison",
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
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="record.remains",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="identification",
                    name="proposal",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifications",
                        to="record.proposal",
                    ),
                ),
                migrations.CreateModel(
                    name="ProposalReview",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("reviewer", models.CharField(max_length=40)),
                        (
                            "conclusion",
                            accounted.record.models.fields.CodeField("ident_conclusion", max_length=48),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="record.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Reconciliation",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("agrees", models.JSONField(default=list)),
                        ("conflicts", models.JSONField(default=list)),
                        ("missing", models.JSONField(default=list)),
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
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reconciliations",
                                to="record.proposal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.AddField(
                    model_name="identification",
                    name="reconciliation",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.reconciliation",
                    ),
                ),
                migrations.CreateModel(
                    name="Relative",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("member", models.CharField(max_length=24)),
                        ("missing", models.BooleanField(default=False)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "family",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relatives",
                                to="record.family",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_families",
                                to="record.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="proposal",
                    name="missing",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="record.relative",
                    ),
                ),
                migrations.CreateModel(
                    name="Sample",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=24, unique=True)),
                        ("kind", models.TextField(null=True)),
                        ("taken_on", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("kit", models.TextField(null=True)),
                        ("loci", models.PositiveSmallIntegerField()),
                        ("sealed_sha256", models.CharField(max_length=64)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_reason", models.TextField(null=True)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
                        (
                            "consent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="samples",
                                to="record.consent",
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
                            "relative",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="samples",
                                to="record.relative",
                            ),
                        ),
                        (
                            "remains",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="genetic_samples",
                                to="record.remains",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="comparison",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("method__in", ("screen", "joint"))),
                        name="comparison_method_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proposalreview",
                    constraint=models.UniqueConstraint(
                        fields=("proposal", "reviewer"), name="proposal_review_once_each"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="relative",
                    constraint=models.UniqueConstraint(
                        fields=("family", "member"), name="relative_is_one_member"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="proposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "decided", "reversed", "withdrawn"))),
                        name="proposal_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sample",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("relative__isnull", True), ("remains__isnull", False)),
                            models.Q(("relative__isnull", False), ("remains__isnull", True)),
                            _connector="OR",
                        ),
                        name="sample_is_of_one",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sample",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("relative__isnull", True), ("consent__isnull", False), _connector="OR"
                        ),
                        name="sample_of_the_living_rests_on_consent",
                    ),
                ),
            ]
        ),
    ]
