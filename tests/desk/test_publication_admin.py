"""The publication, its front page and its people at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Section
from articles.publishing import publish
from newsroom.models import FrontSlot, PolicyPage, Publication
from tests.desk.pages import address, name_of
from tests.desk.rows import ROWS
from tests.factories import approved, published

type ClientFor = Callable[[User], Client]


def test_the_publications_list_leads_to_its_form_which_makes_the_row(
    client_for: ClientFor, managing: User
) -> None:
    client, url = client_for(managing), address(Publication, "change", 1)
    assert client.get(address(Publication, "changelist")).headers["Location"] == url
    assert not Publication.objects.exists()
    fields = {"font_head": "piazzolla", "font_text": "stix", "font_ui": "franklin"}
    for rows in ("owners", "revenues", "public_money"):
        fields |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    client.post(url, {"name": "The Valley Post", "text_and_data_mining": "reserved", **fields})
    assert list(Publication.objects.values_list("pk", "name")) == [(1, "The Valley Post")]
    assert client.get(address(Publication, "change", 2)).status_code == 302


def test_a_policy_page_keeps_its_history(client_for: ClientFor, standards: User) -> None:
    client = client_for(standards)
    fields = {
        "kind": "ethics",
        "title": "Ethics",
        "slug": "ethics",
        "effective_from": "2026-01-01",
        "position": "0",
    }
    client.post(address(PolicyPage, "add"), {**fields, "body": "We say so."})
    page = PolicyPage.objects.get()
    client.post(address(PolicyPage, "change", page.pk), {**fields, "body": "We show it."})
    history = list(page.history.values_list("body", "history_user"))
    assert history == [("We show it.", standards.pk), ("We say so.", standards.pk)]
    response = client.get(address(PolicyPage, "history", page.pk))
    assert "<del>We say so.</del>" in response.text


def test_the_list_of_slots_says_which_article_is_not_live(client_for: ClientFor, desk: User) -> None:
    live = published()
    later = publish(approved(), by=None, at=timezone.now() + timedelta(hours=2))
    for position, edition in enumerate((live, later), 1):
        FrontSlot.objects.create(position=position, article=edition.article)
    slots = client_for(desk).get(address(FrontSlot, "changelist")).context["cl"].result_list
    assert [(slot.position, slot.article_is_live) for slot in slots] == [(2, False), (1, True)]


def test_the_order_of_the_sections_is_set_in_the_list(client_for: ClientFor, managing: User) -> None:
    first = ROWS[Section](2)[0]
    client, url = client_for(managing), address(Section, "changelist")
    formset = client.get(url).context["cl"].formset
    values = {
        bound.html_name: bound.value() for form in [formset.management_form, *formset.forms] for bound in form
    }
    client.post(url, {**values, "form-0-position": "7", "_save": "Save"})
    first.refresh_from_db()
    assert Section.objects.get(pk=first.pk).position == 7


def test_a_new_person_may_come_in_at_once(everything: Client) -> None:
    password = "reads the valley post"
    everything.post(
        address(User, "add"),
        {"username": "ada", "usable_password": "true", "password1": password, "password2": password},
    )
    assert User.objects.get(username="ada").is_staff is True


def test_the_secret_of_a_second_factor_is_never_shown(everything: Client) -> None:
    model = next(model for model in ROWS if name_of(model) == "mfa.Authenticator")
    row = ROWS[model](1)[0]
    response = everything.get(address(model, "change", row.pk))
    assert (response.status_code, "not shown" in response.text) == (200, False)
