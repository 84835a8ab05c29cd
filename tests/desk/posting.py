"""What a browser would send: the controls of a form on a page, as they stand there."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    """Collects the successful controls of one form, as the HTML standard calls them; no buttons."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.data: dict[str, str] = {}
        self._inside = False
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = not self.form_id or given.get("id") == self.form_id
        name = given.get("name", "")
        if not self._inside or "disabled" in given:
            return
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._text, self.data[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.data):
            self.data[self._select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("submit", "button", "file"):
            self.data[name] = given.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._text:
            # A browser sends CR LF, and leaves out the newline that follows the tag.
            self.data[self._text] += data.removeprefix("\n").replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False


def typed(response: Any, form_id: str = "article_form", **changes: Any) -> dict[str, str]:
    """The fields of a form as a browser would send them, with these changes."""
    form = _Form(form_id)
    form.feed(response.content.decode())
    sent = {name: value for name, value in form.data.items() if "__prefix__" not in name}
    return {**sent, **{name: str(value) for name, value in changes.items()}}
