"""The only door between the working copy and the readers: publish, reschedule, cancel, retract, take down.

Each verb is all or nothing. An article has at most one pending (future) edition; publishing again
replaces it, because it was made from older copy. Editions that began are never touched, except that
the one before ends when the next begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.checklist import Finding, blockers
from articles.models import Article, Change, Contribution, Copy, Credit, Edition, Placement, Revision, Topic
from articles.models.contribution import byline_of
from articles.models.edition import NOT_SIGNIFICANT, NOTE_OWED
from articles.revisions import snapshot
from articles.richtext import changed_blocks, count_words, render
from articles.workflow import NotPossible, Status, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SLUG_LENGTH = Copy._meta.get_field("slug").max_length or 75
# What the margin mark points at: the words that put something right or add to the story.
MARKED = frozenset({Change.UPDATE, Change.CLARIFICATION, Change.CORRECTION, Change.RIGHT_OF_REPLY})


class NotReady(NotPossible):
    """The checklist's blockers stop publication; `findings` says which."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(finding.message for finding in findings))


@dataclass(frozen=True, slots=True)
class Proof:
    """An edition as it would be published, with its relations, not stored yet."""

    edition: Edition
    credits: list[Credit] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)


def compose(
    article: Article,
    *,
    at: datetime,
    by: User | None = None,
    change: str | None = None,
    note: str = "",
    until: datetime | None = None,
    placement: str = "",
) -> Proof:
    """The edition this working copy would make at that moment. Writes nothing: previews use it too."""
    before = _latest_before(article, at)
    change = change or (Change.MINOR if before else Change.FIRST)
    edition = Edition(
        article=article, number=_next_number(article, at), change=change, change_note=note.strip()
    )
    for name in Copy.copy_fields():
        setattr(edition, name, getattr(article, name))
    edition.starts_at, edition.ends_at, edition.expires_at = at, until, until
    edition.published_by = by
    edition.first_published_at = before.first_published_at if before else at
    edition.url_date = before.url_date if before else localdate(at)
    unmoved = before is not None and change in NOT_SIGNIFICANT
    edition.modified_at = before.modified_at if before and unmoved else at
    edition.last_change = before.last_change if before and unmoved else change
    edition.slug = _free_slug(article, article.slug or slugify(article.headline), edition.url_date)
    return _fill(edition, article, before, placement)


def _fill(edition: Edition, article: Article, before: Edition | None, placement: str) -> Proof:
    """The parts of an edition that are worked out rather than copied."""
    lines: list[Contribution] = list(article.contributions.select_related("author"))
    with translation.override(article.language):
        edition.byline = byline_of(lines)
    changed = changed_blocks(before.body, article.body) if before and edition.change in MARKED else set()
    edition.html = render(article.body, dateline=article.dateline, changed=changed)
    edition.note_placement = placement or _placement(edition, before, changed)
    edition.word_count = count_words(article.body)
    edition.sources = [source.public().as_dict() for source in article.sources.select_related("outlet")]
    if photo := article.lead_photo:
        edition.photo_alt = "" if photo.decorative else photo.alt
        edition.photo_caption, edition.photo_credit = photo.caption, photo.credit
    rows = [Credit(author=line.author, role=line.role, position=i) for i, line in enumerate(lines)]
    return Proof(edition, rows, list(article.topics.order_by("name")))


def _placement(edition: Edition, before: Edition | None, changed: set[int]) -> str:
    """Where the note belongs when nobody said: above the text if the top of the story was wrong."""
    if edition.change in (Change.EDITORS_NOTE, Change.RETRACTION):
        return Placement.TOP
    if before is None:
        return Placement.FOOT
    top_changed = (
        0 in changed or before.headline != edition.headline or before.standfirst != edition.standfirst
    )
    return Placement.TOP if top_changed else Placement.FOOT


def _latest_before(article: Article, at: datetime) -> Edition | None:
    """The newest edition that begins no later; a pending one that begins after `at` does not count."""
    return article.editions.filter(starts_at__lte=at).order_by("-number").first()


def _next_number(article: Article, at: datetime) -> int:
    before = _latest_before(article, at)
    return before.number + 1 if before else 1


