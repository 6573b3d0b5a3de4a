"""A copy somebody holds is genuine, and known; the rows say what became of it since."""

import io
import json
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from zhike.accounts.actions import change_logo
from zhike.activity.models import Activity
from zhike.core.models import Job
from zhike.core.papers import examine_pdf
from zhike.signoff import actions
from zhike.signoff.devices import device_in_words
from zhike.signoff.models import PaperBytes, SignatureRequest, SignedCopy
from zhike.signoff.testing import freeze, second_signatory, sign

pytestmark = pytest.mark.django_db


def asked(file) -> tuple[int, dict]:
    out = StringIO()
    try:
        call_command("verify_document", str(file), "--language", "en", "--json", stdout=out)
    except SystemExit as ended:
        return int(ended.code), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_a_signed_copy_is_genuine_and_says_who_signed(inside, tmp_path):
    copy = SignedCopy.objects.get(request=inside.signed_request)
    found = examine_pdf(bytes(copy.pdf))
    assert found.is_genuine
    assert inside.signed_paper.code.split()[0] in found.title
    assert "approved" in found.description
    file = tmp_path / "copy.pdf"
    file.write_bytes(bytes(copy.pdf))
    status, told = asked(file)
    assert status == 0
    assert told["known"]["organisation"] == inside.acme.name
    assert told["known"]["since"] == ["There is a newer version: 2."]


def test_a_changed_copy_is_neither_genuine_nor_known(inside, tmp_path):
    pdf = bytearray(SignedCopy.objects.get(request=inside.signed_request).pdf)
    pdf[len(pdf) // 2] ^= 1
    file = tmp_path / "copy.pdf"
    file.write_bytes(bytes(pdf))
    status, told = asked(file)
    assert (status, told["known"]) == (1, None)


def test_a_paper_without_signatures_is_known_but_not_genuine(inside, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(bytes(PaperBytes.objects.get(paper=inside.signed_paper).pdf))
    status, told = asked(file)
    assert status == 1
    assert told["known"]["since"][0] == "It is the document as it was shown, without signatures."


GECKO = "AppleWebKit/537.36"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            f"Mozilla/5.0 (Linux; Android 15; Pixel 9) {GECKO} Chrome/141.0 Mobile Safari/537.36",
            "Chrome 141, Android 15",
        ),
        (f"Mozilla/5.0 (iPhone; like Mac OS X) {GECKO} Mobile/15E148 MicroMessenger/8.0.50", "WeChat 微信 8, iPhone"),
        (f"Mozilla/5.0 (Windows NT 10.0) {GECKO} Chrome/141.0 Safari/537.36 Edg/141.0", "Edge 141, Windows"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) {GECKO} Version/18.1 Safari/605.1.15", "Safari 18, macOS"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_device_is_named_in_a_few_words(user_agent, words):
    assert device_in_words(user_agent) == words


def with_logo(inside, settings, tmp_path):
    """Acme wears a logo from now on."""
    settings.MEDIA_ROOT = tmp_path
    drawn = io.BytesIO()
    Image.new("RGB", (900, 300), "#113366").save(drawn, "PNG")
    return change_logo(inside.actor("olga"), SimpleUploadedFile("logo.png", drawn.getvalue()))


def pictures_in(pdf, folder):
    file = folder / "seen.pdf"
    file.write_bytes(bytes(pdf))
    told = subprocess.run(["pdfimages", "-list", str(file)], capture_output=True, text=True, check=True).stdout
    return len(told.splitlines()) - 2


def test_the_logo_of_the_firm_stands_on_what_is_frozen_and_on_the_signed_copy(inside, settings, tmp_path, work):
    plain = PaperBytes.objects.get(paper=inside.sent_paper).pdf
    with_logo(inside, settings, tmp_path)
    request = actions.request_signatures(inside.actor("mark"), freeze(inside, more="标"), signers=[inside.sun_contact])
    worn = PaperBytes.objects.get(paper=request.paper).pdf
    assert pictures_in(worn, tmp_path) > pictures_in(plain, tmp_path)
    assert b"<pdfaid:part>2</pdfaid:part>" in bytes(worn)
    sign(inside.actor("sun"), request.signers.get())
    work()
    copy = SignedCopy.objects.get(request=request)
    assert pictures_in(copy.pdf, tmp_path) > pictures_in(plain, tmp_path)
    assert examine_pdf(bytes(copy.pdf)).is_genuine


def test_a_logo_that_got_lost_keeps_nobody_from_freezing(inside, settings, tmp_path):
    with_logo(inside, settings, tmp_path)
    for file in tmp_path.rglob("*.png"):
        file.unlink()
    paper = freeze(inside, more="失")
    assert pictures_in(PaperBytes.objects.get(paper=paper).pdf, tmp_path) == 0


def test_a_silent_time_stamp_server_is_asked_again_and_then_done_without(inside, settings, work):
    settings.TIME_STAMP_SERVER = "http://127.0.0.1:9/"
    request = inside.sent_request
    sign(inside.actor("sun"), request.signers.get())
    work()
    assert not SignedCopy.objects.filter(request=request).exists()
    [again] = Job.objects.filter(name__endswith="make_copy", state=Job.State.READY)
    assert timezone.now() + timedelta(minutes=4) < again.run_at < timezone.now() + timedelta(minutes=6)
    SignatureRequest.objects.filter(pk=request.pk).update(ended_at=timezone.now() - timedelta(minutes=31))
    Job.objects.filter(pk=again.pk).update(run_at=timezone.now())
    work()
    copy = SignedCopy.objects.get(request=request)
    assert (copy.is_sealed, copy.is_time_stamped) == (True, False)
    assert Activity.objects.filter(verb="signature.copy_made_without_stamp", subject_id=request.paper_id).exists()


def test_who_took_a_signature_back_and_signed_again_has_signed(inside, tmp_path, work):
    sun, kai = inside.actor("sun"), second_signatory(inside)
    request = actions.request_signatures(
        inside.actor("mark"), freeze(inside, more="悔"), signers=[inside.sun_contact, kai], in_order=True
    )
    signer = request.signers.get(contact=inside.sun_contact)
    sign(sun, signer)
    actions.revoke_signature(sun, signer, reason="要再问一下财务")
    sign(sun, signer)
    sign(inside.actor("kai"), request.signers.get(contact=kai))
    work()
    copy = SignedCopy.objects.get(request=request)
    said = examine_pdf(bytes(copy.pdf)).description
    assert "revoked" not in said
    assert said.count(": approved") == 2
    file = tmp_path / "copy.pdf"
    file.write_bytes(bytes(copy.pdf))
    words = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "Taken back before, then signed again" in " ".join(words.split())
    assert "要再问一下财务" in words
