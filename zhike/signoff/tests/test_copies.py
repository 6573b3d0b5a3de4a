"""A copy somebody holds is genuine, and known; the rows say what became of it since."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from zhike.core.papers import examine_pdf
from zhike.signoff.devices import device_in_words
from zhike.signoff.models import PaperBytes, SignedCopy

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
