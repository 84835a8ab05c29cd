"""What has to be done once a minute beside the pages: mails, news of scheduled stories, tidying up.

Nothing readers see depends on it: time is part of every query. It may run twice at once, because each job
claims what it does in the database first, and after a pause it makes up for what was missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.timesince import timesince
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop

from articles.embeds import catch_up
from articles.followups import tell_others
from articles.models import Autosave, Change, Edition, EditLock, Notice, OpenWindow, Outdated, Preferences
from articles.notices import may_know, tell, writers
from newsroom.announcing import announce
from newsroom.finishing import finish_pictures
from newsroom.models import Heartbeat
from newsroom.plating import plate_newest

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NAME = "tick"
DEAD_AFTER = timedelta(minutes=5)
# A mail that was claimed and not sent belongs to a process that died.
CLAIM_HOLDS = timedelta(minutes=10)
# News of the day before yesterday is no news; until then every mail is tried again.
WORTH_A_MAIL = timedelta(days=2)
AT_ONCE = 200
# How far back it looks for stories that began while it was not running.
MISSED = timedelta(days=7)
KEEP_AUTOSAVES, KEEP_NOTICES, KEEP_LOCKS = timedelta(days=30), timedelta(days=90), timedelta(days=1)
# A process that slept longer begins with an empty cache.
KEEP_OUTDATED = timedelta(days=2)

log = structlog.get_logger(__name__)
type Job = Callable[[datetime], int]


class Unsent(Exception):
    """Mails that the mail server did not take."""


@dataclass(frozen=True, slots=True)
class TickState:
    """Whether the job does what it should, when it last ran, and both in a sentence."""

    alive: bool
    last: datetime | None
    sentence: str


def state(now: datetime) -> TickState:
    """How the job is, for the desk; one query."""
    beat = Heartbeat.objects.filter(name=NAME).first()
    last = beat.finished_at if beat else None
    if beat is None or last is None:
        return TickState(
            alive=False, last=None, sentence=_t("The minute job has never run: no mail goes out.")
        )
    if now - last > DEAD_AFTER:
        words = _t("The minute job last ran %(age)s ago: mails wait. Stories still appear on the minute.")
        return TickState(alive=False, last=last, sentence=words % {"age": timesince(last, now, depth=1)})
    if failed := [f"{name} ({said})" for name, said in beat.report.items() if isinstance(said, str)]:
        words = _t("The minute job runs, but not all of it works: %(jobs)s") % {"jobs": ", ".join(failed)}
        return TickState(alive=False, last=last, sentence=words)
    return TickState(alive=True, last=last, sentence=_t("The minute job runs."))


def tick(now: datetime | None = None) -> dict[str, int | str]:
    """Do every job once; what each did, or why it failed. A failing job does not stop the others."""
    now = now or timezone.now()
    Heartbeat.objects.update_or_create(name=NAME, defaults={"started_at": now})
    report: dict[str, int | str] = {}
    for name, job in JOBS.items():
        try:
            report[name] = job(now)
        except Exception as error:  # whatever it is, the other jobs are still owed
            log.exception("a job of the minute failed", job=name)
            report[name] = f"{type(error).__name__}: {error}"
    Heartbeat.objects.filter(name=NAME).update(finished_at=timezone.now(), report=report)
    return report


def begun(now: datetime) -> int:
    """Tell writers of scheduled stories that began, and open what is owed after a scheduled correction."""
    known, _made = Heartbeat.objects.get_or_create(name="begun", defaults={"finished_at": now})
    since = max(known.finished_at or now, now - MISSED)
    # Whoever moves the mark tells of what lies before it; another process waits, and finds it moved. The
    # mark and what is told stand or fall together: a process that dies halfway has told nobody.
    with transaction.atomic():
        mark = Heartbeat.objects.filter(pk=known.pk, finished_at=known.finished_at)
        return _tell_of_begun(since, now) if mark.update(finished_at=now) else 0


def _tell_of_begun(since: datetime, now: datetime) -> int:
    editions = Edition.objects.begun(now).filter(starts_at__gt=since).exclude(change=Change.TAKE_DOWN)
    count = 0
    for edition in editions.defer("body", "html").select_related("article", "published_by"):
        if not _was_scheduled(edition):
            continue
        count += 1
        text = gettext_noop("“%(story)s” is public now.")
        tell(writers(edition.article), edition.article, Notice.Kind.PUBLISHED, text, by=None, at=now)
        tell_others(edition, by=edition.published_by, at=now)
    return count


def _was_scheduled(edition: Edition) -> bool:
    """Whether somebody published it before it began, so that nobody has been told of it yet."""
    events = edition.article.events.filter(verb__in=["publish", "reschedule"], at__lt=edition.starts_at)
    newest = events.order_by("-at").values_list("at", flat=True).first()
    return newest is not None and not edition.article.events.filter(at=edition.starts_at).exists()


def mail(now: datetime) -> int:
    """Send the notices that people want by e-mail, those of one person in one mail.

    Raises Unsent when the mail server did not take one of them: it is tried again.
    """
    sent, failed = 0, 0
    for user, notices in groupby(_claimed(now), key=lambda notice: notice.user_id):
        try:
            sent += _send(list(notices), now)
        except Exception:  # an address no server takes must not cost the others their mails
            log.exception("a mail to a colleague was not sent; it is tried again", user=user)
            failed += 1
    if failed:
        raise Unsent(_t("%(failed)d mails were not sent, %(sent)d were.") % {"failed": failed, "sent": sent})
    return sent


def _claimed(now: datetime) -> list[Notice]:
    """The notices this run may send: claimed by it, and by no other."""
    waiting = Notice.objects.filter(
        models.Q(claimed_at__isnull=True) | models.Q(claimed_at__lt=now - CLAIM_HOLDS),
        to_mail=True,
        mailed_at__isnull=True,
        at__gt=now - WORTH_A_MAIL,
    )
    mine = []
    for pk, claimed in waiting.order_by("at").values_list("pk", "claimed_at")[:AT_ONCE]:
        row = Notice.objects.filter(pk=pk, mailed_at__isnull=True, claimed_at=claimed)
        if claimed is None:
            row = Notice.objects.filter(pk=pk, mailed_at__isnull=True, claimed_at__isnull=True)
        if row.update(claimed_at=now):
            mine.append(pk)
    rows = Notice.objects.filter(pk__in=mine).select_related("user__preferences", "article")
    return list(rows.order_by("user_id", "at", "pk"))


def _send(notices: list[Notice], now: datetime) -> int:
    """Send one person what they asked for; how many mails went out. What cannot be sent is tried again."""
    user = notices[0].user
    # They may have lost the story, or their place at the desk, since they were told.
    known = [notice for notice in notices if user.email and user.is_active and may_know(user, notice.article)]
    _drop(notice for notice in notices if notice not in known)
    if not known:
        return 0
    with translation.override(Preferences.of(user).language or settings.LANGUAGE_CODE):
        return _send_to(user, known, now)


def _drop(notices: Iterable[Notice]) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(to_mail=False)


def _send_to(user: User, notices: list[Notice], now: datetime) -> int:
    lines = [f"{notice.text}\n{settings.SITE_URL}{_form(notice)}\n" for notice in notices]
    preferences = f"{settings.SITE_URL}{reverse('desk_preferences')}"
    lines.append(_t("You chose to get these mails. Change that here: %(url)s") % {"url": preferences})
    more = len(notices) - 1
    subject = (
        notices[0].text
        if not more
        else _t("%(text)s (and %(n)s more)") % {"text": notices[0].text, "n": more}
    )
    message = EmailMessage(
        # A line break in a slugline must not become a header.
        " ".join(subject.split()),
        "\n".join(lines),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.send()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return 1


def _form(notice: Notice) -> str:
    return reverse("admin:articles_article_change", args=[notice.article_id])


def tidy(now: datetime) -> int:
    """Forget what nobody comes back for: old unsaved texts, notices, locks and sessions; how many rows."""
    rows: list[models.QuerySet] = [
        Autosave.objects.filter(saved_at__lt=now - KEEP_AUTOSAVES),
        Notice.objects.filter(at__lt=now - KEEP_NOTICES),
        EditLock.objects.filter(heartbeat_at__lt=now - KEEP_LOCKS),
        OpenWindow.objects.filter(heartbeat_at__lt=now - KEEP_LOCKS),
        Session.objects.filter(expire_date__lt=now),
        Outdated.objects.filter(at__lt=now - KEEP_OUTDATED),
    ]
    if connection.vendor == "sqlite":
        # Without knowing how its rows lie SQLite walks an archive where an index has the few it is asked for.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.execute("PRAGMA optimize")
    return sum(query.delete()[0] for query in rows)


JOBS: dict[str, Job] = {
    "begun": begun,
    "mail": mail,
    "tidy": tidy,
    "plates": plate_newest,
    "pings": announce,
    "embeds": catch_up,
    "pictures": finish_pictures,
}
