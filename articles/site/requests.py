"""The request as the site's views get it: with the publication and the moment, set by a middleware."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.tags import MadeFrom


class SiteRequest(HttpRequest):
    """A request for a public page. `now` is the one moment of everything on that page."""

    publication: Any
    """Who publishes; `name` and the rest of the imprint."""
    navigation: Any
    """The `sections` and the `policies` that every page leads to."""
    signals: Any
    """What machines are told about learning from the stories: `sentence`, `tdm_reservation`."""
    breaking: Any
    """The strip over the page, or something false; asked when it is used."""
    theme: str
    """The reader's choice: light, dark, or empty."""
    now: datetime
    made_from: MadeFrom
    """What the page is made from, noted by its view; a page without notes is kept by no cache."""


def only_read[View: Callable[..., Any]](view: View) -> View:
    """A view that answers GET and HEAD, and 405 to whatever else is asked of it.

    Without the exemption a machine's POST got 403 and a page about cookies. Nothing is opened by it: what
    the view does not take it cannot do.
    """
    return csrf_exempt(require_safe(view))
