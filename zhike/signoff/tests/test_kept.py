"""What was signed can be neither changed nor deleted, through any door; and who does it all the same is found."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from zhike.accounts.models import Organisation
from zhike.clients.actions import create_client, merge_clients, undo_merge
from zhike.clients.models import Client, Contact
from zhike.core import immutability
from zhike.core.examination.database import guards
from zhike.projects.models import Project
from zhike.signoff import actions
from zhike.signoff.models import Opening, Paper, PaperBytes, Revocation, Signature, SignedCopy, Signer
from zhike.signoff.portal import shared_papers
from zhike.signoff.testing import freeze, second_signatory, sign

pytestmark = pytest.mark.django_db
KEPT = [Paper, PaperBytes, Signature, Revocation, SignedCopy, Opening]


@pytest.fixture
def kept(inside):
    """A row of every kind that is kept: sun signs and takes it back while kai has still to sign."""
    kai = second_signatory(inside)
    request = actions.request_signatures(
        inside.actor("mark"), freeze(inside, more="新"), signers=[inside.sun_contact, kai]
    )
    sun, signer = inside.actor("sun"), Signer.objects.get(request=request, contact=inside.sun_contact)
    sign(sun, signer)
    actions.revoke_signature(sun, signer, reason="再看一下")
    actions.record_opening(sun, request.paper)
    return {model: model.objects.first() for model in KEPT}


def refused(act):
    with pytest.raises((DatabaseError, TypeError, ProtectedError)), transaction.atomic():
        act()


def verify():
    out = io.StringIO()
    try:
        call_command("verify_signatures", "--organisation", "acme", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_statement_changes_or_deletes_what_is_kept(kept, model):
    table, row = model._meta.db_table, kept[model]
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    with connection.cursor() as cursor:
        for column in columns:
            refused(lambda column=column: cursor.execute(f"UPDATE {table} SET {column} = {column}"))
        refused(lambda: cursor.execute(f"DELETE FROM {table}"))
        if connection.vendor == "postgresql":
            refused(lambda: cursor.execute(f"TRUNCATE {table} CASCADE"))
    refused(lambda: model.objects.filter(pk=row.pk).update(created_at=row.created_at))
    refused(lambda: model.objects.filter(pk=row.pk).delete())
    refused(lambda: model.objects.bulk_update([row], ["created_at"]))
    refused(row.save)
    refused(row.delete)
    assert model.objects.filter(pk=row.pk).exists()


def test_nothing_they_hang_on_is_deleted_under_them(kept, inside):
    for row in (inside.bridge, inside.huaxia, inside.sun_contact, inside.people["sun"], inside.acme):
        refused(lambda row=row: type(row)._base_manager.filter(pk=row.pk).delete())
    assert Project.objects.filter(pk=inside.bridge.pk).exists()
    assert Contact.objects.filter(pk=inside.sun_contact.pk).exists()
    assert Organisation.objects.filter(pk=inside.acme.pk).exists()


def test_merging_two_clients_leaves_what_was_signed_and_its_ways_there(kept, inside):
    mark = inside.actor("mark")
    survivor = create_client(mark, name="华夏控股")
    before = {model: list(model.objects.order_by("pk").values()) for model in KEPT}
    merge = merge_clients(mark, survivor, inside.huaxia)
    assert {model: list(model.objects.order_by("pk").values()) for model in KEPT} == before
    assert Paper.objects.filter(project__client=survivor).count() == len(before[Paper])
    assert Signature.objects.first().company == "华夏智造股份有限公司"
    assert shared_papers(inside.actor("sun"))
    assert "nothing altered" in verify()
    undo_merge(mark, merge)
    assert Paper.objects.filter(project__client=Client.objects.get(pk=inside.huaxia.pk)).exists()


def test_an_altered_row_is_found(kept, inside):
    assert "nothing altered" in verify()
    row = Signature.objects.filter(request=inside.signed_request).get()
    with immutability.unprotected():
        Signature.objects.filter(pk=row.pk).update(remarks="ohne Einwand")
    assert "SR-1: row 1 was altered." in verify()


def test_altered_bytes_and_content_are_found(kept, inside):
    with immutability.unprotected():
        PaperBytes.objects.filter(paper=inside.signed_paper).update(pdf=b"%PDF-1.7 other")
        content = {**inside.sent_paper.content, "title": {"en": "Other", "zh-hans": "别的"}}
        Paper.objects.filter(pk=inside.sent_paper.pk).update(content=content)
        SignedCopy.objects.filter(request=inside.signed_request).update(pdf=b"%PDF-1.7 other")
    told = verify()
    assert "DOC-1 v1: the PDF was altered." in told
    assert "DOC-1 v2: the content was altered." in told
    assert "SR-1: the signed copy is not the one that was made." in told


def test_a_forged_state_of_a_signer_is_found(kept, inside):
    Signer.objects.filter(request=inside.signed_request).update(state="declined")
    assert "SR-1: what is said of 孙立国 does not agree with the signatures." in verify()


def test_a_missing_guard_is_told(kept):
    immutability.unprotect(connection, "signoff_signature")
    try:
        assert "no longer guards signoff_signature" in verify()
        assert not immutability.is_protected()
        assert [one.health for one in guards()] == ["ill"]
    finally:
        immutability.protect()
    assert immutability.is_protected()
    assert [one.health for one in guards()] == ["well"]
