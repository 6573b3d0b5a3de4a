"""The pages and operations of an import, over HTTP, as people and programs use them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhike.clients.models import Client, ImportRun
from zhike.clients.tests import samples
from zhike.clients.tests.imported import table
from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(browser, content: bytes, *, name: str = "客户.csv", kind: str = "clients", **more):
    file = SimpleUploadedFile(name, content, "text/csv")
    return browser.post("/acme/imports/new/", {"file": file, "kind": kind}, **more)


def run_of(response) -> str:
    return response["Location"].rstrip("/").rpartition("/")[2]


def test_from_the_file_to_the_result_and_back(world, as_, work):
    mark = as_("mark")
    assert b"import" in mark.get("/acme/imports/new/").content.lower()
    response = send(mark, samples.clients_csv(40, 4))
    assert response.status_code == 302
    key = run_of(response)
    page = mark.get(f"/acme/imports/{key}/").content.decode()
    assert "统一社会信用代码" in page
    assert "Unified social credit code" in page
    preview = mark.get(f"/acme/imports/{key}/preview/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in preview
    assert "is not an amount" in preview
    with organisation(world.acme.pk):
        run = ImportRun.objects.get(pk=key)
    form = {f"column_{at}": name for at, name in run.mapping.items()} | {"existing": "fill", "version": run.version}
    assert mark.post(f"/acme/imports/{key}/mapping/", {**form, "tags": "展会，华东", "start": "1"}).status_code == 302
    progress = mark.get(f"/acme/imports/{key}/progress/", headers={"HX-Request": "true"})
    assert b"<progress" in progress.content
    work()
    assert mark.get(f"/acme/imports/{key}/progress/", headers={"HX-Request": "true"})["HX-Redirect"]
    result = mark.get(f"/acme/imports/{key}/").content.decode()
    assert "面议" in result
    assert samples.rows(40, 4)[0][0] in result
    assert 'href="/acme/clients/4/"' in result
    failed = mark.get(f"/acme/imports/{key}/failed/?format=csv")
    assert "面议" in b"".join(failed.streaming_content).decode("utf-8-sig")
    assert mark.get(f"/acme/imports/{key}/failed/?format=xlsx").status_code == 200
    assert mark.post(f"/acme/imports/{key}/undo/").status_code == 302
    work()
    assert "Taken back" in mark.get(f"/acme/imports/{key}/").content.decode()
    with organisation(world.acme.pk):
        assert not Client.objects.filter(contacts__email="contact5@example5.cn").exists()


def test_markup_in_a_file_is_text_on_every_page(world, as_, work):
    mark = as_("mark")
    content = table(
        "客户名称 级别", ["<script>alert(1)</script>公司", ""], ["<img src=x onerror=alert(2)>公司", "<b>钻石</b>"]
    )
    key = run_of(send(mark, content, name="<script>.csv"))
    for address in (f"/acme/imports/{key}/", f"/acme/imports/{key}/preview/", "/acme/imports/"):
        page = mark.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<script>.csv" not in page
    mark.post(f"/acme/imports/{key}/run/")
    work()
    page = mark.get(f"/acme/imports/{key}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>钻石" not in page


def test_a_file_far_too_large_is_refused_in_words_without_being_read(world, as_):
    mark = as_("mark")
    body = b"x" * (27 * 1024 * 1024)
    response = mark.generic("POST", "/acme/imports/new/", body, "multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert "25 MB" in response.content.decode()
    with organisation(world.acme.pk):
        assert not ImportRun.objects.exists()


def test_a_picture_is_refused_on_its_field(as_):
    response = send(as_("mark"), b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, name="logo.png")
    assert response.status_code == 422
    assert "is not a table" in response.content.decode()


def test_an_upload_needs_its_csrf_token(world, as_):
    browser = as_("mark", enforce_csrf_checks=True)
    assert send(browser, samples.clients_csv(3, 0)).status_code == 403


def test_another_sheet_or_encoding_is_recognised_anew(world, as_):
    mark = as_("mark")
    key = run_of(send(mark, table("客户名称;行业", ["晨光;软件"], encoding="utf-8")))
    mark.post(f"/acme/imports/{key}/reading/", {"delimiter": ";", "encoding": "utf-8"})
    with organisation(world.acme.pk):
        assert ImportRun.objects.get(pk=key).headers == ["客户名称", "行业"]


@pytest.mark.parametrize("who", ["otto", "fang", "sun", "cara"])
def test_who_may_not_import_finds_the_door_closed(as_, who):
    assert as_(who).get("/acme/imports/new/").status_code == 403
    assert as_(who).get("/acme/imports/").status_code == 403


def test_nobody_sees_the_imports_of_others_or_of_another_organisation(world, as_):
    key = run_of(send(as_("mark"), samples.clients_csv(3, 0)))
    for who, house in (("mia", "acme"), ("gus", "globex"), ("gus", "acme")):
        browser = as_(who)
        for tail in ("", "preview/", "progress/", "failed/"):
            assert browser.get(f"/{house}/imports/{key}/{tail}").status_code == 404
        for tail in ("run/", "undo/", "repeat/", "mapping/", "reading/"):
            assert browser.post(f"/{house}/imports/{key}/{tail}").status_code == 404
    with organisation(world.acme.pk):
        assert ImportRun.objects.get(pk=key).state == "uploaded"


def test_the_list_and_the_result_keep_to_their_questions(world, as_, work):
    mark = as_("mark")
    for _number in range(3):
        key = run_of(send(mark, samples.clients_csv(60, 6)))
        mark.post(f"/acme/imports/{key}/run/")
    work()
    assert_list_budget(mark, "/acme/imports/")
    assert_list_budget(mark, f"/acme/imports/{key}/", more=1)


def test_a_program_can_do_it_all(world, as_, work):
    mark = as_("mark")
    file = SimpleUploadedFile("客户.csv", samples.clients_csv(20, 2), "text/csv")
    sent = {"file": file, "kind": "clients", "id": "0193f000-0000-7000-8000-00000000beef"}
    made = mark.post("/acme/api/v1/imports", sent)
    assert made.status_code == 201, made.content
    file.seek(0)
    assert mark.post("/acme/api/v1/imports", sent).status_code == 200
    run = made.json()
    base = f"/acme/api/v1/imports/{run['id']}"
    assert {"name": "name", "label": "Client name"} in mark.get("/acme/api/v1/imports/fields").json()
    said = json.dumps({"choices": {"existing": "overwrite", "tags": ["API"]}, "version": run["version"]})
    assert mark.put(f"{base}/mapping", said, "application/json").json()["tags"] == ["API"]
    assert mark.put(f"{base}/mapping", said, "application/json").status_code == 409
    assert mark.get(f"{base}/preview").json()["counts"]["created"] == 18
    assert mark.put(f"{base}/run").status_code == 200
    assert mark.put(f"{base}/run").status_code == 409
    work()
    assert mark.get(f"{base}/progress").json() == {"state": "done", "done": 20, "total": 20}
    failed = mark.get(f"{base}/rows?outcome=failed").json()["items"]
    assert [row["number"] for row in failed] == samples.broken_numbers(20, 2)
    assert failed[0]["problems"][0]["column"] == "统一社会信用代码"
    assert mark.delete(f"{base}/run").json()["state"] == "undoing"
    work()
    assert mark.get(base).json()["state"] == "undone"
    assert as_("otto").get(base).status_code == 403
    assert as_("mia").get(base).status_code == 404
