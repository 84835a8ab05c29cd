"""Where readers find answers to the 18 clauses of the Journalism Trust Initiative (CEN CWA 17493:2019).

The standard asks for far more than a page each; this says where a reader finds anything at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from newsroom.house import ROWS, Words
from newsroom.models import PolicyPage, Publication

Kind = PolicyPage.Kind


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: the kinds of page that answer it, and the publication's fields that do."""

    number: int
    title: Words
    kinds: tuple[Kind, ...] = ()
    fields: tuple[str, ...] = ()
    """All of these have to be filled in, unless a page of `kinds` is there."""
    shown_at: Kind = Kind.IMPRINT
    is_optional: bool = False


CLAUSES = (
    Clause(1, _("Identity of the media outlet"), (), ("legal_name", "address", "email")),
    Clause(2, _("Editorial mission"), (Kind.EDITORIAL_LINE, Kind.ABOUT)),
    Clause(3, _("Public service media"), is_optional=True),
    Clause(4, _("Type of ownership"), (), ("legal_form", "owners"), Kind.OWNERSHIP),
    Clause(5, _("Identity of the owners"), (), ("owners",), Kind.OWNERSHIP),
    Clause(6, _("Management and its seat"), (), ("management", "registered_office"), Kind.OWNERSHIP),
    Clause(7, _("Editorial contacts"), (), ("email", "editor_in_chief")),
    Clause(8, _("Revenue and collection of data"), (), ("revenues",), Kind.OWNERSHIP),
    Clause(9, _("Principles of journalism"), (Kind.ETHICS,)),
    Clause(10, _("Accuracy"), (Kind.FACT_CHECKING,)),
    Clause(11, _("Content from the public"), (Kind.PUBLIC_CONTENT,)),
    Clause(12, _("Sources"), (Kind.UNNAMED_SOURCES,)),
    Clause(13, _("Affiliations"), (Kind.INTERESTS,)),
    Clause(14, _("Internal accountability"), (Kind.CORRECTIONS,)),
    Clause(15, _("External accountability"), (Kind.FEEDBACK,), ("press_council", "complaints_contact")),
    Clause(16, _("Professional standing"), (Kind.WORK,)),
    Clause(17, _("Training"), (Kind.WORK,)),
    Clause(18, _("Published self-assessment"), (), ("jti_report_url",)),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where readers find a clause answered; else what would answer it."""

    clause: Clause
    paths: list[str]
    wanting: list[Words]


def report(publication: Publication, policies: Iterable[PolicyPage]) -> list[Answer]:
    """Every clause with the pages that answer it. `policies` are those there are, the made ones included."""
    paths = {page.kind: page.get_absolute_url() for page in policies}
    filled = {name for name in ROWS if getattr(publication, name).exists()}
    return [_answer(clause, publication, paths, filled) for clause in CLAUSES]


def _answer(clause: Clause, publication: Publication, paths: dict[str, str], filled: set[str]) -> Answer:
    found = [paths[kind] for kind in clause.kinds if kind in paths]
    empty = [name for name in clause.fields if not (name in filled or _text(publication, name))]
    if clause.fields and not empty and clause.shown_at in paths:
        found.append(paths[clause.shown_at])
    wanting: list[Words] = (
        [] if found or clause.is_optional else [*_wanting(clause, publication, empty, paths)]
    )
    return Answer(clause, found, wanting)


def _text(publication: Publication, name: str) -> str:
    return "" if name in ROWS else str(getattr(publication, name))


def _wanting(
    clause: Clause, publication: Publication, empty: list[str], paths: dict[str, str]
) -> list[Words]:
    words: list[Words] = [ROWS[name] if name in ROWS else _label(publication, name) for name in empty]
    pages = [
        *clause.kinds[:1],
        *([clause.shown_at] if clause.fields and clause.shown_at not in paths else []),
    ]
    return [*(_("page “%(kind)s”") % {"kind": kind.label} for kind in pages), *words]


def _label(publication: Publication, name: str) -> Words:
    columns = {field.name: field for field in publication._meta.concrete_fields}
    return columns[name].verbose_name
