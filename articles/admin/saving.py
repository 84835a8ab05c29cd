"""Saving the working copy: nobody overwrites anybody unknowingly, and every save is a revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _t

from articles.admin.cells import person
from articles.models import Article, Revision
from articles.revisions import snapshot
from articles.workflow import Status, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.admin.forms import ArticleForm

# What an approval stands for: the words and who answers for them, not the desk's planning.
APPROVED_PARTS = ("copy", "contributions", "sources", "topics")


class EditConflict(Exception):
    """Somebody else saved between the check and the write; nothing was written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a save did: nothing when nothing had changed."""

    changed: bool
    reopened: bool = False


def save_changes(form: ArticleForm, formsets: Iterable[Any], *, by: User) -> Outcome:
    """Save a valid form of an existing article, all or nothing within the caller's transaction.

    The row is claimed by its version, so of two simultaneous saves one gets it.
    Raises EditConflict when the other was faster.
    """
    formsets = list(formsets)
    comment = form.cleaned_data["comment"]
    if not (form.changed_data or comment or any(formset.has_changed() for formset in formsets)):
        return Outcome(changed=False)
    article = form.instance
    _claim(article)
    if "headline" in form.changed_data:
        article.headline_is_working = False
    article.save(update_fields=_written(form))
    _save_lists(form, formsets)
    before = article.revisions.order_by("-number").first()
    after = snapshot(article, by=by, comment=comment)
    return Outcome(changed=True, reopened=reopen_if_void(article, before, after, by=by))


def save_new(form: ArticleForm, formsets: Iterable[Any], *, by: User) -> Outcome:
    """Save the lists of an article that was just made, and its first revision."""
    _save_lists(form, formsets)
    snapshot(form.instance, by=by, comment=form.cleaned_data["comment"])
    return Outcome(changed=True)


def reopen_if_void(article: Article, before: Revision | None, after: Revision, *, by: User) -> bool:
    """Reopen an approved article whose copy was changed by somebody who may not approve it."""
    status = Article.objects.values_list("status", flat=True).get(pk=article.pk)
    if (
        status != Status.APPROVED
        or by.has_perm("articles.approve_article")
        or not _copy_differs(before, after)
    ):
        return False
    perform(article, "reopen", by=None, note=_t("%(who)s changed the approved copy.") % {"who": person(by)})
    return True


def _claim(article: Article) -> None:
    seen = article.edit_version
    if not Article.objects.filter(pk=article.pk, edit_version=seen).update(edit_version=seen + 1):
        raise EditConflict
    article.edit_version = seen + 1


def _written(form: ArticleForm) -> list[str]:
    """The columns the form may write. Never the status, the editions or the version: other hands
    may have moved them since this request read the row."""
    columns = {field.name for field in Article._meta.concrete_fields if field.editable}
    return [*(columns & set(form.cleaned_data)), "headline_is_working", "updated_at"]


def _save_lists(form: ArticleForm, formsets: Iterable[Any]) -> None:
    form.save_m2m()
    for formset in formsets:
        formset.save()


def _copy_differs(before: Revision | None, after: Revision) -> bool:
    if before is None:
        return True
    return any(before.snapshot.get(part) != after.snapshot.get(part) for part in APPROVED_PARTS)
