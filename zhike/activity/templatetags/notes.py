"""`{% note_text body %}`: what somebody wrote, as safe HTML."""

from django import template
from django.utils.safestring import SafeString

from zhike.activity.markup import rendered

register = template.Library()


@register.simple_tag
def note_text(body: str) -> SafeString:
    return rendered(body)
