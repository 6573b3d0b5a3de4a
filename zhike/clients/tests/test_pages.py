import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhike.activity.models import Activity
from zhike.clients import actions
from zhike.clients.models import Client, Contact, Merge, Scheme, SegmentMember
from zhike.core.ids import uuid7
from zhike.core.scope import organisation
from zhike.core.testing.lists import assert_list_budget

PAGES = [
    "/acme/clients/",
    "/acme/clients/archived/",
    "/acme/clients/new/",
    "/acme/clients/duplicates/",
    "/acme/clients/1/",
    "/acme/clients/1/people/",
    "/acme/clients/1/people/new/",
    "/acme/clients/1/understanding/",
    "/acme/clients/1/history/",
    "/acme/clients/1/files/",
    "/acme/clients/1/tags/",
    "/acme/clients/1/confirmation/",
    "/acme/clients/1/owner/",
    "/acme/clients/1/team/",
    "/acme/clients/1/archive/",
    "/acme/clients/1/twins/",
    "/acme/clients/1/merge/2/",
    "/acme/contacts/",
    "/acme/contacts/new/",
    "/acme/contacts/cards/",
    "/acme/segmentations/",
    "/acme/segmentations/new/",
]


@pytest.mark.parametrize("url", PAGES)
def test_every_page_opens_for_a_manager(as_, url):
    response = as_("mark").get(url)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize("part", ["", "departure/", "view-as/", "invitation/", "vcard/"])
def test_every_page_of_a_contact_opens_for_a_manager(as_, world, part):
    response = as_("mark").get(f"/acme/contacts/{world.sun_contact.pk}/{part}")
    assert response.status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_no_page_opens_for_a_client_or_another_firm(as_, url):
    assert as_("sun").get(url).status_code == 403
    assert as_("gus").get(url).status_code == 404


def test_a_member_finds_nothing_of_a_strangers_client(as_, world):
    assert as_("mia").get("/acme/clients/2/").status_code == 404
    assert "北风物流" not in as_("mia").get("/acme/clients/").content.decode()


def test_the_list_of_clients_keeps_its_budget(as_, world):
    assert_list_budget(as_("mark"), "/acme/clients/")
    assert_list_budget(as_("mark"), "/acme/contacts/")


def test_a_client_is_added_once_however_often_the_form_is_sent(as_, world):
    browser, key = as_("mia"), str(uuid7())
    form = {"id": key, "name": "晨光信息", "kind": "company", "stage": "prospect"}
    first = browser.post("/acme/clients/new/", form)
    again = browser.post("/acme/clients/new/", form)
    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    assert Client.everywhere.filter(name="晨光信息").count() == 1


def test_a_wrong_credit_code_comes_back_on_its_field_with_everything_typed(as_, world):
    form = {"name": "晨光信息", "kind": "company", "stage": "prospect", "credit_code": "123"}
    response = as_("mia").post("/acme/clients/new/", form)
    assert response.status_code == 422
    html = response.content.decode()
    assert "18 characters" in html
    assert 'value="晨光信息"' in html


def test_a_collision_is_shown_masked_while_one_types(as_, world):
    html = as_("mia").get("/acme/clients/collisions/", {"name": "北风物流"}).content.decode()
    assert "欧阳兰" in html
    assert "C-2" not in html
    assert "/acme/clients/2/" not in html
    assert "/acme/clients/2/" in as_("olga").get("/acme/clients/collisions/", {"name": "北风物流"}).content.decode()


def test_two_people_editing_one_field_is_a_conflict_that_shows_both_versions(as_, world):
    first = as_("mark").post("/acme/clients/1/", {"edit": "industry", "version": 1, "industry": "装备"})
    second = as_("olga").post("/acme/clients/1/", {"edit": "industry", "version": 1, "industry": "化工"})
    assert first.status_code == 302
    assert second.status_code == 409
    html = second.content.decode()
    assert "装备" in html
    assert "化工" in html


def test_an_observer_may_look_and_change_nothing(as_, world):
    otto = as_("otto")
    assert otto.get("/acme/clients/1/").status_code == 200
    assert otto.post("/acme/clients/1/", {"edit": "industry", "version": 1, "industry": "x"}).status_code == 403
    assert otto.post("/acme/clients/1/archive/", {"reason": "x"}).status_code == 403
    assert Client.everywhere.get(pk=world.huaxia.pk).industry == "制造"


def test_names_are_shown_as_text_never_as_markup(as_, world):
    with organisation(world.acme.pk):
        client = actions.create_client(world.actor("mark"), name="<script>alert(1)</script>", background="<img src=x>")
    for url in ("/acme/clients/", f"/acme/clients/{client.number}/", f"/acme/clients/{client.number}/twins/"):
        html = as_("mark").get(url).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_archive_and_restore_by_form_and_by_delete(as_, world):
    mark = as_("mark")
    assert mark.post("/acme/clients/1/archive/", {"reason": ""}).status_code == 422
    assert mark.post("/acme/clients/1/archive/", {"reason": "结束"}).status_code == 302
    assert "华夏智造" in mark.get("/acme/clients/archived/").content.decode()
    assert mark.delete("/acme/clients/1/archive/").status_code == 302
    assert not Client.everywhere.get(pk=world.huaxia.pk).is_archived


