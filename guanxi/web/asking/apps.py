"""The asking room, as Django sees it."""

from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "guanxi.web.asking"
    label = "asking"
