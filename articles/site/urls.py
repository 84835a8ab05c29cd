"""The addresses readers know. Laid out as a map of the site; the order is the order of trying."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from articles.site.converters import FourDigits, TwoDigits
from articles.site.views import article

register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")
register_converter(TwoDigits, "dd")

urlpatterns: list[URLPattern | URLResolver] = [
    # A story, at the date of its first publication.
    path("<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/", article.article, name="article"),
]
