from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhike.files"
    label = "files"

    def ready(self) -> None:
        from zhike.activity.events import subject_url
        from zhike.core.addresses import reverse
        from zhike.core.search import source
        from zhike.files import access, events, jobs  # noqa: F401
        from zhike.files.models import File

        def address(file: File) -> str:
            return reverse("file", args=[file.pk])

        subject_url(File, address)
        source(
            File,
            title=lambda file: file.name,
            text=lambda file: file.folder,
            detail=lambda file: file.get_category_display(),
            url=address,
            icon="file",
            findable=lambda file: not file.is_archived,
            weight=2,
        )
