"""The desk's view of editions: what readers were given, as it was given."""

from __future__ import annotations

from django.contrib import admin
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import ARTICLE_TEXT, ReadOnly, article_link, page_link, person
from articles.models import Change, Copy, Credit, Edition
from articles.models.edition import ON_RECORD
from articles.models.photo import Origin

LONG = ("body", "html", "sources", "key_points", "how_we_reported")


class CreditInline(ReadOnly, admin.TabularInline):
    """Who did what, as published."""

    model = Credit
    fields = ["author", "role"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        return super().get_queryset(request).select_related("author")


class StateFilter(admin.SimpleListFilter):
    """Filters by what time makes of an edition."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Public now, scheduled, or past."""
        return [("live", _t("Live")), ("scheduled", _t("Scheduled")), ("past", _t("Past"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> QuerySet[Edition]:
        """The editions in the chosen state at this moment, or all."""
        now = timezone.now()
        if self.value() == "live":
            return queryset & Edition.objects.live(now)
        if self.value() == "scheduled":
            return queryset & Edition.objects.pending(now)
        return queryset.filter(ends_at__lte=now) if self.value() == "past" else queryset


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin):
    """To read only: what was published is followed by another edition, never changed."""

    list_display = ["headline", "number", "kind", "state", "starts_at", "ends_at", "section"]
    list_filter = [StateFilter, "change", "genre", "section", "starts_at"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["headline", "byline", "slug", "article__slugline"]
    inlines = [CreditInline]
    readonly_fields = [
        "story",
        "page",
        "who",
        "state",
        "text",
        "source_list",
        "topic_list",
        "embed_list",
        "picture_list",
    ]
    fieldsets = [
        (None, {"fields": ["state", "page", "story", "number", "revision"]}),
        (_("Change"), {"fields": ["change", "change_note", "note_placement", "last_change", "who"]}),
        (
            _("Times"),
            {
                "fields": [
                    "starts_at",
                    "ends_at",
                    "expires_at",
                    "first_published_at",
                    "modified_at",
                    "url_date",
                ]
            },
        ),
        (_("Copy"), {"fields": [*(name for name in Copy.copy_fields() if name != "body"), "text"]}),
        (
            _("On the page"),
            {"fields": ["byline", "word_count", "topic_list", "source_list", "embed_list", "picture_list"]},
        ),
        (_("Picture"), {"fields": ["photo_alt", "photo_caption", "photo_credit", "photo_told"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        editions = (
            super()
            .get_queryset(request)
            .select_related("article", "section", "published_by", "lead_photo", "revision__article")
        )
        revision_text = [f"revision__{name}" for name in (*ARTICLE_TEXT, "snapshot")]
        return editions.defer(*LONG, *ARTICLE_TEXT, *revision_text)

    @admin.display(description=_("article"))
    def story(self, edition: Edition) -> SafeString:
        """The working copy, linked."""
        return article_link(edition.article)

    @admin.display(description=_("public address"))
    def page(self, edition: Edition) -> SafeString:
        """Where readers find it, linked."""
        return page_link(edition.get_absolute_url())

    @admin.display(description=_("published by"))
    def who(self, edition: Edition) -> str:
        """Who published it."""
        return person(edition.published_by)

    @admin.display(description=_("change"), ordering="change")
    def kind(self, edition: Edition) -> str | SafeString:
        """What kind of change it is; what puts something right stands out."""
        label = edition.get_change_display()
        return (
            format_html('<strong class="changed">{}</strong>', label)
            if edition.change in ON_RECORD
            else label
        )

    @admin.display(description=_("state"))
    def state(self, edition: Edition) -> str:
        """What time makes of it at this moment."""
        now = timezone.now()
        if edition.starts_at > now:
            return _t("Scheduled")
        if edition.ends_at is not None and edition.ends_at <= now:
            return _t("Past")
        return _t("Taken down") if edition.change == Change.TAKE_DOWN else _t("Live")

    @admin.display(description=_("body"))
    def text(self, edition: Edition) -> SafeString:
        """The body as readers get it."""
        return format_html('<div class="published-text">{}</div>', edition.body_html)

    @admin.display(description=_("sources"))
    def source_list(self, edition: Edition) -> str | SafeString:
        """The sources as readers get them."""
        lines = [
            (
                source.label,
                " · ".join(filter(None, [source.outlet, source.title, source.url, source.public_note])),
            )
            for source in edition.public_sources
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines)) if lines else "–"

    @admin.display(description=_("embeds"))
    def embed_list(self, edition: Edition) -> str | SafeString:
        """What was known of the embeds when it was published."""
        lines = [
            (embed.address, " · ".join(filter(None, [embed.author, embed.title, embed.text])))
            for embed in edition.public_embeds
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines)) if lines else "–"

    @admin.display(description=_("pictures in the text"))
    def picture_list(self, edition: Edition) -> str | SafeString:
        """The words of the pictures in the text, as published."""
        lines = [(figure.caption or figure.alt, figure.credit) for figure in edition.public_figures]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} ({})</li>", lines)) if lines else "–"

    @admin.display(description=_("facts of the picture"))
    def photo_told(self, edition: Edition) -> str:
        """What else readers and machines were told of the lead picture."""
        facts = edition.public_photo
        origin = dict(Origin.choices).get(facts.digital_source_type, "")
        told = [*facts.labels, str(origin), facts.taken_on, facts.copyright_notice]
        return " · ".join(filter(None, told)) or "–"

    @admin.display(description=_("topics"))
    def topic_list(self, edition: Edition) -> str:
        """Its topics, by name."""
        return ", ".join(topic.name for topic in edition.topics.all()) or "–"

    def view_on_site(self, edition: Edition) -> str:
        """The public page; it shows whichever edition is live."""
        return edition.get_absolute_url()
