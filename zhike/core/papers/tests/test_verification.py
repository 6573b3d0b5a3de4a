"""The page anyone may open, and the command: the same answer in the reader's words."""

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from zhike.core.papers import verification
from zhike.core.papers.examining import LARGEST
from zhike.core.views.verifying import ROOM_FOR_THE_FORM

ADDRESS = "/-/verify/"


def checked(content: bytes, language: str = "en"):
    file = SimpleUploadedFile("copy.pdf", content, "application/pdf")
    return Client(headers={"accept-language": language}).post(ADDRESS, {"file": file})


def words(response) -> str:
    return response.content.decode()


def test_the_page_is_open_to_strangers(db):
    assert reverse("verify-document") == ADDRESS
    page = Client(headers={"accept-language": "en"}).get(ADDRESS)
    assert page.status_code == 200
    assert "Is this document genuine?" in words(page)
    assert 'enctype="multipart/form-data"' in words(page)


def test_a_genuine_document_tells_what_it_is(sealed):
    page = checked(sealed)
    assert page.status_code == 200
    assert "This document is genuine" in words(page)
    assert "需求规格说明书 (DOC-7)" in words(page)
    assert "乐测软件 &lt;上海&gt;" in words(page)
    assert "文件真实有效" in words(checked(sealed, "zh-hans"))


def test_a_changed_document_tells_nothing_but_that(sealed):
    page = checked(sealed[:2000] + bytes([sealed[2000] ^ 1]) + sealed[2001:])
    assert "This document is not genuine" in words(page)
    assert "Its content was changed after it was signed." in words(page)
    assert "DOC-7" not in words(page)


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_document_is_refused_with_its_reason(db, content):
    page = checked(content)
    assert page.status_code == 422
    assert "This file cannot be checked" in words(page)


def test_no_file_at_all_is_said(db):
    page = Client(headers={"accept-language": "en"}).post(ADDRESS)
    assert page.status_code == 422
    assert "Choose a file first." in words(page)


def test_a_large_file_is_refused_before_it_is_read(db):
    class Never(StringIO):
        def read(self, *args):
            raise AssertionError("The body was read.")

    page = Client(headers={"accept-language": "en"}).generic(
        "POST", ADDRESS, b"", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(LARGEST + ROOM_FOR_THE_FORM + 1), **{"wsgi.input": Never()},
    )  # fmt: skip
    assert page.status_code == 422
    assert "30 MB" in words(page)


def test_nothing_is_kept(sealed, settings, django_assert_num_queries, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    with django_assert_num_queries(1):  # whose key it is
        checked(sealed)
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_too_many_tries_are_stopped(db, monkeypatch):
    from django.core.cache import cache

    from zhike.core.views import verifying

    cache.clear()
    monkeypatch.setattr(verifying, "LIMIT", {"verify_document": "2/5m/ip"})
    assert [checked(b"x").status_code for _ in range(3)] == [422, 422, 429]
    cache.clear()


# --- the command -----------------------------------------------------------------------------------------


def asked(file, *options) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_document", str(file), "--language", "en", *options, stdout=out)
    except SystemExit as ended:
        return int(ended.code), out.getvalue()
    return 0, out.getvalue()


def test_the_command_answers_in_words_and_by_its_status(sealed, tmp_path):
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sealed)
    status, told = asked(copy)
    assert status == 0
    assert told.startswith("✓ Genuine")
    assert "需求规格说明书 (DOC-7)" in told
    assert "keeps no copy of this very file" in told

    copy.write_bytes(sealed + b" ")
    status, told = asked(copy)
    assert status == 1
    assert "Something was added to the file after it was signed." in told

    copy.write_bytes(b"PK")
    assert asked(copy)[0] == 2
    assert asked(tmp_path / "nowhere.pdf")[0] == 2


def test_the_command_speaks_chinese(sealed, tmp_path):
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sealed)
    assert "真实有效" in asked(copy, "--language", "zh-hans")[1]


def test_the_command_speaks_to_programs(sealed, tmp_path):
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sealed)
    told = json.loads(asked(copy, "--json")[1])
    assert told["verdict"] == "genuine"
    assert told["examination"]["is_whole"] is True


def test_the_command_says_what_the_rows_say(sealed, tmp_path, monkeypatch):
    import hashlib

    kept = verification.KnownCopy("乐测", "DOC-7 v2", "2026-11-27", ("陈静 revoked on 2026-12-01",))
    rows = {hashlib.sha256(sealed).hexdigest(): kept}
    monkeypatch.setattr(verification, "_lookups", [rows.get])
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(sealed)
    told = asked(copy)[1]
    assert "keeps this very file: DOC-7 v2 of 乐测" in told
    assert "陈静 revoked on 2026-12-01" in told
