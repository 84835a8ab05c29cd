"""Saving a form that somebody else overtook: what does not collide is merged, the rest is asked for.

A form that was opened on an older version is never saved as it is. Its text, what the story was when it was
opened and what it is now are merged, and the merged text goes the ordinary way of a save. Where both changed
the same, the merge page (merge_page.py) asks. Whoever saves meanwhile begins another round; nothing is kept
of a round that failed, so every round starts from what the browser sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t

from articles.admin import merge_page
from articles.admin.access import colleague
from articles.admin.merge_page import MERGING, SEPARATE, SHOWN_REVISION, SHOWN_VERSION, Question
from articles.admin.posted import News, Posted, is_number
from articles.admin.saving import EditConflict
from articles.admin.typed_copy import as_posted
from articles.merging import Merged, State, merge_copies, put_together
from articles.models import Article, Note, SignOff
from articles.people import person
from articles.revisions import label
from articles.signoffs import hold_on

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

ROUNDS = 10
"""How often somebody may be faster within one request before it gives up."""

type Save = Callable[[str | None], HttpResponse]


def save_merged(admin: ModelAdmin[Article], request: HttpRequest, number: str, save: Save) -> HttpResponse:
    """Save what was posted to an article's form, merged with whatever was saved since it was opened.

    `save` is the admin's own way of saving `request.POST` under a number. Raises EditConflict when somebody
    was faster ten times.
    """
    sent = request.POST
    for _round in range(ROUNDS):
        vars(request)["_desk_merged"] = []
        request.POST = sent
        article = admin.get_object(request, number)
        if article is not None and admin.has_change_permission(request, article):
            posted = Posted(admin, request, article, sent.copy())
            if SEPARATE in sent and (response := _separate(posted, save)):
                return response
            if question := _merge(posted):
                return merge_page.answer(admin, request, question)
        try:
            response = save(number)
        except EditConflict:
            continue
        if response.status_code == 200:  # noqa: PLR2004 - the form came back with something to mend
            tell(request)
        return response
    raise EditConflict


def merged_with(request: HttpRequest) -> str:
    """What the history says a save was merged with; empty for one that met nobody."""
    return " ".join(str(news) for news in vars(request).get("_desk_merged", []))


def tell(request: HttpRequest) -> None:
    """Tell the person what came in, and from whom."""
    for news in vars(request).get("_desk_merged", []):
        told = {"who": news.who, "time": news.clock, "fields": ", ".join(news.fields)}
        if news.fields:
            text = _t("%(who)s saved at %(time)s, while you were typing. Taken over from it: %(fields)s.")
        else:
            text = _t("%(who)s saved at %(time)s, while you were typing. Nothing of it was missing here.")
        messages.info(request, text % told)


def parted_from(request: HttpRequest) -> str:
    """What the history of a separate draft says of where it came from; empty for any other new story."""
    article: Article | None = vars(request).get("_desk_separate_from")
    return _t("A separate draft of “%(story)s”.") % {"story": article} if article else ""


def note_origin(request: HttpRequest, draft: Article) -> None:
    """Note on a separate draft where it came from, and what its story still waits for."""
    article: Article | None = vars(request).get("_desk_separate_from")
    if article is None:
        return
    told = _t("A separate draft of “%(story)s”: it was typed into that story while somebody else saved it.")
    text = told % {"story": article}
    waiting = article.sign_offs.exclude(state=SignOff.State.NOT_REQUIRED)
    if desks := ", ".join(sign_off.get_desk_display() for sign_off in waiting):
        text += " " + _t("Sign-offs asked for there: %(desks)s.") % {"desks": desks}
    Note.objects.create(article=draft, by=colleague(request), text=text)
    messages.info(request, text)


def _merge(posted: Posted) -> Question | None:
    """Put what was posted into `request.POST` as it may be saved; or what has to be asked first."""
    if MERGING in posted.data:
        if question := _decide(posted):
            return question
        posted = Posted(posted.admin, posted.request, posted.article, posted.data)
    posted.request.POST = posted.data  # type: ignore[assignment]
    if not posted.is_overtaken:
        return None
    typed = posted.typed_on(posted.stored)
    if not typed.is_readable:
        # It comes back with its error, still on its old version.
        return None
    newest = posted.article.revisions.order_by("-number").values_list("number", flat=True).first()
    version, number = str(posted.article.edit_version), str(newest or 0)
    question = _question(posted, posted.stored, typed.state, version, number)
    if question.is_open:
        return question
    _become(posted, question)
    return None


def _question(
    posted: Posted, theirs: State, mine: State, version: str, number: str, *, is_again: bool = False
) -> Question:
    base = posted.base
    fields = merge_copies(base.snapshot if base else None, theirs, mine)
    news = _news(posted, base.number if base else 0, int(number) if is_number(number) else 0, fields)
    return Question(posted, theirs, mine, fields, news, version, number, is_again=is_again)


def _decide(posted: Posted) -> Question | None:
    """Read the decisions of the merge page, and put what comes of them in place of what was typed.

    They are read against the version that was shown: when somebody saved since, the decided text meets theirs
    like any other text opened on the version shown.
    """
    version, number = posted.data.get(SHOWN_VERSION, ""), posted.data.get(SHOWN_REVISION, "")
    shown = posted.revision(number)
    if version == str(posted.article.edit_version):
        theirs = posted.stored
    elif shown is not None:
        theirs = shown.snapshot
    else:
        merge_page.strip(posted.data)
        return None
    mine = posted.typed_on(theirs).state
    question = _question(posted, theirs, mine, version, number, is_again=True)
    if question.is_undecided:
        return question
    merge_page.strip(posted.data)
    _become(posted, question)
    return None


def _become(posted: Posted, question: Question) -> None:
    """Make the merged text what was posted, as if it had been typed on the version it was merged with."""
    state = put_together(question.theirs, question.fields, question.choices)
    data = as_posted(posted.data, posted.form, question.mine, state)
    data["edit_version"], data["base_revision"] = question.version, question.revision
    posted.data = data
    posted.request.POST = data  # type: ignore[assignment]
    vars(posted.request)["_desk_merged"].append(question.news)


def _news(posted: Posted, after: int, upto: int, fields: list[Merged]) -> News:
    """Who saved after one revision and up to another, when last, and the fields they changed."""
    rows = posted.article.revisions.filter(number__gt=after, number__lte=upto)
    saves = list(rows.select_related("by").defer("snapshot"))
    here = colleague(posted.request).pk
    names = [_t("your other window") if s.by_id == here else person(s.by) for s in saves[::-1]]
    return News(
        ", ".join(dict.fromkeys(names)) or person(None),
        saves[0].at if saves else posted.article.updated_at,
        tuple(label(field.name) for field in fields if field.came_in),
    )


def _separate(posted: Posted, save: Save) -> HttpResponse | None:
    """Save what was typed as a story of its own, which says where it came from. None under a legal hold, and
    for what cannot be read."""
    if hold_on(posted.article) is not None:
        return None
    merge_page.strip(posted.data)
    typed = posted.typed_on(posted.stored)
    if not typed.is_readable:
        return None
    state = typed.state
    agreed = posted.stored["plan"]["embargo_until"]
    plan = state["plan"] | {"embargo_until": _later(state["plan"]["embargo_until"], agreed)}
    # Of the fields the person only reads here, the draft holds what they say here.
    data = as_posted(posted.data, posted.empty_form(), None, state | {"plan": plan})
    for name in ("edit_version", "base_revision"):
        data.pop(name, None)
    posted.request.POST = data  # type: ignore[assignment]
    vars(posted.request)["_desk_separate_from"] = posted.article
    return save(None)


def _later(one: str | None, other: str | None) -> str | None:
    """The later of two moments: a separate draft keeps the embargo of the story it was part of."""
    return max(one or "", other or "") or None
