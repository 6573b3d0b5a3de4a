"""The clients of the world every test shares."""

from zhike.clients import actions
from zhike.clients.models import Client, Contact
from zhike.core.scope import organisation
from zhike.core.testing.world import World

MARKER = "INTERNAL-MARKER"  # stands in every internal field; no client may ever receive it


def clients(world: World) -> None:
    """Huaxia (mark's; contacts sun, kai, cara sign in), Northwind (olga's; contact rita) and one of Globex."""
    with organisation(world.acme.pk):
        mark, olga = world.actor("mark"), world.actor("olga")
        huaxia = actions.create_client(
            mark,
            name="华夏智造股份有限公司",
            short_name="华夏智造",
            industry="制造",
            background=f"{MARKER} 去年差点流失",
        )
        northwind = actions.create_client(olga, name="北风物流有限公司", short_name="北风物流", background=MARKER)
        world.things |= {"huaxia": huaxia, "northwind": northwind}
        for who, client, name in (
            ("sun", huaxia, "孙立国"),
            ("kai", huaxia, "凯文"),
            ("cara", huaxia, "卡拉"),
            ("rita", northwind, "丽塔"),
        ):
            contact = actions.create_contact(mark if client is huaxia else olga, client, name=name, note=MARKER)
            Contact.objects.filter(pk=contact.pk).update(user=world.people[who], portal_role=world.roles[who])
            contact.refresh_from_db()
            world.things[f"{who}_contact"] = contact
    with organisation(world.globex.pk):
        world.things["foreign_client"] = actions.create_client(world.actor("gus"), name="环球贸易有限公司")
        foreign = Client.objects.get()
        world.things["foreign_contact"] = actions.create_contact(world.actor("gus"), foreign, name="外人")
