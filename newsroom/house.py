"""The imprint and the page about ownership: made from the publication's own fields.

Regulation (EU) 2024/1083, Article 6(1), and §§ 24 and 25 of the Austrian Media Act say what has to be found.
Only what is filled in is shown; what is missing is told to the desk (`newsroom.desk.trust`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.models import PolicyPage, Publication

type Words = str | Promise

IMPRINT = PolicyPage.Kind.IMPRINT
OWNERSHIP = PolicyPage.Kind.OWNERSHIP
PUBLISHER: dict[str, Words] = {
    "name": _("Publication"),
    "legal_name": _("Media owner and publisher"),
    "legal_form": _("Legal form"),
    "purpose": _("Business object"),
    "registered_office": _("Registered office"),
    "address": _("Address"),
    "country": _("Country"),
    "register": _("Register"),
    "registration_number": _("Registration number"),
    "management": _("Management"),
    "editor_in_chief": _("Editor in chief"),
    "responsible_person": _("Responsible under press law"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "corrections_email": _("Corrections"),
    "complaints_contact": _("Complaints"),
    "press_council": _("Press council"),
}
"""The fields of the imprint, in order, each with the words before it."""
OWNED: dict[str, Words] = {
    "legal_name": _("Media owner and publisher"),
    "legal_form": _("Legal form"),
    "registered_office": _("Registered office"),
    "management": _("Management"),
    "other_holdings": _("Other media companies of the owners"),
}
"""The fields of the page about ownership that are no rows of their own."""
ROWS: dict[str, Words] = {
    "owners": _("Owners"),
    "revenues": _("Where the money comes from"),
    "public_money": _("Public money"),
}
FIELDS = {IMPRINT: PUBLISHER, OWNERSHIP: OWNED}
OWED: dict[PolicyPage.Kind, tuple[str, ...]] = {
    IMPRINT: ("legal_name", "address", "email"),
    OWNERSHIP: ("registered_office", "management", "owners"),
}
"""What readers are owed of each page wherever a publication has its seat; the rest depends on the country."""
# What makes the page: a name alone is no imprint, and a legal name says nothing of who owns it.
MAKES = {IMPRINT: ("legal_name", "responsible_person"), OWNERSHIP: ()}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the imprint."""

    label: Words
    lines: list[str]
    email: str = ""


def facts(publication: Publication, kind: str) -> list[Fact]:
    """What is filled in of a page's fields, in order."""
    return list(_facts(publication, FIELDS[PolicyPage.Kind(kind)]))


def _facts(publication: Publication, fields: dict[str, Words]) -> Iterator[Fact]:
    for name, label in fields.items():
        value = str(getattr(publication, name)).strip()
        if value:
            lines = [line.strip() for line in value.splitlines() if line.strip()]
            yield Fact(label, lines, value if name.endswith("email") else "")


def rows(publication: Publication) -> dict[str, list[Any]]:
    """Owners, revenues and public money, each in order; one query each."""
    return {name: list(getattr(publication, name).all()) for name in ROWS}


def is_made(publication: Publication, kind: str) -> bool:
    """Whether the publication's fields alone make a page of that kind."""
    if kind == OWNERSHIP:
        told = reduce(or_, (Q(**{f"{name}__isnull": False}) for name in ROWS))
        return Publication.objects.filter(told, pk=publication.pk).exists()
    return any(getattr(publication, name) for name in MAKES[PolicyPage.Kind(kind)])


def missing(publication: Publication, kind: str) -> list[Words]:
    """The fields of a page that nobody has filled in, in words."""
    empty = [label for name, label in FIELDS[PolicyPage.Kind(kind)].items() if not getattr(publication, name)]
    if kind == OWNERSHIP:
        empty += [label for name, label in ROWS.items() if not getattr(publication, name).exists()]
    return empty


def owing(publication: Publication, *, has_owners: bool) -> list[tuple[PolicyPage.Kind, list[Words]]]:
    """The pages the law asks for that lack something everybody owes, each with what, in words."""
    words = PUBLISHER | OWNED | ROWS
    found = []
    for kind, names in OWED.items():
        filled = {name for name in names if name not in ROWS and str(getattr(publication, name)).strip()}
        filled |= {"owners"} if has_owners else set()
        if empty := [words[name] for name in names if name not in filled]:
            found.append((kind, empty))
    return found


def policy_pages() -> list[PolicyPage]:
    """Every page about how we work, in order; those made from fields alone stand last and are no rows."""
    pages = list(PolicyPage.objects.only("kind", "title", "slug"))
    written = {page.kind for page in pages}
    publication = Publication.current()
    pages += [
        PolicyPage(kind=kind, title=str(kind.label), slug=kind.value)
        for kind in (OWNERSHIP, IMPRINT)
        if kind not in written and is_made(publication, kind)
    ]
    return pages
