"""The desk's page for notes: what editors say to one another about an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import ForeignKey
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.cells import ARTICLE_TEXT, article_link, at_the_desk, clip, person
from articles.admin.widgets import KeySelect
from articles.mentions import mention, unknown
from articles.models import Article, Note

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Note]
else:
    _ModelForm = forms.ModelForm

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


class NoteForm(_ModelForm):
    """A note; every @name in it is somebody."""

    class Meta:
        model = Note
        fields = ("article", "text")

    def clean(self) -> dict[str, Any] | None:
        """Check that everybody named is at the desk and may see the story."""
        cleaned = super().clean() or {}
        article = cleaned.get("article") or (self.instance.article if self.instance.pk else None)
        if article is not None and (strangers := unknown(cleaned.get("text", ""), article)):
            names = ", ".join(f"@{name}" for name in strangers)
            self.add_error("text", _("Nobody who may see this story is called %(names)s.") % {"names": names})
        return cleaned


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin):
    """Anybody who may write notes resolves them; the words stay their writer's."""

    form = NoteForm

    list_display = ["excerpt", "story", "who", "at", "is_resolved"]
    list_filter = [("resolved_at", admin.EmptyFieldListFilter), "at"]
    search_fields = ["text", "article__slugline", "article__headline", "by__username"]
    autocomplete_fields = ["article"]
    actions = ["resolve", "reopen"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        notes = super().get_queryset(request).select_related("article", "by", "resolved_by")
        return notes.filter(article__in=Article.objects.visible_to(at_the_desk(request))).defer(*ARTICLE_TEXT)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "article":
            kwargs["queryset"] = Article.objects.visible_to(at_the_desk(request))
            kwargs["widget"] = KeySelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Note | None = None) -> list[Any]:
        return ["story", "text", "who", "at", "resolved_at", "resolver"] if obj else ["article", "text"]

    def get_readonly_fields(self, request: HttpRequest, obj: Note | None = None) -> list[str]:
        fixed = ["story", "who", "at", "resolved_at", "resolver"]
        return fixed if obj is None or obj.by_id == request.user.pk else [*fixed, "text"]

    def save_model(self, request: HttpRequest, obj: Note, form: forms.ModelForm, change: bool) -> None:
        """Store a note under the name of whoever wrote it."""
        if not change:
            obj.by = at_the_desk(request)
        super().save_model(request, obj, form, change)
        mention(obj)

    @admin.action(description=_("Resolve"), permissions=["change"], location=EVERYWHERE)
    def resolve(self, request: HttpRequest, notes: QuerySet[Note]) -> None:
        """Mark the open ones as dealt with, by this person, now."""
        count = notes.filter(resolved_at=None).update(resolved_at=timezone.now(), resolved_by=request.user)
        self._say(request, ngettext("%d note resolved.", "%d notes resolved.", count) % count)

    @admin.action(description=_("Open again"), permissions=["change"], location=EVERYWHERE)
    def reopen(self, request: HttpRequest, notes: QuerySet[Note]) -> None:
        """Take the resolved mark away."""
        count = notes.exclude(resolved_at=None).update(resolved_at=None, resolved_by=None)
        self._say(request, ngettext("%d note opened again.", "%d notes opened again.", count) % count)

    def _say(self, request: HttpRequest, sentence: str) -> None:
        self.message_user(request, sentence, messages.SUCCESS)

    @admin.display(description=_("note"))
    def excerpt(self, note: Note) -> str:
        """Its first words."""
        return clip(note.text)

    @admin.display(description=_("article"))
    def story(self, note: Note) -> SafeString:
        """The article, linked."""
        return article_link(note.article)

    @admin.display(description=_("by"), ordering="by__username")
    def who(self, note: Note) -> str:
        """Who wrote it."""
        return person(note.by)

    @admin.display(description=_("resolved by"))
    def resolver(self, note: Note) -> str:
        """Who resolved it, if anybody did."""
        return person(note.resolved_by) if note.resolved_at else "–"

    @admin.display(description=_("resolved"), boolean=True, ordering="resolved_at")
    def is_resolved(self, note: Note) -> bool:
        """Whether it has been dealt with."""
        return note.resolved_at is not None
