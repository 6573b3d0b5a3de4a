"""The shape of what the pages of an import send."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.accounts.queries import colleagues
from zhike.clients.importing import plan
from zhike.clients.importing.targets import targets
from zhike.clients.models import ImportRun
from zhike.core.actors import Actor
from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.core.tables.reading import reading_choices

EXISTING = [
    (plan.FILL, _("Fill in what is blank there, leave the rest")),
    (plan.OVERWRITE, _("Take the values of the file")),
    (plan.LEAVE, _("Leave them as they are")),
]
MISSING = [
    (plan.REPORT, _("Report the row as not taken")),
    (plan.CREATE, _("Add the client")),
]


class UploadForm(CreateForm):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or Excel (.xlsx), up to 25 MB. The first row holds the names of the columns."),
    )
    kind = forms.ChoiceField(
        label=_("What is in it"),
        choices=ImportRun.Kind.choices,
        initial=ImportRun.Kind.CLIENTS,
        widget=forms.RadioSelect,
    )


class ReadingForm(BaseForm):
    """How the file is read, for a person who knows better than we do."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Separator"), required=False)

    def __init__(self, *args: Any, run: ImportRun, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = reading_choices(run.sheet, run.encoding, run.delimiter, sheets)
        for name in list(self.fields):
            if name not in offered:
                del self.fields[name]
                continue
            self.fields[name].choices = offered[name]  # type: ignore[attr-defined]
            self.initial[name] = getattr(run, name)


class MappingForm(EditForm):
    """A field for each column, and what to do with which rows."""

    existing = forms.ChoiceField(label=_("Rows that are here already"), choices=EXISTING, widget=forms.RadioSelect)
    missing_clients = forms.ChoiceField(
        label=_("Contacts whose client is not here"),
        choices=MISSING,
        widget=forms.RadioSelect,
        required=False,
    )
    owner = forms.ChoiceField(
        label=_("Owner of new clients"), required=False, help_text=_("Where the file names nobody.")
    )
    tags = forms.CharField(label=_("Tags for all"), required=False, help_text=_("Several are separated by commas."))

    def __init__(self, *args: Any, actor: Actor, run: ImportRun, samples: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.samples = run, samples
        known = [(one.name, one.label) for one in targets(actor, run.kind).values()]
        sure = {at: match.confidence for at, match in plan.matches(actor, run.kind, run.headers).items()}
        self.guessed = {at for at, confidence in sure.items() if confidence < plan.SURE}
        for at, header in enumerate(run.headers):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=header,
                choices=[("", _("Leave out")), *known],
                required=False,
                initial=run.mapping.get(str(at), ""),
            )
        people = [(str(one.pk), one.name) for one in colleagues(actor)]
        owner: Any = self.fields["owner"]
        owner.choices = [("", _("Me")), *people]
        if run.kind == ImportRun.Kind.CLIENTS:
            del self.fields["missing_clients"]
        chosen = {**plan.DEFAULTS, **run.choices}
        self.initial.update({name: chosen[name] for name in ("existing", "missing_clients", "owner")})
        self.initial.update({"tags": ", ".join(chosen["tags"]), "version": run.version})

    def columns(self) -> list[dict[str, Any]]:
        """For the page: each column with an example of what is in it, and whether its field is only a guess."""
        mapped = self.run.mapping
        return [
            {
                "field": self[f"column_{at}"], "header": header, "sample": self.samples.get(at, ""),
                "guessed": str(at) in mapped and at in self.guessed,
            }
            for at, header in enumerate(self.run.headers)
        ]  # fmt: skip

    def clean_tags(self) -> list[str]:
        words = self.cleaned_data["tags"]
        for other in "，、;；":
            words = words.replace(other, ",")
        return [word.strip() for word in words.split(",") if word.strip()]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        given = self.cleaned_data
        mapping = {str(at): given[f"column_{at}"] for at in range(len(self.run.headers))}
        choices = {name: given[name] for name in ("existing", "missing_clients", "owner", "tags") if name in given}
        return {"mapping": mapping, "choices": choices, "version": given["version"]}
