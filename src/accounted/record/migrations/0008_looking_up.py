from django.db import migrations, models

from accounted.record.tables import ChangeTables


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0007_review"),
    ]

    operations = [
        ChangeTables(
            [
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(
                        condition=models.Q(("current", True), ("waiting__gt", 0)),
                        fields=["waiting"],
                        name="reading_waiting",
                    ),
                ),
                migrations.AddIndex(
                    model_name="reading",
                    index=models.Index(
                        condition=models.Q(("second", True)),
                        fields=["document"],
                        name="reading_second",
                    ),
                ),
            ]
        ),
    ]
