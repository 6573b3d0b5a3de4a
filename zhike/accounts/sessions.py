"""What a session keeps of the person, so that no page has to ask for it."""

from django.http import HttpRequest

from zhike.accounts.models import User


def remember(request: HttpRequest, user: User) -> None:
    """Read and write in this person's language and time zone from now on."""
    request.session["language"] = user.language
    request.session["time_zone"] = user.time_zone
