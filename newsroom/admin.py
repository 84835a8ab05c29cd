"""The desk's pages for the publication itself, and what other packages bring along."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from newsroom.desk import accounts, publication
from newsroom.desk.front import slots

__all__ = ["accounts", "publication", "slots"]

admin.site.site_header = _("Desk")
admin.site.site_title = _("Desk")
admin.site.index_title = _("Desk")
