"""Saving the working copy: nobody overwrites anybody unknowingly, and every save is a revision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.autosaves import forget
from articles.models import Article, Revision
from articles.notices import assigned
from articles.revisions import snapshot, void_approval

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse

    from articles.admin.forms import ArticleForm

KEY = re.compile(r"\A[0-9a-f]{32}\Z")


class EditConflict(Exception):
    """Somebody else saved between the check and the write; nothing was written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save did: nothing when nothing had changed."""

    changed: bool
    reopened: bool = False
    renamed_topics: Mapping[str, str] = field(default_factory=dict)
    """The names typed of topics that were merged, each with the name of the one that stayed."""


def save_changes(form: ArticleForm, formsets: Iterable[Any], *, by: User, merged: str = "") -> Outcome:
    """Save a valid form of an existing article, all or nothing within the caller's transaction.

    The row is claimed by the version the form was opened on, so of two saves of one version one gets it.
    `merged` says with what the text was merged; the history keeps it behind the comment.
    Raises EditConflict when the other was faster.
    """
    formsets = list(formsets)
    comment = form.cleaned_data["comment"]
    # Saved, or the same as what is stored: either way nobody needs the copy.
    forget(by=by, key=form.cleaned_data["unsaved_key"])
    if not (form.changed_data or comment or any(formset.has_changed() for formset in formsets)):
        return Outcome(changed=False)
    article = form.instance
    _claim(article, form.cleaned_data["edit_version"])
    if "embargo_until" in form.changed_data:
        _check_schedule(article)
    if "headline" in form.changed_data:
        article.headline_is_working = False
    article.save(update_fields=_written(form))
    _save_lists(form, formsets)
    if "assignee" in form.changed_data:
        assigned(article, by=by)
    told = " · ".join(part for part in (comment, merged) if part)
    origin = Revision.Origin.MERGE if merged else Revision.Origin.SAVE
    revision = snapshot(article, by=by, comment=told, origin=origin)
    reopened = void_approval(article, revision, by=by)
    return Outcome(changed=True, reopened=reopened, renamed_topics=form.renamed_topics)


def save_new(form: ArticleForm, formsets: Iterable[Any], *, by: User, comment: str = "") -> Outcome:
    """Save the lists of an article that was just made, and its first revision with what was said of it."""
    _save_lists(form, formsets)
    forget(by=by, key=form.cleaned_data["unsaved_key"])
    assigned(form.instance, by=by)
    told = " · ".join(part for part in (form.cleaned_data["comment"], comment) if part)
    snapshot(form.instance, by=by, comment=told)
    return Outcome(changed=True, renamed_topics=form.renamed_topics)


def _claim(article: Article, seen: int | None) -> None:
    """Take the row at the version that was seen. Raises EditConflict when it is another one by now."""
    rows = Article.objects.filter(pk=article.pk)
    if seen is None or not rows.filter(edit_version=seen).update(edit_version=seen + 1):
        raise EditConflict
    article.edit_version = seen + 1


def _check_schedule(article: Article) -> None:
    """Raise EditConflict when the story was scheduled for before its new embargo since the form checked:
    the row is ours now, so nobody schedules it any more."""
    embargo = article.embargo_until
    if embargo and article.editions.filter(starts_at__gt=timezone.now(), starts_at__lt=embargo).exists():
        raise EditConflict


def _written(form: ArticleForm) -> list[str]:
    """The columns the form may write. Never the status, the editions or the version: other hands
    may have moved them since this request read the row."""
    columns = {field.name for field in Article._meta.concrete_fields if field.editable}
    return [*(columns & set(form.cleaned_data)), "headline_is_working", "updated_at"]


def _save_lists(form: ArticleForm, formsets: Iterable[Any]) -> None:
    form.save_m2m()
    for formset in formsets:
        formset.save()


def told_to_browser(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a save, with the name of the browser's own copy that is saved now: static/desk/unsaved.js
    finds it in the address's fragment and forgets the copy."""
    key = request.POST.get("unsaved_key", "")
    if KEY.match(key) and "Location" in response:
        response["Location"] = f"{response['Location']}#saved-{key}"
    return response
