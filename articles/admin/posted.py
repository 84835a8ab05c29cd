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
        fields = flatten_fieldsets(self.admin.get_fieldsets(self.request, self.article))
        form_class: Any = self.admin.get_form(self.request, self.article, change=True, fields=fields)
        form: ArticleForm = form_class(self.data, instance=self.article)
        return form

    @cached_property
    def stored(self) -> State:
        """The working copy as it is now."""
        return working_copy(Article.objects.get(pk=self.article.pk))

    @cached_property
    def mine(self) -> TypedCopy:
        """The working copy as it was typed."""
        self.request.POST = self.data  # type: ignore[assignment]  # the admin's formsets read it there
        admin: Any = self.admin
        formsets = [
            formset(
                **admin.get_formset_kwargs(self.request, self.article, inline, formset.get_default_prefix())
            )
            for formset, inline in admin.get_formsets_with_inlines(self.request, self.article)
        ]
        return typed_copy(self.form, formsets, self.stored)

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
        return self.article.revisions.filter(number=number).first() if number.isdecimal() else None