def test_the_sheet_is_saved_whole_with_its_lists(as_, world):
    form = {
        "strategy": "上市",
        "terms": "上线 = 结账成功\n客户＝内部部门",
        "end_customers": "车间主任 = 40 = 扫码报工",
    }
    assert as_("mark").post("/acme/clients/1/understanding/", form).status_code == 302
    html = as_("mark").get("/acme/clients/1/understanding/").content.decode()
    assert "客户 = 内部部门" in html
    assert "车间主任 = 40 = 扫码报工" in html
    bad = as_("mark").post("/acme/clients/1/understanding/", form | {"terms": "只有词"})
    assert bad.status_code == 422


def test_merging_from_the_page_and_taking_it_back(as_, world):
    with organisation(world.acme.pk):
        twin = actions.create_client(world.actor("mark"), name="华夏智造", region="苏州", industry="装备")
    mark = as_("mark")
    assert "华夏智造" in mark.get("/acme/clients/duplicates/").content.decode()
    response = mark.post(f"/acme/clients/1/merge/{twin.number}/", {"industry": "take", "name": "keep"})
    assert response.status_code == 302
    assert Client.everywhere.get(pk=world.huaxia.pk).industry == "装备"
    merge = Merge.everywhere.get()
    assert mark.get(f"/acme/clients/{twin.number}/").status_code == 200
    assert mark.post(f"/acme/merges/{merge.pk}/").status_code == 302
    assert Client.everywhere.get(pk=world.huaxia.pk).industry == "制造"


def test_a_segmentation_from_the_page(as_, world):
    form = {"name": "等级", "kind": "rules", "figure": "annual_value", "limit_a": 80, "limit_b": 95}
    rules = '[{"label": "全部", "all": []}]'
    assert as_("mark").post("/acme/segmentations/new/", form | {"rules": "[1"}).status_code == 422
    assert as_("mark").post("/acme/segmentations/new/", form | {"rules": rules}).status_code == 302
    scheme = Scheme.everywhere.get()
    assert SegmentMember.everywhere.filter(scheme=scheme).count() == 2
    html = as_("mark").get(f"/acme/clients/?segment={scheme.pk}:全部").content.decode()
    assert "华夏智造" in html


def test_vcards_come_in_card_by_card(as_, world):
    text = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:赵敏\r\nORG:华夏智造股份有限公司;采购部\r\nTEL;TYPE=CELL:13800138000\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:孙立国\r\nORG:华夏智造股份有限公司\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:无名氏\r\nORG:没有这家公司\r\nEND:VCARD\r\n"
    )
    file = SimpleUploadedFile("people.vcf", text.encode(), content_type="text/vcard")
    html = as_("mark").post("/acme/contacts/cards/", {"file": file}).content.decode()
    assert "Added." in html
    assert "Already here." in html
    assert "没有这家公司" in html
    added = Contact.everywhere.get(name="赵敏")
    assert (added.client_id, added.department) == (world.huaxia.pk, "采购部")
    file = SimpleUploadedFile("x.vcf", b"not a card")
    assert as_("mark").post("/acme/contacts/cards/", {"file": file}).status_code == 422


def test_a_vcard_tells_nothing_internal(as_, world):
    with organisation(world.acme.pk):
        actions.change_contact(
            world.actor("mark"), world.sun_contact, note="难缠", attitude="opposed", mobile="13800138000"
        )
    card = as_("mark").get(f"/acme/contacts/{world.sun_contact.pk}/vcard/").content.decode()
    assert "孙立国" in card
    assert "难缠" not in card
    assert "opposed" not in card


def test_viewing_as_a_contact_is_recorded_and_may_only_look(as_, world):
    mark = as_("mark")
    assert mark.post(f"/acme/contacts/{world.sun_contact.pk}/view-as/").status_code == 302
    assert Activity.everywhere.filter(verb="contact.viewed_as").exists()
    assert mark.get("/acme/clients/").status_code == 403
    assert mark.get("/acme/portal/").status_code == 200


def test_an_invited_contact_gets_a_mail_and_becomes_the_contact(as_, world, mailoutbox, work):
    with organisation(world.acme.pk):
        contact = actions.create_contact(world.actor("mark"), world.huaxia, name="赵敏")
    url = f"/acme/contacts/{contact.pk}/invitation/"
    assert as_("mark").post(url, {"email": "", "role": "contact"}).status_code == 422
    assert as_("mark").post(url, {"email": "zhao@huaxia.cn", "role": "contact"}).status_code == 302
    work()
    assert [mail.to for mail in mailoutbox if "zhao@huaxia.cn" in mail.to] == [["zhao@huaxia.cn"]]
