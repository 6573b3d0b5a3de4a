"""What a session keeps of the person, so that no page has to ask for it, and how long it lasts."""

from django.conf import settings
from django.http import HttpRequest

from zhike.accounts.models import User
from zhike.accounts.queries import is_on_our_side


def remember(request: HttpRequest, user: User) -> None:
    """Read and write in this person's language and time zone from now on."""
    request.session["language"] = user.language
    request.session["time_zone"] = user.time_zone


def keep_for(request: HttpRequest, user: User) -> None:
    """Somebody of a client looks in once a week and signs with a code each time: their session lasts longer than
    one of ours, in which far more can be done."""
    if not is_on_our_side(user):
        request.session.set_expiry(settings.CLIENT_SESSION_AGE)
