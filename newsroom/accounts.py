"""How people come to have an account: an administrator makes it, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of a newsroom are given, never taken."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: the sign-up page answers with "sign up closed"."""
        return False
