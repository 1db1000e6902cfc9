"""The Django app of the record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Tables are called `record_…`."""

    name = "accounted.record"
    label = "record"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"
