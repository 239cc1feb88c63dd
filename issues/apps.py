"""The app's name for Django, and the admin's with the desk as its site; they start nothing."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .beginnings import keep_indexes


class IssuesConfig(AppConfig):
    """Issues, their evidence and the pages they were read from."""

    name = "issues"
    verbose_name = _("Desk")  # heads every path of the desk: not the name of the list of issues again
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self):
        super().ready()
        post_migrate.connect(keep_indexes, sender=self)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin, on the desk's own site."""

    default = False
    default_site = "issues.desk.DeskSite"
