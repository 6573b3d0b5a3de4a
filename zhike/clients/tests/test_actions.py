import pytest

from zhike.activity.models import Activity
from zhike.clients import actions
from zhike.clients.models import AccountMember, Client, Contact, IdentityKey, SegmentMember
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied, Invalid, Missing
from zhike.core.ids import uuid7

REAL_CODE = "91310000132221119X"


def test_a_client_gets_a_number_an_owner_and_keys_to_be_recognised_by(inside):
    client = actions.create_client(
        inside.actor("mia"),
        name=" 上海晨光信息技术有限公司 ",
        mail_domains="chenguang.cn, qq.com",
        phone="021-6888 0000",
    )
    assert client.name == "上海晨光信息技术有限公司"
    assert client.code == "C-3"
    assert client.owner == inside.people["mia"]
    keys = set(IdentityKey.objects.filter(client=client).values_list("kind", "value"))
    assert ("domain", "chenguang.cn") in keys
    assert ("domain", "qq.com") not in keys
    assert ("pinyin", "chenguang") in keys
    assert ("phone", "+862168880000") in keys


def test_the_same_request_sent_twice_adds_one_client(inside):
    key = uuid7()
    first = actions.create_client(inside.actor("mia"), name="一次", id=key)
    assert actions.create_client(inside.actor("mia"), name="一次", id=key) == first
    assert Client.objects.filter(name="一次").count() == 1


def test_an_id_used_by_another_organisation_is_refused_without_saying_where(inside):
    with pytest.raises(Conflict):
        actions.create_client(inside.actor("mia"), name="x", id=inside.foreign_client.pk)


@pytest.mark.parametrize(
    ("code", "says"),
    [("123", "18 characters"), ("91310000132221119Y", "mistyped"), ("9131000013222I119X", "no letters")],
)
def test_a_credit_code_that_cannot_be_one_is_refused_in_words(inside, code, says):
    from django.utils import translation

    with translation.override("en"), pytest.raises(Invalid) as refusal:
        actions.create_client(inside.actor("mia"), name="某公司", credit_code=code)
    assert says in refusal.value.errors["credit_code"]
    assert not Client.objects.filter(name="某公司").exists()


def test_a_credit_code_has_one_file_only(inside):
    from zhike.methods.identity.credit_code import check_digit

    first17 = "91310115076478901"
    code = first17 + check_digit(first17)
    actions.create_client(inside.actor("mark"), name="甲", credit_code=code.lower())
    with pytest.raises(Conflict) as refusal:
        actions.create_client(inside.actor("mia"), name="乙", credit_code=code)
    assert "马可" in str(refusal.value)
    assert "甲" not in str(refusal.value)


def test_a_change_made_against_an_older_version_is_refused(inside):
    client = actions.change_client(inside.actor("mark"), inside.huaxia, version=1, industry="装备制造")
    assert client.version == 2
    with pytest.raises(Conflict):
        actions.change_client(inside.actor("olga"), inside.huaxia, version=1, industry="其他")
    client.refresh_from_db()
    assert client.industry == "装备制造"


def test_changes_are_told_with_before_and_after(inside):
    actions.change_client(inside.actor("mark"), inside.huaxia, industry="装备制造")
    told = Activity.objects.filter(verb="client.changed").get()
    assert told.details["before"] == {"industry": "制造"}
    assert told.details["after"] == {"industry": "装备制造"}
    assert told.client_id == inside.huaxia.pk


def test_the_timeline_tells_that_a_value_changed_and_not_the_money(inside):
    actions.change_client(inside.actor("mark"), inside.huaxia, annual_value=7654321, industry="装备制造")
    told = Activity.objects.filter(verb="client.changed").get()
    assert len(told.details["fields"]) == 2
    assert told.details["after"] == {"industry": "装备制造"}
    assert "7654321" not in str(told.details)


def test_an_unchanged_save_tells_nothing(inside):
    actions.change_client(inside.actor("mark"), inside.huaxia, industry="制造")
    assert not Activity.objects.filter(verb="client.changed").exists()


def test_only_those_who_may_see_money_may_set_it(inside):
    with pytest.raises(Denied):
        actions.create_client(inside.actor("mia"), name="钱", annual_value=5)
    actions.change_client(inside.actor("mark"), inside.huaxia, annual_value=5)


def test_filling_fields_raises_the_quality_of_a_file(inside):
    before = inside.huaxia.quality
    after = actions.change_client(inside.actor("mark"), inside.huaxia, region="上海", size="large", tier="key")
    assert after.quality > before


def test_a_handed_over_client_keeps_its_giver_on_the_team(inside):
    actions.assign_client(inside.actor("mark"), inside.huaxia, owner=inside.people["mia"], note="孙总不喜欢电话")
    assert Client.objects.get(pk=inside.huaxia.pk).owner == inside.people["mia"]
    assert AccountMember.objects.filter(client=inside.huaxia, user=inside.people["mark"]).exists()
    with pytest.raises(Invalid):
        actions.assign_client(inside.actor("olga"), inside.huaxia, owner=inside.people["olga"], note=" ")
    with pytest.raises(Invalid):
        actions.assign_client(inside.actor("olga"), inside.huaxia, owner=inside.people["sun"], note="x")


def test_a_member_sees_what_they_own_or_help_with(inside):
    mia = inside.actor("mia")
    assert inside.northwind not in visible(mia, Client)
    with pytest.raises(Denied):
        actions.change_client(mia, inside.northwind, industry="x")
    actions.join_account_team(inside.actor("mark"), inside.northwind, inside.people["mia"])
    assert inside.northwind in visible(mia, Client)
    assert inside.rita_contact in visible(mia, Contact)
    actions.leave_account_team(inside.actor("mark"), inside.northwind, inside.people["mia"])
    assert inside.northwind not in visible(mia, Client)
    with pytest.raises(Missing):
        actions.leave_account_team(inside.actor("mark"), inside.northwind, inside.people["mia"])


