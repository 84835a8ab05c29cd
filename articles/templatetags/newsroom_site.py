"""What the site's templates need beyond Django's own tags: moments, pictures, words for a change.

Moments are shown in the newsroom's zone and always carry a machine-readable `datetime`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi, get_language_info, ngettext
from django.utils.translation import gettext_lazy as _

from articles.models import Change, Edition, Photo
from articles.renditions import WHOLE, Picture
from articles.renditions import picture as picture_of
from articles.richtext import trusted
from articles.site.addresses import text_path
from articles.site.schema_org import clipped

register = template.Library()

# How a card names what happened to a story; “minor” and “first” are nothing a reader has to be told.
CHANGED: dict[str, Any] = {
    Change.UPDATE: _("Updated"),
    Change.CLARIFICATION: _("Clarified"),
    Change.CORRECTION: _("Corrected"),
    Change.EDITORS_NOTE: _("Editor’s note"),
    Change.RIGHT_OF_REPLY: _("Reply added"),
    Change.RETRACTION: _("Retracted"),
}
# What stands in a card that is kept for longer than a day; whatever is typed has its angle brackets escaped.
UNDATED = re.compile(r"<!--when (\d{4})-(\d\d-\d\d)\|([^|]*)\|([^|]*)\|([^|]*)-->")
# Languages written from right to left, by their codes (CLDR); a story may be in any.
FROM_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
NOTICE_ON_A_CARD = 180
"""Characters: the height of a standfirst."""
# A full stop behind four letters, which no abbreviation and no ordinal has, before the start of a sentence.
SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?]+[”“’»«\")]*(?=\s+[\W\dA-ZÄÖÜ])|[。！？]")
# A moment of today, of this year, and of any other.
WHEN = ("CLOCK", "DAY_OF_YEAR", "SHORT_DATE_FORMAT")
DAYS_OF_A_MONTH, DAYS_OF_A_YEAR = 30, 365
# How wide a picture stands on the page, so that the browser takes no larger file than it needs.
SIZES = {
    "lead": "(min-width: 81rem) 39rem, (min-width: 64rem) 47vw, 95vw",
    "card": "(min-width: 81rem) 19rem, (min-width: 64rem) 23vw, (min-width: 36rem) 46vw, 95vw",
    "row": "(min-width: 48rem) 13rem, 30vw",
    "text": "(min-width: 40rem) 38rem, 95vw",
    "side": "(min-width: 40rem) 18rem, 95vw",
    "wide": "(min-width: 81rem) 62rem, (min-width: 64rem) 76vw, (min-width: 48rem) 70vw, 95vw",
    "article": "(min-width: 81rem) 62rem, (min-width: 64rem) 76vw, (min-width: 48rem) 70vw, 95vw",
}
# No file wider than the place needs on a screen of three pixels to the point.
WIDEST = {"lead": 1600, "card": 1280, "row": 720, "article": 1600, "text": 1280, "side": 960, "wide": 1600}
WIDE = "(min-width: 64rem)"


def _time(at: datetime, text: str) -> SafeString:
    stamp = localtime(at).isoformat(timespec="seconds")
    return trusted(f'<time datetime="{stamp}">{conditional_escape(text)}</time>')


def _full(at: datetime, moment_format: str, day_format: str) -> str:
    """A moment in words; midnight sharp is a date whose hour nobody recorded."""
    local = localtime(at)
    is_day = (local.hour, local.minute, local.second) == (0, 0, 0)
    return date_format(local, day_format if is_day else moment_format)


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A moment in full: 14 Oct 2026, 16:20 CEST; 14. Okt. 2026, 16.20 Uhr."""
    return _time(at, _full(at, "MOMENT", "SHORT_DATE_FORMAT"))


@register.simple_tag
def long_moment(at: datetime) -> SafeString:
    """A moment in full words, for notes: 14 October 2026, 18:05 CEST; 14. Oktober 2026, 18.05 Uhr."""
    return _time(at, _full(at, "LONG_MOMENT", "DATE_FORMAT"))


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime) -> SafeString:
    """A moment as cards and lists show it: 16:20 today, 9 Oct this year, 5 Jul 2022 before."""
    local = localtime(at)
    if context.get("undated"):
        words = [date_format(local, form) for form in WHEN]
        return _time(at, format_html("<!--when {}|{}|{}|{}-->", local.date().isoformat(), *words))
    request = context.get("request")
    now = localtime(getattr(request, "now", None) or timezone.now())
    of_today, of_this_year, before = WHEN
    if local.date() == now.date():
        return _time(at, date_format(local, of_today))
    return _time(at, date_format(local, of_this_year if local.year == now.year else before))


def dated(html: str, today: date) -> SafeString:
    """A card that was rendered `undated`, with its moments as `when` shows them on that day."""
    this_year, _, this_day = today.isoformat().partition("-")

    def shown(found: re.Match[str]) -> str:
        year, day, of_today, of_this_year, before = found.groups()
        if year != this_year:
            return before
        return of_today if day == this_day else of_this_year

    return trusted(UNDATED.sub(shown, html))


