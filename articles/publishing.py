"""The only door between the working copy and the readers: publish, reschedule, cancel.

withdrawals.py closes it again. Each verb is all or nothing, and reads what it acts on after it has
taken the row. An article has at most
one pending (future) edition; publishing again replaces it, because it was made from older copy. Editions
that began are never touched, except that the one before ends when the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.checklist import Finding, blockers
from articles.followups import tell_others
from articles.freshness import outdate_story
from articles.indexing import index, remove
from articles.models import Article, Change, Credit, Edition, EditionPhoto
from articles.models.edition import NOT_LISTED, NOT_SIGNIFICANT, NOTE_OWED, ON_RECORD
from articles.proofs import Proof, again, compose, free_slug, latest_before, says_the_same
from articles.renditions import WHOLE_AT_ONCE, make_renditions
from articles.reports import wait_again
from articles.revisions import changed_unread, snapshot
from articles.tallies import tallied
from articles.workflow import TRANSITIONS, NotAllowed, NotPossible, Status, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The verb that withdraws a story with each kind of change, and whose permission putting it back needs.
WITHDRAWN_BY = {Change.RETRACTION: "retract", Change.TAKE_DOWN: "take_down"}
# How often an address is tried again when another story of that day takes it at the same instant.
ADDRESS_TRIES = 5


class NotReady(NotPossible):
    """The checklist's blockers stop publication; `findings` says which."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(finding.message for finding in findings))


def publish(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    change: str | None = None,
    note: str = "",
    until: datetime | None = None,
    placement: str = "",
    now: datetime | None = None,
    archive: bool = False,
) -> Edition:
    """Make the working copy public at `at` (`now` unless given; later means scheduled) until `until`.

    It publishes the row as it is stored. `change` says what kind of change this is to readers: `first`
    for a story that was never public, `minor` for a later edition unless given. A `by` of None is the
    system. `now` is the moment of the verb; with `archive`, `at` may lie before it.
    Raises NotAllowed, NotPossible (status, dates, a missing note, nothing new) or NotReady (checklist).
    """
    now = now or timezone.now()
    at = at or now
    _check_times(at, until, at if archive else now)
    made: list[Edition] = []

    def effect() -> None:
        article.refresh_from_db()
        _check_read(article, by, now)
        _check_change(article, change, note, by, min(at, now))
        # Before the checklist: a sign-off covers a revision, so the row as it stands has to be one.
        revision = snapshot(article, by=by, at=now)
        if found := blockers(article, max(at, timezone.now())):
            raise NotReady(found)
        make_way(article, at, now)
        proof = compose(article, at=at, by=by, change=change, note=note, until=until, placement=placement)
        _check_news(article, proof, change, at)
        proof.edition.revision = revision
        made.append(store(article, proof))
        if at <= now:
            tell_others(made[-1], by=by, at=now)

    _until_address_is_free(lambda: carry_out(article, "publish", effect, by=by, now=now, note=note))
    return made[-1]


def _until_address_is_free(run: Callable[[], None]) -> None:
    """Try again when another story of the day took the address between looking and writing."""
    for attempt in range(1, ADDRESS_TRIES + 1):
        try:
            run()
        except IntegrityError as error:
            if attempt == ADDRESS_TRIES or not _address_was_taken(error):
                raise
        else:
            break


def _address_was_taken(error: IntegrityError) -> bool:
    """Whether another story of the day took the address between looking and writing."""
    # PostgreSQL names the constraint, SQLite its columns.
    return "edition_address_once" in str(error) or "articles_edition.url_date" in str(error)