def _free_slug(article: Article, wanted: str, day: date) -> str:
    """The slug, with a number when another story of that day has the same address."""
    wanted = wanted[:SLUG_LENGTH].strip("-") or f"story-{article.pk}"
    taken = set(
        Edition.objects.filter(url_date=day, slug__startswith=wanted[: SLUG_LENGTH - 4])
        .exclude(article=article)
        .values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        suffix = f"-{number}"
        slug = wanted[: SLUG_LENGTH - len(suffix)] + suffix
    return slug


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
) -> Edition:
    """Make the working copy public at `at` (`now` unless given; later means scheduled) until `until`.

    `change` says what kind of change this is to readers: `first` for a story that was never public,
    `minor` for a later edition unless given. A `by` of None is the system. `now` is the moment of the
    verb: the present unless an importer rebuilds an archive.
    Raises NotAllowed, NotPossible (status, dates, a missing note, nothing new) or NotReady (checklist).
    """
    now = now or timezone.now()
    at = at or now
    _check_times(at, until, now)
    made: list[Edition] = []

    def effect() -> None:
        _check_change(article, change, note, now)
        if found := blockers(article, at):
            raise NotReady(found)
        revision = snapshot(article, by=by, at=now)
        _check_news(article, revision, change=change, at=at, until=until)
        _make_way(article, at, now)
        proof = compose(article, at=at, by=by, change=change, note=note, until=until, placement=placement)
        proof.edition.revision = revision
        made.append(_store(article, proof))

    _carry_out(article, "publish", effect, by=by, now=now, note=note)
    return made[0]


def reschedule(article: Article, *, by: User | None, at: datetime, now: datetime | None = None) -> Edition:
    """Let the scheduled edition begin at another moment, with the text it was scheduled with.

    Raises NotAllowed, NotPossible (nothing is scheduled, dates) or NotReady (embargo).
    """
    now = now or timezone.now()
    pending = _pending(article, now)
    _check_times(at, pending.expires_at, now)
    if article.is_embargoed(at):
        raise NotReady(
            [Finding("embargo_until", _t("The story is under embargo at that time."), blocks=True)]
        )

    def effect() -> None:
        proof = _again(pending)
        _withdraw(article, pending)
        edition = proof.edition
        if edition.number == 1:
            edition.first_published_at, edition.url_date = at, localdate(at)
            edition.slug = _free_slug(article, edition.slug, edition.url_date)
        if edition.change not in NOT_SIGNIFICANT:
            edition.modified_at = at
        edition.starts_at, edition.ends_at = at, edition.expires_at
        _store(article, proof)

    _carry_out(article, "reschedule", effect, by=by, now=now)
    return article.editions.get(starts_at=at)


def cancel(article: Article, *, by: User | None, note: str = "", now: datetime | None = None) -> None:
    """Cancel the scheduled edition; an article that was never public is approved again, not published.

    Raises NotAllowed, or NotPossible when nothing is scheduled.
    """
    now = now or timezone.now()
    pending = _pending(article, now)
    verb = "cancel" if article.editions.exclude(pk=pending.pk).exists() else "unschedule"
    _carry_out(article, verb, lambda: _withdraw(article, pending), by=by, now=now, note=note)


def retract(
    article: Article,
    *,
    by: User | None,
    note: str,
    keep_text: bool = True,
    now: datetime | None = None,
) -> Edition:
    """Retract a public story: the page stays, headed by the notice, with its text unless told otherwise.

    It repeats what was public, not the working copy. Raises NotAllowed, or NotPossible without a
    notice or for a story that was never public.
    """
    return _close(
        article,
        "retract",
        Change.RETRACTION,
        by=by,
        note=note,
        public_note=note,
        keep_text=keep_text,
        now=now,
    )


def take_down(
    article: Article,
    *,
    by: User | None,
    reason: str,
    note: str = "",
    now: datetime | None = None,
) -> Edition:
    """Take a public story down: its address answers 410, with `note` for readers; `reason` is for the log.

    Raises NotAllowed, or NotPossible without a reason or for a story that was never public.
    """
    return _close(
        article, "take_down", Change.TAKE_DOWN, by=by, note=reason, public_note=note, keep_text=False, now=now
    )


