from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhike.accounts"
    label = "accounts"
    verbose_name = "Organisations and people"

    def ready(self) -> None:
        from zhike.accounts import access, events  # noqa: F401
        from zhike.accounts.queries import organisation_ids
        from zhike.core.scope import organisations_from

        organisations_from(organisation_ids)
