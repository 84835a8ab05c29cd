"""Merging a topic into another one: the page that asks which, and says what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.access import colleague
from articles.models import Topic
from articles.topics import MAY_MERGE, merge, stories
from articles.workflow import NotPossible

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

PROPOSED = 500


class MergeForm(forms.Form):
    """Which topic stays."""

    into = forms.CharField(
        label=_("The topic that stays"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "desk-topics", "class": "vTextField", "autocomplete": "off"}),
        help_text=_("The name of a topic there is, with its capitals."),
    )

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = Topic.objects.exclude(pk=topic.pk).order_by("name")

    def clean_into(self) -> Topic:
        """The topic. Raises ValidationError for a name that no other topic has."""
        name = self.cleaned_data["into"].strip()
        # Two topics to be merged are often the same word with other capitals.
        topic = self.others.filter(name=name).first() or self.others.filter(name__iexact=name).first()
        if topic is None:
            raise ValidationError(_("There is no other topic of that name."))
        return topic


def may_merge(request: HttpRequest) -> bool:
    """Whether the person may merge topics."""
    return request.user.has_perm(MAY_MERGE)


def merge_page(admin: ModelAdmin[Topic], request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask into which topic this one goes; on POST, merge them and show the one that stays.

    Answers 403 for somebody who may not, 404 for a topic there is not.
    """
    if not may_merge(request):
        raise PermissionDenied
    topic = Topic.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if topic is None:
        raise Http404
    form = MergeForm(request.POST if request.method == "POST" else None, topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            return _merged(admin, request, topic, form.cleaned_data["into"])
        except NotPossible as error:
            form.add_error(None, str(error))
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Merge into another topic"),
        "opts": admin.opts,
        "topic": topic,
        "form": form,
        "number": stories(topic).count(),
        "names": form.others.values_list("name", flat=True)[:PROPOSED],
    }
    return TemplateResponse(request, "admin/articles/topic/merge.html", context)


def _merged(admin: ModelAdmin[Topic], request: HttpRequest, topic: Topic, into: Topic) -> HttpResponse:
    name = topic.name
    number = merge(topic, into, by=colleague(request))
    text = ngettext(
        "“%(old)s” is merged into “%(new)s”: %(number)d story moved.",
        "“%(old)s” is merged into “%(new)s”: %(number)d stories moved.",
        number,
    ) % {"old": name, "new": into.name, "number": number}
    admin.log_change(request, into, text)
    messages.success(request, text)
    return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[into.pk]))
