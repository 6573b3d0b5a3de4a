"""The pages of imports, exports and calendar addresses."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhike.core.scope import organisation
from zhike.core.testing.world import World
from zhike.plan.models import CalendarFeed, PlanImport, Task
from zhike.plan.tests.files import as_csv, as_xml

pytestmark = pytest.mark.django_db


def sent(file: BytesIO, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, file.read())


def here(world: World) -> str:
    return f"/acme/projects/{world.tunnel.number}/plan/"


def uploaded(browser, world: World, file: BytesIO, name: str) -> str:
    page = browser.get(here(world) + "imports/new/")
    assert page.status_code == 200
    key = page.context["form"]["id"].value()
    response = browser.post(here(world) + "imports/new/", {"id": key, "file": sent(file, name)})
    assert response.status_code == 302, response.content.decode()
    return response.url


def test_a_plan_is_looked_at_started_and_taken_back_on_its_pages(world: World, as_, work) -> None:
    mark = as_("mark")
    address = uploaded(mark, world, as_xml(), "桥.xml")
    page = mark.get(address).content.decode()
    assert "Microsoft Project (XML)" in page
    assert "需求确认" in page
    with organisation(world.acme.pk):
        assert not Task.objects.filter(project=world.tunnel).exists()
        version = PlanImport.objects.get().version
    response = mark.post(address + "mapping/", {"existing": "overwrite", "version": version, "start": "1"})
    assert response.status_code == 302
    assert "progress" in mark.get(address).content.decode()
    work()
    page = mark.get(address).content.decode()
    assert "T-2" in page or "需求确认" in page
    assert "Take back" in page
    assert mark.post(address + "undo/").status_code == 302
    with organisation(world.acme.pk):
        assert not Task.objects.filter(project=world.tunnel).exists()
    assert mark.get(here(world) + "imports/").status_code == 200


def test_columns_are_proposed_and_can_be_corrected(world: World, as_) -> None:
    mark = as_("mark")
    address = uploaded(mark, world, as_csv(), "计划.csv")
    page = mark.get(address).content.decode()
    assert "Predecessors" in page
    assert "确认单" in page
    with organisation(world.acme.pk):
        run = PlanImport.objects.get()
    columns = {f"column_{at}": run.mapping.get(str(at), "") for at in range(len(run.headers))}
    told = {**columns, "column_1": columns["column_2"], "existing": "overwrite", "version": run.version}
    assert mark.post(address + "mapping/", told).status_code == 422


def test_a_file_that_is_none_is_refused_on_the_page(world: World, as_) -> None:
    mark = as_("mark")
    key = mark.get(here(world) + "imports/new/").context["form"]["id"].value()
    response = mark.post(here(world) + "imports/new/", {"id": key, "file": sent(BytesIO(b"<Project><"), "x.xml")})
    assert response.status_code == 422
    assert "damaged" in response.content.decode()


@pytest.mark.parametrize("form", ["xml", "json", "xlsx", "csv"])
def test_the_plan_is_downloaded_in_every_form(world: World, as_, form: str) -> None:
    response = as_("mark").get(f"/acme/projects/{world.bridge.number}/plan/file.{form}")
    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) > 200
    assert as_("mark").get(f"/acme/projects/{world.bridge.number}/plan/file.exe").status_code == 404


def test_a_calendar_address_is_shown_once_read_without_signing_in_and_taken_back(world: World, as_, client) -> None:
    mark = as_("mark")
    page = mark.post("/acme/plan/calendar-addresses/", {"project": world.bridge.number})
    address = page.context["made"].address
    assert address in page.content.decode()
    assert address not in mark.get("/acme/plan/calendar-addresses/").content.decode()
    path = address[address.index("/-/") :]
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert "联调" in text
    assert "DTSTART;VALUE=DATE:" in text  # the milestone
    with organisation(world.acme.pk):
        feed = CalendarFeed.objects.get()
    assert feed.read_at is not None
    assert mark.post(f"/acme/plan/calendar-addresses/{feed.pk}/revocation/").status_code == 302
    assert client.get(path).status_code == 404
    assert client.get("/-/calendars/guessed.ics").status_code == 404


def test_ones_own_tasks_are_a_calendar_and_others_do_not_see_the_address(world: World, as_, client) -> None:
    page = as_("mia").post("/acme/plan/calendar-addresses/")
    address = page.context["made"].address
    text = client.get(address[address.index("/-/") :]).content.decode().replace("\r\n ", "")
    assert "接口开发" in text
    assert "数据清洗" not in text
    with organisation(world.acme.pk):
        feed = CalendarFeed.objects.get()
    assert as_("mark").post(f"/acme/plan/calendar-addresses/{feed.pk}/revocation/").status_code == 404
