"""Sign-offs and the legal hold: asked for, given, waived; placed and lifted.

Whatever stops publication also takes back what is scheduled, in the same transaction: a story nobody may
publish must not publish itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article, Event, LegalHold, Revision, SignOff, SignOffDesk
from articles.people import person
from articles.publishing import cancel
from articles.revisions import snapshot
from articles.workflow import NotPossible, Status, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = SignOff.State


def require(
    article: Article, desk: SignOffDesk, *, by: User | None, note: str = "", at: datetime | None = None
) -> Event:
    """Ask a desk to sign the story off; a scheduled edition is cancelled until it has.

    Raises NotAllowed, or NotPossible when it has been asked already.
    """
    at = at or timezone.now()

    def effect() -> Status | None:
        if _state(article, desk) == State.REQUIRED:
            raise NotPossible(_t("This sign-off has been asked for already."))
        _set(article, desk, State.REQUIRED, by=by, at=at, note=note)
        why = _t("%(who)s asked for a sign-off: %(desk)s.") % {"who": person(by), "desk": desk.label}
        return _unscheduled(article, why, at)

    return perform(article, "require_sign_off", by=by, at=at, note=_said(desk, note), effect=effect)


def waive(
    article: Article, desk: SignOffDesk, *, by: User | None, note: str, at: datetime | None = None
) -> Event:
    """Decide that a sign-off is not required after all, and why.

    Raises NotAllowed, or NotPossible without a reason or when it is not required.
    """
    at = at or timezone.now()
    if not note.strip():
        raise NotPossible(_t("Waiving a sign-off needs a reason."))

    def effect() -> None:
        if _state(article, desk) in (None, State.NOT_REQUIRED):
            raise NotPossible(_t("This sign-off is not required."))
        _set(article, desk, State.NOT_REQUIRED, by=by, at=at, note=note)

    return perform(article, "waive_sign_off", by=by, at=at, note=_said(desk, note), effect=effect)


def sign(
    article: Article, desk: SignOffDesk, *, by: User | None, note: str = "", at: datetime | None = None
) -> Event:
    """Sign the copy off as it stands, asked or not; a later change of the copy makes it stale.

    Raises NotAllowed, or NotPossible when this very copy has been signed off already.
    """
    at = at or timezone.now()

    def effect() -> None:
        # What is signed is the row as it stands, also where something changed it past the desk's form.
        article.refresh_from_db()
        snapshot(article, by=by, at=at)
        copy = newest_copy(article)
        signed = article.sign_offs.filter(desk=desk, state=State.APPROVED).select_related("revision").first()
        if signed and not signed.is_stale(copy):
            raise NotPossible(_t("This version has been signed off already."))
        _set(article, desk, State.APPROVED, by=by, at=at, note=note, revision=copy)

    return perform(article, f"sign_off_{desk}", by=by, at=at, note=note, effect=effect)


def hold(article: Article, *, by: User | None, reason: str, at: datetime | None = None) -> Event:
    """Let nothing more of the story go out; a scheduled edition is cancelled.

    The log says that there is a hold; why is for those who may place one.
    Raises NotAllowed, or NotPossible without a reason or when there is a hold already.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise NotPossible(_t("A legal hold needs a reason."))

    def effect() -> Status | None:
        if hold_on(article):
            raise NotPossible(_t("There is a legal hold already."))
        article.legal_holds.create(reason=reason.strip(), placed_by=by, placed_at=at)
        return _unscheduled(article, _t("%(who)s placed a legal hold.") % {"who": person(by)}, at)

    return perform(article, "hold", by=by, at=at, effect=effect)


def lift_hold(article: Article, *, by: User | None, reason: str, at: datetime | None = None) -> Event:
    """End the legal hold; what was scheduled is not scheduled again by itself.

    Raises NotAllowed, or NotPossible without a reason or when there is no hold.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise NotPossible(_t("Lifting a legal hold needs a reason."))

    def effect() -> None:
        in_force = article.legal_holds.filter(lifted_at__isnull=True)
        if not in_force.update(lifted_at=at, lifted_by=by, lift_reason=reason.strip()):
            raise NotPossible(_t("There is no legal hold."))

    return perform(article, "lift_hold", by=by, at=at, effect=effect)


def hold_on(article: Article) -> LegalHold | None:
    """The legal hold in force, if there is one."""
    return article.legal_holds.filter(lifted_at__isnull=True).select_related("placed_by").first()


def newest_copy(article: Article) -> Revision | None:
    """The newest revision that changed the copy: what a sign-off is given for."""
    revisions = article.revisions.filter(substantive=True).defer("snapshot")
    return revisions.order_by("-number").first()


def _state(article: Article, desk: str) -> str | None:
    return article.sign_offs.filter(desk=desk).values_list("state", flat=True).first()


def _set(
    article: Article,
    desk: str,
    state: SignOff.State,
    *,
    by: User | None,
    at: datetime,
    note: str,
    revision: Revision | None = None,
) -> None:
    values = {"state": state, "by": by, "at": at, "note": note.strip()[:300], "revision": revision}
    SignOff.objects.update_or_create(article=article, desk=desk, defaults=values)


def _unscheduled(article: Article, why: str, at: datetime) -> Status | None:
    """Cancel a scheduled edition; the status the story is left in, None when nothing was scheduled."""
    if not article.editions.pending(at).exists():
        return None
    cancel(article, by=None, note=why, now=at)
    return Status(article.status)


def _said(desk: SignOffDesk, note: str) -> str:
    return f"{desk.label}: {note.strip()}" if note.strip() else str(desk.label)
