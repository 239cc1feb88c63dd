"""The desk's admin site with its own Content-Security-Policy. Outside of admin/: there, importing it would register."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from .accounts.sign_in import DeskSignInForm

loosen = csp_update(settings.ADMIN_CSP_UPDATE)
"""unfold evaluates attributes and sets styles; nothing outside of the admin gets this."""


class DeskSite(UnfoldAdminSite):
    """unfold's site, with the looser policy on each of its pages and on no other."""

    login_form = DeskSignInForm
    login_template = "issues/desk/login.html"
    index_template = "issues/desk/index.html"
    index_title = _("Overview")
    empty_value_display = "—"

    def password_change(self, request, extra_context=None):
        """One page for it, where guesses at the old password are counted."""
        return HttpResponseRedirect(reverse("issues:account"))

    def admin_view(self, view, cacheable=False):
        return loosen(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        return loosen(super().login)(request, extra_context)

    def logout(self, request, extra_context=None):
        return loosen(super().logout)(request, extra_context)
