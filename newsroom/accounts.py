"""How people come to have an account: an administrator makes it, nobody signs up; and who is logged in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of a newsroom are given, never taken."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: the sign-up page answers with "sign up closed"."""
        return False


class DeskBackend(ModelBackend):
    """Brings a person's preferences along: every page of the desk asks for them, and it costs no query."""

    def get_user(self, user_id: int) -> User | None:
        """Whoever is logged in, unless the account is closed."""
        user = User.objects.select_related("preferences").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class LoginBackend(DeskBackend, AuthenticationBackend):
    """The same for those who log in through allauth."""
