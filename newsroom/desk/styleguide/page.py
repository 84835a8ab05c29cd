"""The style page of the readers' pages, for people at the desk: /admin/styleguide/.

What differs from page to page stands in the address, so that a state can be sent to somebody else.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.richtext import trusted
from articles.site.metadata import Metadata
from articles.site.requests import SiteRequest
from newsroom.desk.styleguide.front import front
from newsroom.desk.styleguide.shelf import Specimen, shelves
from newsroom.desk.styleguide.stories import STORIES
from newsroom.desk.styleguide.words import words
from newsroom.preview import private

WIDTHS = ("320", "390", "768", "1440")
NAMED = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
INSIDE = re.compile(r'href="#([^"]+)"')
LABELLED = re.compile(r'aria-label="')

FRONT = "front"
WHOLE = (FRONT, *STORIES)
# The first of each is what an address without the word means.
SWITCHES: dict[str, tuple[Any, dict[str, Any]]] = {
    "theme": (_("Colours"), {"": _("As my device"), "light": _("Light"), "dark": _("Dark")}),
    "lang": (_("Language"), {"": "English", "de": "Deutsch"}),
    "dir": (_("Direction"), {"": _("left to right"), "rtl": _("right to left")}),
    "words": (_("Words"), {"": _("usual"), "long": _("the longest")}),
    "zoom": (_("Text"), {"": "100 %", "150": "150 %", "200": "200 %"}),
    "width": (_("Width"), {"": _("the window’s"), **{width: width for width in WIDTHS}}),
}


class Switches(forms.Form):
    """What an address asks for; what it asks for and we do not have is the usual."""

    show = forms.ChoiceField(choices=[(name, name) for name in WHOLE], required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, (label, choices) in SWITCHES.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=list(choices.items()), required=False)

    @property
    def said(self) -> dict[str, str]:
        """The choices that were made, without those that say what is usual anyway."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@require_safe
@staff_member_required(login_url="account_login")
def styleguide(request: SiteRequest) -> HttpResponse:
    """Every component in every state; with `show` a whole page; with `width` the same in a frame."""
    said = Switches(request.GET).said
    desk_language = translation.get_language()
    with translation.override(said.get("lang", "en")):
        if "width" in said:
            return private(_framed(request, said, desk_language))
        html = (
            _whole(request, said, desk_language) if "show" in said else _shelves(request, said, desk_language)
        )
    response = private(HttpResponse(_turned(html, said)))
    response["X-Robots-Tag"] = "noindex"
    return response


def _turned(html: str, said: dict[str, str]) -> str:
    """The page with the direction and the size of text that were asked for."""
    attributes = ' dir="rtl"' if said.get("dir") else ""
    attributes += f' class="zoom-{said["zoom"]}"' if said.get("zoom") else ""
    return html.replace("<html ", f"<html{attributes} ", 1)


def _shelves(request: SiteRequest, said: dict[str, str], desk_language: str | None) -> str:
    given = words(said.get("lang", "en"), long="words" in said)
    shown = [
        {
            "name": shelf.name,
            "is_narrow": shelf.is_narrow,
            "specimens": [_rendered(request, one, said) for one in shelf.specimens],
        }
        for shelf in shelves(given, request.now)
    ]
    context = _context(said, desk_language) | {"shelves": shown, "metadata": Metadata("Styleguide")}
    return render_to_string("styleguide/page.html", context, request)


def _rendered(request: HttpRequest, one: Specimen, said: dict[str, str]) -> dict[str, Any]:
    """A specimen; its names are made its own, for a page has each once."""
    html: str = render_to_string(one.template, {"theme": said.get("theme", ""), **one.context}, request)
    mark = f"{slugify(f'{one.template} {one.name}')}-"
    html = NAMED.sub(lambda found: f'{found[1]}="{_each(found[2], mark)}"', html)
    html = INSIDE.sub(lambda found: f'href="#{mark}{found[1]}"', html)
    html = LABELLED.sub(f'aria-label="{one.name}: ', html)
    return {"name": one.name, "html": trusted(html), "wide": one.wide}


def _each(names: str, mark: str) -> str:
    return " ".join(f"{mark}{name}" for name in names.split())


def _whole(request: SiteRequest, said: dict[str, str], desk_language: str | None) -> str:
    """A whole page: the front page, or a story."""
    given = words(said.get("lang", "en"), long="words" in said)
    context = _context(said, desk_language)
    if said["show"] == FRONT:
        context |= {"front": front(given, request.now), "here": FRONT, "metadata": Metadata("Styleguide")}
        return render_to_string("styleguide/front.html", context, request)
    page = STORIES[said["show"]](given, request.now)
    metadata = Metadata(page.edition.headline, canonical="https://news.example/specimen/")
    context |= {"page": page, "edition": page.edition, "metadata": metadata}
    return render_to_string("styleguide/story.html", context, request)


def _framed(request: HttpRequest, said: dict[str, str], desk_language: str | None) -> HttpResponse:
    inside = {name: value for name, value in said.items() if name != "width"}
    context = _context(said, desk_language) | {
        "width": said["width"],
        "address": f"{request.path}?{urlencode(inside)}",
        "metadata": Metadata("Styleguide"),
    }
    return HttpResponse(render_to_string("styleguide/framed.html", context, request))


def _context(said: dict[str, str], desk_language: str | None) -> dict[str, Any]:
    with translation.override(desk_language):
        bars = [
            {
                "label": str(label),
                "choices": [
                    {
                        "label": str(words_),
                        "query": urlencode(
                            {**{k: v for k, v in said.items() if k != name}, **_one(name, value)}
                        ),
                        "is_chosen": said.get(name, "") == value,
                    }
                    for value, words_ in choices.items()
                ],
            }
            for name, (label, choices) in (SWITCHES | _shows()).items()
        ]
        label = _t("Back to the desk")
    theme = said.get("theme", "")
    return {"bars": bars, "theme": theme, "desk_language": desk_language, "way_back_label": label}


def _one(name: str, value: str) -> dict[str, str]:
    return {name: value} if value else {}


def _shows() -> dict[str, tuple[Any, dict[str, Any]]]:
    return {"show": (_("Show"), {"": _("components"), **{name: name for name in WHOLE}})}
