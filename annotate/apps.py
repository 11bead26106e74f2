"""The one app."""

from django.apps import AppConfig


class Annotate(AppConfig):
    name = "annotate"
    verbose_name = "Annotate"
    default_auto_field = "django.db.models.BigAutoField"
