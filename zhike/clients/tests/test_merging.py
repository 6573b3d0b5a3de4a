import threading

import pytest
from django.db import connections
from django.utils import timezone

from zhike.activity.models import Activity
from zhike.clients import actions, queries
from zhike.clients.models import AccountMember, Client, ClientTag, Contact, Merge, Understanding
from zhike.core.access import visible
from zhike.core.errors import Conflict, Denied
from zhike.core.scope import organisation
from zhike.methods.identity.credit_code import check_digit


@pytest.fixture
def pair(inside):
    mark = inside.actor("mark")
    twin = actions.create_client(mark, name="华夏智造", region="苏州", tier="key", mail_domains="huaxia.cn")
    actions.set_tags(mark, inside.huaxia, names=["老客户"])
    actions.set_tags(mark, twin, names=["老客户", "央企"])
    actions.create_contact(mark, twin, name="赵敏", is_main=True)
    actions.change_contact(mark, inside.sun_contact, is_main=True)
    actions.change_understanding(mark, inside.huaxia, strategy="上市")
    actions.change_understanding(mark, twin, strategy="出海", motives="换系统")
    actions.join_account_team(mark, twin, inside.people["mia"])
    return inside, mark, Client.objects.get(pk=inside.huaxia.pk), Client.objects.get(pk=twin.pk)


def test_a_duplicate_is_found_by_its_name_and_shown_as_a_pair(pair):
    _inside, mark, huaxia, twin = pair
    pairs = queries.duplicate_pairs(mark)
    assert [{p.first, p.second} for p in pairs] == [{huaxia, twin}]
    assert pairs[0].score > 0.85


def test_a_collision_is_told_masked_to_whoever_does_not_know_the_client(pair):
    inside, mark, huaxia, twin = pair
    actions.leave_account_team(mark, twin, inside.people["mia"])
    actions.leave_account_team(mark, huaxia, inside.people["mia"])
    found = queries.collisions(inside.actor("mia"), Client(name="华夏智造（苏州）有限公司"))
    assert found
    assert all(c.client is None and c.owner == str(inside.people["mark"]) for c in found)
    assert {c.client for c in queries.collisions(inside.actor("olga"), Client(name="华夏智造股份"))} >= {huaxia}


def test_different_parties_do_not_collide(inside):
    mark = inside.actor("mark")
    actions.create_client(mark, name="北京银行股份有限公司")
    assert not queries.collisions(mark, Client(name="南京银行股份有限公司"))
    first17 = "91310115076478901"
    a = actions.create_client(mark, name="晨光科技有限公司", credit_code=first17 + check_digit(first17))
    other17 = "91310115076478902"
    draft = Client(name="晨光科技有限公司", credit_code=other17 + check_digit(other17))
    assert a not in {c.client for c in queries.collisions(mark, draft)}


def test_merging_moves_everything_and_fills_blanks(pair):
    inside, mark, huaxia, twin = pair
    history = Activity.objects.filter(client_id=twin.pk).count()
    actions.merge_clients(mark, huaxia, twin)
    huaxia.refresh_from_db()
    twin.refresh_from_db()
    assert (huaxia.region, huaxia.tier, huaxia.industry) == ("苏州", "key", "制造")
    assert twin.merged_into == huaxia
    assert {c.name for c in Contact.objects.filter(client=huaxia)} == {"孙立国", "凯文", "卡拉", "赵敏"}
    assert Contact.objects.filter(client=huaxia, is_main=True).get().name == "孙立国"
    assert {t.tag.name for t in ClientTag.objects.filter(client=huaxia)} == {"老客户", "央企"}
    assert Understanding.objects.get(client=huaxia).motives == "换系统"
    assert AccountMember.objects.filter(client=huaxia, user=inside.people["mia"]).exists()
    assert set(queries.party_ids(huaxia)) == {huaxia.pk, twin.pk}
    assert Activity.objects.filter(client_id=twin.pk).count() == history  # history stays as written
    assert twin not in queries.clients(mark)
    assert twin not in queries.clients(mark, archived=True)
    assert set(visible(inside.actor("mia"), Client)) == {huaxia, twin}  # whose past she may read


def test_a_merge_taken_back_leaves_both_as_they_were(pair):
    _inside, mark, huaxia, twin = pair
    before = snapshot(huaxia), snapshot(twin)
    merge = actions.merge_clients(mark, huaxia, twin, take=["name"])
    actions.undo_merge(mark, merge)
    assert (snapshot(huaxia), snapshot(twin)) == before
    with pytest.raises(Conflict):
        actions.undo_merge(mark, merge)


def test_what_was_changed_after_a_merge_survives_taking_it_back(pair):
    _inside, mark, huaxia, twin = pair
    merge = actions.merge_clients(mark, huaxia, twin)
    actions.change_client(mark, huaxia, region="无锡")
    actions.undo_merge(mark, merge)
    huaxia.refresh_from_db()
    assert huaxia.region == "无锡"
    assert huaxia.tier == ""


def test_a_merge_can_be_taken_back_for_thirty_days_only(pair):
    _inside, mark, huaxia, twin = pair
    merge = actions.merge_clients(mark, huaxia, twin)
    Merge.objects.update(created_at=timezone.now() - timezone.timedelta(days=31))
    with pytest.raises(Conflict):
        actions.undo_merge(mark, merge)


def test_a_chain_of_merges_is_one_party(pair):
    _inside, mark, huaxia, twin = pair
    third = actions.create_client(mark, name="华夏智造集团")
    first = actions.merge_clients(mark, huaxia, twin)
    second = actions.merge_clients(mark, third, huaxia)
    assert set(queries.party_ids(third)) == {third.pk, huaxia.pk, twin.pk}
    with pytest.raises(Conflict):
        actions.undo_merge(mark, first)  # the later one first
    actions.undo_merge(mark, second)
    actions.undo_merge(mark, first)
    assert queries.party_ids(third) == [third.pk]


def test_who_may_not_merge_changes_nothing(pair):
    inside, _mark, huaxia, twin = pair
    for who in ("mia", "fang", "otto", "sun"):
        with pytest.raises(Denied):
            actions.merge_clients(inside.actor(who), huaxia, twin)
    assert not Merge.objects.exists()


def test_a_pair_judged_different_is_not_offered_again(pair):
    _inside, mark, huaxia, twin = pair
    actions.judge_different(mark, twin, huaxia)
    assert queries.duplicate_pairs(mark) == []


@pytest.mark.django_db(transaction=True)
def test_two_opposite_merges_at_once_end_in_one(world):
    with organisation(world.acme.pk):
        twin = actions.create_client(world.actor("mark"), name="华夏智造")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def merge(survivor, absorbed):
        try:
            with organisation(world.acme.pk):
                gate.wait()
                actions.merge_clients(world.actor("mark"), survivor, absorbed)
                outcomes.append("merged")
        except (Conflict, Denied):
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((world.huaxia, twin), (twin, world.huaxia))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged", "refused"]


def snapshot(client):
    client = Client.objects.get(pk=client.pk)
    plain = {
        f.name: getattr(client, f.attname)
        for f in Client._meta.concrete_fields
        if f.name not in {"updated_at", "version"}
    }
    return (
        plain,
        sorted((c.name, c.is_main, str(c.user_id)) for c in Contact.objects.filter(client=client)),
        sorted(t.tag.name for t in ClientTag.objects.filter(client=client)),
        sorted(str(m.user_id) for m in AccountMember.objects.filter(client=client)),
        [(u.strategy, u.motives) for u in Understanding.objects.filter(client=client)],
        sorted(client.identity_keys.values_list("kind", "value")),
    )