@register.simple_tag
def day(on: date | datetime) -> SafeString:
    """A date: Wednesday, 14 October 2026."""
    on = localtime(on).date() if isinstance(on, datetime) else on
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "WEEKDAY_DATE"))


@register.simple_tag
def day_short(on: date) -> SafeString:
    """A date where there is little room: 14 Oct 2026."""
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "SHORT_DATE_FORMAT"))


@register.filter
def iso_day(text: str) -> str:
    """An ISO 8601 date in words, 4 Jul 2022; other text as it is."""
    try:
        found = parse_date(text)
    except ValueError:
        return text
    return day_short(found) if found else text


@register.filter
def month(on: date) -> SafeString:
    """A month: October 2026."""
    words = date_format(on, "YEAR_MONTH_FORMAT")
    return format_html('<time datetime="{}">{}</time>', f"{on:%Y-%m}", words)


@register.filter
def changed_word(change: str) -> str:
    """A kind of change in the word readers see; empty for one they need not be told of."""
    return str(CHANGED.get(change, ""))


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's own; the code when nobody knows it."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


@register.filter
def own_name(code: str) -> str:
    """The name of a language in that language: Deutsch; the code when nobody knows it."""
    try:
        return str(get_language_info(code.lower())["name_local"])
    except KeyError:
        return code


@register.filter
def names(authors: list[Any]) -> str:
    """Names one after the other, for places where a sentence would be too much."""
    return ", ".join(str(author) for author in authors)


@register.simple_tag
def picture(photo: Photo | None, place: str, alt: str = "", first: bool = False) -> SafeString:
    """A `<picture>` in the shape 3:2, in the sizes of its place; empty without a photo.

    Wide screens get a story's lead picture in 16:9. `first` is for the picture the page opens with: it is
    loaded at once, the others when they come near.
    """
    if photo is None or not photo.width or not photo.height:
        return SafeString("")
    wide = _sources(picture_of(photo, "16x9"), place, WIDE) if place == "article" else SafeString("")
    return _element(photo, picture_of(photo, "3x2", WIDEST[place]), place, alt, before=wide, first=first)


@register.simple_tag
def picture_in_text(photo: Photo, look: str, alt: str) -> SafeString:
    """The whole picture as a `<picture>`, in the sizes of where it stands in a text."""
    place = look or "text"
    return _element(photo, picture_of(photo, WHOLE, WIDEST[place]), place, alt)


def _element(
    photo: Photo, shown: Picture, place: str, alt: str, *, before: SafeString | str = "", first: bool = False
) -> SafeString:
    loading = SafeString('fetchpriority="high"') if first else SafeString('loading="lazy" decoding="async"')
    return format_html(
        '<picture>{}{}<img src="{}" width="{}" height="{}" alt="{}"{} {}></picture>',
        before,
        _sources(shown, place),
        shown.src,
        shown.width,
        shown.height,
        alt,
        # The place has the picture's colour until it comes; a style of its own no policy would allow.
        format_html(' data-colour="{}"', photo.colour) if photo.colour else "",
        loading,
    )


def _sources(shown: Picture, place: str, media: str = "") -> SafeString:
    """The `<source>` elements of a picture in one shape, the best encoding first."""
    condition = format_html('media="{}" width="{}" height="{}" ', media, shown.width, shown.height)
    kinds = [("image/avif", shown.avif), ("image/webp", shown.srcset)]
    return format_html_join(
        "",
        '<source {}type="{}" srcset="{}" sizes="{}">',
        ((condition if media else "", kind, srcset, SIZES[place]) for kind, srcset in kinds if srcset),
    )


@register.simple_tag
def age_notice(at: datetime, now: datetime) -> str:
    """“More than 4 years old”, from a month on; empty before: old news read as new misleads."""
    days = (now - at).days
    years, months = days // DAYS_OF_A_YEAR, days // DAYS_OF_A_MONTH
    if years:
        text = ngettext("More than a year old", "More than %(count)d years old", years)
    elif months:
        text = ngettext("More than a month old", "More than %(count)d months old", months)
    else:
        return ""
    return text % {"count": years or months}


@register.filter
def in_short(notice: str) -> str:
    """A notice as a card has room for it: whole, or its first sentences, or its first words."""
    text = " ".join(notice.split())
    if len(text) <= NOTICE_ON_A_CARD:
        return notice
    ends = [found.end() for found in SENTENCE_END.finditer(text[:NOTICE_ON_A_CARD])]
    if ends and ends[-1] > NOTICE_ON_A_CARD // 3:
        return f"{text[: ends[-1]]} …"
    return clipped(text, NOTICE_ON_A_CARD)


@register.filter
def in_words(edition: Edition) -> str:
    """The path of a story in the text edition."""
    return text_path(edition)


@register.simple_tag
def tongue(edition: Edition) -> SafeString:
    """A `lang` attribute for a story's own words, where they are in another language than the page, and a
    `dir` where that is written the other way."""
    if edition.language == get_language():
        return SafeString("")
    is_rtl = edition.language.partition("-")[0].lower() in FROM_RIGHT_TO_LEFT
    if is_rtl == get_language_bidi():
        return format_html(' lang="{}"', edition.language)
    return format_html(' lang="{}" dir="{}"', edition.language, "rtl" if is_rtl else "ltr")
