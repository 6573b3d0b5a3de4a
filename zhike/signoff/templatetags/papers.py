"""A paper on a page: `{% load papers %}{% paper content %}`, `{% paper_changes changes %}`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhike.core.templatetags.kit import status
from zhike.signoff.changes import PaperDifference
from zhike.signoff.content import PaperContent
from zhike.signoff.models import SignatureRequest, Signer
from zhike.signoff.queries.standing import SIGNER_TONE, TONE
from zhike.signoff.showing import changes_html, paper_html

register = template.Library()


@register.simple_tag
def paper(
    content: PaperContent, languages: Sequence[str] = (), extras: Mapping[str, SafeString] | None = None,
    *, folded: bool = False,
) -> SafeString:  # fmt: skip
    """The paper, in all its languages or in those named; `extras` (item key: HTML) stand below their items."""
    return paper_html(content, languages, extras, folded=folded)


@register.simple_tag
def paper_changes(changes: PaperDifference) -> SafeString:
    """What changed, old words struck through."""
    return changes_html(changes)


@register.filter
def request_state(request: SignatureRequest) -> SafeString:
    return status(request.get_state_display(), TONE[SignatureRequest.State(request.state)], chip=True)


@register.filter
def signer_state(signer: Signer) -> SafeString:
    return status(signer.get_state_display(), SIGNER_TONE[Signer.State(signer.state)])


@register.filter
def signed_of(request: SignatureRequest) -> str:
    """How many have signed: 1 / 2."""
    people = [one for one in request.signers.all() if one.state != Signer.State.DELEGATED]
    return f"{sum(one.has_approved for one in people)} / {len(people)}"


@register.filter
def reading_time(seconds: int) -> str:
    """In minutes and seconds; a dash if nothing was measured."""
    if not seconds:
        return "–"
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(seconds)s s") % {"seconds": rest}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


@register.filter
def exact_moment(moment: datetime | None) -> str:
    """To the second and with the time zone: for evidence."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S %Z (UTC%z)") if moment else "–"


@register.filter
def at_key(found: Mapping[Any, Any], key: Any) -> Any:
    return found.get(key)
