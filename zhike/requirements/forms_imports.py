"""The shape of what the pages of an import send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.pages import BaseForm, CreateForm, EditForm
from zhike.core.tables.columns import SURE
from zhike.core.tables.reading import reading_choices
from zhike.requirements.importing.passages import Passage
from zhike.requirements.importing.taking import FILL, LEAVE, OVERWRITE
from zhike.requirements.importing.targets import TARGETS, matches
from zhike.requirements.models import RequirementImport

EXISTING = [
    (FILL, _("Fill in what is blank there, leave the rest")),
    (OVERWRITE, _("Take the words of the file")),
    (LEAVE, _("Leave them as they are")),
]


class UploadForm(CreateForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx), CSV or Word (.docx), up to 25 MB. Nothing is taken before you have seen it."),
    )


class ReadingForm(BaseForm):
    """How the file is read, for a person who knows better than we do."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Separator"), required=False)

    def __init__(self, *args: Any, run: RequirementImport, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = reading_choices(run.sheet, run.encoding, run.delimiter, sheets)
        for name in list(self.fields):
            if name not in offered:
                del self.fields[name]
                continue
            self.fields[name].choices = offered[name]  # type: ignore[attr-defined]
            self.initial[name] = getattr(run, name)


class ExistingForm(EditForm):
    existing = forms.ChoiceField(
        label=_("Requirements that are here already"),
        choices=EXISTING,
        widget=forms.RadioSelect,
        help_text=_("Recognised by our number, by the number in the source, or by the same title."),
    )


class MappingForm(ExistingForm):
    """A field for each column."""

    def __init__(self, *args: Any, run: RequirementImport, samples: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run, self.samples = run, samples
        known = [(one.name, one.label) for one in TARGETS.values()]
        self.guessed = {at for at, match in matches(run.headers).items() if match.confidence < SURE}
        for at, header in enumerate(run.headers):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=header,
                choices=[("", _("Leave out")), *known],
                required=False,
                initial=run.mapping.get(str(at), ""),
            )
        self.initial |= {"existing": run.existing, "version": run.version}

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
        given = self.cleaned_data
        mapping = {str(at): given[f"column_{at}"] for at in range(len(self.run.headers))}
        return {"mapping": mapping, "existing": given["existing"], "version": given["version"]}


class PassagesForm(ExistingForm):
    """A tick for each passage of a document."""

    ticked = forms.TypedMultipleChoiceField(label=_("Requirements"), required=False, coerce=int)

    def __init__(
        self, *args: Any, run: RequirementImport, found: list[Passage], ticked: set[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = [(one.number, one.title) for one in found]  # type: ignore[attr-defined]
        self.initial |= {"existing": run.existing, "version": run.version, "ticked": sorted(ticked)}

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"ticked": given["ticked"], "existing": given["existing"], "version": given["version"]}
