"""The shape of what the pages of an import send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.core.tables.columns import SURE
from zhike.core.tables.reading import reading_choices
from zhike.plan.importing.merging import LEAVE, OVERWRITE
from zhike.plan.importing.targets import TARGETS, matches
from zhike.plan.models import PlanImport

EXISTING = [
    (OVERWRITE, _("Take what the file says")),
    (LEAVE, _("Leave them as they are, add only what is new")),
]


class UploadForm(CreateForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Microsoft Project (XML, MPP, MPX), Primavera (XER, XML), Zhike (JSON), Trello (JSON), Asana, Jira (CSV), "
            "Excel (.xlsx) or CSV, up to 64 MB. Nothing is taken before you have seen it."
        ),
    )


class ReadingForm(BaseForm):
    """How the file is read, for a person who knows better than we do."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Separator"), required=False)

    def __init__(self, *args: Any, run: PlanImport, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = reading_choices(run.sheet, run.encoding, run.delimiter, sheets)
        for name in list(self.fields):
            if name not in offered:
                del self.fields[name]
                continue
            self.fields[name].choices = offered[name]  # type: ignore[attr-defined]
            self.initial[name] = getattr(run, name)


class TakingForm(EditForm):
    """What becomes of tasks that are here already; the whole form of a file that says itself what it holds."""

    existing = forms.ChoiceField(
        label=_("Tasks that are here already"),
        choices=EXISTING,
        widget=forms.RadioSelect,
        help_text=_("Recognised by our number, or by their number in the source."),
    )

    def __init__(self, *args: Any, run: PlanImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        self.initial.update({"existing": run.options.get("existing", OVERWRITE), "version": run.version})

    def said(self) -> dict[str, Any]:
        return {"existing": self.cleaned_data["existing"], "version": self.cleaned_data["version"]}


class MappingForm(TakingForm):
    """A field for each column."""

    def __init__(self, *args: Any, run: PlanImport, samples: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, run=run, **kwargs)
        self.samples = samples
        known = [(one.name, one.label) for one in TARGETS.values()]
        self.guessed = {at for at, match in matches(run.headers).items() if match.confidence < SURE}
        for at, header in enumerate(run.headers):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=header,
                choices=[("", _("Leave out")), *known],
                required=False,
                initial=run.mapping.get(str(at), ""),
            )

    def columns(self) -> list[dict[str, Any]]:
        """For the page: each column with an example, and whether its field is only a guess."""
        return [
            {
                "field": self[f"column_{at}"],
                "header": header,
                "sample": self.samples.get(at, ""),
                "guessed": str(at) in self.run.mapping and at in self.guessed,
            }
            for at, header in enumerate(self.run.headers)
        ]

    def said(self) -> dict[str, Any]:
        mapping = {str(at): self.cleaned_data[f"column_{at}"] for at in range(len(self.run.headers))}
        return {"mapping": mapping, **super().said()}