def _close(
    article: Article,
    verb: str,
    change: Change,
    *,
    by: User | None,
    note: str,
    public_note: str,
    keep_text: bool,
    now: datetime | None,
) -> Edition:
    now = now or timezone.now()
    made: list[Edition] = []

    def effect() -> None:
        before = article.editions.begun(now).order_by("-number").first()
        if before is None:
            raise NotPossible(_t("The story was never public: cancel the scheduled edition instead."))
        if before.change == change:
            raise NotPossible(_t("This has been done already."))
        _make_way(article, now, now)
        proof = _again(before) if change == Change.RETRACTION else Proof(_marker(before))
        edition = proof.edition
        edition.number, edition.change, edition.change_note = before.number + 1, change, public_note.strip()
        edition.last_change, edition.note_placement = change, Placement.TOP
        edition.starts_at, edition.ends_at, edition.expires_at = now, None, None
        edition.modified_at, edition.published_by = now, by
        if not keep_text:
            edition.body = edition.html = edition.key_points = ""
            edition.word_count = 0
        made.append(_store(article, proof))

    _carry_out(article, verb, effect, by=by, now=now, note=note)
    return made[0]


def _again(edition: Edition) -> Proof:
    """The same edition once more, not stored: every field and relation of it."""
    values = {
        field.attname: getattr(edition, field.attname)
        for field in Edition._meta.concrete_fields
        if not field.primary_key
    }
    rows = [
        Credit(author_id=credit.author_id, role=credit.role, position=credit.position)
        for credit in edition.credits.all()
    ]
    return Proof(Edition(**values), rows, list(edition.topics.all()))


def _marker(edition: Edition) -> Edition:
    """What is left of a story that is taken down: its address, and not a word of it."""
    return Edition(
        article_id=edition.article_id,
        slug=edition.slug,
        url_date=edition.url_date,
        first_published_at=edition.first_published_at,
        language=edition.language,
    )


def _check_times(at: datetime, until: datetime | None, now: datetime) -> None:
    if at < now:
        raise NotPossible(_t("The time of publication lies in the past."))
    if until is not None and until <= at:
        raise NotPossible(_t("The story would end before it begins."))


def _check_change(article: Article, change: str | None, note: str, now: datetime) -> None:
    """Raise NotPossible for a kind of change that does not fit what the public has seen so far."""
    before = article.editions.begun(now).order_by("-number").first()
    if change in (Change.RETRACTION, Change.TAKE_DOWN):
        raise NotPossible(_t("Use the verbs Retract and Take down for this."))
    if before is None:
        if change not in (None, Change.FIRST):
            raise NotPossible(_t("The story was never public, so there is nothing to change yet."))
        return
    if change == Change.FIRST:
        raise NotPossible(_t("The story has been published before: say what kind of change this is."))
    if change in NOTE_OWED and not note.strip():
        raise NotPossible(_t("The reader is owed a note about this kind of change."))
    if before.change in (Change.RETRACTION, Change.TAKE_DOWN) and change not in NOTE_OWED:
        raise NotPossible(_t("The story was withdrawn: putting it back needs a kind of change with a note."))


def _check_news(
    article: Article, revision: Revision, *, change: str | None, at: datetime, until: datetime | None
) -> None:
    """Raise NotPossible when the page would not change: a second click is no second edition."""
    before = _latest_before(article, at)
    unchanged = before is not None and before.revision_id == revision.pk and before.expires_at == until
    if unchanged and change in (None, Change.MINOR):
        raise NotPossible(_t("Nothing has changed since the last edition."))


def _pending(article: Article, now: datetime) -> Edition:
    pending = article.editions.pending(now).order_by("-number").first()
    if pending is None:
        raise NotPossible(_t("Nothing is scheduled."))
    return pending


def _make_way(article: Article, at: datetime, now: datetime) -> None:
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
    Edition.objects.filter(pk=pending.pk).delete()
    if before is not None and before.ends_at == pending.starts_at:
        Edition.objects.filter(pk=before.pk).update(ends_at=before.expires_at)


def _store(article: Article, proof: Proof) -> Edition:
    """Write an edition and its relations, end the one before, and point the article at it."""
    edition = proof.edition
    article.editions.exclude(ends_at__lte=edition.starts_at).update(ends_at=edition.starts_at)
    edition.save(force_insert=True)
    for credit in proof.credits:
        credit.edition = edition
    Credit.objects.bulk_create(proof.credits)
    edition.topics.set(proof.topics)
    Article.objects.filter(pk=article.pk).update(latest_edition=edition, status=Status.PUBLISHED)
    return edition


def _carry_out(
    article: Article,
    verb: str,
    effect: Callable[[], object],
    *,
    by: User | None,
    now: datetime,
    note: str = "",
) -> None:
    """Perform the verb and let the object in hand know where its row stands now."""
    perform(article, verb, by=by, at=now, note=note, effect=effect)
    article.refresh_from_db(fields=["status", "latest_edition"])
