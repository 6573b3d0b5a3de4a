"""The shape of what people send to this room's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhike.core.pages import BaseForm
from zhike.files.models import File


class FilesForm(forms.Form):
    """Which files; every field may be left empty."""

    client = forms.UUIDField(required=False, widget=forms.HiddenInput)
    project = forms.UUIDField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(required=False, widget=forms.HiddenInput)  # app.Model:id
    name = forms.CharField(label=_("Name"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Filed under"), required=False)
    archived = forms.BooleanField(label=_("Archived ones"), required=False)
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [("", _("Everything")), *File.Category.choices]


class FileForm(BaseForm):
    """A file's name and where it is filed."""

    name = forms.CharField(label=_("name"), max_length=255)
    category = forms.ChoiceField(label=_("Filed under"), choices=File.Category.choices)
    folder = forms.CharField(label=_("folder"), max_length=200, required=False)
