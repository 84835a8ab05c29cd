"""What readers see when there is no such page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Edition

LATEST = 5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with a way on: the latest stories and the archive."""
    now = getattr(request, "now", None) or timezone.now()
    latest = Edition.objects.live(now).as_cards().newest_first()[:LATEST]
    return render(request, "404.html", {"latest": list(latest)}, status=404)
