"""How values of this room look: tones of states, the meter of data quality."""

from typing import Any

from django.utils.translation import gettext as _

from zhike.clients.models import Client, Contact
from zhike.core.markup import format_html

STAGE_TONES = {
    Client.Stage.PROSPECT: "info",
    Client.Stage.ACTIVE: "good",
    Client.Stage.CARE: "accent",
    Client.Stage.DORMANT: "warn",
    Client.Stage.FORMER: "",
}
ATTITUDE_TONES = {
    Contact.Attitude.CHAMPION: "good",
    Contact.Attitude.SUPPORTIVE: "good",
    Contact.Attitude.NEUTRAL: "",
    Contact.Attitude.SCEPTICAL: "warn",
    Contact.Attitude.OPPOSED: "bad",
}


def quality_meter(quality: int) -> Any:
    """A small meter and the figure: 0–100, of what is expected of a file and how fresh it is."""
    return format_html(
        '<span class="gauge"><meter min="0" max="100" low="40" high="70" optimum="100" value="{}" aria-label="{}">'
        "</meter>{}</span>",
        quality,
        _("Data quality: %(quality)s of 100") % {"quality": quality},
        quality,
    )
