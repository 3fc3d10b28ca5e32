"""The quality room, as Django sees it."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "guanxi.web.quality"
    label = "quality"
