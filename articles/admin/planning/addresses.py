"""The addresses of planning, beside the article list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import URLPattern, path

from articles.admin.planning.board_page import board_page
from articles.admin.planning.calendar_page import calendar_page
from articles.admin.planning.moving import move_page

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.models import Article


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The calendar, the board, and the page that moves a plan."""
    view = admin.admin_site.admin_view
    return [
        path("calendar/", view(partial(calendar_page, admin)), name="articles_article_calendar"),
        path("board/", view(partial(board_page, admin)), name="articles_article_board"),
        path(
            "<str:object_id>/move/<slug:kind>/", view(partial(move_page, admin)), name="articles_article_move"
        ),
    ]
