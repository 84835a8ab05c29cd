"""The addresses of the front page at the desk."""

from __future__ import annotations

from django.urls import path

from newsroom.desk.front import page, preview, slot, strip

urlpatterns = [
    path("", page.front_page, name="desk_front"),
    path("preview/", preview.preview, name="desk_front_preview"),
    path("place/", slot.place, name="desk_front_place"),
    path("breaking/", strip.breaking, name="desk_front_breaking"),
    path("breaking/end/", strip.end, name="desk_front_breaking_end"),
    path("<int:pk>/", slot.change, name="desk_front_change"),
    path("<int:pk>/move/", slot.move, name="desk_front_move"),
    path("<int:pk>/pin/", slot.pin, name="desk_front_pin"),
    path("<int:pk>/remove/", slot.remove, name="desk_front_remove"),
]
