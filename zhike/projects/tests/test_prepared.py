"""Questions put into SQL once: whoever asks is told what is theirs, as it is now, and nothing else is kept."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import F, Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from zhike.clients.models import Client
from zhike.core.access import find, row_rules, visible
from zhike.core.actors import Actor, Role
from zhike.core.errors import Missing
from zhike.core.models import Counter
from zhike.core.prepared import forget, prepared
from zhike.core.scope import NoOrganisation, organisation
from zhike.projects.models import Project

pytestmark = pytest.mark.django_db


@prepared
def of_mine(actor, before):
    return visible(actor, Project).filter(manager=actor.user_id, created_at__lt=before).order_by("number")


@prepared
def named(names):
    return Client.objects.filter(name__in=names).order_by("name")


def soon():
    return timezone.now() + timedelta(days=1)


def test_a_prepared_question_answers_as_the_queryset_would(inside):
    for name in ("olga", "mark", "mia"):
        actor = inside.actor(name)
        wanted = visible(actor, Project).filter(manager=actor.user_id).order_by("number")
        assert of_mine(actor, soon()) == list(wanted)


def test_people_of_one_role_share_the_sql_and_never_the_answer(inside):
    mark = inside.actor("mark")
    other = Actor(mark.organisation_id, mark.role, inside.actor("mia").user_id)
    assert of_mine(mark, soon())
    assert of_mine(other, soon()) == list(Project.objects.filter(manager=other.user_id).order_by("number"))


def test_a_moment_is_told_anew_each_time(inside):
    mark = inside.actor("mark")
    assert of_mine(mark, soon())
    assert of_mine(mark, timezone.now() - timedelta(days=9000)) == []


def test_another_organisation_gets_its_own_rows_and_none_gets_an_error(world):
    with organisation(world.acme.pk):
        mine = named(["华夏智造股份有限公司", *Client.objects.values_list("name", flat=True)])
        assert mine
    with organisation(world.globex.pk):
        assert not {row.pk for row in named([one.name for one in mine])} & {one.pk for one in mine}
    with pytest.raises(NoOrganisation):
        named([one.name for one in mine])


def test_a_list_of_any_length_finds_its_rows_and_no_others(inside):
    names = sorted(Client.objects.values_list("name", flat=True))
    for length in range(len(names) + 1):
        assert [one.name for one in named(names[:length])] == names[:length]
    assert named([]) == []


def test_what_was_changed_since_is_seen(inside):
    row = named(list(Client.objects.values_list("name", flat=True)))[0]
    Client.objects.filter(pk=row.pk).update(name="改名")
    assert [one.pk for one in named(["改名"])] == [row.pk]


def test_a_question_with_a_moment_of_its_own_is_refused(inside):
    @prepared
    def old():
        return Project.objects.filter(created_at__lt=timezone.now())

    @prepared
    def today():
        return Project.objects.filter(planned_finish=timezone.localdate())

    for question in (old, today):
        with pytest.raises(TypeError, match="told the moment"):
            question()


def test_a_question_that_depends_on_an_answer_of_the_database_is_refused(inside):
    @prepared
    def of_the_first():
        return Project.objects.filter(client=Client.objects.first())

    with pytest.raises(TypeError, match="asks the database nothing"):
        of_the_first()


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_however_it_was_prepared(world):
    @prepared
    def held(kind):
        return Counter.objects.select_for_update().filter(kind=kind)

    from django.db import transaction

    with organisation(world.acme.pk):
        with transaction.atomic():
            held("client")
        if connection.vendor == "postgresql":
            with pytest.raises(TransactionManagementError):
                held("client")


def test_find_takes_what_an_address_says(inside):
    client = Client.objects.order_by("number").first()
    olga = inside.actor("olga")
    assert find(olga, Client, number=str(client.number)) == client
    assert find(olga, Client, pk=str(client.pk)) == client
    for number in (99999, 2**31, 2**63, 2**70, -(2**63)):
        with pytest.raises(Missing):
            find(olga, Client, number=number)


@pytest.mark.parametrize("role", list(Role))
def test_no_row_rule_reads_the_clock_the_organisation_or_the_database(world, role, django_assert_num_queries):
    """Rules are kept, as conditions and as SQL: whatever they looked at would be kept with them."""
    forget()
    for contact in (None, world.cara_contact.pk):
        actor = Actor(world.acme.pk, role, user_id=world.actor("mark").user_id, contact_id=contact)
        with django_assert_num_queries(0):
            conditions = {model: rule(actor) for model, rule in row_rules().items()}  # outside any organisation
            assert all(visible(actor, model).query for model in conditions)
        with organisation(world.acme.pk):
            for model in conditions:
                _ask(actor, model)


@prepared
def _ask(actor, model):
    return visible(actor, model).order_by()[:1]  # refuses moments, and questions asked meanwhile


def test_a_rule_that_reads_the_clock_is_found(inside):
    from zhike.core import access

    rules = access._rows[Project]
    access._rows[Project] = lambda actor: Q(created_at__lt=timezone.now()) & Q(updated_at=F("updated_at"))
    forget()
    try:
        with pytest.raises(TypeError, match="told the moment"):
            _ask(inside.actor("olga"), Project)
    finally:
        access._rows[Project] = rules
        forget()


@pytest.mark.django_db(transaction=True)
def test_every_thread_prepares_for_itself(world):
    answers = []

    def ask():
        with organisation(world.acme.pk):
            answers.append(len(of_mine(world.actor("mark"), soon())))
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
