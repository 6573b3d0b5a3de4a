"""Files: what they are is read from their bytes, who may read them from where they lie."""

import io
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from zhike.activity.models import Activity
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.ids import uuid7
from zhike.core.scope import organisation
from zhike.files import actions, names, previews, queries, storage
from zhike.files.jobs import sweep
from zhike.files.models import File, FileVersion

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def picture(size=(600, 400), form="PNG"):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, form)
    return target.getvalue()


def upload(world, content=b"hello", who="mark", name="a.txt", **told):
    subject = told.pop("subject", world.huaxia)
    return actions.upload_file(world.actor(who), subject, SimpleUploadedFile(name, content), name=name, **told)


def stored(store):
    return [path for path in Path(store).rglob("*") if path.is_file()]


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_file_is_kept_and_comes_back_as_it_was(inside, as_, store):
    file = upload(inside, PDF, name="合同 📄.pdf", category="contract")
    answer = as_("mark").get(f"/acme/files/{file.pk}/content/")
    assert body(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "%F0%9F%93%84" in answer["Content-Disposition"]
    assert len(stored(store)) == 1
    assert Activity.objects.get(verb="file.uploaded").details["subject"] == "合同 📄.pdf"


def test_html_that_calls_itself_a_picture_is_never_shown(inside, as_):
    file = upload(inside, HTML, name="photo.png")
    assert file.versions.get().content_type == "text/html"
    answer = as_("mark").get(f"/acme/files/{file.pk}/content/?inline")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (HTML, "text/html"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "image/svg+xml"),
        (b"  \n<svg onload=alert(1)>", "image/svg+xml"),
        (b"plain words", "text/plain"),
        ("中文".encode("gb18030"), "text/plain"),
        (b"GIF89a<script>alert(1)</script>", "text/html"),
        (PDF, "application/pdf"),
        (picture(), "image/png"),
        (picture(form="JPEG"), "image/jpeg"),
        (b"\x00\x01\x02\x03" * 20, None),
    ],
)
def test_the_kind_is_read_from_the_bytes(content, told):
    found = storage.sniffed(content)
    assert found == told if told else found not in storage.INLINE


def test_harmless_kinds_may_be_shown_but_not_act(inside, as_):
    file = upload(inside, picture(), name="a.png")
    answer = as_("mark").get(f"/acme/files/{file.pk}/content/?inline")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_an_empty_file_is_refused_and_nothing_is_written(inside, store):
    with pytest.raises(Invalid, match="empty"):
        upload(inside, b"")
    assert (File.objects.count(), stored(store)) == (0, [])


def test_a_file_over_the_limit_is_refused_in_words_and_nothing_is_written(inside, store, settings, as_):
    settings.UPLOAD_LIMIT = 1000
    with pytest.raises(Invalid, match="larger than"):
        upload(inside, b"x" * 1001)
    there = f"/acme/files/new/clients.Client/{inside.huaxia.pk}/"
    answer = as_("mark").post(there, {"file": SimpleUploadedFile("a.bin", b"x" * 1001)})
    assert (answer.status_code, b"1000" in answer.content) == (422, True)
    assert (File.objects.count(), FileVersion.objects.count(), stored(store)) == (0, 0, [])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\合同.docx", "合同.docx"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("🎉 party 🎉.png", "🎉 party 🎉.png"),
        ("", "file"),
        ("...", "file"),
        ("con.txt", "_con.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("\ud800.txt", "txt"),
    ],
)
def test_names_become_harmless_and_stay_readable(given, kept):
    assert names.clean(given) == kept


def test_a_long_name_keeps_its_ending():
    name = names.clean("很" * 300 + ".docx")
    assert len(name.encode()) <= 255
    assert name.endswith("很.docx")


def test_the_same_content_is_stored_once_in_an_organisation_and_apart_from_others(inside, store):
    upload(inside, b"the same")
    upload(inside, b"the same", name="again.txt")
    assert len(stored(store)) == 1
    with organisation(inside.globex.pk):
        upload(inside, b"the same", who="gus", subject=inside.foreign_client)
    assert len(stored(store)) == 2


def test_the_same_id_sent_twice_files_it_once(inside):
    key = uuid7()
    assert upload(inside, id=key).pk == upload(inside, id=key).pk
    assert File.objects.count() == 1


