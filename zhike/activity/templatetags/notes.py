"""`{% note_text body %}`: what somebody wrote, as safe HTML. `{% timeline_line line %}`: one thing that happened."""

from django import template
from django.utils.safestring import SafeString

from zhike.activity.lines import written
from zhike.activity.markup import rendered
from zhike.activity.telling import Line

register = template.Library()


@register.simple_tag
def note_text(body: str) -> SafeString:
    return rendered(body)


@register.simple_tag
def timeline_line(line: Line) -> SafeString:
    return written(line)
