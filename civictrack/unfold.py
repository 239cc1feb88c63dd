"""How the desk looks: django-unfold's settings. Colours and pages of the desk are in issues/; no environment here."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "SITE_TITLE": "civictrack",
    "SITE_HEADER": "civictrack",
    "SITE_SUBHEADER": _("From the page to the issue"),
    "SITE_SYMBOL": "newspaper",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("issues/icon.svg")}
    ],
    "STYLES": [lambda request: static("issues/desk/theme.css")],
    "SCRIPTS": [lambda request: static("issues/desk/theme.js")],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "COLORS": {
        "primary": {
            "50": "#eff6ff",
            "100": "#dbeafe",
            "200": "#bfdbfe",
            "300": "#93c5fd",
            "400": "#60a5fa",
            "500": "#3b82f6",
            "600": "#2563eb",
            "700": "#1d4ed8",
            "800": "#1e40af",
            "900": "#1e3a8a",
            "950": "#172554",
        },
    },
    "ACCOUNT": {"navigation": [{"title": _("My account"), "link": reverse_lazy("issues:account")}]},
    "DASHBOARD_CALLBACK": "issues.admin.site.fill_dashboard",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "issues.admin.site.list_menu",
    },
}
