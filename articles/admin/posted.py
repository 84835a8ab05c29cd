"""What was posted to the form of an article, beside what is stored: the material of a merge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t

from articles.admin.typed_copy import TypedCopy, typed_copy
from articles.merging import State
from articles.models import Article, Revision
from articles.revisions import working_copy

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.admin.forms import ArticleForm


@dataclass(frozen=True, slots=True)
class News:
    """That somebody saved while this person was typing, and what of it came in."""

    who: str
    at: datetime
    fields: tuple[str, ...] = ()

    @property
    def clock(self) -> str:
        """When they saved, to the second."""
        return date_format(localtime(self.at), "H:i:s")

    def __str__(self) -> str:
        return _t("Merged with what %(who)s saved at %(time)s.") % {"who": self.who, "time": self.clock}


@dataclass
class Posted:
    """A posted form of an existing article, beside what is stored."""

    admin: ModelAdmin[Article]
    request: HttpRequest
    article: Article
    data: QueryDict

    @cached_property
    def form(self) -> ArticleForm:
        """The bound form. It is read, never saved."""
        form: ArticleForm = self._form_class(self.article)(self.data, instance=self.article)
        return form

    def empty_form(self) -> ArticleForm:
        """The form of a new story, for the fields it has."""
        form: ArticleForm = self._form_class(None)()
        return form

    def _form_class(self, article: Article | None) -> Any:
        fields = flatten_fieldsets(self.admin.get_fieldsets(self.request, article))
        return self.admin.get_form(self.request, article, change=article is not None, fields=fields)

    @cached_property
    def stored(self) -> State:
        """The working copy as it is now."""
        return working_copy(Article.objects.get(pk=self.article.pk))

    @cached_property
    def formsets(self) -> list[Any]:
        """The bound lists: byline and sources."""
        self.request.POST = self.data  # type: ignore[assignment]  # the admin's formsets read it there
        admin: Any = self.admin
        formsets = []
        for formset, inline in admin.get_formsets_with_inlines(self.request, self.article):
            prefix = formset.get_default_prefix()
            formsets.append(formset(**admin.get_formset_kwargs(self.request, self.article, inline, prefix)))
        return formsets

    def typed_on(self, theirs: State) -> TypedCopy:
        """The working copy as it was typed; what the form does not hold is as in `theirs`."""
        return typed_copy(self.form, self.formsets, theirs)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody saved after the form was opened."""
        return self.data.get("edit_version") != str(self.article.edit_version)

    @cached_property
    def base(self) -> Revision | None:
        """The revision the form was opened on. A form without its version was opened on none."""
        number = self.data.get("base_revision", "") if self.data.get("edit_version") else ""
        return self.revision(number)

    def revision(self, number: str) -> Revision | None:
        """The revision of that number, if there is one."""
        return self.article.revisions.filter(number=number).first() if is_number(number) else None


def is_number(text: str) -> bool:
    """Whether it may be the number of a revision: a form can be sent with anything in it."""
    return text.isdecimal() and len(text) < 9  # noqa: PLR2004 - within what every database counts to