@pytest.mark.parametrize(
    ("who", "clients", "contacts"),
    [
        ("olga", {"huaxia", "northwind"}, 4),
        ("mark", {"huaxia", "northwind"}, 4),
        ("fang", {"huaxia", "northwind"}, 4),
        ("otto", {"huaxia", "northwind"}, 4),
        ("mia", {"huaxia"}, 3),
        ("sun", {"huaxia"}, 1),
        ("kai", {"huaxia"}, 3),
        ("cara", {"huaxia"}, 1),
        ("rita", {"northwind"}, 1),
    ],
)
def test_who_knows_of_which_clients_and_contacts(inside, who, clients, contacts):
    actor = inside.actor(who)
    assert set(visible(actor, Client)) == {inside.things[name] for name in clients}
    assert visible(actor, Contact).count() == contacts


def test_an_archived_client_is_changed_by_nobody_until_it_is_brought_back(inside):
    mark = inside.actor("mark")
    with pytest.raises(Invalid):
        actions.archive_client(mark, inside.huaxia, reason=" ")
    actions.archive_client(mark, inside.huaxia, reason="项目结束")
    with pytest.raises(Conflict):
        actions.change_client(mark, inside.huaxia, industry="x")
    with pytest.raises(Conflict):
        actions.create_contact(mark, inside.huaxia, name="新人")
    actions.restore_client(mark, inside.huaxia)
    actions.change_client(mark, inside.huaxia, industry="x")


def test_a_client_has_one_main_contact(inside):
    mark = inside.actor("mark")
    actions.change_contact(mark, inside.sun_contact, is_main=True)
    actions.change_contact(mark, inside.kai_contact, is_main=True)
    assert list(Contact.objects.filter(client=inside.huaxia, is_main=True)) == [inside.kai_contact]


def test_somebody_who_left_sees_nothing_any_more(inside):
    actions.note_departure(inside.actor("mark"), inside.cara_contact)
    assert not visible(inside.actor("cara"), Client).exists()
    actions.note_return(inside.actor("mark"), inside.cara_contact)
    assert visible(inside.actor("cara"), Client).exists()


def test_abc_divides_by_the_figure_one_chose(inside):
    mark = inside.actor("mark")
    for value in (500, 200, 120, 80, 40, 30, 20, 10):
        actions.create_client(mark, name=f"客户{value}", annual_value=value)
    scheme = actions.create_scheme(mark, name="ABC", kind="abc", figure="annual_value")
    labels = {m.client.name: m.label for m in SegmentMember.objects.filter(scheme=scheme).select_related("client")}
    assert labels["客户500"] == labels["客户200"] == "A"
    assert labels["客户80"] == "B"
    assert labels["客户10"] == "C"
    assert "华夏智造股份有限公司" not in labels


def test_rules_divide_by_the_first_part_that_holds(inside):
    mark = inside.actor("mark")
    actions.change_client(mark, inside.huaxia, tier="key")
    rules = [
        {"label": "重点", "all": [{"field": "tier", "is": "one_of", "value": ["key", "strategic"]}]},
        {"label": "其他", "all": []},
    ]
    scheme = actions.create_scheme(mark, name="服务等级", kind="rules", rules=rules)
    labels = {m.client_id: m.label for m in SegmentMember.objects.filter(scheme=scheme)}
    assert labels == {inside.huaxia.pk: "重点", inside.northwind.pk: "其他"}


@pytest.mark.parametrize(
    "rules",
    [
        [],
        "x",
        [{"label": ""}],
        [{"label": "a"}, {"label": "a"}],
        [{"label": "a", "all": [{"field": "password", "is": "is", "value": "x"}]}],
        [{"label": "a", "all": [{"field": "annual_value", "is": "at_least", "value": "NaN"}]}],
        [{"label": "a", "all": [{"field": "tier", "is": "is", "value": "nonsense"}]}],
        [{"label": "a", "all": [{"field": "tier", "is": "drop", "value": "key"}]}],
    ],
)
def test_rules_that_make_no_sense_are_refused(inside, rules):
    with pytest.raises(Invalid):
        actions.create_scheme(inside.actor("mark"), name="x", kind="rules", rules=rules)


def test_tags_are_words_shared_by_all(inside):
    mark = inside.actor("mark")
    actions.set_tags(mark, inside.huaxia, names=["老客户", "央企"])
    actions.set_tags(mark, inside.northwind, names=["老客户"])
    actions.set_tags(mark, inside.huaxia, names=["央企"])
    assert {t.tag.name for t in inside.huaxia.client_tags.select_related("tag")} == {"央企"}


def test_the_understanding_sheet_and_the_clients_words(inside):
    mark = inside.actor("mark")
    sheet = actions.change_understanding(mark, inside.huaxia, strategy="三年内上市", motives="替换老系统")
    assert sheet.reviewed_at is not None
    actions.set_terms(mark, inside.huaxia, [("上线", "财务结账成功一次"), ("", "x")])
    assert [term.word for term in inside.huaxia.terms.all()] == ["上线"]
    with pytest.raises(Invalid):
        actions.set_terms(mark, inside.huaxia, [("上线", "a"), ("上线", "b")])
    assert inside.huaxia.terms.count() == 1
    actions.set_end_customers(mark, inside.huaxia, [{"name": "车间主任", "headcount": 40, "needs": "扫码报工"}])
    assert inside.huaxia.end_customers.get().headcount == 40
