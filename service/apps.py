"""The ledger as a Django app."""

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """The one app: tables, pages and words of Reservfax."""

    name = "service"
    default_auto_field = "django.db.models.BigAutoField"
