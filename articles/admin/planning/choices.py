"""Whose stories the calendar and the board show: the filters above them, and what they come to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.planning.kinds import Kind
from articles.admin.widgets import DayInput, PersonField
from articles.models import Article, Section

if TYPE_CHECKING:
    from articles.models.article import ArticleQuerySet


@dataclass(frozen=True, slots=True)
class Scope:
    """The stories a person may see, narrowed by what they chose."""

    user: User
    section: Section | None = None
    assignee: User | None = None
    mine: bool = False

    def articles(self) -> ArticleQuerySet:
        """The stories."""
        rows = Article.objects.visible_to(self.user)
        if self.mine:
            rows = rows.theirs(self.user)
        chosen = {"section": self.section, "assignee": self.assignee}
        return rows.filter(**{name: value for name, value in chosen.items() if value})

    def among(self, keys: Collection[int]) -> dict[int, int | None]:
        """Those of the stories, by their keys, each with the key of its latest edition.

        For what is found by its edition: asked of few keys afterwards, because a database that joins the
        stories first reads all of a section's, or of a person's.
        """
        return dict(self.articles().filter(pk__in=keys).order_by().values_list("pk", "latest_edition"))

    def list_url(self, **filters: str) -> str:
        """The article list, filtered like this and further."""
        given = {
            "section__id__exact": self.section and self.section.pk,
            "assignee": self.assignee and self.assignee.pk,
            "mine": "written" if self.mine else "",
            **filters,
        }
        query = {name: value for name, value in given.items() if value} or {"mine": "all"}
        return f"{reverse('admin:articles_article_changelist')}?{urlencode(query)}"


class ChoicesForm(forms.Form):
    """The filters of the board, and of the calendar too. What cannot be chosen is named and left out."""

    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, label=_("Section"), empty_label=_("All sections")
    )
    assignee = PersonField(
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("first_name", "username"),
        required=False,
        label=_("Assignee"),
        empty_label=_("Anybody"),
    )
    mine = forms.BooleanField(required=False, label=_("Only my stories"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.label_suffix = ""
        self.is_valid()

    def scope(self, user: User) -> Scope:
        """What is chosen, for this person."""
        chosen = self.cleaned_data
        return Scope(user, chosen.get("section"), chosen.get("assignee"), bool(chosen.get("mine")))

    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen, as it stands in an address."""
        given = self.cleaned_data
        pairs = [(name, str(given[name].pk)) for name in ("section", "assignee") if given.get(name)]
        return [*pairs, ("mine", "on")] if given.get("mine") else pairs


class CalendarForm(ChoicesForm):
    """The filters of the calendar."""

    kind = forms.MultipleChoiceField(
        choices=Kind.choices, required=False, label=_("Only"), widget=forms.CheckboxSelectMultiple
    )
    day = forms.CharField(required=False, label=_("Go to day"), widget=DayInput)

    def kinds(self) -> frozenset[Kind]:
        """The kinds that are wanted: all where none was chosen."""
        return frozenset(Kind(name) for name in self.cleaned_data.get("kind") or Kind.values)

    def chosen(self) -> list[tuple[str, str]]:
        return [*super().chosen(), *(("kind", name) for name in self.cleaned_data.get("kind") or ())]
