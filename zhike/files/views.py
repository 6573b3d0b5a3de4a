"""Pages of this room: a list anybody loads as a panel, one file with its versions, and the bytes themselves."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhike.activity.queries import addresses, audience_words, subject_of
from zhike.core.access import abilities, can, find
from zhike.core.actors import Actor
from zhike.core.addresses import reverse
from zhike.core.doors import Request, client, staff
from zhike.core.errors import Invalid, Missing
from zhike.core.models import Scoped
from zhike.files import actions, queries
from zhike.files.access import ARCHIVE_FILE, CHANGE_FILE, SHARE_FILE, UPLOAD_FILE, VIEW_FILE
from zhike.files.forms import FileForm, FilesForm
from zhike.files.models import File, FileVersion
from zhike.files.serving import preview_sent, sent

PAGE = 50


@require_GET
@staff(VIEW_FILE)
def files(request: Request) -> HttpResponse:
    """The list, as a page or as the panel of another page; with a place to drop new ones where it belongs to a row."""
    context = panel(request.actor, request.GET)
    part = "files/files.html" if request.htmx else "files/files_page.html"  # type: ignore[attr-defined]
    return render(request, part, context)


def panel(actor: Actor, query: QueryDict) -> dict[str, Any]:
    """What `files/files.html` needs: `?client=`, `?project=` or `?subject=app.Model:id`."""
    form = FilesForm(query)
    if not form.is_valid():
        raise Invalid({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
    told = form.cleaned_data
    subject = _subject(actor, told)
    rows = list(_found(actor, told, subject)[: PAGE + 1])
    older = query.copy()
    older["before"] = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return {
        "rows": rows[:PAGE],
        "older": f"{reverse('files')}?{older.urlencode()}" if len(rows) > PAGE else "",
        "form": form,
        "is_narrowed": bool(told["name"] or told["category"] or told["archived"]),
        **(_uploading(actor, subject) if subject is not None else {}),
    }


def _found(actor: Actor, told: dict[str, Any], subject: Scoped | None) -> QuerySet[File]:
    found = queries.files(
        actor,
        client=told["client"],
        project=told["project"],
        subject=subject.pk if subject is not None and told["subject"] else None,
        category=told["category"],
        name=told["name"],
        archived=told["archived"],
    )
    return found.filter(pk__lt=told["before"]) if told["before"] else found


def _uploading(actor: Actor, subject: Scoped) -> dict[str, Any]:
    """What the form for new files needs, where there is a row to file them beside."""
    return {
        "subject": subject,
        "label": subject._meta.label,
        "audience": audience_words(subject),
        "may_upload": can(actor, UPLOAD_FILE) and not actor.only_looks,
        "may_share": can(actor, SHARE_FILE),
        "limit": filesizeformat(settings.UPLOAD_LIMIT),
        "categories": File.Category.choices,
    }


@require_POST
@staff(UPLOAD_FILE)
def file_new(request: Request, label: str, key: UUID) -> HttpResponse:
    """One or several files, filed beside a row. Those before one that is refused are in."""
    subject = subject_of(request.actor, label, key)
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise Invalid(file=_("Choose a file first."))
    told: dict[str, Any] = {
        "category": request.POST.get("category", File.Category.OTHER),
        "folder": request.POST.get("folder", ""),
        "share": request.POST.get("visibility") == "shared",
    }
    for one in uploads:
        actions.upload_file(request.actor, subject, one, name=one.name or "", **told)
    messages.success(request, _("Filed."))
    own = addresses(request.actor, [(label, key)])
    return HttpResponseRedirect(own.get(key) or f"{reverse('files')}?subject={label}:{key}")


@require_GET
@staff(VIEW_FILE)
def file(request: Request, pk: UUID) -> HttpResponse:
    """One file: where it is filed, who can read it, all its versions."""
    row = find(request.actor, File, pk=pk)
    may = abilities(request.actor, row, CHANGE_FILE, UPLOAD_FILE, SHARE_FILE, ARCHIVE_FILE)
    context = {
        "file": row,
        "versions": queries.versions(request.actor, row),
        "may": {one.partition(".")[2] for one in may} if not request.actor.only_looks else set(),
        "beside": addresses(request.actor, [(row.subject_type, row.subject_id)] if row.subject_id else []),
        "audience": _audience(request.actor, row),
    }
    return render(request, "files/file.html", context)


@require_http_methods(["GET", "POST"])
@staff(CHANGE_FILE)
def file_change(request: Request, pk: UUID) -> HttpResponse:
    """Rename it or file it elsewhere."""
    row = find(request.actor, File, pk=pk)
    initial = {"name": row.name, "category": row.category, "folder": row.folder}
    form = FileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_file(request.actor, row, **form.cleaned_data)
        return redirect("file", pk)
    context = {"form": form, "title": _("Rename or file elsewhere"), "cancel": reverse("file", args=[pk])}
    return render(request, "core/form.html", context, status=422 if form.errors else 200)


@require_POST
@staff(UPLOAD_FILE)
def file_version_new(request: Request, pk: UUID) -> HttpResponse:
    row = find(request.actor, File, pk=pk)
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid(file=_("Choose a file first."))
    actions.add_version(request.actor, row, upload, name=upload.name or "", note=request.POST.get("note", ""))
    return redirect("file", pk)


@require_POST
@staff(CHANGE_FILE)
def file_version_restoring(request: Request, pk: UUID, number: int) -> HttpResponse:
    actions.restore_version(request.actor, find(request.actor, File, pk=pk), number=number)
    return redirect("file", pk)


@require_POST
@staff(SHARE_FILE)
def file_sharing(request: Request, pk: UUID) -> HttpResponse:
    """POST shares with the client; with `stop`, keeps it to the team again."""
    act = actions.stop_sharing_file if "stop" in request.POST else actions.share_file
    act(request.actor, find(request.actor, File, pk=pk))
    return redirect("file", pk)


@require_POST
@staff(ARCHIVE_FILE)
def file_archiving(request: Request, pk: UUID) -> HttpResponse:
    """POST archives; with `restore`, brings it back."""
    act = actions.restore_file if "restore" in request.POST else actions.archive_file
    act(request.actor, find(request.actor, File, pk=pk))
    return redirect("file", pk)


@require_GET
@staff(VIEW_FILE)
def file_content(request: Request, pk: UUID, number: int = 0) -> HttpResponse:
    return _content(request, pk, number)


@require_GET
@client(VIEW_FILE)
def portal_file(request: Request, pk: UUID, number: int = 0) -> HttpResponse:
    """The same for a person of the client: what was shared with them, nothing else exists."""
    return _content(request, pk, number)


@require_GET
@staff(VIEW_FILE)
def file_preview(request: Request, pk: UUID, number: int) -> HttpResponse:
    row = find(request.actor, FileVersion, file_id=pk, number=number)
    if not row.preview_key:
        raise Missing(_("There is no small picture of this."))
    return preview_sent(row)


def _content(request: Request, pk: UUID, number: int) -> HttpResponse:
    row = find(request.actor, File, pk=pk)
    version = find(request.actor, FileVersion, file=row, number=number or row.latest_number)
    return sent(request, version, name=row.name, inline="inline" in request.GET)


def _subject(actor: Actor, told: dict[str, Any]) -> Scoped | None:
    """The row new files are filed beside: the one named, else the project, else the client."""
    label, _colon, key = told["subject"].partition(":")
    if told["subject"]:
        try:
            return subject_of(actor, label, UUID(key))
        except ValueError as error:
            raise Missing(_("There is no such thing to attach this to.")) from error
    for label, key in (("projects.Project", told["project"]), ("clients.Client", told["client"])):
        if key:
            return subject_of(actor, label, key)
    return None


def _audience(actor: Actor, row: File) -> str:
    if row.subject_id is None:
        return ""
    try:
        return audience_words(subject_of(actor, row.subject_type, row.subject_id))
    except Missing:
        return ""
