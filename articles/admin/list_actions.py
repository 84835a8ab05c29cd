"""Bulk actions of the article list: each story by itself, through the same doors as from its form.

What would make stories public or take them away is not here: that is decided one story at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.access import EDITS, colleague
from articles.admin.field_rights import fields_of
from articles.admin.verb_forms import long_text
from articles.admin.widgets import MomentField, PersonField, as_stored
from articles.models import Article, Event, Topic
from articles.notices import assigned, tell_of
from articles.publishing import cancel
from articles.revisions import snapshot, void_approval
from articles.workflow import NotAllowed, NotPossible, perform

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.utils.functional import _StrPromise

MOST = 200
"""Stories at once: as many as the list shows on its longest page."""
NAMED = 12
"""How many stories a message names."""
URGENCIES = [
    (1, _("1 · flash")),
    (2, _("2 · urgent")),
    (3, _("3 · the normal day")),
    (4, _("4 · later")),
    (5, _("5 · can wait")),
]


class AssignForm(forms.Form):
    """Who takes the stories."""

    assignee = PersonField(
        label=_("Assign to"),
        queryset=User.objects.filter(is_staff=True, is_active=True).order_by("first_name", "username"),
        required=False,
        empty_label=_("Nobody"),
    )


class UrgencyForm(forms.Form):
    """How urgent they are."""

    urgency = forms.TypedChoiceField(label=_("Urgency"), choices=URGENCIES, coerce=int, initial=3)


class DueForm(forms.Form):
    """When they are due at the desk."""

    due_at = MomentField(label=_("Due"), required=False, help_text=_("Empty: no deadline."))


class TopicForm(forms.Form):
    """A topic that exists: a slip of the finger must not be on fifty stories."""

    topic = forms.CharField(
        label=_("Topic"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "desk-topics", "class": "vTextField"}),
        help_text=_("The name of a topic there is."),
    )

    def clean_topic(self) -> Topic:
        """The topic, whatever it was called once. Raises ValidationError for a name no topic has."""
        topic = Topic.objects.named(self.cleaned_data["topic"].strip())
        if topic is None:
            raise ValidationError(_("There is no topic of that name."))
        return topic


class NoteForm(forms.Form):
    """What is said about it."""

    note = forms.CharField(
        label=_("Comment"), required=False, widget=long_text(), help_text=_("For the log.")
    )


class ReasonForm(forms.Form):
    """What the writers are told."""

    note = forms.CharField(
        label=_("Comment"), widget=long_text(), help_text=_("For the writers and the log; never public.")
    )


@dataclass(frozen=True, slots=True)
class Bulk:
    """One thing to be done to many stories. `run` does it to one, and raises NotPossible or NotAllowed."""

    name: str
    label: str | _StrPromise
    permission: str
    form: type[forms.Form]
    run: Callable[[Article, User, dict[str, Any]], None]
    done: str | _StrPromise
    fields: tuple[str, ...] = ()
    """What it changes of the copy or the plan, where a permission for the field decides."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each story."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """The story's name and why, in one sentence."""


# --- What is done to one story -----------------------------------------------------------------------------


def _assign(article: Article, user: User, typed: dict[str, Any]) -> None:
    assignee: User | None = typed["assignee"]
    _set(article, user, assignee=assignee)
    assigned(article, by=user)


def _urgency(article: Article, user: User, typed: dict[str, Any]) -> None:
    _set(article, user, urgency=typed["urgency"])


def _due(article: Article, user: User, typed: dict[str, Any]) -> None:
    _set(article, user, due_at=typed["due_at"])


def _topic(article: Article, user: User, typed: dict[str, Any]) -> None:
    topic: Topic = typed["topic"]
    if article.topics.filter(pk=topic.pk).exists():
        raise NotPossible(_t("It has the topic already."))
    article.topics.add(topic)
    _record(article, user, [])


def _send_back(article: Article, user: User, typed: dict[str, Any]) -> None:
    perform(article, "send_back", by=user, note=typed["note"])


def _unschedule(article: Article, user: User, typed: dict[str, Any]) -> None:
    cancel(article, by=user, note=typed["note"])


def _set(article: Article, user: User, **values: Any) -> None:
    if all(getattr(article, name) == value for name, value in values.items()):
        raise NotPossible(_t("It is so already."))
    for name, value in values.items():
        setattr(article, name, value)
    _record(article, user, [*values])


def _record(article: Article, user: User, names: list[str]) -> None:
    """Store the change as a save of the form does: a new version, which open forms notice, and a revision."""
    article.edit_version = models.F("edit_version") + 1
    article.save(update_fields=[*names, "edit_version", "updated_at"])
    article.refresh_from_db()
    void_approval(article, snapshot(article, by=user), by=user)