def test_versions_count_up_and_old_ones_come_back_as_new(inside):
    file, mark = upload(inside, b"one"), inside.actor("mark")
    actions.add_version(mark, file, SimpleUploadedFile("b.txt", b"two"), name="b.txt", note="besser")
    with pytest.raises(Conflict):
        actions.add_version(mark, file, SimpleUploadedFile("b.txt", b"two"), name="b.txt")
    back = actions.restore_version(mark, file, number=1)
    assert [(one.number, one.sha256 == back.sha256) for one in queries.versions(mark, file)] == [
        (3, True), (2, False), (1, True)
    ]  # fmt: skip
    with pytest.raises(Conflict):
        actions.restore_version(mark, file, number=3)


@pytest.mark.django_db(transaction=True)
def test_two_people_putting_up_a_version_at_once_get_two_numbers(world):
    with organisation(world.acme.pk):
        file = upload(world, b"one")
    faults = []

    def add(who):
        try:
            with organisation(world.acme.pk):
                actions.add_version(world.actor(who), file, SimpleUploadedFile("x", who.encode()), name="x")
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(who,)) for who in ("mark", "olga")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    with organisation(world.acme.pk):
        found = dict(FileVersion.objects.filter(file=file).values_list("number", "uploader_name"))
    assert sorted(found) == [1, 2, 3]
    assert {found[2], found[3]} == {str(world.people["mark"]), str(world.people["olga"])}


def test_a_client_reads_what_was_shared_with_them_and_nothing_else_exists(inside, as_):
    internal, shared = upload(inside, b"secret"), upload(inside, b"for you", share=True)
    other = upload(inside, b"theirs", who="olga", subject=inside.northwind, share=True)
    kai = as_("kai")
    assert body(kai.get(f"/acme/portal/files/{shared.pk}/")) == b"for you"
    for hidden in (internal, other):
        assert kai.get(f"/acme/portal/files/{hidden.pk}/").status_code == 404
        assert kai.get(f"/acme/portal/files/{hidden.pk}/1/").status_code == 404
        assert kai.get(f"/acme/files/{hidden.pk}/content/").status_code == 403
    assert set(visible(inside.actor("kai"), FileVersion).values_list("file_id", flat=True)) == {shared.pk}
    assert as_("gus").get(f"/acme/files/{shared.pk}/content/").status_code == 404


def test_sharing_later_is_recorded_and_can_be_stopped(inside):
    file, mark = upload(inside), inside.actor("mark")
    with pytest.raises(Denied):
        actions.share_file(inside.actor("otto"), file)
    actions.share_file(mark, file)
    assert Activity.objects.get(verb="file.shared").shown_to_client
    assert visible(inside.actor("kai"), File).exists()
    actions.stop_sharing_file(mark, file)
    assert not visible(inside.actor("kai"), File).exists()


def test_what_a_client_files_is_shared_and_only_in_their_own_place(inside):
    assert upload(inside, who="kai").shared_with_client
    with pytest.raises(Missing):
        upload(inside, who="rita")


def test_an_observer_files_nothing(inside, store):
    with pytest.raises(Denied):
        upload(inside, who="otto")
    assert stored(store) == []


def test_archived_files_stay_and_come_back(inside):
    file, mark = upload(inside, share=True), inside.actor("mark")
    actions.archive_file(mark, file)
    assert not queries.files(mark).exists()
    assert queries.files(mark, archived=True).exists()
    assert not visible(inside.actor("kai"), File).exists()
    with pytest.raises(Conflict):
        actions.change_file(mark, file, name="x")
    actions.restore_file(mark, file)
    assert queries.files(mark).exists()


def test_renaming_and_filing_elsewhere_are_told_with_before_and_after(inside):
    file = upload(inside)
    actions.change_file(inside.actor("mark"), file, name="../b.txt", category="report", folder="/2026//../x/")
    told = Activity.objects.get(verb="file.changed").details
    assert told["before"] == {"name": "a.txt", "category": "other", "folder": ""}
    assert told["after"] == {"name": "b.txt", "category": "report", "folder": "2026/x"}
    with pytest.raises(Invalid):
        actions.change_file(inside.actor("mark"), file, category="nonsense")


def test_pictures_get_a_small_one_and_bombs_do_not(inside, work, as_, monkeypatch):
    file = upload(inside, picture(), name="a.png")
    work()
    answer = as_("mark").get(f"/acme/files/{file.pk}/versions/1/preview/")
    assert Image.open(io.BytesIO(body(answer))).size == (360, 240)
    monkeypatch.setattr(previews, "MOST_PIXELS", 100)
    assert previews.preview(file.versions.get().key) is None
    broken = upload(inside, picture()[:200], name="b.png")
    work()
    assert broken.versions.get().preview_key == ""


