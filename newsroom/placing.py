"""What people do to the front page: place a story, change it, move it, pin it, remove it.

Every verb takes its actor, its moment and `seen`, the number of the last change its actor has seen
(`newsroom.front_log`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t

from articles.models import Article, Change, Edition
from articles.workflow import NotPossible
from newsroom.arranging import Arrangement, arrange, moved
from newsroom.front_log import allow, area_of, claimed, iso
from newsroom.models import FrontChange, FrontSlot

WHAT_LENGTH = 300

Verb = FrontChange.Verb


def place(slot: FrontSlot, *, by: User | None, now: datetime, seen: int) -> FrontSlot:
    """Store a new slot. A story that is only scheduled is placed from its own time on.

    Raises NotPossible when the story is neither live nor scheduled, or the place is held by a pin.
    """
    allow(by, "add_frontslot")
    with claimed(area_of(slot.section), Verb.PLACED, by, now, seen) as change:
        slot.starts_at = max(slot.starts_at, now, begins(slot.article, now))
        _check_period(slot)
        _check_pin(slot, now)
        slot.placed_by = by
        slot.save()
        _say(change, slot, to=_facts(slot))
    return slot


def change(slot: FrontSlot, *, by: User | None, now: datetime, seen: int) -> None:
    """Store another headline, picture, pin, time or place of a slot. One that has begun keeps its beginning.

    Raises NotPossible as `place` and `move` do.
    """
    allow(by, "change_frontslot")
    with claimed(area_of(slot.section), Verb.CHANGED, by, now, seen) as made:
        before, wanted = _stored(slot.pk, now), slot.position
        begun = before.starts_at <= now and slot.starts_at <= now
        slot.starts_at = before.starts_at if begun else max(slot.starts_at, now, begins(slot.article, now))
        _check_period(slot)
        stands = _arrangement(now).place_of(before) if begun else None
        if stands:
            # A story that slid keeps the place it came from, and goes back to it when there is room again.
            slot.position = before.position if wanted == stands and not slot.pinned else stands
        _check_pin(slot, now)
        slot.save()
        if stands and wanted != stands:
            _settle(slot, wanted, now)
        _say(made, slot, before=_facts(before), to=_facts(slot) | {"place": wanted})


def move(pk: int, to: int, *, by: User | None, now: datetime, seen: int) -> None:
    """Put a standing story, or one that found no room, into another place of its column.

    Everybody else of the column keeps their order, and a pinned story its place.
    """
    allow(by, "change_frontslot")
    slot = _stored(pk, now)
    with claimed(area_of(slot.section), Verb.MOVED, by, now, seen) as made:
        slot = _stored(pk, now)
        was = _arrangement(now).place_of(slot)
        _settle(slot, to, now)
        _say(made, slot, before={"place": was}, to={"place": to})


def pin(pk: int, *, pinned: bool, by: User | None, now: datetime, seen: int) -> None:
    """Hold a story in the place where it stands, or let it slide again."""
    allow(by, "change_frontslot")
    slot = _stored(pk, now)
    with claimed(area_of(slot.section), Verb.PINNED if pinned else Verb.UNPINNED, by, now, seen) as made:
        slot = _stored(pk, now)
        stands = _arrangement(now).place_of(slot)
        if pinned and stands is None:
            raise NotPossible(_t("The story does not stand on the page at the moment."))
        slot.pinned, slot.position = pinned, stands or slot.position
        slot.save(update_fields=["pinned", "position"])
        _say(made, slot, to={"place": slot.position})


def remove(pk: int, *, by: User | None, now: datetime, seen: int) -> None:
    """End a slot now, so that its place fills itself; one that has not begun is deleted."""
    allow(by, "delete_frontslot")
    slot = _stored(pk, now)
    with claimed(area_of(slot.section), Verb.REMOVED, by, now, seen) as made:
        slot = _stored(pk, now)
        _say(made, slot, before=_facts(slot))
        if slot.starts_at < now:
            slot.ends_at = now
            slot.save(update_fields=["ends_at"])
        else:
            slot.delete()


def _stored(pk: int, now: datetime) -> FrontSlot:
    """The slot as the database has it. Raises NotPossible for one that is over or gone."""
    slot = FrontSlot.objects.not_over(now).select_related("section", "article").filter(pk=pk).first()
    if slot is None:
        raise NotPossible(_t("This story was removed from the page meanwhile, or its time is over."))
    return slot


def begins(article: Article, now: datetime) -> datetime:
    """From when readers can read the story. Raises NotPossible when they can neither now nor later."""
    editions = Edition.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), article=article)
    first = editions.exclude(change=Change.TAKE_DOWN).order_by("starts_at").first()
    if first is None:
        raise NotPossible(
            _t("“%(story)s” is neither live nor scheduled, so it has no place here.")
            % {"story": article.headline or article}
        )
    return first.starts_at


def _check_period(slot: FrontSlot) -> None:
    if slot.ends_at is not None and slot.ends_at <= slot.starts_at:
        raise NotPossible(_t("The story’s time on the page ends before it begins."))


def _check_pin(slot: FrontSlot, now: datetime) -> None:
    """Raise NotPossible when another story is pinned to the place, now or at the moment the slot begins."""
    at = max(slot.starts_at, now)
    live = Edition.objects.live(at).filter(article=OuterRef("article"))
    others = FrontSlot.objects.active(at).filter(Exists(live), section=slot.section, position=slot.position)
    pinned = others.filter(pinned=True).exclude(pk=slot.pk).exclude(article=slot.article_id)
    if holder := pinned.select_related("article").first():
        raise NotPossible(
            _t("“%(story)s” is pinned there. Unpin it first, or take another place.")
            % {"story": _named(holder)}
        )


def standing(slots: list[FrontSlot], at: datetime) -> Arrangement:
    """Who of these slots stands where at that moment."""
    live = Edition.objects.live(at).filter(article__in=[slot.article_id for slot in slots])
    return arrange(slots, set(live.values_list("article_id", flat=True)))


def _arrangement(now: datetime) -> Arrangement:
    return standing(list(FrontSlot.objects.active(now)), now)


def _settle(slot: FrontSlot, to: int, now: datetime) -> None:
    """Store the places a move leads to."""
    for pk, position in moved(_arrangement(now), slot, to).items():
        FrontSlot.objects.filter(pk=pk).update(position=position)


def _facts(slot: FrontSlot) -> dict[str, Any]:
    """What the log keeps of a slot."""
    return {
        "place": slot.position,
        "headline": slot.headline,
        "photo": slot.photo_id,
        "pinned": slot.pinned,
        "from": iso(slot.starts_at),
        "until": iso(slot.ends_at),
    }


def _say(made: FrontChange, slot: FrontSlot, **details: dict[str, Any]) -> None:
    made.what = _named(slot)[:WHAT_LENGTH]
    made.details = {"slot": slot.pk, "article": slot.article_id, **details}


def _named(slot: FrontSlot) -> str:
    """The words under which people know the story on the page."""
    return slot.headline or slot.article.headline or str(slot.article)