BULK: dict[str, Bulk] = {
    bulk.name: bulk
    for bulk in (
        Bulk("assign", _("Assign to…"), EDITS, AssignForm, _assign, _("Assigned"), ("assignee",)),
        Bulk(
            "set_urgency", _("Set the urgency…"), EDITS, UrgencyForm, _urgency, _("Urgency set"), ("urgency",)
        ),
        Bulk("set_due", _("Set the deadline…"), EDITS, DueForm, _due, _("Deadline set"), ("due_at",)),
        Bulk("add_topic", _("Add a topic…"), EDITS, TopicForm, _topic, _("Topic added"), ("topics",)),
        Bulk("send_back", _("Send back…"), "articles.review_article", ReasonForm, _send_back, _("Sent back")),
        Bulk(
            "unschedule",
            _("Cancel the schedule…"),
            "articles.publish_article",
            NoteForm,
            _unschedule,
            _("Schedule cancelled"),
        ),
    )
}


# --- To many -----------------------------------------------------------------------------------------------


def carry_out(bulk: Bulk, articles: Iterable[Article], user: User, typed: dict[str, Any]) -> Outcome:
    """Do it to each story this person may edit, each in a transaction of its own."""
    articles = list(articles)
    keys = [article.pk for article in articles]
    stories = Article.objects.editable_by(user)
    if not fields_of(user).issuperset(bulk.fields):
        stories = stories & Article.objects.written_by(user)
    editable = set(stories.filter(pk__in=keys).values_list("pk", flat=True))
    outcome = Outcome()
    for article in articles:
        why = _try(bulk, article.pk, user, typed) if article.pk in editable else _t("Not yours to change.")
        if why:
            outcome.refused.append(f"{article}: {why}")
        else:
            outcome.done.append(str(article))
    return outcome


def _try(bulk: Bulk, key: int, user: User, typed: dict[str, Any]) -> str:
    """Do it to one story; why not, in a sentence."""
    try:
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=key)
            newest = article.events.order_by("-pk").values_list("pk", flat=True).first() or 0
            bulk.run(article, user, typed)
            for event in Event.objects.filter(article=article, pk__gt=newest).order_by("pk"):
                tell_of(event)
    except (NotPossible, NotAllowed) as error:
        return str(error)
    return ""


def _page(
    admin_: ModelAdmin[Article],
    request: HttpRequest,
    bulk: Bulk,
    articles: Sequence[Article],
    form: forms.Form,
) -> HttpResponse:
    context = {
        **admin_.admin_site.each_context(request),
        "title": str(bulk.label).rstrip("…"),
        "subtitle": None,
        "opts": admin_.opts,
        "bulk": bulk,
        "articles": articles,
        "form": form,
        "media": admin_.media,
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
        "topics": Topic.objects.order_by("name").values_list("name", flat=True)[:500]
        if bulk.form is TopicForm
        else (),
    }
    return TemplateResponse(request, "admin/articles/article/change_list_action.html", context)


def _say(request: HttpRequest, bulk: Bulk, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"{bulk.done}: {_few(outcome.done, ', ')}.")
    if outcome.refused:
        messages.warning(request, _few(outcome.refused, " "))


def _few(names: list[str], between: str) -> str:
    rest = len(names) - NAMED
    if rest <= 0:
        return between.join(names)
    more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return between.join([*names[:NAMED], more])


def _action(bulk: Bulk) -> Callable[..., HttpResponse | None]:
    """The action as the admin calls it: first the page that asks, then, with the answer, the deed."""

    def act(
        admin_: ModelAdmin[Article], request: HttpRequest, chosen: QuerySet[Article]
    ) -> HttpResponse | None:
        articles = list(chosen.defer("body", "how_we_reported", "key_points", "standfirst")[: MOST + 1])
        if len(articles) > MOST:
            messages.error(request, _t("At most %(most)d stories at once.") % {"most": MOST})
            return None
        if "confirmed" not in request.POST:
            return _page(admin_, request, bulk, articles, bulk.form())
        form = bulk.form(as_stored(request.POST, ["note"]))
        if not form.is_valid():
            return _page(admin_, request, bulk, articles, form)
        _say(request, bulk, carry_out(bulk, articles, colleague(request), form.cleaned_data))
        return None

    act.__name__ = bulk.name
    return admin.action(description=bulk.label)(act)


class ListActions:
    """The bulk actions a person has the permission for; the admin's own deletion is not among them."""

    actions = tuple(_action(bulk) for bulk in BULK.values())

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """The actions for this person."""
        offered = super().get_actions(request, action_location=action_location)  # type: ignore[misc]
        return {
            name: action
            for name, action in offered.items()
            if name in BULK and request.user.has_perm(BULK[name].permission)
        }
