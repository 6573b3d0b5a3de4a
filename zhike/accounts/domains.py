"""A portal under the firm's own name: `portal.acme.com` beside `zhike.example/acme/portal/`.

On such a host `/` leads to the portal, sign-in wears the firm's face, and mails to its clients point there. The path
keeps the organisation all the same, so that one rule says whose page this is, whichever host it was asked on.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

from zhike.accounts.models import Organisation
from zhike.core.errors import Invalid

NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def clean_domain(typed: str) -> str:
    """A host name as it will be compared, in the form browsers send it; refused if this installation does not answer
    to it."""
    plain = typed.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/.")
    try:
        plain = plain.encode("idna").decode("ascii") if plain else ""
    except UnicodeError as error:
        raise Invalid(portal_domain=_("Write a host name, like portal.acme.com.")) from error
    if not plain:
        return ""
    if not NAME.fullmatch(plain):
        raise Invalid(portal_domain=_("Write a host name, like portal.acme.com."))
    if plain == urlsplit(settings.SITE_ADDRESS).hostname:
        raise Invalid(portal_domain=_("This is where everybody signs in. Choose a name for your portal alone."))
    if not validate_host(plain, settings.ALLOWED_HOSTS):
        said = _("This installation does not answer to %(host)s yet. Have it added to ZHIKE_HOSTS first.")
        raise Invalid(portal_domain=said % {"host": plain})
    return plain


def site_of(organisation: Organisation) -> str:
    """Where the links of mails to this firm's clients begin."""
    if not organisation.portal_domain:
        return str(settings.SITE_ADDRESS)
    return f"{urlsplit(settings.SITE_ADDRESS).scheme}://{organisation.portal_domain}"


def firm_at(request: HttpRequest) -> Organisation | None:
    """The firm whose own domain this request came in on, if it is one's own domain."""
    host = split_domain_port(request.get_host())[0]
    if host == urlsplit(settings.SITE_ADDRESS).hostname or not NAME.fullmatch(host):
        return None
    return Organisation.objects.exclude(portal_domain="").filter(portal_domain=host).first()
