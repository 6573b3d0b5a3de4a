"""The page where anyone drops a document and learns whether it is genuine. Nothing of it is kept."""

from allauth.core.internal import ratelimit
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhike.core.doors import public
from zhike.core.errors import Refusal
from zhike.core.papers.examining import LARGEST, too_large
from zhike.core.papers.verification import Answer, Verdict, verify

LIMIT = {"verify_document": "30/5m/ip"}
ROOM_FOR_THE_FORM = 64 * 1024
STATUS = {Verdict.GENUINE: 200, Verdict.NOT_GENUINE: 200, Verdict.UNREADABLE: 422}


class TooMany(Refusal):
    status = 429
    code = "too_many"


@csrf_exempt  # it changes nothing; and the size is looked at before anything is read
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_document(request: HttpRequest) -> HttpResponse:
    """Take one file, say whether it is genuine and, if so, what it says about itself."""
    if request.method != "POST":
        return render(request, "core/verify.html", {"limit": LARGEST // 1024**2})
    if not ratelimit.consume(request, app="zhike.core", action="verify_document", config=LIMIT):
        raise TooMany(_("Too many tries from here in a short time."))
    answer = _answer(request)
    found = answer.examination
    context = {
        "answer": answer, "found": found, "limit": LARGEST // 1024**2, "page_class": "wide",
        "file_digits": _in_eights(found.sha256 if found else ""),
        "key_digits": _in_eights(found.certificate_sha256 if found else ""),
    }  # fmt: skip
    return render(request, "core/verify.html", context, status=STATUS[answer.verdict])


def _answer(request: HttpRequest) -> Answer:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + ROOM_FOR_THE_FORM:
        return Answer(Verdict.UNREADABLE, too_large())
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return Answer(Verdict.UNREADABLE, _("Choose a file first."))
    return verify(file.read())


def _in_eights(digits: str) -> list[str]:
    """Sixty-four digits, so that a telephone can break them."""
    return [digits[at : at + 8] for at in range(0, len(digits), 8)]
