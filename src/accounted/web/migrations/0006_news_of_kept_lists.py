from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0005_audit_appended"),
    ]

    operations = [
        migrations.AddField(
            model_name="savedlist",
            name="counted",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="savedlist",
            name="new",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
