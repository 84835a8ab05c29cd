"""Error reports: taken from readers, answered by the desk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.models import Edition, ErrorReport

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def receive(edition: Edition, *, message: str, name: str, email: str, at: datetime) -> ErrorReport:
    """Put what a reader says about an edition into the desk's queue."""
    return ErrorReport.objects.create(
        article_id=edition.article_id,
        edition=edition,
        message=message,
        name=name,
        email=email,
        received_at=at,
    )


def wait_again(edition: Edition) -> None:
    """Put the reports it was to answer back into the queue: nobody gets to see the edition."""
    edition.answered_reports.update(
        outcome=ErrorReport.Outcome.WAITING, answered_with=None, answered_by=None, answered_at=None
    )


def answered_with(
    report: ErrorReport, edition: Edition, *, by: User | None, at: datetime | None = None
) -> None:
    """Record that an edition answers a report, unless somebody has answered it since."""
    ErrorReport.objects.filter(pk=report.pk, outcome=ErrorReport.Outcome.WAITING).update(
        outcome=ErrorReport.Outcome.CORRECTED,
        answered_with=edition,
        answered_by=by,
        answered_at=at or timezone.now(),
    )
