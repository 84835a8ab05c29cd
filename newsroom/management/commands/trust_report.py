"""Say which clauses of the Journalism Trust Initiative have a page, and what the law may miss."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsroom import house
from newsroom.house import policy_pages
from newsroom.models import AT_FIXED_ADDRESSES, Publication
from newsroom.trust import report


class Command(BaseCommand):
    help = (
        "List the 18 clauses of the Journalism Trust Initiative (CWA 17493) with the public pages that "
        "answer them, and the empty fields of the imprint and of the page about ownership."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        publication = Publication.objects.filter(pk=1).first() or Publication(pk=1)
        answers = report(publication, policy_pages())
        for answer in answers:
            where = (
                ", ".join(answer.paths)
                or "; ".join(map(str, answer.wanting))
                or "only for public service media"
            )
            sign = "yes" if answer.paths else "-" if answer.clause.is_optional else "no"
            self.stdout.write(f"{answer.clause.number:>3}  {sign:<4}{answer.clause.title!s:<36}{where}")
        asked = [answer for answer in answers if not answer.clause.is_optional]
        self.stdout.write(
            f"{sum(bool(answer.paths) for answer in asked)} of {len(asked)} clauses have a page."
        )
        for kind in sorted(AT_FIXED_ADDRESSES):
            empty = ", ".join(map(str, house.missing(publication, kind)))
            self.stdout.write(f"{kind.label}: {'empty: ' + empty if empty else 'everything is filled in'}")
