"""Whether hubs and search engines hear what they are told: since when one takes nothing, what was given up.

The minute job notes it after every attempt; the first screen of the desk says so when it lasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from newsroom.models import Heartbeat

NAME = "hearing"
# A hub that is started again, or busy for a moment, is nobody's alarm.
PATIENCE = timedelta(minutes=15)
# Long enough for somebody to read of it after a weekend.
SAID_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Deaf:
    """A service that does not hear us: since when, what it says, and what was given up for good, when."""

    to: str
    since: datetime | None
    said: str
    given_up: int = 0
    given_up_at: datetime | None = None

    @property
    def host(self) -> str:
        """Its name, as an operator knows it."""
        return urlsplit(self.to).netloc


def services() -> list[str]:
    """Whom the operator has named."""
    engines = [settings.INDEXNOW_URL] if settings.INDEXNOW_KEY else []
    return [*settings.WEBSUB_HUBS, *engines]


def note(said: Mapping[str, str], given_up: Mapping[str, int], now: datetime) -> None:
    """Note what each service that was told said instead of taking it (empty: it took all of it), and how many
    addresses were given up for it."""
    if not (said or given_up):
        return
    Heartbeat.objects.get_or_create(name=NAME)
    with transaction.atomic():
        row = Heartbeat.objects.select_for_update().get(name=NAME)
        before = {to: dict(known) for to, known in row.report.items()}
        for to, number in given_up.items():
            known = row.report.setdefault(to, {})
            known |= {"given_up": known.get("given_up", 0) + number, "given_up_at": now.isoformat()}
        for to, words in said.items():
            known = row.report.setdefault(to, {})
            known |= {"since": known.get("since") or now.isoformat(), "said": words}
            if not words:
                known.pop("since")
        if row.report != before:
            row.save(update_fields=["report"])


def deaf(now: datetime) -> list[Deaf]:
    """The services that have not heard us for a while, or for which something was given up lately.

    One query, and none where the operator has named nobody.
    """
    if not (named := services()):
        return []
    report = Heartbeat.objects.filter(name=NAME).values_list("report", flat=True).first() or {}
    found = []
    for to in named:
        known = report.get(to, {})
        since, given_up_at = _moment(known.get("since")), _moment(known.get("given_up_at"))
        is_deaf = since is not None and now - since >= PATIENCE
        is_recent = given_up_at is not None and now - given_up_at < SAID_FOR
        if is_deaf or is_recent:
            given_up = known["given_up"] if is_recent else 0
            found.append(Deaf(to, since if is_deaf else None, known.get("said", ""), given_up, given_up_at))
    return found


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
