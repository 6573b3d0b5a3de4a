"""A demo firm in which some work was done, so that every kind of page has something to show.

Runs inside the installation; everything happens through the actions, as Zhou the manager would do it.
"""

import io
from typing import Any

from e2e.addresses import READERS, SLUG

NOTE = "明天和财务核对分批次成本口径。@欧阳兰 请参加。\n\nPlease bring the **March** figures: https://example.com/a-very-long-address/without/any/place/to/break/it"
FILE = "接口说明 v2 (final).txt"


def work() -> None:
    from zhike.accounts.actors import actor_of
    from zhike.accounts.models import Membership, Organisation
    from zhike.core.scope import organisation

    home = Organisation.objects.get(slug=SLUG)
    with organisation(home.pk):
        row = Membership.objects.select_related("user").get(user__email=READERS[0])
        zhou = actor_of(row, row.user)
        _notes_and_files(zhou)
        _twins(zhou)
        _imports(zhou)
        _own_things(zhou)
        _somebody_to_reach(home)


def _notes_and_files(zhou: Any) -> None:
    from PIL import Image

    from zhike.activity.actions import write_comment
    from zhike.clients.models import Client
    from zhike.files.actions import upload_file
    from zhike.projects.models import Project

    picture = io.BytesIO()
    Image.new("RGB", (640, 400), "#38618c").save(picture, "PNG")
    picture.seek(0)
    client, project = Client.objects.get(number=1), Project.objects.get(name="ERP 二期实施")
    upload_file(zhou, client, picture, name="现场照片.png")
    for subject, shown in ((client, False), (project, True)):
        write_comment(zhou, subject, body=NOTE, visibility="shared" if shown else "internal")
        upload_file(zhou, subject, io.BytesIO("字段,说明\n".encode()), name=FILE, share=shown)


def _twins(zhou: Any) -> None:
    """Two pairs that are the same company: one merged, one still to be judged."""
    from zhike.clients.actions import archive_client, create_client, merge_clients
    from zhike.clients.models import Client

    merge_clients(zhou, Client.objects.get(short_name="海岳建设"), create_client(zhou, name="海岳建设工程公司"))
    create_client(zhou, name="北风物流公司", mail_domains="beifeng.example")
    archive_client(zhou, create_client(zhou, name="旧客户有限公司"), reason="不再合作")


def _imports(zhou: Any) -> None:
    """One being mapped, and one that ran, with rows that were refused."""
    from zhike.clients.actions.imports import start_import, upload_import
    from zhike.clients.tests.samples import clients_csv
    from zhike.core.jobs.worker import WorkerLoop

    upload_import(zhou, file=io.BytesIO(clients_csv(12, 0)), file_name="客户名单.csv", kind="clients")
    broken = io.BytesIO(clients_csv(24, 10, seed=3))
    start_import(zhou, upload_import(zhou, file=broken, file_name="客户名单（旧系统导出）.csv", kind="clients"))
    WorkerLoop().drain()


def _own_things(zhou: Any) -> None:
    from zhike.accounts.access import CREATE_TOKEN
    from zhike.accounts.actions import create_token, invite
    from zhike.accounts.queries import grantable
    from zhike.clients.models import Client
    from zhike.core.access import can
    from zhike.core.listing.actions import save_view
    from zhike.core.listing.bulk_runs import start_run

    some = [client.pk for client in Client.objects.all()[:3]]
    start_run(zhou, "clients", "confirm", some, {}, f"/{SLUG}/clients/")
    save_view(zhou, "clients", name="华东重点客户", query="tier=key")
    invite(zhou, email="new@demo.zhike.local", name="新同事", role="member")
    if can(zhou, CREATE_TOKEN):
        create_token(zhou, name="报表", capabilities=sorted(grantable(zhou))[:2])


def _somebody_to_reach(home: Any) -> None:
    """Whoever signs prefers WeChat, so whoever sent it finds words to copy."""
    from zhike.accounts.actors import actor_of
    from zhike.accounts.models import Membership
    from zhike.clients.models import Contact
    from zhike.signoff.actions import remind
    from zhike.signoff.models import SignatureRequest

    row = Membership.objects.select_related("user").get(user__email=READERS[1], organisation=home)
    request = SignatureRequest.objects.filter(state=SignatureRequest.State.OPEN).order_by("number")[0]
    Contact.objects.filter(pk__in=request.signers.values("contact")).update(channel="wechat", wechat="sun-liguo")
    remind(actor_of(row, row.user), request)
