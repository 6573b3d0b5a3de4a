"""What happened cannot be changed, and who changes it all the same is found."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from zhike.activity import actions
from zhike.activity.declared import declare
from zhike.activity.events import record, sentence
from zhike.activity.models import Activity, Chain
from zhike.core import immutability
from zhike.core.errors import Conflict, Denied, Invalid
from zhike.core.models import Place, SavedView
from zhike.core.scope import organisation

NOTED = declare("history_test.noted", "{actor} noted {word} about {subject}.", shred=["word"])
SEEN = declare("history_test.seen", "{actor} saw {subject}.")


def note(world, who="mark", word="plum", event=NOTED):
    actor = world.actor(who)
    view = SavedView(listing="x", user_id=actor.user_id, name=f"view of {who}")
    with transaction.atomic():
        return record(actor, event, view, place=Place(), word=word)


def verify(*args):
    out = io.StringIO()
    try:
        call_command("verify_history", *args, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error} (exit status {error.returncode})"
    return out.getvalue()


def behind_the_back(statement, values):
    """As somebody with the database password would: the guard is dropped first and put back after."""
    with immutability.unprotected(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def end(world):
    return Chain.objects.get(pk=world.acme.pk)


def written(head):
    return f"{head.sequence}:{head.hash}"


def key(value):
    return value.hex if connection.vendor == "sqlite" else str(value)


@pytest.fixture
def chain(inside):
    return [note(inside, word=str(number)) for number in range(5)]


@pytest.mark.parametrize("column", ["verb", "actor_name", "shown_to_client", "sequence", "shredded_at"])
def test_the_database_refuses_to_change_what_happened(chain, column):
    values = {"verb": "x", "actor_name": "x", "shown_to_client": True, "sequence": 99, "shredded_at": None}
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=chain[2].pk).update(**{column: values[column]})
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=chain[2].pk).delete()
    assert "nothing altered" in verify()


def test_a_row_object_refuses_too(chain):
    with pytest.raises(TypeError):
        chain[0].save()
    with pytest.raises(TypeError):
        chain[0].delete()


def test_an_untouched_history_holds_and_names_its_head(chain, inside):
    head = end(inside)
    told = verify()
    assert f"acme: {head.sequence} rows, nothing altered, nothing removed. Head {written(head)}" in told
    assert "nothing altered" in verify("--organisation", "acme", "--head", written(head))


def test_a_changed_field_is_found(chain):
    behind_the_back("UPDATE activity_activity SET verb = 'x.y' WHERE id = %s", [key(chain[2].pk)])
    told = verify()
    assert f"Row {chain[2].sequence} (x.y by 马可 Mark) was altered." in told
    assert "(exit status 1)" in told


def test_changed_details_are_found(chain):
    behind_the_back("UPDATE activity_activity SET details = '{}' WHERE id = %s", [key(chain[1].pk)])
    assert f"The details or the name in row {chain[1].sequence}" in verify()


def test_a_removed_row_is_found(chain):
    behind_the_back("DELETE FROM activity_activity WHERE id = %s", [key(chain[2].pk)])
    assert f"Row {chain[2].sequence} was removed." in verify()


def test_a_removed_tail_is_found(chain):
    for row in chain[3:]:
        behind_the_back("DELETE FROM activity_activity WHERE id = %s", [key(row.pk)])
    assert f"Rows {chain[3].sequence} to {chain[4].sequence} were removed." in verify()


def test_a_removed_row_is_found_after_the_rows_behind_it_were_renumbered(chain):
    behind_the_back("DELETE FROM activity_activity WHERE id = %s", [key(chain[2].pk)])
    for row in chain[3:]:
        behind_the_back("UPDATE activity_activity SET sequence = sequence - 1 WHERE id = %s", [key(row.pk)])
    told = verify()
    assert "does not follow the row before it" in told
    assert f"Row {chain[4].sequence} was removed." in told


def test_an_inserted_row_is_found(chain, inside):
    last = chain[-1]
    forged = Activity(**{f.attname: getattr(last, f.attname) for f in Activity._meta.concrete_fields})
    forged.pk, forged.sequence, forged.before = SavedView().pk, last.sequence + 1, last.hash
    forged.digest, forged.hash = forged.digest_of_details(), forged.hash_of_row()
    Activity.objects.bulk_create([forged])
    assert f"Row {last.sequence + 1} lies beyond the recorded end" in verify()


def test_a_history_rewritten_whole_is_found_by_a_head_written_down_elsewhere(chain, inside):
    written_down = written(end(inside))
    with immutability.unprotected():
        last = chain[-1]
        last.verb = "x.y"
        last.hash = last.hash_of_row()
        Activity.objects.filter(pk=last.pk).update(verb="x.y", hash=last.hash)
        Chain.objects.filter(pk=inside.acme.pk).update(hash=last.hash)
    assert "nothing altered" in verify()
    told = verify("--organisation", "acme", "--head", written_down)
    assert f"Row {last.sequence} is not the one that was written down." in told


def test_a_forged_shred_is_found(chain):
    behind_the_back(
        "UPDATE activity_activity SET details = '{}', salt = '', shredded_at = happened_at WHERE id = %s",
        [key(chain[1].pk)],
    )
    assert f"Row {chain[1].sequence} looks shredded, but nobody recorded shredding it." in verify()


def test_a_row_altered_after_its_shredding_is_found(chain, inside):
    actions.shred_activity(inside.actor("olga"), chain[1], reason="asked to")
    behind_the_back('UPDATE activity_activity SET details = \'{"word": "x"}\' WHERE id = %s', [key(chain[1].pk)])
    assert f"Row {chain[1].sequence} was altered after it was shredded." in verify()


def test_a_missing_guard_is_told(chain):
    immutability.unprotect()
    try:
        assert "no longer guards the history" in verify()
    finally:
        immutability.protect()


def test_each_organisation_has_its_own_chain(chain, world):
    with organisation(world.globex.pk), transaction.atomic():
        view = SavedView(listing="x", user_id=world.people["gus"].pk, name="theirs")
        record(world.actor("gus"), SEEN, view, place=Place())
    told = verify()
    for firm in (world.acme, world.globex):
        rows = Activity.everywhere.filter(organisation=firm).count()
        assert f"{firm.slug}: {rows} rows, nothing altered" in told


def test_shredding_removes_the_personal_words_and_leaves_the_chain_whole(chain, inside):
    actions.shred_activity(inside.actor("olga"), chain[1], reason="The person asked for it.")
    row = Activity.objects.get(pk=chain[1].pk)
    assert (row.details, row.actor_name, row.salt) == ({}, "", "")
    assert sentence(row) == "[removed] noted [removed] about [removed]."
    assert "nothing altered" in verify()
    told = Activity.objects.get(verb="activity.shredded")
    assert told.details["reason"] == "The person asked for it."
    with pytest.raises(Conflict):
        actions.shred_activity(inside.actor("olga"), chain[1], reason="again")


def test_shredding_a_person_takes_their_name_out_everywhere(chain, inside):
    note(inside, who="mia", word="马可 Mark said so")
    kept = note(inside, who="mia", word="a pear")
    count = actions.shred_person(inside.actor("olga"), inside.people["mark"].pk, reason="left us", names=["马可 Mark"])
    assert count == Activity.objects.filter(shredded_at__isnull=False).count() >= 6
    ours = Activity.objects.filter(verb__startswith="history_test.")
    assert "马可" not in str(list(ours.values("details", "actor_name")))
    assert not Activity.objects.filter(actor_name="马可 Mark").exists()
    assert Activity.objects.get(pk=kept.pk).shredded_at is None
    assert "nothing altered" in verify()


def test_only_an_owner_shreds_and_only_with_a_reason(chain, inside):
    with pytest.raises(Denied):
        actions.shred_activity(inside.actor("mark"), chain[0], reason="because")
    with pytest.raises(Invalid):
        actions.shred_activity(inside.actor("olga"), chain[0], reason=" ")
    assert not Activity.objects.filter(shredded_at__isnull=False).exists()
