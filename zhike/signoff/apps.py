from django.apps import AppConfig


class SignoffConfig(AppConfig):
    name = "zhike.signoff"
    label = "signoff"
    verbose_name = "Signatures"
