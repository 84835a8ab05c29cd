"""The desk's pages for what keeps a history of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Manager
from django.db.models.query import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin


class RecordedAdmin(SimpleHistoryAdmin):
    """A page whose history button shows who changed which field, and brings an older state back."""

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Manager[Any], pk_name: str, object_id: Any
    ) -> QuerySet[Any]:
        """The records of one object with who made them, in one query.

        The package's own way asks for every relation there is when a model has no foreign key.
        """
        return history_manager.filter(**{pk_name: object_id}).select_related("history_user")
