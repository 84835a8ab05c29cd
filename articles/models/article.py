"""The article: the working copy editors write in. Readers never see it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.limits import bounds
from articles.models.contribution import Contribution
from articles.models.copy import Copy
from articles.models.section import Section
from articles.models.topic import ArticleTopic
from articles.richtext import count_words
from articles.workflow import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import User


# Whoever may do one of these works on other people's copy; a reporter or a contributor may do none. Which
# fields each of them opens stands in `articles.admin.field_rights`.
WORKS_ON_ALL_COPY = (
    "articles.edit_text",
    "articles.edit_furniture",
    "articles.edit_sources",
    "articles.edit_picture",
    "articles.edit_plan",
)


BY_PERSON = ("created_by", "assignee")


class ArticleQuerySet(models.QuerySet["Article"]):
    def with_desk_facts(self) -> ArticleQuerySet:
        """With everything a desk list shows of an article, in a fixed number of queries."""
        return self.select_related("section", "assignee", "latest_edition", "created_by").prefetch_related(
            "contributions__author"
        )

    def visible_to(self, user: User) -> ArticleQuerySet:
        """What this person may see at the desk: everything with the permission to view articles, else
        only the stories that are theirs (started by, assigned to or credited to them)."""
        if user.has_perm("articles.view_article"):
            return self
        return self.all_theirs(user) if user.has_perm("articles.change_article") else self.none()

    def editable_by(self, user: User) -> ArticleQuerySet:
        """What this person may change, by button, by address or by a crafted request.

        A writer: their own stories. A desk editor: also those of their sections, of sections nobody
        was put in charge of, and of no section. Who works on the copy of the whole paper (copy,
        picture, standards and managing editors, fact-checkers, producers): everything.
        """
        if not user.has_perm("articles.change_article"):
            return self.none()
        if not any(user.has_perm(permission) for permission in WORKS_ON_ALL_COPY):
            return self.theirs(user)
        if user.has_perm("articles.approve_article") and not user.has_perm("articles.retract_article"):
            # "Without editors" is asked of the section, so that no join repeats an article.
            open_desks = Section.objects.filter(models.Q(editors=user) | models.Q(editors__isnull=True))
            return self.filter(
                _belongs_to(user)
                | models.Q(section__isnull=True)
                | models.Q(section__in=open_desks.values("pk"))
            )
        return self

    def written_by(self, user: User) -> ArticleQuerySet:
        """The stories this person may change from the slugline to the last source: their own, for those
        who may start one."""
        return self.theirs(user) if user.has_perm("articles.add_article") else self.none()

    def theirs(self, user: User) -> ArticleQuerySet:
        """This person's stories: started by, assigned to or credited to them."""
        return self.filter(_belongs_to(user))

    def all_theirs(self, user: User) -> ArticleQuerySet:
        """The same stories, for a question that narrows them by nothing else.

        Their keys come first, each kind from an index of its own: asked with OR, a database goes through
        everybody's until it has a page full.
        """
        credited = Contribution.objects.filter(author__user=user.pk).order_by()
        started, assigned = (Article.objects.filter(**{name: user}).order_by() for name in BY_PERSON)
        keys = started.values("pk").union(assigned.values("pk"), credited.values("article"))
        return self.filter(pk__in=keys)


def _belongs_to(user: User) -> models.Q:
    """The condition behind `theirs`, for where another one is an alternative to it. The credits are asked for
    story by story: what else is asked leaves few."""
    credited = Contribution.objects.filter(article=models.OuterRef("pk"), author__user=user.pk)
    return models.Q(created_by=user) | models.Q(assignee=user) | models.Q(models.Exists(credited))


