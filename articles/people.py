"""How the newsroom names a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _t

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def person(user: AbstractBaseUser | None) -> str:
    """A person's full name, or the user name; nobody is the system itself."""
    if user is None:
        return _t("the system")
    return getattr(user, "get_full_name", str)() or str(user)
