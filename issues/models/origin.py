"""From where a change came: the network address beside each row of an issue's history. Staff see it, nobody else."""

from axes.helpers import get_client_ip_address
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def find_address() -> str | None:
    """The address behind the request that is being answered, as the login lock counts it; None for commands and workers."""
    request = getattr(HistoricalRecords.context, "request", None)
    return get_client_ip_address(request) if request else None


class Origin(models.Model):
    """What each row of the history has besides the issue's fields."""

    address = models.GenericIPAddressField(_("address"), null=True, default=find_address)

    class Meta:
        abstract = True
