"""The keys of the desk: one table for the help, for Preferences and for desk/keyboard.js."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN = {"Control": "Ctrl"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key or sequence. `keys` is written as aria-keyshortcuts has it; a sequence has a space."""

    action: str
    keys: str
    does: _StrPromise
    single: bool = False
    """A letter or sign alone: those are switched off by themselves."""
    view: str = ""
    anchor: str = ""

    @property
    def caps(self) -> list[str]:
        """What stands on the keys, one after the other."""
        return [SHOWN.get(part, part) for part in self.keys.replace("+", " ").split()]

    @property
    def url(self) -> str:
        """Where the key leads; empty for one that does something."""
        return f"{reverse(self.view)}{self.anchor}" if self.view else ""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys under a heading."""

    title: _StrPromise
    keys: tuple[Key, ...]


GROUPS = (
    KeyGroup(
        _("In a story"),
        (
            Key("save", "Control+S", _("Save")),
            Key("send", "Control+Enter", _("Save and send on: to the desk, approve, or publish; asks first")),
            Key("preview", "Control+Shift+P", _("Preview of what was saved, in a window of its own")),
            Key("compare", "Control+Shift+D", _("Compare with what is public, in a window of its own")),
        ),
    ),
    KeyGroup(
        _("In the text"),
        (
            Key("link", "Control+K", _("Link to one of our stories, or to an address")),
            Key("quote", "Control+Shift+.", _("Quote")),
            Key("", "Control+Alt+2", _("Sub-headline (3: a smaller one)")),
            Key("", "Control+B", _("Bold")),
            Key("", "Control+I", _("Italic")),
            Key("", "Control+Z", _("Take back, also a quotation mark that was made for you")),
        ),
    ),
    KeyGroup(
        _("Everywhere, outside fields"),
        (
            Key("desk", "g d", _("Go to the desk"), single=True, view="admin:index"),
            Key("list", "g l", _("Go to the list"), single=True, view="admin:articles_article_changelist"),
            Key(
                "corrections",
                "g c",
                _("Go to the corrections due"),
                single=True,
                view="admin:index",
                anchor="#block-corrections",
            ),
            Key("search", "/", _("Search"), single=True),
            Key("help", "Control+/", _("This list")),
        ),
    ),
    KeyGroup(
        _("In a list"),
        (
            Key("down", "j", _("Next line"), single=True),
            Key("up", "k", _("Line before"), single=True),
            Key("open", "o", _("Open it"), single=True),
            Key("choose", "x", _("Tick it"), single=True),
        ),
    ),
)
