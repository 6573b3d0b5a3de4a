"""The index says what the rows say, in the same transaction."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from zhike.core.models import SavedView, SearchEntry
from zhike.core.search import forget, reindex, search
from zhike.core.search.tests.conftest import WITHDRAWN, Make
from zhike.core.testing.world import World


def count(world: World, text: str) -> int:
    return len(search(world.actor("olga"), text, kinds=["savedview"]).items)


def ours() -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(subject_type="core.SavedView")


def strays() -> int:
    """Rows of the full-text table that belong to no entry."""
    return words() - SearchEntry.everywhere.count()


def words() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_search_words")
        return int(cursor.fetchone()[0])


def test_a_renamed_row_is_found_by_its_new_name_only(inside: World, make: Make) -> None:
    row = make("华为技术")
    row.name = "中兴通讯"
    row.save()
    reindex([row])

    assert (count(inside, "华为"), count(inside, "hwjs")) == (0, 0)
    assert (count(inside, "中兴"), count(inside, "zxtx")) == (1, 1)
    assert (ours().count(), strays()) == (1, 0)


def test_a_withdrawn_row_is_no_longer_found(inside: World, make: Make) -> None:
    row = make("华为技术")
    row.listing = WITHDRAWN
    row.save()
    reindex([row])

    assert count(inside, "华为") == 0
    assert (ours().count(), strays()) == (0, 0)


def test_a_deleted_row_is_forgotten(inside: World, make: Make) -> None:
    row, kept = make("华为技术"), make("华为终端")
    forget(SavedView, [row.pk])
    SavedView.objects.filter(pk=row.pk).delete()

    assert count(inside, "华为") == 1
    assert ours().get().subject_id == kept.pk
    assert strays() == 0


def test_a_change_that_is_rolled_back_leaves_the_index_as_it_was(inside: World, make: Make) -> None:
    row = make("华为技术")
    row.name = "中兴通讯"
    with transaction.atomic():
        row.save()
        reindex([row])
        assert count(inside, "中兴") == 1
        transaction.set_rollback(True)

    assert (count(inside, "华为"), count(inside, "中兴")) == (1, 0)
    assert strays() == 0


def test_indexing_again_changes_nothing_and_writes_nothing(inside: World, make: Make) -> None:
    row = make("华为技术")
    before = list(ours().values())
    with CaptureQueriesContext(connection) as asked:
        reindex([row])

    assert len(asked) == 1
    assert list(ours().values()) == before


def test_many_rows_are_written_in_few_statements(inside: World) -> None:
    rows = SavedView.objects.bulk_create(
        [SavedView(name=f"公司{n}", user_id=inside.people["olga"].pk, listing="x") for n in range(200)]
    )
    with CaptureQueriesContext(connection) as asked:
        reindex(rows)

    assert len(asked) <= 6
    assert count(inside, "公司137") == 1
    assert (ours().count(), strays()) == (200, 0)


def test_rows_that_nobody_searches_are_fine(inside: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        reindex([inside.acme])
    assert len(asked) == 0


def test_text_no_database_can_keep_is_kept_without_it(inside: World, make: Make) -> None:
    row = make("华为")
    row.name, row.query = "华\x00为", "a\x00b " + "长" * 50_000
    reindex([row])

    assert count(inside, "华为") == 1


def test_the_command_rebuilds_what_was_lost_and_removes_what_is_gone(inside: World, make: Make) -> None:
    kept, gone = make("华为技术"), make("华为终端")
    SavedView.objects.filter(pk=gone.pk).delete()
    ours().filter(subject_id=kept.pk).delete()
    call_command("reindex", organisation=inside.acme.pk, verbosity=0)

    assert list(ours().values_list("subject_id", flat=True)) == [kept.pk]
    assert count(inside, "hwjs") == 1


def test_the_command_goes_on_where_it_stopped(inside: World, make: Make) -> None:
    first, second = make("华为技术"), make("华为终端")
    ours().delete()
    call_command("reindex", organisation=inside.acme.pk, model="core.SavedView", after=first.pk)

    assert [entry.subject_id for entry in ours()] == [second.pk]
    with pytest.raises(CommandError):
        call_command("reindex", after=first.pk)
    with pytest.raises(CommandError):
        call_command("reindex", model="nothing.Such")