def reschedule(article: Article, *, by: User | None, at: datetime, now: datetime | None = None) -> Edition:
    """Let the scheduled edition begin at another moment, with the text it was scheduled with.

    Raises NotAllowed, NotPossible (nothing is scheduled, dates) or NotReady (embargo, picture licence).
    """
    now = now or timezone.now()
    made: list[Edition] = []

    def effect() -> None:
        article.refresh_from_db()
        pending = _pending(article, now)
        _check_times(at, pending.expires_at, now)
        _check_moment(article, pending, at)
        proof, answered = again(pending), list(pending.answered_reports.all())
        _withdraw(article, pending)
        edition = proof.edition
        if edition.number == 1:
            edition.first_published_at, edition.url_date = at, localdate(at)
            edition.slug = free_slug(article, edition.slug, edition.url_date)
        if edition.change not in NOT_SIGNIFICANT:
            edition.modified_at = at
        edition.starts_at, edition.ends_at = at, edition.expires_at
        made.append(store(article, proof))
        for report in answered:
            report.answered_with = made[0]
            report.save()

    carry_out(article, "reschedule", effect, by=by, now=now)
    return made[0]


def _check_moment(article: Article, pending: Edition, at: datetime) -> None:
    """Raise NotReady for what depends on when the scheduled text comes out."""
    found = []
    if article.is_embargoed(at):
        found.append(Finding("embargo_until", _t("The story is under embargo at that time."), blocks=True))
    in_text = [("body", photo) for photo in pending.photos.all()]
    for place, photo in [("lead_photo", pending.lead_photo), *in_text]:
        if photo and photo.licence_expired(localdate(at)):
            message = _t("The picture's licence will have expired by then.")
            found.append(Finding(place, message, blocks=True))
    if found:
        raise NotReady(found)


def cancel(article: Article, *, by: User | None, note: str = "", now: datetime | None = None) -> None:
    """Cancel the scheduled edition; an article that was never public is approved again, not published, or
    in review when its copy was changed since by somebody who may not approve.

    Raises NotAllowed, or NotPossible when nothing is scheduled.
    """
    now = now or timezone.now()

    def effect() -> Status:
        pending = _pending(article, now)
        _withdraw(article, pending)
        if article.editions.exists():
            return Status.PUBLISHED
        return Status.IN_REVIEW if changed_unread(article, pending.revision) else Status.APPROVED

    carry_out(article, "cancel", effect, by=by, now=now, note=note)


def _check_times(at: datetime, until: datetime | None, now: datetime) -> None:
    if at < now:
        raise NotPossible(_t("The time of publication lies in the past."))
    if until is not None and until <= at:
        raise NotPossible(_t("The story would end before it begins."))


def _check_read(article: Article, by: User | None, now: datetime) -> None:
    """Raise NotPossible for a story that was never public and is not what was approved and scheduled."""
    scheduled = article.latest_edition
    if by is None or scheduled is None or scheduled.number > 1 or scheduled.starts_at <= now:
        return
    if changed_unread(article, scheduled.revision):
        raise NotPossible(
            _t("The copy was changed after it was approved: cancel the schedule, so that it is read again.")
        )


def _check_change(article: Article, change: str | None, note: str, by: User | None, now: datetime) -> None:
    """Raise NotPossible or NotAllowed for a kind of change that does not fit what readers have seen."""
    before = article.editions.begun(now).order_by("-number").first()
    if change in WITHDRAWN_BY:
        raise NotPossible(_t("Use the verbs Retract and Take down for this."))
    if before is None:
        if change not in (None, Change.FIRST):
            raise NotPossible(_t("The story was never public, so there is nothing to change yet."))
        return
    if change == Change.FIRST:
        raise NotPossible(_t("The story has been published before: say what kind of change this is."))
    if change in NOTE_OWED and not note.strip():
        raise NotPossible(_t("The reader is owed a note about this kind of change."))
    if change in ON_RECORD and by is not None and not by.has_perm("articles.correct_article"):
        raise NotAllowed(_t("You do not have the permission to put a published story right."))
    if before.change in WITHDRAWN_BY:
        _check_return(Change(before.change), change, by)


def _check_return(withdrawn: Change, change: str | None, by: User | None) -> None:
    """Raise unless a withdrawn story may be put back: by whom may withdraw it, and with a note."""
    permission = TRANSITIONS[WITHDRAWN_BY[withdrawn]].permission
    if by is not None and not by.has_perm(permission):
        raise NotAllowed(_t("The story was withdrawn: only those who may withdraw it put it back."))
    if change not in NOTE_OWED:
        raise NotPossible(_t("The story was withdrawn: putting it back needs a kind of change with a note."))


