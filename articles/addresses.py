"""A public address as somebody pastes it: which story is meant."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.http import base36_to_int

from articles.models import Edition

ADDRESS = re.compile(r"^/(\d{4})/(\d{2})/(\d{2})/([-\w]+)(?:/|$)")
SHORT_ADDRESS = re.compile(r"^/a/([0-9a-z]{1,13})/?$")
LARGEST_KEY = 2**63 - 1


def found_by_address(term: str) -> QuerySet[Edition] | None:
    """The editions at a pasted public address of the site; None when the term is none."""
    if "/" not in term:
        return None
    try:
        path = urlsplit(term.strip()).path
        if match := ADDRESS.match(path):
            year, month, day, slug = match.groups()
            return Edition.objects.filter(url_date=date(int(year), int(month), int(day)), slug=slug)
    except ValueError:
        # It looks like an address and cannot be one: a broken host, or the 31st of February.
        return Edition.objects.none()
    if match := SHORT_ADDRESS.match(path):
        number = base36_to_int(match[1])
        return Edition.objects.filter(article=number) if number <= LARGEST_KEY else Edition.objects.none()
    return None
