"""The page at which people log in: Django's own, which stays shut for a while to whoever keeps guessing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError

from service import logins
from service.web import at_work


class Form(AuthenticationForm):
    """Name and password. What is wrong is never said: a name, a password, or too many tries."""

    def clean(self) -> dict[str, Any]:
        """Whoever may go in. Raises ValidationError."""
        house, name = at_work.house(), str(self.cleaned_data.get("username") or "")
        if logins.is_shut(house, name):
            raise self.get_invalid_login_error()
        try:
            return super().clean()
        except ValidationError:
            logins.failed(house, name)
            raise


class Door(LoginView):
    """The page itself."""

    authentication_form = Form
    template_name = "login.html"
