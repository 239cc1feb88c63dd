"""A day as people type it, for filters. What a day is compared with is in filters.py."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import DateFilter

from .reading.text import fold

_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]


class DayField(forms.DateField):
    """A day as people type it, within the years that both databases can count with."""

    default_error_messages = {"invalid": _("Write the day as 2025-12-05.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=_FORMATS, **kwargs)

    def to_python(self, value):
        day = super().to_python(value and fold(value))
        if day and not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("The year must lie between 1900 and 2200."))
        return day


class DayFilter(DateFilter):
    """A first or last day."""

    field_class = DayField
