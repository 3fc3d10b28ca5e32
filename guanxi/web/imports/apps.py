"""The imports room, as Django sees it."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "guanxi.web.imports"
    label = "imports"
