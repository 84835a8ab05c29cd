"""The article list: what a desk sees at a glance, in a number of queries that never grows."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.admin.cells import person
from articles.admin.facts import Fact, brief, facts_of, spelled
from articles.admin.photo import THUMBNAIL
from articles.admin.tabs import View, current_view
from articles.models import (
    Article,
    Contribution,
    EditLock,
    Genre,
    Revision,
    SignOff,
    SignOffDesk,
    with_sign_offs,
)
from articles.models.article import ArticleQuerySet
from articles.models.contribution import byline_of
from articles.workflow import Status

# What a list never shows; a page of it would be megabytes.
TEXT = ("body", "how_we_reported", "key_points", "standfirst")
RELATED = ("section", "latest_edition", "lead_photo", "edit_lock__user")
# What the columns show. A row has a hundred columns with its edition, picture and people: reading all of them
# takes longer than finding the rows.
SHOWN = (
    *("urgency", "slugline", "headline", "genre", "status", "commissioned_length", "due_at", "publish_at"),
    *("updated_at", "embargo_until", "section__name"),
    *(f"latest_edition__{name}" for name in ("number", "change", "last_change", "starts_at", "ends_at")),
    *(f"latest_edition__{name}" for name in ("first_published_at", "url_date", "slug")),
    *(f"lead_photo__{name}" for name in ("file", "width", "height", "focal_x", "focal_y")),
    *("edit_lock__heartbeat_at", "edit_lock__user__first_name", "edit_lock__user__last_name"),
    "edit_lock__user__username",
)
URGENCY = {1: _("flash"), 2: _("urgent"), 3: _("normal"), 4: _("later"), 5: _("can wait")}
GENRES = dict(Genre.choices)
LETTERS = {
    SignOffDesk.LEGAL: "L",
    SignOffDesk.FACT_CHECK: "F",
    SignOffDesk.PICTURE: "P",
    SignOffDesk.STANDARDS: "S",
}


class ArticleChangeList(ChangeList):
    """The list with what its columns need, and nothing of the text."""

    view: View | None = None
    """The saved view it shows."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Article]:
        self.view = current_view(request)
        rows: QuerySet[Article] = super().get_queryset(request, exclude_parameters)
        if vars(request).get("_desk_view_implied"):
            # Nobody asked for the view, so words typed into the search are looked for everywhere.
            self.params = {}
        return rows

    def get_results(self, request: HttpRequest) -> None:
        """The page's rows. They are chosen by their keys alone, and only then dressed: sorting what nobody
        sees would cost more than everything else."""
        super().get_results(request)
        keys = cast("QuerySet[Article]", self.result_list).values("pk")
        rows = dressed(Article.objects.filter(pk__in=keys)).select_related(None)
        self.result_list = rows.select_related(*RELATED).only(*SHOWN).order_by(*self.queryset.query.order_by)


def dressed(rows: ArticleQuerySet) -> QuerySet[Article]:
    """The rows with what the columns need, in a fixed number of queries."""
    revisions = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    name = Trim(Concat("by__first_name", Value(" "), "by__last_name"))
    credited = Contribution.objects.select_related("author")
    return (
        rows.select_related(*RELATED, "assignee", "created_by")
        .prefetch_related(Prefetch("contributions", credited), with_sign_offs())
        .annotate(
            last_words=Subquery(revisions.values("words")[:1]),
            last_by=Subquery(revisions.values(who=Coalesce(NullIf(name, Value("")), "by__username"))[:1]),
            copy_number=Subquery(revisions.filter(substantive=True).values("number")[:1]),
        )
        .defer(*TEXT, *(f"latest_edition__{name}" for name in (*TEXT, "html", "sources")))
    )