class Article(Copy):  # type: ignore[django-manager-missing]  # taggit’s through table has no types
    """The working copy of a story, with its workflow status.

    `status` moves only through `workflow.perform` and the verbs of `publishing`; what the public sees
    changes only through `publishing`. An article that was published is never deleted.
    """

    uid = models.UUIDField(_("permanent identity"), default=uuid.uuid4, unique=True, editable=False)
    slugline = models.CharField(
        _("slugline"),
        **bounds("slugline"),
        blank=True,
        help_text=_(
            "The story's name inside the house, for life: EU-SECURITY-PACT. Two or three words; never public."
        ),
    )
    headline_is_working = models.BooleanField(
        _("working headline"),
        default=False,
        help_text=_("Made by the importer; somebody still has to write the headline."),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
        db_index=False,
        verbose_name=_("assignee"),
        help_text=_("Who is to write it. They are told, and find it among their stories."),
    )
    due_at = models.DateTimeField(
        _("due"), null=True, blank=True, help_text=_("When the desk wants to have the copy.")
    )
    commissioned_length = models.PositiveIntegerField(
        _("commissioned length"),
        null=True,
        blank=True,
        help_text=_("In words. The head bar counts against it."),
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("How much of a hurry it is: 1 stops everything, 3 is the normal day, 5 can wait."),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_(
            "We promised: before this moment nothing of it is public, on no surface. Lifting it "
            "needs a reason."
        ),
    )
    embargo_source = models.CharField(
        _("embargo set by"),
        max_length=120,
        blank=True,
        help_text=_("Who gave us the story under this condition: the institute, the ministry, the journal."),
    )
    embargo_terms = models.CharField(
        _("terms of the embargo"),
        max_length=240,
        blank=True,
        help_text=_("What exactly we promised, and what holds when somebody else breaks it."),
    )
    publish_at = models.DateTimeField(
        _("planned for"),
        null=True,
        blank=True,
        help_text=_(
            "When we mean to publish it. A plan, not a timer: nothing goes out by it. “Schedule…” does that."
        ),
    )
    edit_version = models.PositiveIntegerField(default=1, editable=False)
    # Null, not empty, where nothing was imported: unique has to let those pass.
    import_ref = models.CharField(max_length=400, unique=True, null=True, editable=False)  # noqa: DJ001
    import_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    import_state = models.JSONField(
        null=True,
        editable=False,
        help_text=_("What the imported file said last, field by field: the base of the next merge."),
    )
    latest_edition = models.ForeignKey(
        "articles.Edition", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="created_articles",
        db_index=False,
        verbose_name=_("started by"),
    )
    created_at = models.DateTimeField(_("started"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)
    topics = TaggableManager(
        _("topics"), through=ArticleTopic, blank=True, help_text=_("What it is about, separated by commas.")
    )
    credited = models.ManyToManyField(
        "authors.Author", through="articles.Contribution", related_name="articles", verbose_name=_("credited")
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("edit_text", "Can change the text of other people's stories"),
            (
                "edit_furniture",
                "Can change headlines for elsewhere, slug and topics of other people's stories",
            ),
            ("edit_sources", "Can change the sources of other people's stories"),
            ("edit_picture", "Can change the lead picture of other people's stories"),
            ("edit_plan", "Can change byline, desk, deadlines and embargo of other people's stories"),
            ("submit_article", "Can send an article to the desk"),
            ("review_article", "Can send an article back or reopen it"),
            ("approve_article", "Can approve an article"),
            ("publish_article", "Can publish, schedule and change what is published"),
            ("correct_article", "Can publish corrections and clarifications"),
            ("retract_article", "Can retract a published article"),
            ("take_down_article", "Can take a published article down"),
            ("spike_article", "Can spike an article and bring it back"),
            ("lift_embargo", "Can lift an embargo before it ends"),
            ("require_sign_off", "Can ask for a sign-off"),
            ("waive_sign_off", "Can decide that a sign-off is not required"),
            ("sign_off_legal", "Can sign off for the lawyers"),
            ("sign_off_fact_check", "Can sign off for the fact-checkers"),
            ("sign_off_picture", "Can sign off for the picture desk"),
            ("sign_off_standards", "Can sign off for standards"),
            ("hold_article", "Can place and lift a legal hold and read its reason"),
            ("share_preview", "Can make preview links for people without an account"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="article_status_known"),
            models.CheckConstraint(
                condition=~models.Q(status=Status.PUBLISHED) | models.Q(latest_edition__isnull=False),
                name="published_article_has_edition",
            ),
            models.CheckConstraint(condition=models.Q(urgency__range=(1, 5)), name="article_urgency_1_to_5"),
        ]
        indexes = [
            # As with editions: an index that knows nothing of those that are no translation.
            models.Index(
                fields=["translation_of"],
                condition=models.Q(translation_of__isnull=False),
                name="article_translations",
            ),
            models.Index(fields=["status", "-updated_at"], name="article_status_recent"),
            models.Index(fields=["status", "urgency", "-updated_at", "-id"], name="article_board"),
            models.Index(fields=["-updated_at", "-id"], name="article_recent"),
            models.Index(Upper("slugline"), name="article_slugline"),
            models.Index(fields=["genre", "-updated_at"], name="article_genre_recent"),
            models.Index(fields=["language", "-updated_at"], name="article_language_recent"),
            # The key stands in them, so that somebody's stories are counted without reading one of them.
            models.Index(fields=["created_by", "-updated_at", "-id"], name="article_started"),
            models.Index(fields=["assignee", "-updated_at", "-id"], name="article_assigned"),
            models.Index(fields=["publish_at"], name="article_planned"),
            models.Index(fields=["due_at"], name="article_due"),
            # Nearly all that was ever due or planned is published: what is late stands together.
            models.Index(fields=["status", "due_at"], name="article_status_due"),
            models.Index(fields=["status", "publish_at"], name="article_status_planned"),
            models.Index(fields=["embargo_until"], name="article_embargo"),
        ]

    def __str__(self) -> str:
        return self.slugline or self.headline or str(self.uid)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuse what is no translation, at the field of a form that asks for it. A form that asks neither
        for the original nor for the language has nothing to say of them."""
        super().clean_fields(exclude=exclude)
        asked = [name for name in ("translation_of", "language") if name not in (exclude or ())]
        if asked and (wrong := self.translation_fault()):
            raise ValidationError({asked[0]: wrong})

    def translation_fault(self) -> str:
        """Why it is no translation of the story it names: of itself, in the same language, of another
        translation, or the original of others. Empty when it is one, or names none."""
        original = self.translation_of
        wrong = ""
        if original is None:
            return wrong
        if original.pk == self.pk:
            wrong = _t("A story is no translation of itself.")
        elif original.language == self.language:
            wrong = _t("Both are in the same language (%(language)s): a translation has another one.")
        elif original.translation_of_id:
            wrong = _t("“%(story)s” is itself a translation: choose the story that one was made from.")
        elif self.pk and self.article_translations.exists():
            wrong = _t("Others are translations of this story, so it cannot be one itself.")
        return wrong and wrong % {"language": self.language, "story": str(original)}

    def is_translated_into(self, language: str, *, besides: Article) -> bool:
        """Whether another story that nobody has spiked is its translation into that language already."""
        others = self.article_translations.filter(language=language).exclude(pk=besides.pk)
        return others.exclude(status=Status.SPIKED).exists()

    @property
    def status_word(self) -> str:
        """The status as the desk says it: “Scheduled” while the first edition waits for its moment."""
        edition = self.latest_edition
        if edition is not None and edition.number == 1 and edition.starts_at > timezone.now():
            return _t("Scheduled")
        # Not get_status_display: it translates every status there is to name one, row by row.
        return str(Status(self.status).label)

    @property
    def word_count(self) -> int:
        """The number of words of the body."""
        return count_words(self.body)

    def is_embargoed(self, at: datetime) -> bool:
        """Whether nothing of it may be public at that moment."""
        return self.embargo_until is not None and at < self.embargo_until
