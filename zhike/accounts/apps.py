from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhike.accounts"
    label = "accounts"
    verbose_name = "Organisations and people"

    def ready(self) -> None:
        from zhike.accounts import access, events  # noqa: F401
        from zhike.accounts.queries import letterhead, organisation_ids
        from zhike.core.mail import letterhead_from
        from zhike.core.scope import organisations_from

        organisations_from(organisation_ids)
        letterhead_from(letterhead)
        _let_colleagues_be_found()


def _let_colleagues_be_found() -> None:
    from django.utils.translation import gettext_lazy as _

    from zhike.accounts.models import Membership
    from zhike.core.actors import STAFF, Role
    from zhike.core.addresses import reverse
    from zhike.core.search import source

    source(
        Membership,
        title=lambda membership: str(membership.user),
        text=lambda membership: membership.user.email,
        names=lambda membership: [membership.user.name],
        people=True,
        detail=lambda membership: Role(membership.role).label,
        url=lambda membership: reverse("member", args=[membership.pk]),
        findable=lambda membership: membership.is_current and Role(membership.role) in STAFF,
        icon="user",
        label=_("Colleagues"),
        related=("user",),
        weight=4,
        order=40,
    )
