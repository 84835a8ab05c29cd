"""“Start from a text”: paste a story, look at what was read in it, confirm. Nothing is stored before that.

The parsers are the importer's, and so is the writer; what a person may not make by hand, nobody makes here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles.admin.access import colleague
from articles.models import Article
from articles.topics import told_of
from articles.wire.load import load
from articles.wire.parsed import ParsedCopy, Refused
from articles.wire.parsers import parse
from newsroom.desk.text_forms import ProposalForm, TextForm

RIGHT = "articles.add_article"
FILE_NAMES = {"text": "story.txt", "markdown": "story.md"}


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text as it came in; it travels with the form, for nothing of it is kept until it is confirmed."""

    text: str
    kind: str = ""

    def read(self) -> ParsedCopy:
        """The story in it. Raises Refused with the reason."""
        name = FILE_NAMES.get(self.kind, FILE_NAMES["text"])
        return parse(self.text.replace("\r\n", "\n").encode(errors="replace"), name)


@staff_member_required(login_url="account_login")
def start_from_text(request: HttpRequest) -> HttpResponse:
    """Ask for a text, propose a story, make it when it is confirmed. 403 without the right to start one."""
    user = colleague(request)
    if not user.has_perm(RIGHT):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, TextForm(label_suffix=""))
    if "confirmed" in request.POST:
        return _confirm(request, user)
    form = TextForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return _ask(request, form)
    pasted = Pasted(form.cleaned_data["text"], form.cleaned_data["kind"])
    try:
        parsed = pasted.read()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _ask(request, form)
    return _propose(request, pasted, parsed, ProposalForm.of(parsed, user))


def _confirm(request: HttpRequest, user: User) -> HttpResponse:
    pasted = Pasted(request.POST.get("pasted", ""), request.POST.get("kind", ""))
    try:
        parsed = pasted.read()
    except Refused as refusal:
        again = TextForm({}, label_suffix="")
        again.add_error(None, refusal.reason)
        return _ask(request, again)
    form = ProposalForm(request.POST, parsed=parsed, user=user)
    if form.is_valid():
        try:
            return _made(request, form, user)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
    return _propose(request, pasted, parsed, form)


def _made(request: HttpRequest, form: ProposalForm, user: User) -> HttpResponse:
    """Store the story as a draft of this person; on to its form. Raises Refused."""
    # A reference of its own: a text somebody pastes never changes a story that is there.
    loaded = load(form.confirmed(), ref=f"pasted:{uuid.uuid4()}", by=user, comment=_t("Started from a text"))
    article = loaded.article
    if loaded.result == "created":
        messages.success(request, _t("The story is a draft now. Readers see nothing of it."))
        for told in told_of(form.renamed_topics):
            messages.info(request, told)
    elif not Article.objects.visible_to(user).filter(pk=article.pk).exists():
        raise Refused(_t("The same text came in before, in a story you do not see. Ask the desk."))
    else:
        messages.info(request, _t("The same text came in before: this is its story. Nothing was made."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _ask(request: HttpRequest, form: TextForm) -> HttpResponse:
    return _page(request, "start_from_text", _t("Start from a text"), form=form)


def _propose(request: HttpRequest, pasted: Pasted, parsed: ParsedCopy, form: ProposalForm) -> HttpResponse:
    warnings = list(parsed.warnings)
    if parsed.headline_is_working:
        warnings.append(_t("The text has no headline; this one was made from its lead. Write the real one."))
    if parsed.picture:
        warnings.append(
            _t("The text names a picture, %(file)s: choose it in the form of the story.")
            % {"file": parsed.picture.file}
        )
    return _page(
        request,
        "start_from_text_proposal",
        _t("Is this the story?"),
        form=form,
        media=form.media,
        pasted=pasted,
        warnings=warnings,
    )


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/{template}.html", shown)