def _check_news(article: Article, proof: Proof, change: str | None, at: datetime) -> None:
    """Raise NotPossible when the page would not change: a second click is no second edition."""
    before = latest_before(article, at)
    if before is not None and change in (None, Change.MINOR) and says_the_same(proof, before):
        raise NotPossible(_t("Nothing has changed since the last edition."))


def _pending(article: Article, now: datetime) -> Edition:
    """The scheduled edition that nobody has seen, by the verb's clock and by the real one."""
    pending = article.editions.pending(max(now, timezone.now())).order_by("-number").first()
    if pending is None:
        raise NotPossible(_t("Nothing is scheduled."))
    return pending


def make_way(article: Article, at: datetime, now: datetime) -> None:
    """Withdraw the edition that has not begun, if there is one.

    Raises NotPossible when an edition that readers have seen begins at that moment or later.
    """
    # An importer's `now` may lie in the past; what the real clock calls public stays.
    clock = max(now, timezone.now())
    for later in article.editions.filter(Q(starts_at__gt=clock) | Q(starts_at__gte=at)).order_by("-number"):
        if later.starts_at <= clock:
            raise NotPossible(_t("An edition begins at that moment or later and is public already."))
        _withdraw(article, later)


def _withdraw(article: Article, pending: Edition) -> None:
    """Delete an edition nobody has seen and give the one before it its time back."""
    before = article.editions.exclude(pk=pending.pk).order_by("-number").first()
    row = Article.objects.filter(pk=article.pk)
    if before is None:
        # The database allows “published” only with an edition; the caller settles the status.
        row.update(latest_edition=None, status=Status.APPROVED)
    else:
        row.update(latest_edition=before)
    remove(pending)
    wait_again(pending)
    with tallied(pending):
        outdate_story(pending)
        Edition.objects.filter(pk=pending.pk).delete()
        if before is not None and before.ends_at == pending.starts_at:
            Edition.objects.filter(pk=before.pk).update(ends_at=before.expires_at)


def store(article: Article, proof: Proof) -> Edition:
    """Write an edition and its relations, end the one before, and point the article at it."""
    edition = proof.edition
    with tallied(edition):
        article.editions.exclude(ends_at__lte=edition.starts_at).update(ends_at=edition.starts_at)
        edition.save(force_insert=True)
        _relate(edition, proof)
        index(edition)
        Article.objects.filter(pk=article.pk).update(latest_edition=edition, status=Status.PUBLISHED)
        outdate_story(edition)
    return edition


def _relate(edition: Edition, proof: Proof) -> None:
    """Write who made the edition and what it is about, and its place in their lists: one in each."""
    listed: set[int] = set()
    for credit in proof.credits:
        credit.edition = edition
        if credit.role not in NOT_LISTED and credit.author_id not in listed:
            credit.listed_at = edition.first_published_at
            listed.add(credit.author_id)
    Credit.objects.bulk_create(proof.credits)
    EditionPhoto.objects.bulk_create(EditionPhoto(edition=edition, photo=photo) for photo in proof.photos)
    for photo in proof.photos:
        # The desk made them when it chose the picture; copy typed as HTML has nobody who did.
        transaction.on_commit(partial(make_renditions, photo, WHOLE_AT_ONCE))
    edition.topics.set(proof.topics, through_defaults={"listed_at": edition.first_published_at})


def carry_out(
    article: Article,
    verb: str,
    effect: Callable[[], object],
    *,
    by: User | None,
    now: datetime,
    note: str = "",
) -> None:
    """Perform the verb and let the object in hand know where its row stands now."""
    with transaction.atomic():
        perform(article, verb, by=by, at=now, note=note, effect=effect)
        article.refresh_from_db(fields=["status", "latest_edition"])
