"""The store as an application of Django's."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class StoreConfig(AppConfig):
    """Tables named store_...; every connection to them is watched by the door from its beginning."""

    name = "outcomelab.service.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the door watch every connection."""
        from outcomelab.service.store.door import migrated, migrates, watch

        connection_created.connect(watch, dispatch_uid="the door of the store")
        pre_migrate.connect(migrates, sender=self)
        post_migrate.connect(migrated, sender=self)
