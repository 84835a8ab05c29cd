"""Rows with a page for readers: another slug moves the page, and its old address leads there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from articles.moved import lead_on


class KeepsAddresses(SimpleHistoryAdmin):
    """A page of the desk for what readers find under a slug."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store it; an address that readers may know keeps leading to it."""
        # None for what is brought back from its history after it was deleted.
        stored = type(obj).objects.filter(pk=obj.pk).first()
        before = stored.get_absolute_url() if stored else ""
        super().save_model(request, obj, form, change)
        after = obj.get_absolute_url()
        if before and before != after and self.was_public(obj):
            lead_on(before, after)

    def was_public(self, obj: Any) -> bool:
        """Whether there was a page under its slug: else its old name could tell what is being worked on."""
        return True
