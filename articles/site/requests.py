"""The request as the site's views get it: with the publication and the moment, set by a middleware."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

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