def test_part_of_a_file_can_be_asked_for(inside, as_):
    file, browser = upload(inside, b"0123456789"), as_("mark")
    there = f"/acme/files/{file.pk}/content/"
    part = browser.get(there, headers={"range": "bytes=2-4"})
    assert (part.status_code, body(part), part["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert body(browser.get(there, headers={"range": "bytes=-3"})) == b"789"
    assert browser.get(there, headers={"range": "bytes=20-"}).status_code == 416


def test_bytes_that_no_row_names_are_cleared_away_after_a_day(inside, store):
    import os

    upload(inside, b"kept")
    lost = Path(store) / inside.acme.pk.hex / "ab" / ("ab" + "0" * 62)
    young = lost.with_name("ab" + "1" * 62)
    lost.parent.mkdir(parents=True, exist_ok=True)
    for path in (lost, young):
        path.write_bytes(b"x")
    old = timezone.now().timestamp() - 100_000
    for path in stored(store):
        if path != young:
            os.utime(path, (old, old))
    sweep()
    assert not lost.exists()
    assert young.exists()
    assert len(stored(store)) == 2


def test_the_pages_open_and_do_their_work(inside, as_):
    browser, client = as_("mark"), inside.huaxia.pk
    new = f"/acme/files/new/clients.Client/{client}/"
    files = [SimpleUploadedFile(name, name.encode()) for name in ("周报.txt", "b.txt")]
    assert browser.post(new, {"file": files, "category": "report", "visibility": "shared"}).status_code == 302
    file = File.objects.get(name="周报.txt")
    assert file.shared_with_client
    page = browser.get("/acme/files/", {"client": client, "name": "周报"}).content.decode()
    assert "周报.txt" in page
    assert "b.txt" not in page
    panel = browser.get("/acme/files/", {"client": client}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in panel
    assert "file-drop" in panel
    there = f"/acme/files/{file.pk}/"
    assert browser.post(f"{there}versions/", {"file": SimpleUploadedFile("c.txt", b"new")}).status_code == 302
    assert browser.post(f"{there}versions/1/restoring/").status_code == 302
    assert browser.post(f"{there}sharing/", {"stop": "1"}).status_code == 302
    assert browser.post(f"{there}change/", {"name": "r.txt", "category": "minutes"}).status_code == 302
    assert browser.post(f"{there}archiving/").status_code == 302
    file.refresh_from_db()
    assert (file.latest_number, file.shared_with_client, file.is_archived) == (3, False, True)
    assert "r.txt" in browser.get(there).content.decode()
    assert browser.post(new, {}).status_code == 422
    assert as_("kai").get("/acme/files/").status_code == 403


def test_the_api_takes_lists_and_gives_files(inside, as_):
    browser, key = as_("mark"), str(uuid7())
    sent = {
        "id": key,
        "subject_type": "clients.Client",
        "subject_id": str(inside.huaxia.pk),
        "category": "report",
    }
    answers = [
        browser.post("/acme/api/v1/files", {**sent, "file": SimpleUploadedFile("a.txt", b"api")}) for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [201, 200]
    assert File.objects.count() == 1
    assert body(browser.get(f"/acme/api/v1/files/{key}/content")) == b"api"
    listed = browser.get("/acme/api/v1/files", {"client": inside.huaxia.pk}).json()
    assert [one["name"] for one in listed["items"]] == ["a.txt"]
    added = browser.post(f"/acme/api/v1/files/{key}/versions", {"file": SimpleUploadedFile("b.txt", b"two")})
    assert (added.status_code, added.json()["number"]) == (201, 2)
    wrong = browser.post(
        "/acme/api/v1/files", {**sent, "id": "", "category": "x", "file": SimpleUploadedFile("a", b"a")}
    )
    assert wrong.status_code == 422
    patched = browser.patch(f"/acme/api/v1/files/{key}", '{"name": "neu.txt"}', content_type="application/json")
    assert patched.json()["name"] == "neu.txt"
    assert browser.post(f"/acme/api/v1/files/{key}/archiving").json()["archived_at"]
    assert as_("gus").get(f"/acme/api/v1/files/{key}").status_code == 404


def test_a_project_that_shows_no_files_shows_none_by_their_address_either(inside, as_):
    from zhike.projects.actions import choose_transparency

    file, kai = upload(inside, b"for you", subject=inside.bridge, share=True), as_("kai")
    assert kai.get(f"/acme/portal/files/{file.pk}/").status_code == 200
    choose_transparency(inside.actor("mark"), inside.bridge, shown={"people", "stage", "planned_dates"})
    assert kai.get(f"/acme/portal/files/{file.pk}/").status_code == 404
    assert kai.get(f"/acme/portal/files/{file.pk}/1/").status_code == 404
    assert as_("mark").get(f"/acme/files/{file.pk}/").status_code == 200
