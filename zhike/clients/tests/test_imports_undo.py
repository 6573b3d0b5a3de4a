"""Taking an import back: what nobody touched since, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from zhike.activity.verification import findings
from zhike.clients import actions as verbs
from zhike.clients.actions import imports as actions
from zhike.clients.importing import batches, undoing
from zhike.clients.models import Client, Contact, ImportRow, ImportRun
from zhike.clients.tests import samples
from zhike.clients.tests.imported import bring_in, table
from zhike.core.errors import Conflict
from zhike.core.models import SearchEntry


@pytest.fixture(autouse=True)
def _english_and_own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


def take_back(inside, run, work):
    actions.undo_import(inside.actor("mark"), run)
    work()
    run.refresh_from_db()
    return run


def test_what_an_import_added_goes_again_with_its_people_and_index(inside, work, monkeypatch):
    for steps in (batches, undoing):
        monkeypatch.setattr(steps, "BATCH", 10)
    before = Client.objects.count(), Contact.objects.count(), SearchEntry.objects.count()
    run = bring_in(inside.actor("mark"), samples.clients_csv(36, 6), work, tags=["2026"])
    run = take_back(inside, run, work)
    assert (run.state, run.reverted, run.kept) == ("undone", 30, 0)
    assert (Client.objects.count(), Contact.objects.count(), SearchEntry.objects.count()) == before
    assert list(findings()) == []


def test_changed_rows_get_their_old_values_back_where_the_imported_ones_still_stand(inside, work):
    mark = inside.actor("mark")
    content = table("客户名称 行业 地区", ["华夏智造股份有限公司", "软件", "上海"], ["北风物流有限公司", "物流", ""])
    run = bring_in(mark, content, work, existing="overwrite", tags=["展会"])
    verbs.change_client(mark, Client.objects.get(pk=inside.huaxia.pk), region="苏州")
    run = take_back(inside, run, work)
    inside.huaxia.refresh_from_db()
    inside.northwind.refresh_from_db()
    assert (inside.huaxia.industry, inside.huaxia.region, inside.northwind.industry) == ("制造", "苏州", "")
    assert not inside.northwind.client_tags.exists()
    assert (run.reverted, run.kept) == (1, 1)
    assert "Changed since" in ImportRow.objects.get(run=run, number=2).kept


def test_what_was_worked_on_since_stays_and_is_told_why(inside, work):
    mark = inside.actor("mark")
    content = table("客户名称 联系人", ["甲公司", "王芳"], ["乙公司", ""], ["丙公司", "李娜"], ["丁公司", ""])
    run = bring_in(mark, content, work)
    one, two, three = (Client.objects.get(name=name) for name in ("甲公司", "乙公司", "丙公司"))
    verbs.change_client(mark, one, industry="软件")
    verbs.create_contact(mark, two, name="新来的人")
    verbs.change_contact(mark, three.contacts.get(), position="总监")
    run = take_back(inside, run, work)
    assert set(Client.objects.filter(number__gte=3).values_list("name", flat=True)) == {"甲公司", "乙公司", "丙公司"}
    assert (run.reverted, run.kept) == (1, 3)
    assert not Contact.objects.filter(name="王芳").exists()
    kept = dict(ImportRow.objects.filter(run=run).values_list("number", "kept"))
    assert "甲公司" in kept[2]
    assert "乙公司" in kept[3]
    assert "李娜" in kept[4]
    assert kept[5] == ""


def test_a_client_a_later_row_filled_up_goes_all_the_same(inside, work):
    content = table("客户名称 行业 地区", ["晨光", "软件", ""], ["晨光", "", "上海"])
    run = bring_in(inside.actor("mark"), content, work)
    assert (run.created, run.changed) == (1, 1)
    run = take_back(inside, run, work)
    assert not Client.objects.filter(name="晨光").exists()
    assert (run.reverted, run.kept) == (2, 0)


def test_an_import_is_taken_back_once_and_within_thirty_days(inside, work):
    mark = inside.actor("mark")
    run = bring_in(mark, samples.clients_csv(4, 0), work)
    take_back(inside, run, work)
    with pytest.raises(Conflict):
        actions.undo_import(mark, run)
    old = bring_in(mark, samples.clients_csv(4, 0), work)
    ImportRun.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=31))
    with pytest.raises(Conflict):
        actions.undo_import(mark, old)
    assert Client.objects.count() == 6


def test_old_files_and_old_values_are_forgotten(inside, work):
    from django.core.files.storage import default_storage

    from zhike.clients.jobs import forget_imports

    run = bring_in(inside.actor("mark"), samples.clients_csv(4, 0), work)
    ImportRun.objects.filter(pk=run.pk).update(updated_at=timezone.now() - timedelta(days=31))
    forget_imports()
    run.refresh_from_db()
    assert run.stored_as == ""
    assert not ImportRow.objects.filter(run=run).exclude(before={}).exists()
    with pytest.raises(Conflict):
        actions.repeat_import(inside.actor("mark"), run)
    assert default_storage is not None
