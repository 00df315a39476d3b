"""Who may open an account."""

from django.conf import settings
from django.http import HttpRequest

_KEY = "may_sign_up"


def let_sign_up(request: HttpRequest) -> None:
    """Nothing comes back: whoever sits at this browser may open an account, even where strangers may not."""
    request.session[_KEY] = True


def may_sign_up(request: HttpRequest) -> bool:
    """Whether an account may be opened from this browser."""
    return bool(settings.SIGN_UP_OPEN or request.session.get(_KEY))
