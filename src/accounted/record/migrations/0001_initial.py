import django.db.models.deletion
from django.db import migrations, models

import accounted.record.models.fields
from accounted.record.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="ArchiveIdentity",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                        ),
                        ("archive", models.CharField(max_length=80)),
                        ("format_version", models.PositiveIntegerField()),
                        ("applied", models.BigIntegerField(default=0)),
                        ("items", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("id", 1)), name="identity_is_one_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustodyEvent",
                    fields=[
                        ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("time", models.DateTimeField()),
                        ("event", accounted.record.models.fields.CodeField("custody_event", max_length=48)),
                        ("item", models.CharField(max_length=32, null=True)),
                        ("sha256", models.CharField(max_length=64, null=True)),
                        ("size", models.BigIntegerField(null=True)),
                        ("agent", models.CharField(max_length=80)),
                        ("tool", models.CharField(max_length=120, null=True)),
                        ("derived_from", models.CharField(max_length=64, null=True)),
                        ("line_sha256", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ["seq"],
                        "indexes": [
                            models.Index(fields=["item", "seq"], name="custody_of_item"),
                            models.Index(fields=["sha256"], name="custody_of_object"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("seq", models.BigIntegerField(unique=True)),
                        ("kind", models.CharField(db_index=True, max_length=48)),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=40)),
                        ("reason", models.TextField(null=True)),
                        ("subject_kind", models.CharField(max_length=24, null=True)),
                        ("subject_id", models.CharField(max_length=40, null=True)),
                        ("content", models.JSONField(default=dict)),
                        ("erased", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["seq"],
                        "indexes": [
                            models.Index(fields=["subject_id", "seq"], name="decision_about_subject")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("id", "seq"), name="decision_logged_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("local_id", models.CharField(max_length=48)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("kind", models.CharField(max_length=16)),
                        (
                            "modality",
                            accounted.record.models.fields.CodeField(
                                "statement_modality", default="asserts", max_length=48
                            ),
                        ),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", default="internal", max_length=48
                            ),
                        ),
                        ("scare_quotes", models.BooleanField(default=False)),
                        ("extent", models.TextField(null=True)),
                        ("rule", models.CharField(max_length=64, null=True)),
                        ("origin", models.CharField(default="machine", max_length=8)),
                        ("proposition", models.JSONField(null=True)),
                        ("subject_kind", models.CharField(max_length=24, null=True)),
                        ("subject_id", models.CharField(max_length=40, null=True)),
                        ("speaker_text", models.TextField(null=True)),
                        ("speaker_start", models.BigIntegerField(null=True)),
                        ("speaker_end", models.BigIntegerField(null=True)),
                        ("speaker_inferred", models.BooleanField(default=False)),
                        ("speaker_name", models.CharField(db_index=True, max_length=400, null=True)),
                        ("speaker_role", models.TextField(null=True)),
                        ("speaker_organisation", models.TextField(null=True)),
                        ("via", models.JSONField(default=list)),
                        ("place_text", models.TextField(null=True)),
                        ("place_start", models.BigIntegerField(null=True)),
                        ("place_end", models.BigIntegerField(null=True)),
                        ("place_name", models.CharField(db_index=True, max_length=200, null=True)),
                        ("place_kind", models.CharField(max_length=16, null=True)),
                        ("place_country", models.CharField(max_length=2, null=True)),
                        ("place_geonames", models.BigIntegerField(db_index=True, null=True)),
                        ("place_iso3166_2", models.CharField(db_index=True, max_length=8, null=True)),
                        ("place_lat", models.FloatField(null=True)),
                        ("place_lon", models.FloatField(null=True)),
                        ("place_match", models.CharField(max_length=24, null=True)),
                        ("place_score", models.FloatField(null=True)),
                        ("place_inferred", models.BooleanField(default=False)),
                        ("place_candidates", models.PositiveIntegerField(default=0)),
                        ("place_reason", models.TextField(null=True)),
                        ("date_text", models.TextField(null=True)),
                        ("date_edtf", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        (
                            "date_role",
                            accounted.record.models.fields.CodeField("date_role", max_length=48, null=True),
                        ),
                        ("date_start", models.BigIntegerField(null=True)),
                        ("date_end", models.BigIntegerField(null=True)),
                        ("date_inferred", models.BooleanField(default=False)),
                        ("date_earliest", models.DateField(null=True)),
                        ("date_latest", models.DateField(null=True)),
                        ("dates", models.JSONField(default=list)),
                        ("party_text", models.TextField(null=True)),
                        ("party_start", models.BigIntegerField(null=True)),
                        ("party_end", models.BigIntegerField(null=True)),
                        ("party_inferred", models.BooleanField(default=False)),
                        ("party_actor", models.TextField(null=True)),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
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
                    ],
                    options={
                        "ordering": ["document", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Agent",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("pseudonym", models.CharField(max_length=40, unique=True)),
                        ("name", models.TextField(null=True)),
                        ("roles", models.JSONField(default=list)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Actor",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("name", models.CharField(db_index=True, max_length=300)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "actor_type", db_index=True, default="unknown", max_length=48
                            ),
                        ),
                        ("country", models.CharField(max_length=2, null=True)),
                        ("period", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("aliases", models.JSONField(default=list)),
                        ("unit_designation", models.TextField(null=True)),
                        ("commanders", models.JSONField(default=list)),
                        ("side", models.CharField(max_length=8, null=True)),
                        ("areas", models.JSONField(default=list)),
                        ("ucdp_id", models.CharField(max_length=24, null=True)),
                        ("acled_id", models.CharField(max_length=24, null=True)),
                        ("wikidata", models.CharField(max_length=24, null=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="record.actor",
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
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Act",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "act_type", db_index=True, max_length=48
                            ),
                        ),
                        ("label_as_written", models.TextField(null=True)),
                        (
                            "methods",
                            accounted.record.models.fields.CodesField("method_of_violence", default=list),
                        ),
                        (
                            "torture_methods",
                            accounted.record.models.fields.CodesField("torture_method_ip", default=list),
                        ),
                        (
                            "purposes",
                            accounted.record.models.fields.CodesField("torture_purpose", default=list),
                        ),
                        ("start", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("start_earliest", models.DateField(null=True)),
                        ("start_latest", models.DateField(null=True)),
                        ("end", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("detention_basis", models.CharField(max_length=16, null=True)),
                        ("detention_whereabouts", models.CharField(max_length=16, null=True)),
                        ("detention_counsel", models.CharField(max_length=16, null=True)),
                        ("consequences_physical", models.TextField(null=True)),
                        ("consequences_psychological", models.TextField(null=True)),
                        (
                            "status_at_end",
                            accounted.record.models.fields.CodeField(
                                "victim_outcome", max_length=48, null=True
                            ),
                        ),
                        ("statement_signed", models.CharField(max_length=16, null=True)),
                        ("medical_attention", models.CharField(max_length=16, null=True)),
                        (
                            "verification",
                            accounted.record.models.fields.CodeField(
                                "verification_status", default="unreviewed", max_length=48
                            ),
                        ),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", default="none", max_length=48
                            ),
                        ),
                        ("claims", models.ManyToManyField(related_name="acts", to="record.claim")),
                        (
                            "responses",
                            models.ManyToManyField(related_name="acts_answered", to="record.claim"),
                        ),
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
                    name="Denial",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "response",
                            accounted.record.models.fields.CodeField(
                                "attribution_response", max_length=48, null=True
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denies",
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
                            "denied",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="denied_by",
                                to="record.claim",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "document_type", db_index=True, max_length=48, null=True
                            ),
                        ),
                        ("title", models.TextField(null=True)),
                        ("creator", models.TextField(null=True)),
                        ("publisher", models.CharField(db_index=True, max_length=400, null=True)),
                        ("url", models.TextField(null=True)),
                        ("archived_url", models.TextField(null=True)),
                        ("language", models.CharField(db_index=True, max_length=35, null=True)),
                        ("media_type", models.CharField(max_length=120)),
                        ("published", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("published_earliest", models.DateField(db_index=True, null=True)),
                        ("published_latest", models.DateField(null=True)),
                        ("date_estimated", models.BooleanField(default=False)),
                        ("date_ground", models.TextField(null=True)),
                        ("text_sha256", models.CharField(db_index=True, max_length=64)),
                        ("structure_sha256", models.CharField(max_length=64)),
                        ("characters", models.BigIntegerField()),
                        ("extractor", models.CharField(max_length=48)),
                        ("extractor_version", models.CharField(max_length=120)),
                        ("warnings", models.JSONField(default=list)),
                        ("bates_begin", models.CharField(max_length=40, null=True, unique=True)),
                        ("bates_end", models.CharField(max_length=40, null=True, unique=True)),
                        ("attach_begin", models.CharField(max_length=40, null=True)),
                        ("attach_end", models.CharField(max_length=40, null=True)),
                        ("capture", models.JSONField(null=True)),
                        ("rights", models.JSONField(null=True)),
                        (
                            "disclosure_type",
                            accounted.record.models.fields.CodesField("disclosure_type", default=list),
                        ),
                        ("received_on", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "same_text_as",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="same_texts",
                                to="record.document",
                            ),
                        ),
                        (
                            "syndicated_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="record.document",
                            ),
                        ),
                        (
                            "translation_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="translations",
                                to="record.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "state",
                            accounted.record.models.fields.CodeField(
                                "consent_state", default="unknown", max_length=48
                            ),
                        ),
                        (
                            "basis",
                            accounted.record.models.fields.CodeField("legal_basis", max_length=48, null=True),
                        ),
                        ("scopes", models.JSONField(default=dict)),
                        ("asked_by", models.TextField(null=True)),
                        ("language", models.CharField(max_length=35, null=True)),
                        ("text_version", models.CharField(max_length=40, null=True)),
                        ("information_given", models.JSONField(default=list)),
                        ("date", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("guardian", models.TextField(null=True)),
                        ("withdrawn_on", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
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
                            "evidence",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.AddField(
                    model_name="claim",
                    name="document",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="record.document",
                    ),
                ),
                migrations.CreateModel(
                    name="Excerpt",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("start", models.BigIntegerField()),
                        ("end", models.BigIntegerField()),
                        ("exact", models.TextField()),
                        ("prefix", models.CharField(default="", max_length=64)),
                        ("suffix", models.CharField(default="", max_length=64)),
                        ("kind", models.CharField(max_length=16, null=True)),
                        ("segment", models.PositiveIntegerField(null=True)),
                        ("page", models.PositiveIntegerField(null=True)),
                        ("box", models.JSONField(null=True)),
                        ("quoted_speech", models.BooleanField(default=False)),
                        ("language", models.CharField(max_length=35, null=True)),
                        ("translation", models.TextField(null=True)),
                        ("translator", models.TextField(null=True)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="excerpts",
                                to="record.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["document", "start", "end"],
                    },
                ),
                migrations.AddField(
                    model_name="claim",
                    name="excerpt",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="record.excerpt",
                    ),
                ),
                migrations.AddField(
                    model_name="claim",
                    name="further_excerpts",
                    field=models.ManyToManyField(related_name="+", to="record.excerpt"),
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "finding_type", db_index=True, max_length=48
                            ),
                        ),
                        (
                            "region",
                            accounted.record.models.fields.CodeField("body_region", max_length=48, null=True),
                        ),
                        ("side", models.CharField(max_length=8, null=True)),
                        ("number", models.PositiveIntegerField(null=True)),
                        ("size", models.TextField(null=True)),
                        ("shape", models.TextField(null=True)),
                        ("colour", models.TextField(null=True)),
                        ("depth", models.TextField(null=True)),
                        ("direction", models.TextField(null=True)),
                        (
                            "timing",
                            accounted.record.models.fields.CodeField(
                                "perimortem", default="unknown", max_length=48
                            ),
                        ),
                        ("exam_level", accounted.record.models.fields.CodeField("exam_level", max_length=48)),
                        ("examiner", models.CharField(max_length=200, null=True)),
                        (
                            "consistency",
                            accounted.record.models.fields.CodeField(
                                "degree_consistency", db_index=True, default="not_assessed", max_length=48
                            ),
                        ),
                        ("consistency_by", models.CharField(max_length=40, null=True)),
                        ("extent_text", models.TextField(null=True)),
                        (
                            "extent_quantifier",
                            accounted.record.models.fields.CodeField("quantifier", max_length=48, null=True),
                        ),
                        ("extent_low", models.BigIntegerField(null=True)),
                        ("extent_best", models.BigIntegerField(null=True)),
                        ("extent_high", models.BigIntegerField(null=True)),
                        ("icd10", models.CharField(max_length=10, null=True)),
                        ("icd10_by", models.CharField(max_length=40, null=True)),
                        (
                            "alleged_cause",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alleged_findings",
                                to="record.act",
                            ),
                        ),
                        ("co_occurs", models.ManyToManyField(to="record.finding")),
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
                migrations.AddField(
                    model_name="act",
                    name="findings",
                    field=models.ManyToManyField(related_name="acts", to="record.finding"),
                ),
                migrations.CreateModel(
                    name="Grade",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "credibility",
                            accounted.record.models.fields.CodeField(
                                "admiralty_credibility", default="6", max_length=48
                            ),
                        ),
                        ("coherence", models.CharField(max_length=16, null=True)),
                        ("corroboration", models.CharField(default="not_done", max_length=16)),
                        ("ground", models.TextField()),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("current", models.BooleanField(default=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grades",
                                to="record.claim",
                            ),
                        ),
                        (
                            "corroborated_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Hypothesis",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("question", models.TextField()),
                        ("answer", models.TextField()),
                        ("state", models.CharField(default="open", max_length=12)),
                        ("ground", models.TextField(null=True)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("contradicting", models.ManyToManyField(related_name="+", to="record.claim")),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="record.hypothesis",
                            ),
                        ),
                        ("supporting", models.ManyToManyField(related_name="+", to="record.claim")),
                    ],
                    options={
                        "verbose_name_plural": "hypotheses",
                    },
                ),
                migrations.CreateModel(
                    name="Identification",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        (
                            "conclusion",
                            accounted.record.models.fields.CodeField("ident_conclusion", max_length=48),
                        ),
                        ("first_reviewer", models.CharField(max_length=40)),
                        ("second_reviewer", models.CharField(max_length=40)),
                        ("decided_on", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("certificate", models.TextField(null=True)),
                        ("notified_on", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("notified_by", models.TextField(null=True)),
                        ("withdrawn", models.BooleanField(default=False)),
                        ("withdrawn_reason", models.TextField(null=True)),
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
                    name="IdentificationLine",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("method", accounted.record.models.fields.CodeField("ident_method", max_length=48)),
                        ("result", models.TextField()),
                        ("examiner", models.TextField(null=True)),
                        ("likelihood_ratio", models.FloatField(null=True)),
                        ("claims", models.ManyToManyField(related_name="+", to="record.claim")),
                        (
                            "identification",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="record.identification",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.document",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("title", models.CharField(max_length=300)),
                        ("summary", models.TextField(null=True)),
                        ("kind", models.CharField(default="event", max_length=12)),
                        ("lat", models.FloatField(null=True)),
                        ("lon", models.FloatField(null=True)),
                        (
                            "geo_precision",
                            accounted.record.models.fields.CodeField(
                                "geo_precision", max_length=48, null=True
                            ),
                        ),
                        (
                            "control",
                            accounted.record.models.fields.CodeField(
                                "territory_control", max_length=48, null=True
                            ),
                        ),
                        (
                            "verification",
                            accounted.record.models.fields.CodeField(
                                "verification_status", db_index=True, default="unreviewed", max_length=48
                            ),
                        ),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", default="none", max_length=48
                            ),
                        ),
                        (
                            "grade",
                            accounted.record.models.fields.CodeField(
                                "airwars_grade", max_length=48, null=True
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
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="act",
                    name="incident",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="record.incident"
                    ),
                ),
                migrations.CreateModel(
                    name="IncidentRelation",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "relation",
                            accounted.record.models.fields.CodeField("event_relation", max_length=48),
                        ),
                        ("ground", models.TextField()),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations",
                                to="record.incident",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.incident",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.CharField(max_length=32, unique=True)),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.BigIntegerField()),
                        ("media_type", models.CharField(max_length=120, null=True)),
                        ("state", models.CharField(db_index=True, default="kept", max_length=12)),
                        ("trouble", models.TextField(null=True)),
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
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="Intake",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.CharField(max_length=32, null=True)),
                        ("at", models.DateTimeField()),
                        ("original_name", models.TextField(null=True)),
                        ("original_path", models.TextField(null=True)),
                        ("size", models.BigIntegerField(null=True)),
                        ("media_type", models.CharField(max_length=120, null=True)),
                        ("modified", models.TextField(null=True)),
                        ("obtained_by", models.TextField(null=True)),
                        ("obtained_from", models.TextField(null=True)),
                        ("obtained_on", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("obtained_how", models.TextField(null=True)),
                        ("url", models.TextField(null=True)),
                        ("html_source", models.TextField(null=True)),
                        ("full_page_capture", models.TextField(null=True)),
                        ("machine", models.TextField(null=True)),
                        ("clock_note", models.TextField(null=True)),
                        ("note", models.TextField(null=True)),
                        ("missing", models.JSONField(default=list)),
                        ("refused", models.TextField(null=True)),
                        ("warnings", models.JSONField(default=list)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intakes",
                                to="record.item",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="record.item",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.AddField(
                    model_name="document",
                    name="item",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="record.item",
                    ),
                ),
                migrations.CreateModel(
                    name="LegalQualification",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("article", models.CharField(max_length=60)),
                        ("elements", models.JSONField(default=list)),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", default="none", max_length=48
                            ),
                        ),
                        ("status", models.CharField(default="proposed", max_length=12)),
                        ("body", models.TextField(null=True)),
                        ("ground", models.TextField()),
                        ("proposed_by", models.CharField(max_length=40)),
                        ("adopted_by", models.CharField(max_length=40, null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "act",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="qualifications",
                                to="record.act",
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
                    ],
                ),
                migrations.CreateModel(
                    name="Media",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("held", models.BooleanField(default=False)),
                        ("kind", models.CharField(default="photo", max_length=12)),
                        ("caption", models.TextField(null=True)),
                        (
                            "caption_role",
                            accounted.record.models.fields.CodeField(
                                "media_caption_role", default="unknown", max_length=48
                            ),
                        ),
                        ("creator", models.TextField(null=True)),
                        ("credit_line", models.TextField(null=True)),
                        ("source_line", models.TextField(null=True)),
                        ("copyright_notice", models.TextField(null=True)),
                        ("usage_terms", models.TextField(null=True)),
                        ("date_created", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("depicts", models.JSONField(default=list)),
                        ("source_check", models.CharField(default="not_done", max_length=24)),
                        ("technical_check", models.CharField(default="not_done", max_length=24)),
                        ("content_check", models.CharField(default="not_done", max_length=24)),
                        ("reverse_search", models.TextField(null=True)),
                        ("first_seen", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("geolocation", models.JSONField(null=True)),
                        ("chronolocation", models.JSONField(null=True)),
                        ("claim_match", models.CharField(default="not_checked", max_length=12)),
                        (
                            "content_flags",
                            accounted.record.models.fields.CodesField("content_flag", default=list),
                        ),
                        ("provenance", models.JSONField(null=True)),
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="media",
                                to="record.document",
                            ),
                        ),
                        (
                            "excerpt",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="media",
                                to="record.excerpt",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="media",
                                to="record.item",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "media",
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="finding",
                    name="media",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="record.media",
                    ),
                ),
                migrations.CreateModel(
                    name="Methodology",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("version", models.CharField(max_length=24, unique=True)),
                        ("scope", models.JSONField(default=dict)),
                        ("inclusion", models.TextField(null=True)),
                        ("exclusion", models.TextField(null=True)),
                        ("sources", models.TextField(null=True)),
                        ("minimum_sources", models.PositiveSmallIntegerField(default=2)),
                        ("thresholds", models.JSONField(default=dict)),
                        ("vague_numbers", models.JSONField(default=dict)),
                        ("double_counting", models.TextField(null=True)),
                        ("publication", models.TextField(null=True)),
                        ("public_text", models.TextField(null=True)),
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
                        "verbose_name_plural": "methodologies",
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("counting_unit", models.CharField(default="individual", max_length=16)),
                        (
                            "group_quantifier",
                            accounted.record.models.fields.CodeField("quantifier", max_length=48, null=True),
                        ),
                        ("group_low", models.BigIntegerField(null=True)),
                        ("group_best", models.BigIntegerField(null=True)),
                        ("group_high", models.BigIntegerField(null=True)),
                        ("alias_code", models.CharField(max_length=40, null=True, unique=True)),
                        (
                            "sex",
                            accounted.record.models.fields.CodeField(
                                "sex", db_index=True, max_length=48, null=True
                            ),
                        ),
                        ("age_min", models.PositiveSmallIntegerField(null=True)),
                        ("age_max", models.PositiveSmallIntegerField(null=True)),
                        (
                            "age_group",
                            accounted.record.models.fields.CodeField(
                                "age_group", db_index=True, max_length=48, null=True
                            ),
                        ),
                        ("age_basis", models.CharField(max_length=16, null=True)),
                        (
                            "status",
                            accounted.record.models.fields.CodeField(
                                "person_status", db_index=True, default="unknown", max_length=48
                            ),
                        ),
                        (
                            "outcome",
                            accounted.record.models.fields.CodeField(
                                "victim_outcome", db_index=True, max_length=48, null=True
                            ),
                        ),
                        (
                            "missing_status",
                            accounted.record.models.fields.CodeField(
                                "missing_status", db_index=True, max_length=48, null=True
                            ),
                        ),
                        ("last_seen_with", models.TextField(null=True)),
                        ("last_seen_clothing", models.TextField(null=True)),
                        ("occupation", models.TextField(null=True)),
                        ("nationality", models.TextField(null=True)),
                        ("civil_status", models.CharField(max_length=48, null=True)),
                        ("children", models.PositiveSmallIntegerField(null=True)),
                        ("characteristics", models.JSONField(default=list)),
                        ("am_effects", models.JSONField(default=list)),
                        ("am_physical", models.JSONField(default=dict)),
                        ("am_marks", models.JSONField(default=list)),
                        ("am_medical", models.JSONField(default=dict)),
                        ("am_dental", models.JSONField(default=dict)),
                        ("am_dna", models.JSONField(default=list)),
                        ("am_prints", models.JSONField(default=dict)),
                        ("am_photos", models.JSONField(default=list)),
                        (
                            "verification",
                            accounted.record.models.fields.CodeField(
                                "verification_status", db_index=True, default="unreviewed", max_length=48
                            ),
                        ),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", default="none", max_length=48
                            ),
                        ),
                        ("publication", models.CharField(default="withheld", max_length=12)),
                        ("family_wish", models.TextField(null=True)),
                        ("id_documents", models.JSONField(default=list)),
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
                migrations.AddField(
                    model_name="media",
                    name="persons_shown",
                    field=models.ManyToManyField(related_name="+", to="record.person"),
                ),
                migrations.CreateModel(
                    name="Involvement",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "degree",
                            accounted.record.models.fields.CodeField("involvement_degree", max_length=48),
                        ),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", default="allegation", max_length=48
                            ),
                        ),
                        ("ground", models.TextField()),
                        ("withdrawn", models.BooleanField(default=False)),
                        (
                            "act",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involvements",
                                to="record.act",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involvements",
                                to="record.actor",
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
                        ("further_claims", models.ManyToManyField(related_name="+", to="record.claim")),
                        (
                            "naming_claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involvements",
                                to="record.claim",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="involvements",
                                to="record.person",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="IncidentPerson",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("role", accounted.record.models.fields.CodeField("participant_role", max_length=48)),
                        ("claims", models.ManyToManyField(related_name="+", to="record.claim")),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="persons",
                                to="record.incident",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="record.person",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="identification",
                    name="person",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifications",
                        to="record.person",
                    ),
                ),
                migrations.AddField(
                    model_name="finding",
                    name="person",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="record.person",
                    ),
                ),
                migrations.AddField(
                    model_name="act",
                    name="victim",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="record.person",
                    ),
                ),
                migrations.CreateModel(
                    name="PersonName",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("as_written", models.CharField(db_index=True, max_length=400)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "name_type", default="as_written", max_length=48
                            ),
                        ),
                        ("given", models.CharField(max_length=200, null=True)),
                        ("patronymic", models.CharField(max_length=200, null=True)),
                        ("family", models.CharField(db_index=True, max_length=200, null=True)),
                        ("script", models.CharField(max_length=16, null=True)),
                        ("language", models.CharField(max_length=35, null=True)),
                        (
                            "system",
                            accounted.record.models.fields.CodeField(
                                "translit_system", max_length=48, null=True
                            ),
                        ),
                        (
                            "claims",
                            models.ManyToManyField(related_name="names_resting_on_it", to="record.claim"),
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
                            "derived_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derived",
                                to="record.personname",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="names",
                                to="record.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["person", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("name", models.CharField(db_index=True, max_length=200)),
                        ("kind", models.CharField(max_length=16)),
                        ("country", models.CharField(max_length=2, null=True)),
                        ("katotth", models.CharField(max_length=24, null=True)),
                        ("pcode", models.CharField(max_length=24, null=True)),
                        ("iso3166_2", models.CharField(max_length=8, null=True)),
                        ("geonames", models.BigIntegerField(null=True)),
                        ("osm", models.CharField(max_length=40, null=True)),
                        ("wikidata", models.CharField(max_length=24, null=True)),
                        ("lat", models.FloatField(null=True)),
                        ("lon", models.FloatField(null=True)),
                        (
                            "geo_precision",
                            accounted.record.models.fields.CodeField(
                                "geo_precision", max_length=48, null=True
                            ),
                        ),
                        ("radius_m", models.FloatField(null=True)),
                        ("polygon", models.JSONField(null=True)),
                        (
                            "public_precision",
                            accounted.record.models.fields.CodeField(
                                "geo_precision", max_length=48, null=True
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
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="within",
                                to="record.place",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="person",
                    name="birth_place",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.place",
                    ),
                ),
                migrations.AddField(
                    model_name="person",
                    name="last_seen_place",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.place",
                    ),
                ),
                migrations.AddField(
                    model_name="person",
                    name="residence",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.place",
                    ),
                ),
                migrations.AddField(
                    model_name="media",
                    name="location_created",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.place",
                    ),
                ),
                migrations.AddField(
                    model_name="media",
                    name="location_shown",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.place",
                    ),
                ),
                migrations.CreateModel(
                    name="Investigation",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("title", models.CharField(max_length=300, null=True)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField("investigation_type", max_length=48),
                        ),
                        ("mandate", models.TextField(null=True)),
                        (
                            "status",
                            accounted.record.models.fields.CodeField(
                                "investigation_status", db_index=True, default="unknown", max_length=48
                            ),
                        ),
                        ("case_numbers", models.JSONField(default=list)),
                        ("settlements_low", models.PositiveIntegerField(null=True)),
                        ("settlements_high", models.PositiveIntegerField(null=True)),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", max_length=48, null=True
                            ),
                        ),
                        ("findings", models.JSONField(default=list)),
                        ("charges", models.JSONField(default=list)),
                        ("accused", models.JSONField(default=list)),
                        (
                            "body",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="investigations",
                                to="record.actor",
                            ),
                        ),
                        ("cooperates_with", models.ManyToManyField(to="record.investigation")),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="record.investigation",
                            ),
                        ),
                        (
                            "statements",
                            models.ManyToManyField(related_name="investigations", to="record.claim"),
                        ),
                        ("places", models.ManyToManyField(related_name="+", to="record.place")),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="incident",
                    name="further_places",
                    field=models.ManyToManyField(related_name="+", to="record.place"),
                ),
                migrations.AddField(
                    model_name="incident",
                    name="place",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="record.place",
                    ),
                ),
                migrations.CreateModel(
                    name="Control",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "control",
                            accounted.record.models.fields.CodeField("territory_control", max_length=48),
                        ),
                        ("interval", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("earliest", models.DateField(null=True)),
                        ("latest", models.DateField(null=True)),
                        (
                            "by_actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.actor",
                            ),
                        ),
                        ("claims", models.ManyToManyField(related_name="+", to="record.claim")),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="control",
                                to="record.place",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BurialSite",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("name", models.CharField(max_length=300, null=True)),
                        ("lat", models.FloatField(null=True)),
                        ("lon", models.FloatField(null=True)),
                        ("public_lat", models.FloatField(null=True)),
                        ("public_lon", models.FloatField(null=True)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "grave_type", db_index=True, default="unknown", max_length=48
                            ),
                        ),
                        (
                            "further_types",
                            accounted.record.models.fields.CodesField("grave_type", default=list),
                        ),
                        (
                            "conditions",
                            accounted.record.models.fields.CodesField("grave_condition", default=list),
                        ),
                        ("remains_min", models.PositiveIntegerField(null=True)),
                        (
                            "status",
                            accounted.record.models.fields.CodeField(
                                "grave_status", db_index=True, default="reported", max_length=48
                            ),
                        ),
                        ("discovered_by", models.TextField(null=True)),
                        ("custodian", models.TextField(null=True)),
                        ("length_m", models.FloatField(null=True)),
                        ("width_m", models.FloatField(null=True)),
                        ("depth_m", models.FloatField(null=True)),
                        ("datum", models.TextField(null=True)),
                        ("grid", models.TextField(null=True)),
                        ("layers", models.JSONField(default=list)),
                        ("hazards", models.JSONField(default=list)),
                        ("reason_for_inquiry", models.TextField(null=True)),
                        ("workers", models.JSONField(default=list)),
                        ("permits", models.JSONField(default=list)),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="graves",
                                to="record.burialsite",
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
                        ("excavation_log", models.ManyToManyField(related_name="+", to="record.document")),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="burial_sites",
                                to="record.place",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="act",
                    name="place",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="record.place",
                    ),
                ),
                migrations.CreateModel(
                    name="PlaceName",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("text", models.CharField(db_index=True, max_length=200)),
                        ("kind", models.CharField(max_length=12)),
                        ("language", models.CharField(max_length=35, null=True)),
                        ("script", models.CharField(max_length=16, null=True)),
                        (
                            "system",
                            accounted.record.models.fields.CodeField(
                                "translit_system", max_length=48, null=True
                            ),
                        ),
                        ("valid", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="names",
                                to="record.place",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("reader", models.CharField(max_length=48)),
                        ("version", models.CharField(max_length=48)),
                        ("lexicon", models.CharField(max_length=48)),
                        ("parameters", models.JSONField(default=dict)),
                        ("warnings", models.JSONField(default=list)),
                        ("not_counted", models.JSONField(default=list)),
                        ("claims_count", models.PositiveIntegerField()),
                        ("current", models.BooleanField(default=True)),
                        ("read_at", models.DateTimeField()),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="record.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["read_at", "id"],
                    },
                ),
                migrations.AddField(
                    model_name="claim",
                    name="reading",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="record.reading",
                    ),
                ),
                migrations.CreateModel(
                    name="Remains",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("number", models.CharField(max_length=60, null=True, unique=True)),
                        ("unit", models.CharField(max_length=16)),
                        (
                            "count_quantifier",
                            accounted.record.models.fields.CodeField("quantifier", max_length=48, null=True),
                        ),
                        ("count_low", models.BigIntegerField(null=True)),
                        ("count_best", models.BigIntegerField(null=True)),
                        ("count_high", models.BigIntegerField(null=True)),
                        ("state", accounted.record.models.fields.CodesField("remains_state", default=list)),
                        ("layer", models.TextField(null=True)),
                        ("depth_m", models.FloatField(null=True)),
                        ("position", models.TextField(null=True)),
                        ("orientation_deg", models.FloatField(null=True)),
                        ("finder", models.TextField(null=True)),
                        ("recoverer", models.TextField(null=True)),
                        ("in_place_objects", models.JSONField(default=list)),
                        ("packaging", models.TextField(null=True)),
                        ("seal_no", models.CharField(max_length=60, null=True)),
                        ("mni", models.PositiveIntegerField(null=True)),
                        ("mni_group", models.CharField(max_length=60, null=True)),
                        ("sex", accounted.record.models.fields.CodeField("sex", max_length=48, null=True)),
                        ("age_min", models.PositiveSmallIntegerField(null=True)),
                        ("age_max", models.PositiveSmallIntegerField(null=True)),
                        ("stature_cm", models.FloatField(null=True)),
                        ("profile_basis", models.TextField(null=True)),
                        ("pm_effects", models.JSONField(default=list)),
                        ("pm_physical", models.JSONField(default=dict)),
                        ("pm_marks", models.JSONField(default=list)),
                        ("pm_medical", models.JSONField(default=dict)),
                        ("pm_dental", models.JSONField(default=dict)),
                        ("pm_dna", models.JSONField(default=list)),
                        ("pm_prints", models.JSONField(default=dict)),
                        ("pm_photos", models.JSONField(default=list)),
                        ("death_interval", models.TextField(null=True)),
                        ("cause_text", models.TextField(null=True)),
                        (
                            "cause",
                            accounted.record.models.fields.CodeField(
                                "cause_category", max_length=48, null=True
                            ),
                        ),
                        ("icd10", models.CharField(max_length=10, null=True)),
                        (
                            "manner",
                            accounted.record.models.fields.CodeField(
                                "manner_of_death", max_length=48, null=True
                            ),
                        ),
                        (
                            "directness",
                            accounted.record.models.fields.CodeField(
                                "death_directness", max_length=48, null=True
                            ),
                        ),
                        ("certificate", models.CharField(max_length=16, null=True)),
                        ("samples", models.JSONField(default=list)),
                        (
                            "disposition",
                            accounted.record.models.fields.CodeField(
                                "disposition", db_index=True, max_length=48, null=True
                            ),
                        ),
                        ("custodian", models.TextField(null=True)),
                        (
                            "burial_site",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remains",
                                to="record.burialsite",
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
                            "identification",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.identification",
                            ),
                        ),
                        (
                            "part_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="record.remains",
                            ),
                        ),
                        (
                            "reassociated_with",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reassociations",
                                to="record.remains",
                            ),
                        ),
                        (
                            "recovery_place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.place",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="identification",
                    name="remains",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifications",
                        to="record.remains",
                    ),
                ),
                migrations.AddField(
                    model_name="finding",
                    name="remains",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="record.remains",
                    ),
                ),
                migrations.CreateModel(
                    name="Examination",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "level",
                            accounted.record.models.fields.CodeField(
                                "exam_level", default="unknown", max_length=48
                            ),
                        ),
                        ("examiner", models.TextField(null=True)),
                        ("qualification", models.TextField(null=True)),
                        ("start", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("end", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("present", models.JSONField(default=list)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.document",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.place",
                            ),
                        ),
                        (
                            "remains",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="examinations",
                                to="record.remains",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("outcome", models.CharField(max_length=12)),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        ("current", models.BooleanField(default=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="record.claim",
                            ),
                        ),
                        (
                            "corrected_to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="SealedIdentity",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("sealed", models.BinaryField(null=True)),
                        ("sealed_sha256", models.CharField(max_length=64)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="person",
                    name="sealed_identity",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.sealedidentity",
                    ),
                ),
                migrations.CreateModel(
                    name="Site",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("name", models.CharField(max_length=300, null=True)),
                        ("unit", models.CharField(default="single", max_length=16)),
                        (
                            "count_quantifier",
                            accounted.record.models.fields.CodeField("quantifier", max_length=48, null=True),
                        ),
                        ("count_low", models.BigIntegerField(null=True)),
                        ("count_best", models.BigIntegerField(null=True)),
                        ("count_high", models.BigIntegerField(null=True)),
                        (
                            "type",
                            accounted.record.models.fields.CodeField(
                                "site_type", db_index=True, default="unknown", max_length=48
                            ),
                        ),
                        (
                            "further_types",
                            accounted.record.models.fields.CodesField("site_type", default=list),
                        ),
                        ("label_as_written", models.TextField(null=True)),
                        ("lat", models.FloatField(null=True)),
                        ("lon", models.FloatField(null=True)),
                        ("room", models.TextField(null=True)),
                        (
                            "operator_interval",
                            accounted.record.models.fields.EdtfField(max_length=120, null=True),
                        ),
                        ("capacity", models.PositiveIntegerField(null=True)),
                        ("held_count", models.PositiveIntegerField(null=True)),
                        (
                            "conditions",
                            accounted.record.models.fields.CodesField("detention_condition", default=list),
                        ),
                        ("acknowledged", models.BooleanField(null=True)),
                        ("outside_contact", models.CharField(max_length=16, null=True)),
                        ("inspections", models.JSONField(default=list)),
                        ("alleged", models.BooleanField(default=True)),
                        (
                            "verification",
                            accounted.record.models.fields.CodeField(
                                "verification_status", default="unreviewed", max_length=48
                            ),
                        ),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField(
                                "standard_of_proof", default="none", max_length=48
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
                            "operator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sites",
                                to="record.actor",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sites",
                                to="record.place",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="finding",
                    name="site",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="record.site",
                    ),
                ),
                migrations.AddField(
                    model_name="burialsite",
                    name="site",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="burial_sites",
                        to="record.site",
                    ),
                ),
                migrations.AddField(
                    model_name="act",
                    name="site",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="record.site",
                    ),
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        (
                            "kind",
                            accounted.record.models.fields.CodeField(
                                "source_kind", db_index=True, default="unknown", max_length=48
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=400, null=True)),
                        ("capacity", models.TextField(null=True)),
                        (
                            "proximity",
                            accounted.record.models.fields.CodeField(
                                "source_proximity", default="unknown", max_length=48
                            ),
                        ),
                        ("connection", models.CharField(max_length=16, null=True)),
                        ("interest", models.TextField(null=True)),
                        (
                            "reliability",
                            accounted.record.models.fields.CodeField(
                                "admiralty_reliability", default="F", max_length=48
                            ),
                        ),
                        ("languages", models.JSONField(default=list)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="speaks_through",
                                to="record.actor",
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
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="speaks_as",
                                to="record.person",
                            ),
                        ),
                        (
                            "sealed_identity",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.sealedidentity",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.AddField(
                    model_name="document",
                    name="received_from",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.source",
                    ),
                ),
                migrations.AddField(
                    model_name="document",
                    name="source",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="record.source",
                    ),
                ),
                migrations.AddField(
                    model_name="burialsite",
                    name="reported_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.source",
                    ),
                ),
                migrations.CreateModel(
                    name="Attribution",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("ground", models.TextField()),
                        (
                            "proximity",
                            accounted.record.models.fields.CodeField(
                                "source_proximity", max_length=48, null=True
                            ),
                        ),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("current", models.BooleanField(default=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attributions",
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
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attributed_claims",
                                to="record.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "basis",
                            accounted.record.models.fields.CodeField(
                                "count_basis", db_index=True, max_length=48
                            ),
                        ),
                        ("quantifier", accounted.record.models.fields.CodeField("quantifier", max_length=48)),
                        ("low", models.BigIntegerField(null=True)),
                        ("best", models.BigIntegerField(null=True)),
                        ("high", models.BigIntegerField(null=True)),
                        ("readings", models.JSONField(default=list)),
                        ("incremental", models.BooleanField(default=False)),
                        ("victims", models.BooleanField(default=True)),
                        ("implied", models.BooleanField(default=False)),
                        ("as_of", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("as_of_earliest", models.DateField(null=True)),
                        ("as_of_latest", models.DateField(null=True)),
                        ("period", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("place_scope", models.CharField(max_length=16, null=True)),
                        (
                            "claim",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tally",
                                to="record.claim",
                            ),
                        ),
                        (
                            "partition_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="record.tally",
                            ),
                        ),
                        (
                            "same_as",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentions",
                                to="record.tally",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["claim"],
                    },
                ),
                migrations.AddField(
                    model_name="incident",
                    name="tallies",
                    field=models.ManyToManyField(related_name="incidents", to="record.tally"),
                ),
                migrations.AddField(
                    model_name="burialsite",
                    name="tallies",
                    field=models.ManyToManyField(related_name="burial_sites", to="record.tally"),
                ),
                migrations.CreateModel(
                    name="TallyRelation",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "relation",
                            accounted.record.models.fields.CodeField("tally_relation", max_length=48),
                        ),
                        ("ground", models.TextField()),
                        ("by", models.CharField(max_length=40)),
                        ("at", models.DateTimeField()),
                        ("current", models.BooleanField(default=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations_from",
                                to="record.tally",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="relations_to",
                                to="record.tally",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Testimony",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("created_by", models.CharField(max_length=40)),
                        ("updated_at", models.DateTimeField()),
                        ("updated_by", models.CharField(max_length=40)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "confidentiality",
                            accounted.record.models.fields.CodeField(
                                "confidentiality", db_index=True, default="internal", max_length=48
                            ),
                        ),
                        ("legal_hold", models.BooleanField(default=False)),
                        ("external_ids", models.JSONField(default=list)),
                        ("notes", models.TextField(null=True)),
                        ("origin", models.CharField(default="human", max_length=8)),
                        ("machine", models.JSONField(null=True)),
                        ("absences", models.JSONField(default=dict)),
                        ("unit", models.CharField(default="single", max_length=16)),
                        (
                            "count_quantifier",
                            accounted.record.models.fields.CodeField("quantifier", max_length=48, null=True),
                        ),
                        ("count_low", models.BigIntegerField(null=True)),
                        ("count_best", models.BigIntegerField(null=True)),
                        ("count_high", models.BigIntegerField(null=True)),
                        ("depth", models.CharField(max_length=16)),
                        ("interviewer", models.TextField(null=True)),
                        ("interpreter", models.TextField(null=True)),
                        ("present", models.JSONField(default=list)),
                        ("date", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("medium", models.CharField(max_length=48, null=True)),
                        ("language", models.CharField(max_length=35, null=True)),
                        ("prior_accounts", models.JSONField(default=list)),
                        ("free_account", models.TextField(null=True)),
                        ("topics", models.JSONField(default=dict)),
                        ("knowledge", models.JSONField(default=list)),
                        ("risk_level", models.CharField(max_length=8)),
                        ("risk_factors", models.JSONField(default=list)),
                        (
                            "measures",
                            accounted.record.models.fields.CodesField("protection_measure", default=list),
                        ),
                        ("safe_contact", models.TextField(null=True)),
                        ("do_not_contact", models.BooleanField(default=False)),
                        ("referral", models.CharField(default="none", max_length=12)),
                        ("corrections", models.JSONField(default=list)),
                        ("read_back_and_signed", models.BooleanField(null=True)),
                        ("sexual_violence", models.BooleanField(default=False)),
                        ("child", models.BooleanField(default=False)),
                        (
                            "consent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="testimonies",
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
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.place",
                            ),
                        ),
                        (
                            "recordings",
                            models.ManyToManyField(related_name="testimonies", to="record.document"),
                        ),
                        (
                            "witness",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="testimonies",
                                to="record.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "testimonies",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Upstream",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("ground", models.TextField()),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="record.decision",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="upstream",
                                to="record.source",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="downstream",
                                to="record.source",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Value",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=24)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("field", models.CharField(max_length=48)),
                        ("value", models.JSONField(null=True)),
                        ("absent", models.CharField(max_length=16, null=True)),
                        ("as_of", accounted.record.models.fields.EdtfField(max_length=120, null=True)),
                        ("ground", models.TextField(null=True)),
                        ("rule", models.CharField(max_length=16, null=True)),
                        ("earliest", models.DateField(null=True)),
                        ("latest", models.DateField(null=True)),
                        ("decided_by", models.CharField(max_length=40)),
                        ("decided_at", models.DateTimeField()),
                        (
                            "claims",
                            models.ManyToManyField(related_name="values_resting_on_it", to="record.claim"),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="record.decision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["decided_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimTerm",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("role", models.CharField(max_length=12)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=64)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="record.claim",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["claim", "role", "position"],
                        "indexes": [models.Index(fields=["code", "role"], name="claim_by_term")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim", "role", "position"), name="term_once_at_a_position"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ("what", "group", "body_region"))),
                                name="term_in_a_known_role",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.CharField(
                                editable=False, max_length=40, primary_key=True, serialize=False
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=24)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("question", models.TextField()),
                        ("method", models.TextField(null=True)),
                        ("independent_sources", models.JSONField(default=list)),
                        ("disagreement_strategy", models.TextField(null=True)),
                        (
                            "status",
                            accounted.record.models.fields.CodeField("verification_status", max_length=48),
                        ),
                        (
                            "standard",
                            accounted.record.models.fields.CodeField("standard_of_proof", max_length=48),
                        ),
                        (
                            "grade",
                            accounted.record.models.fields.CodeField(
                                "airwars_grade", max_length=48, null=True
                            ),
                        ),
                        (
                            "confidence",
                            accounted.record.models.fields.CodeField("confidence", max_length=48, null=True),
                        ),
                        ("range_low", models.BigIntegerField(null=True)),
                        ("range_best", models.BigIntegerField(null=True)),
                        ("range_high", models.BigIntegerField(null=True)),
                        ("gaps", models.TextField(null=True)),
                        ("dissent", models.TextField(null=True)),
                        ("methodology_version", models.CharField(max_length=24)),
                        ("first_reviewer", models.CharField(max_length=40)),
                        ("second_reviewer", models.CharField(max_length=40, null=True)),
                        ("at", models.DateTimeField()),
                        ("claims", models.ManyToManyField(related_name="assessments", to="record.claim")),
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
                        "ordering": ["at", "id"],
                        "indexes": [models.Index(fields=["subject_id", "at"], name="assessment_of_subject")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "verified"), _negated=True),
                                    models.Q(
                                        ("second_reviewer__isnull", False),
                                        models.Q(
                                            ("first_reviewer", models.F("second_reviewer")), _negated=True
                                        ),
                                        (
                                            "standard__in",
                                            (
                                                "reasonable_grounds",
                                                "substantial_grounds",
                                                "balance",
                                                "beyond_doubt",
                                            ),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_verified_by_two_to_a_standard",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("range_low__lte", models.F("range_best"))),
                                name="assessment_low_not_above_best",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("range_best__lte", models.F("range_high"))),
                                name="assessment_best_not_above_high",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("range_low__lte", models.F("range_high"))),
                                name="assessment_low_not_above_high",
                            ),
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="actor",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="actor_has_a_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="actor",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="actor_not_its_own_parent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="denial",
                    constraint=models.UniqueConstraint(fields=("claim", "denied"), name="denial_stated_once"),
                ),
                migrations.AddConstraint(
                    model_name="denial",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("claim", models.F("denied")), _negated=True),
                        name="denial_is_not_of_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            ("withdrawn_on__isnull", False),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_on_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="consent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "by_guardian"), _negated=True),
                            ("guardian__isnull", False),
                            _connector="OR",
                        ),
                        name="consent_by_guardian_names_one",
                    ),
                ),
                migrations.AddIndex(
                    model_name="excerpt",
                    index=models.Index(fields=["document", "start"], name="excerpt_in_document"),
                ),
                migrations.AddConstraint(
                    model_name="excerpt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("start__gte", 0)), name="excerpt_starts_in_the_text"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="excerpt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))), name="excerpt_start_before_end"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="excerpt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("exact", ""), _negated=True), name="excerpt_has_words"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("credibility__in", ("1", "2", "3", "4", "5", "6"))),
                        name="grade_is_a_digit",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credibility", "1"), _negated=True),
                            ("corroborated_by__isnull", False),
                            _connector="OR",
                        ),
                        name="grade_confirmed_names_the_corroboration",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("corroborated_by__isnull", True),
                            models.Q(("corroborated_by", models.F("claim")), _negated=True),
                            _connector="OR",
                        ),
                        name="grade_claim_does_not_confirm_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("coherence__isnull", True),
                            ("coherence__in", ("ok", "contradiction", "unclear")),
                            _connector="OR",
                        ),
                        name="grade_coherence_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grade",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("corroboration__in", ("confirms", "no_conclusion", "rejects", "not_done"))
                        ),
                        name="grade_corroboration_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="grade",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("claim",),
                        name="grade_current_once_a_claim",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hypothesis",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "favoured", "rejected"))),
                        name="hypothesis_state_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incidentrelation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="incident_relation_is_between_two",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ("kept", "documented", "no_text", "refused"))),
                        name="item_in_a_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            ("trouble__isnull", False),
                            _connector="OR",
                        ),
                        name="item_refused_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="intake",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("item__isnull", False), ("refused__isnull", False), _connector="OR"
                        ),
                        name="intake_kept_or_refused",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="legalqualification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ("proposed", "adopted", "rejected"))),
                        name="qualification_status_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="methodology",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("minimum_sources__gte", 1)), name="methodology_asks_for_a_source"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="involvement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor__isnull", False), ("person__isnull", True)),
                            models.Q(("actor__isnull", True), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="involvement_of_an_actor_or_a_person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incidentperson",
                    constraint=models.UniqueConstraint(
                        fields=("incident", "person", "role"), name="incident_person_once_in_a_role"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="personname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("as_written", ""), _negated=True), name="name_is_written"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="personname",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("derived_from__isnull", True), ("system__isnull", False), _connector="OR"
                        ),
                        name="name_derived_states_its_system",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="place",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("country", "region", "district", "hromada", "settlement", "site", "free"),
                            )
                        ),
                        name="place_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="place",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("lat__gte", -90), ("lat__lte", 90)), name="place_latitude"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="place",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("lon__gte", -180), ("lon__lte", 180)), name="place_longitude"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="place",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="place_has_both_coordinates",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="place",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("geonames__isnull", False)),
                        fields=("geonames",),
                        name="place_once_by_geonames",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="media",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("held", False), ("item__isnull", False), _connector="OR"),
                        name="media_held_names_the_item",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="media",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("claim_match__in", ("differs", "partly", "same", "not_checked"))),
                        name="media_claim_match_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="investigation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("settlements_low__lte", models.F("settlements_high"))),
                        name="investigation_scope_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="control",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("earliest__lte", models.F("latest"))),
                        name="control_dates_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="placename",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ("official", "former", "press", "typo"))),
                        name="place_name_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("document",),
                        name="reading_current_once_a_document",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reading",
                    constraint=models.UniqueConstraint(
                        fields=("document", "sha256"), name="reading_recorded_once"
                    ),
                ),
                migrations.AddIndex(
                    model_name="claim",
                    index=models.Index(fields=["kind", "modality"], name="claim_by_kind"),
                ),
                migrations.AddIndex(
                    model_name="claim",
                    index=models.Index(fields=["date_earliest", "date_latest"], name="claim_between_dates"),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.UniqueConstraint(
                        fields=("reading", "local_id", "version"), name="claim_once_in_a_reading"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ("tally", "site", "finding", "act", "denial", "investigation", "testimony"),
                            )
                        ),
                        name="claim_of_a_known_kind",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("version", 1)),
                            models.Q(("corrects__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="claim_version_counts_corrections",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("date_earliest__lte", models.F("date_latest"))),
                        name="claim_dates_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="claim",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("origin", "human"), ("reading__isnull", False), _connector="OR"),
                        name="claim_by_machine_has_its_reading",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__lte", models.F("count_best"))),
                        name="remains_count_low_not_above_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_best__lte", models.F("count_high"))),
                        name="remains_count_best_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__lte", models.F("count_high"))),
                        name="remains_count_low_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__gte", 0)), name="remains_count_low_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_best__gte", 0)), name="remains_count_best_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_high__gte", 0)), name="remains_count_high_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count_quantifier", "more_than"), _negated=True),
                            models.Q(("count_best__isnull", True), ("count_high__isnull", True)),
                            _connector="OR",
                        ),
                        name="remains_count_more_than_states_no_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("unit__in", ("body", "part", "group_reported"))),
                        name="remains_unit_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("unit", "group_reported"),
                            models.Q(
                                ("count_best__isnull", True),
                                ("count_high__isnull", True),
                                ("count_low__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="remains_count_is_of_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("unit", "group_reported"), ("number__isnull", False), _connector="OR"
                        ),
                        name="remains_single_has_a_number",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("age_min__lte", models.F("age_max"))),
                        name="remains_age_min_not_above_max",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="remains",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("part_of__isnull", True),
                            models.Q(("part_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="remains_not_part_of_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="identification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("first_reviewer", models.F("second_reviewer")), _negated=True),
                        name="identification_by_two_people",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="identification",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn", False), ("withdrawn_reason__isnull", False), _connector="OR"
                        ),
                        name="identification_withdrawn_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="identification",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("conclusion", "established"), ("withdrawn", False)),
                        fields=("remains",),
                        name="identification_established_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("accepted", "rejected", "corrected"))),
                        name="review_of_a_known_outcome",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="review_has_a_reason"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrected_to__isnull", False), ("outcome", "corrected")),
                            models.Q(
                                models.Q(("outcome", "corrected"), _negated=True),
                                ("corrected_to__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="review_corrected_names_the_correction",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("claim",),
                        name="review_current_once_a_claim",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group_low__lte", models.F("group_best"))),
                        name="person_group_low_not_above_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group_best__lte", models.F("group_high"))),
                        name="person_group_best_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group_low__lte", models.F("group_high"))),
                        name="person_group_low_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group_low__gte", 0)), name="person_group_low_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group_best__gte", 0)), name="person_group_best_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("group_high__gte", 0)), name="person_group_high_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group_quantifier", "more_than"), _negated=True),
                            models.Q(("group_best__isnull", True), ("group_high__isnull", True)),
                            _connector="OR",
                        ),
                        name="person_group_more_than_states_no_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("counting_unit__in", ("individual", "family", "group", "community", "people"))
                        ),
                        name="person_counting_unit_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("counting_unit", "individual"), _negated=True),
                            models.Q(
                                ("group_best__isnull", True),
                                ("group_high__isnull", True),
                                ("group_low__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="person_individual_has_no_count",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("age_min__lte", models.F("age_max"))),
                        name="person_age_min_not_above_max",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("age_basis__isnull", True),
                            ("age_basis__in", ("stated", "computed", "estimated", "anthropology")),
                            _connector="OR",
                        ),
                        name="person_age_basis_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("publication__in", ("withheld", "initials", "named"))),
                        name="person_publication_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verification", "verified"), _negated=True),
                            (
                                "standard__in",
                                ("reasonable_grounds", "substantial_grounds", "balance", "beyond_doubt"),
                            ),
                            _connector="OR",
                        ),
                        name="person_verified_to_a_standard",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__lte", models.F("count_best"))),
                        name="site_count_low_not_above_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_best__lte", models.F("count_high"))),
                        name="site_count_best_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__lte", models.F("count_high"))),
                        name="site_count_low_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__gte", 0)), name="site_count_low_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_best__gte", 0)), name="site_count_best_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_high__gte", 0)), name="site_count_high_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count_quantifier", "more_than"), _negated=True),
                            models.Q(("count_best__isnull", True), ("count_high__isnull", True)),
                            _connector="OR",
                        ),
                        name="site_count_more_than_states_no_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("unit__in", ("single", "group_reported"))), name="site_unit_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("unit", "group_reported"),
                            models.Q(
                                ("count_best__isnull", True),
                                ("count_high__isnull", True),
                                ("count_low__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="site_count_is_of_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="site",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("alleged", True), ("verification", "verified"), _connector="OR"),
                        name="site_alleged_until_verified",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent_low__lte", models.F("extent_best"))),
                        name="finding_extent_low_not_above_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent_best__lte", models.F("extent_high"))),
                        name="finding_extent_best_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent_low__lte", models.F("extent_high"))),
                        name="finding_extent_low_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent_low__gte", 0)), name="finding_extent_low_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent_best__gte", 0)), name="finding_extent_best_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("extent_high__gte", 0)), name="finding_extent_high_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("extent_quantifier", "more_than"), _negated=True),
                            models.Q(("extent_best__isnull", True), ("extent_high__isnull", True)),
                            _connector="OR",
                        ),
                        name="finding_extent_more_than_states_no_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("media__isnull", True),
                                ("person__isnull", True),
                                ("remains__isnull", False),
                                ("site__isnull", True),
                            ),
                            models.Q(
                                ("media__isnull", True),
                                ("person__isnull", False),
                                ("remains__isnull", True),
                                ("site__isnull", True),
                            ),
                            models.Q(
                                ("media__isnull", True),
                                ("person__isnull", True),
                                ("remains__isnull", True),
                                ("site__isnull", False),
                            ),
                            models.Q(
                                ("media__isnull", False),
                                ("person__isnull", True),
                                ("remains__isnull", True),
                                ("site__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="finding_is_on_one_thing",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("side__isnull", True),
                            ("side__in", ("left", "right", "both", "mid")),
                            _connector="OR",
                        ),
                        name="finding_side_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("consistency", "not_assessed"),
                            models.Q(
                                ("exam_level__in", ("autopsy", "external_exam")),
                                ("consistency_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="finding_consistency_after_examination",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("icd10__isnull", True),
                            models.Q(
                                ("exam_level__in", ("autopsy", "external_exam")), ("icd10_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="finding_icd_after_examination",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="act",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verification", "verified"), _negated=True),
                            (
                                "standard__in",
                                ("reasonable_grounds", "substantial_grounds", "balance", "beyond_doubt"),
                            ),
                            _connector="OR",
                        ),
                        name="act_verified_to_a_standard",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reliability__in", ("A", "B", "C", "D", "E", "F"))),
                        name="source_letter_is_a_to_f",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="source",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_identity__isnull", True),
                            models.Q(("name__isnull", True), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="source_sealed_shows_a_code_only",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.UniqueConstraint(
                        fields=("item", "extractor", "extractor_version"),
                        name="document_made_once_by_an_extractor",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("published_earliest__lte", models.F("published_latest"))),
                        name="document_dates_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("same_text_as__isnull", True),
                            models.Q(("same_text_as", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="document_is_not_its_own_copy",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="attribution_has_a_ground"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="attribution",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("claim",),
                        name="attribution_current_once_a_claim",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("low__lte", models.F("best"))), name="tally_low_not_above_best"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("best__lte", models.F("high"))), name="tally_best_not_above_high"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("low__lte", models.F("high"))), name="tally_low_not_above_high"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("low__gte", 0)), name="tally_low_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("best__gte", 0)), name="tally_best_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("high__gte", 0)), name="tally_high_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantifier", "more_than"), _negated=True),
                            models.Q(("best__isnull", True), ("high__isnull", True)),
                            _connector="OR",
                        ),
                        name="tally_more_than_states_no_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("partition_of__isnull", True),
                            models.Q(("partition_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="tally_not_part_of_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tally",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("as_of_earliest__lte", models.F("as_of_latest"))),
                        name="tally_dates_in_order",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ("event", "situation", "umbrella"))),
                        name="incident_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="incident_has_a_title"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verification", "verified"), _negated=True),
                            (
                                "standard__in",
                                ("reasonable_grounds", "substantial_grounds", "balance", "beyond_doubt"),
                            ),
                            _connector="OR",
                        ),
                        name="incident_verified_to_a_standard",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="burialsite",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("type", "mass_grave"), _negated=True),
                            models.Q(
                                ("reason_for_inquiry__isnull", False),
                                ("remains_min__gte", 2),
                                ("remains_min__isnull", False),
                                models.Q(("reason_for_inquiry", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="burial_mass_grave_holds_two_and_has_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="burialsite",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="burial_not_within_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tallyrelation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True),
                        name="tally_relation_is_between_two",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tallyrelation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="tally_relation_has_a_ground"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tallyrelation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("one", "other"),
                        name="tally_relation_current_once_a_pair",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__lte", models.F("count_best"))),
                        name="testimony_count_low_not_above_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_best__lte", models.F("count_high"))),
                        name="testimony_count_best_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__lte", models.F("count_high"))),
                        name="testimony_count_low_not_above_high",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_low__gte", 0)), name="testimony_count_low_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_best__gte", 0)), name="testimony_count_best_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count_high__gte", 0)), name="testimony_count_high_not_below_zero"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("count_quantifier", "more_than"), _negated=True),
                            models.Q(("count_best__isnull", True), ("count_high__isnull", True)),
                            _connector="OR",
                        ),
                        name="testimony_count_more_than_states_no_best",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("unit__in", ("single", "group_reported"))),
                        name="testimony_unit_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("depth__in", ("screening", "first_account", "full_statement", "relayed"))
                        ),
                        name="testimony_depth_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("risk_level__in", ("low", "medium", "high", "extreme", "unknown"))
                        ),
                        name="testimony_risk_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("referral__in", ("offered", "accepted", "declined", "none"))),
                        name="testimony_referral_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("unit", "group_reported"),
                            models.Q(
                                ("count_best__isnull", True),
                                ("count_high__isnull", True),
                                ("count_low__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="testimony_count_is_of_a_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="testimony",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("unit", "single"), ("witness__isnull", True), _connector="OR"),
                        name="testimony_group_has_no_witness",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="upstream",
                    constraint=models.UniqueConstraint(
                        fields=("source", "told_by"), name="upstream_stated_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="upstream",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source", models.F("told_by")), _negated=True),
                        name="upstream_is_another",
                    ),
                ),
                migrations.AddIndex(
                    model_name="value",
                    index=models.Index(fields=["subject_id", "field", "decided_at"], name="value_of_subject"),
                ),
                migrations.AddIndex(
                    model_name="value",
                    index=models.Index(fields=["field", "earliest", "latest"], name="value_between_dates"),
                ),
                migrations.AddConstraint(
                    model_name="value",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("absent__isnull", True),
                            ("absent__in", ("not_stated", "undeterminable", "not_applicable", "withheld")),
                            _connector="OR",
                        ),
                        name="value_absent_for_a_known_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="value",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("earliest__lte", models.F("latest"))), name="value_dates_in_order"
                    ),
                ),
            ]
        )
    ]
