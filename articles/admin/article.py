"""The article at the desk: list, form, and the pages behind its buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import construct_change_message
from django.contrib.auth.models import User
from django.db import models
from django.db.models import prefetch_related_objects
from django.forms.widgets import Script, Select
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.addresses import found_by_address
from articles.admin import (
    archive,
    autosave,
    checks,
    embeds,
    filters,
    history,
    links,
    merge,
    presence,
    textpictures,
    verb_views,
)
from articles.admin.access import colleague, may_edit, may_see
from articles.admin.field_rights import closed_fields
from articles.admin.finding import found_by_words
from articles.admin.form_page import form_context
from articles.admin.forms import ArticleForm
from articles.admin.groups import BODY_SHOWN, fieldsets_for
from articles.admin.inlines import ContributionInline, SourceInline
from articles.admin.list_actions import ListActions
from articles.admin.listing import ArticleChangeList, Columns
from articles.admin.paginator import BoundedPaginator
from articles.admin.plain import PLAIN, is_plain, listed, originals, photos
from articles.admin.planning import addresses
from articles.admin.saving import Outcome, save_changes, save_new, told_to_browser
from articles.admin.tabs import default_view, tabs
from articles.admin.verbs import VERBS
from articles.admin.widgets import KeySelect, MomentField, MomentInput, PersonField
from articles.models import Article, LegalHold, with_sign_offs
from articles.richtext import sanitize, trusted
from articles.topics import told_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    _ModelAdmin = admin.ModelAdmin[Article]
else:
    _ModelAdmin = admin.ModelAdmin

# One module for each aid of whoever writes; what they share is no aid.
WRITING_AIDS = (
    "counters",
    "placeholders",
    "typing",
    "paste",
    "previews",
    "links",
    "embeds",
    "pictures",
    "boxes",
)


@admin.register(Article)
class ArticleAdmin(Columns, ListActions, _ModelAdmin):  # type: ignore[misc]  # the bulk actions are a tuple
    """Everything an editor does with a story.

    Rights are asked of `Article.objects.visible_to` and `editable_by` on every path. Saving goes
    through `saving`, the buttons through `verb_views`; nothing here sets a status.
    """

    form = ArticleForm
    # The admin would ask for date and time in two fields; the browser has one for both.
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentInput}}
    inlines = (ContributionInline, SourceInline)
    autocomplete_fields = ("lead_photo", "translation_of")
    list_display = (
        "urgent",
        "thumbnail",
        "story",
        "presence",
        "place",
        "byline",
        "state",
        "signed",
        "words",
        "planned",
        "changed",
    )
    list_display_links = ("story",)
    list_filter = (
        filters.MineFilter,
        "status",
        filters.PublicFilter,
        "section",
        "genre",
        filters.AssigneeFilter,
        filters.AuthorFilter,
        filters.CorrectedFilter,
        filters.EmbargoFilter,
        filters.SignOffFilter,
        filters.NotesFilter,
        filters.SourcesFilter,
        filters.PlanFilter,
        filters.LanguageFilter,
    )
    list_per_page = 30
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # What is searched, and how, stands in `found_by_words`.
    search_fields = ("slugline",)
    search_help_text = _("Slugline, headline, byline, text, or the public address of a story.")
    ordering = ("-updated_at", "-pk")

    class Media:
        css = {
            "all": (
                "desk/article.css",
                "desk/presence.css",
                "desk/signing.css",
                "desk/talk.css",
                "desk/writing.css",
            )
        }
        js = (
            "desk/article-form.js",
            Script("desk/unsaved.js", type="module"),
            Script("desk/presence.js", type="module"),
            *(Script(f"desk/writing/{aid}.js", type="module") for aid in WRITING_AIDS),
        )

    # --- Rights ---

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether the person may see the article, or any."""
        return super().has_view_permission(request) if obj is None else may_see(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether the person may change the article, or any."""
        return super().has_change_permission(request) and (obj is None or may_edit(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Only an article that never was published, by somebody who may delete."""
        unpublished = obj is None or obj.latest_edition_id is None
        return (
            super().has_delete_permission(request) and unpublished and (obj is None or may_edit(request, obj))
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with a draft: its revisions, events and notes, whoever may delete those alone. A legal
        hold keeps all of it, because it may be evidence."""
        going, counts, _rights, protected = super().get_deleted_objects(objs, request)
        held = LegalHold.objects.filter(article__in=list(objs), lifted_at__isnull=True)
        kept = [_t("There is a legal hold on “%(story)s”.") % {"story": hold.article} for hold in held]
        return going, counts, set(), [*protected, *kept]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return Article.objects.visible_to(colleague(request))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """The article whoever asks; the permission then says 403 rather than that it does not exist."""
        if not object_id.isdecimal():
            return None
        rows = Article.objects.select_related(
            "section", "latest_edition", "lead_photo", "assignee", "created_by"
        )
        return rows.filter(pk=object_id).first()

    # --- List ---

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, under the name a desk gives it; without a question, this person's own view of it."""
        if not request.GET:
            request.GET = QueryDict(urlencode(default_view(request).query))
            vars(request)["_desk_view_implied"] = True
        context = {"title": _t("Articles"), "tabs": tabs(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ArticleChangeList]:
        return ArticleChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Articles that match the words, or the one whose public address was pasted."""
        editions = found_by_address(search_term)
        if editions is not None:
            return queryset.filter(pk__in=editions.values("article")), False
        return found_by_words(queryset, search_term), False

    # --- Form ---

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        reads_only = obj is not None and not self.has_change_permission(request, obj)
        closed = {"body"} if reads_only else closed_fields(request, obj)
        return fieldsets_for(obj, closed)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """What the person may read and not change; no field is made for it, so nothing posted reaches it."""
        closed = closed_fields(request, obj)
        return [*sorted(closed), BODY_SHOWN] if closed else [BODY_SHOWN]

    @admin.display(description=_("Body"))
    def body_shown(self, article: Article) -> SafeString:
        """The text as readers get it, for those who do not change it."""
        return trusted(sanitize(article.body))

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form class; it knows who types."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.user = colleague(request)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """The formset's arguments; a new story starts with the byline of whoever starts it."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if isinstance(inline, ContributionInline) and obj.pk is None and request.method != "POST" and author:
            kwargs["initial"] = [{"author": author.pk, "order": 1}]
        return kwargs

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "assignee":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True).order_by(
                "first_name", "username"
            )
            kwargs["form_class"] = PersonField
        if db_field.name not in ("lead_photo", "translation_of"):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        plain, match = is_plain(request), request.resolver_match
        object_id = match.kwargs.get("object_id") if match else None
        if db_field.name == "translation_of":
            user: User = request.user  # type: ignore[assignment]  # the desk asks for a login first
            kwargs["queryset"] = originals(user, object_id, newest=plain)
        elif plain:
            kwargs["queryset"] = photos(object_id)
        kwargs["widget"] = Select() if plain else KeySelect(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return listed(field) if plain else field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; sections, people and other stories are made elsewhere: no buttons for that."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("section", "assignee", "translation_of"):
            for right in ("can_add_related", "can_change_related", "can_view_related", "can_delete_related"):
                setattr(field.widget, right, False)
        return field

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        """The form page, with where the article stands and what may be done with it."""
        if obj is not None:
            prefetch_related_objects([obj], "contributions__author", "sources__outlet", with_sign_offs())
        context |= form_context(request, context, obj, may_change=self.has_change_permission(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    # --- Saving ---

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form. What is posted to an existing story is merged with what others saved meanwhile."""

        def answer(number: str | None) -> HttpResponse:
            return super(ArticleAdmin, self).changeform_view(request, number, form_url, extra_context)

        if request.method == "POST":
            embeds.take_in_posted(request)
            textpictures.make_posted(request)
        if request.method != "POST" or object_id is None:
            return answer(object_id)
        return merge.save_merged(self, request, object_id, answer)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Store a new article; an existing one is stored with its lists, by `save_related`."""
        if not change:
            obj.created_by = colleague(request)
            obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store what was typed, with its lists, as a revision."""
        by = colleague(request)
        vars(request)["_desk_outcome"] = (
            save_changes(form, formsets, by=by, merged=merge.merged_with(request))
            if change
            else save_new(form, formsets, by=by, comment=merge.parted_from(request))
        )

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """What the admin's log says: the fields; the lists stand in the revision."""
        return construct_change_message(form, [], add)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the form of the new story, or on to the verb whose button was pressed."""
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        merge.note_origin(request, obj)
        return told_to_browser(request, self._saved(request, obj))

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Back to the form, to the list, or on to the verb whose button was pressed."""
        return (
            super().response_change(request, obj)
            if IS_POPUP_VAR in request.POST
            else told_to_browser(request, self._saved(request, obj))
        )

    def _saved(self, request: HttpRequest, article: Article) -> HttpResponse:
        outcome: Outcome = vars(request)["_desk_outcome"]
        verb = request.POST.get("_verb", "")
        merge.tell(request)
        if outcome.changed:
            clock = date_format(localtime(timezone.now()), "H:i:s")
            messages.success(request, _t("Saved %(time)s.") % {"time": clock})
        elif not verb:
            messages.info(request, _t("Nothing had changed, so nothing was saved."))
        if outcome.reopened:
            messages.warning(
                request,
                _t("The approval is void, because the approved copy changed: the story is in review again."),
            )
        for told in told_of(outcome.renamed_topics):
            messages.info(request, told)
        if verb in VERBS:
            return HttpResponseRedirect(reverse("admin:articles_article_verb", args=[article.pk, verb]))
        if "_close" in request.POST:
            return self.response_post_save_change(request, article)
        form = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(f"{form}?{PLAIN}" if is_plain(request) else form)

    # --- Pages beside the form ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path(
                "<str:object_id>/do/<slug:name>/",
                view(partial(verb_views.carry_out, self)),
                name="articles_article_verb",
            ),
            path(
                "<str:object_id>/compare/",
                view(partial(history.compare_page, self)),
                name="articles_article_compare",
            ),
            path(
                "<str:object_id>/restore/<int:number>/",
                view(partial(history.restore_page, self)),
                name="articles_article_restore",
            ),
        ]
        for part in (addresses, archive, autosave, checks, embeds, links, presence, textpictures):
            own += part.pages(self)
        return [*own, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Revisions and events in one list."""
        return history.history_page(self, request, object_id)
