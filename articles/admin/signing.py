"""Sign-offs and the legal hold on the article form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from articles.admin.access import STOPS
from articles.models import Article, Revision, SignOff, SignOffDesk
from articles.signoffs import newest_copy


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """What each desk said and of which version; the holds, with their reasons for those who may place one.

    One query for the holds, one more for the newest version when a desk has signed.
    """
    rows = {row.desk: row for row in article.sign_offs.all()}
    approved = any(row.state == SignOff.State.APPROVED for row in rows.values())
    copy = newest_copy(article) if approved else None
    reads_reasons = request.user.has_perm(STOPS)
    holds = article.legal_holds.select_related("placed_by", "lifted_by")
    shown = list(holds if reads_reasons else holds.filter(lifted_at__isnull=True))
    return {
        "sign_offs": [_line(desk, rows.get(desk), copy) for desk in SignOffDesk],
        "hold": next((hold for hold in shown if hold.lifted_at is None), None),
        "lifted_holds": [hold for hold in shown if hold.lifted_at is not None],
        "reads_hold": reads_reasons,
    }


def _line(desk: SignOffDesk, row: SignOff | None, copy: Revision | None) -> dict[str, Any]:
    stale = row is not None and row.is_stale(copy)
    state = row.state if row else SignOff.State.NOT_REQUIRED
    return {"desk": desk, "row": row, "state": "stale" if stale else str(state), "copy": copy}