class Columns:
    """The columns of the article list."""

    def action_checkbox(self, obj: Article) -> SafeString:
        """The box that chooses the row. The admin's own renders a template for each."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            _t("Select this object for an action - {}").format(obj),
        )

    @admin.display(description=_("urg."))
    def urgent(self, article: Article) -> SafeString:
        """1 to 5, and the word for it; 1 and 2 stand out."""
        return format_html(
            '<span class="urgency urgency-{0}" title="{1}">{0}'
            '<span class="visually-hidden">, {1}</span></span>',
            article.urgency,
            URGENCY.get(article.urgency, ""),
        )

    @admin.display(description=_("picture"), empty_value="")
    def thumbnail(self, article: Article) -> SafeString | str:
        """The lead picture, small. The headline beside it says what it is about."""
        if article.lead_photo is None:
            return ""
        return format_html(
            '<img class="list-thumb" src="{}" alt="" width="60" height="40" loading="lazy">',
            getattr(article.lead_photo.file, THUMBNAIL),
        )

    @admin.display(description=_("story"))
    def story(self, article: Article) -> SafeString:
        """The slugline, and the headline under it."""
        return format_html(
            '<span class="slugline">{}</span><span class="list-headline">{}</span>',
            article.slugline or _t("(no slugline)"),
            article.headline or _t("(no headline)"),
        )

    @admin.display(description=pgettext_lazy("list column", "section, genre"))
    def place(self, article: Article) -> SafeString:
        """The section, and what kind of journalism it is."""
        return format_html(
            '{}<span class="list-line">{}</span>',
            article.section or "–",
            GENRES.get(article.genre, article.genre),
        )

    @admin.display(description=pgettext_lazy("list column", "byline"), empty_value="")
    def byline(self, article: Article) -> str:
        """Who wrote it."""
        return byline_of(article.contributions.all())

    @admin.display(description=_("status"))
    def state(self, article: Article) -> SafeString:
        """The status in a word, and what is true of it with readers."""
        badges = format_html_join(
            "", "{}", ((_badge(fact, article),) for fact in facts_of(article, timezone.now()))
        )
        return format_html(
            '<span class="status status-{}">{}</span>{}', article.status, article.status_word, badges
        )

    @admin.display(description=_("signed"), empty_value="")
    def signed(self, article: Any) -> SafeString:
        """The desks that were asked, by their letters, each with how far it is."""
        return format_html_join(
            "",
            '<span class="sign sign-{0}" title="{2}"><span aria-hidden="true">{1}</span>'
            '<span class="visually-hidden">{2}. </span></span>',
            (
                _sign(sign_off, article.copy_number)
                for sign_off in article.sign_offs.all()
                if sign_off.state != SignOff.State.NOT_REQUIRED
            ),
        )

    @admin.display(description=_("open"), empty_value="")
    def presence(self, article: Article) -> SafeString | str:
        """The initials of whoever has it open."""
        lock: EditLock | None = getattr(article, "edit_lock", None)
        if lock is None or lock.is_stale(timezone.now()):
            return ""
        name = person(lock.user)
        return format_html(
            '<span class="presence" title="{1}"><span aria-hidden="true">{0}</span>'
            '<span class="visually-hidden">{1}</span></span>',
            initials(name),
            name,
        )

    @admin.display(description=_("words"))
    def words(self, article: Any) -> str:
        """Words, and how many were commissioned."""
        words = "" if article.last_words is None else str(article.last_words)
        return f"{words} / {article.commissioned_length}" if article.commissioned_length else words

    @admin.display(
        description=pgettext_lazy("list column", "due, planned"), ordering="due_at", empty_value=""
    )
    def planned(self, article: Article) -> SafeString:
        """When it is due at the desk, and when we mean to publish."""
        over = article.status in (Status.PUBLISHED, Status.SPIKED)
        now = timezone.now()
        lines = [
            (_t("due"), article.due_at, bool(article.due_at and not over and article.due_at < now)),
            (_t("for"), article.publish_at, False),
        ]
        return format_html_join(
            "",
            '<span class="list-line{3}" title="{2}">{0} {1}{4}</span>',
            (
                (word, brief(at), spelled(at), " late" if late else "", _t(", late") if late else "")
                for word, at, late in lines
                if at
            ),
        )

    @admin.display(description=pgettext_lazy("list column", "last change"), ordering="updated_at")
    def changed(self, article: Any) -> SafeString:
        """When it was last saved, and by whom."""
        return format_html(
            '<span class="list-line" title="{}">{}</span><span class="list-line">{}</span>',
            spelled(article.updated_at),
            brief(article.updated_at),
            article.last_by or "",
        )


def _sign(sign_off: SignOff, copy_number: int | None) -> tuple[str, str, str]:
    """The look, the letter and the words of a sign-off; an approval of older copy is stale."""
    state: str = sign_off.state
    word = str(SignOff.State(state).label)
    revision = sign_off.revision
    if state == SignOff.State.APPROVED and revision and revision.number < (copy_number or 0):
        state, word = "stale", _t("stale, the text has changed")
    desk = SignOffDesk(sign_off.desk)
    return state, LETTERS[desk], f"{desk.label}: {word}"


def initials(name: str) -> str:
    """Two letters for a person: Ben Dahl is BD, copy is CO."""
    names = name.split()
    return (names[0][0] + names[-1][0] if len(names) > 1 else name[:2]).upper()


def _badge(fact: Fact, article: Article) -> SafeString:
    """A fact; that a story is live leads to its page."""
    if fact.name == "live" and article.latest_edition:
        address = article.latest_edition.get_absolute_url()
        return format_html('<a class="fact fact-live" href="{}">{}</a>', address, fact.label)
    return format_html('<span class="fact fact-{}">{}</span>', fact.name, fact.label)
