from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhike.files"
    label = "files"
