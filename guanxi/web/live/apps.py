"""The live room, as Django sees it."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "guanxi.web.live"
    label = "live"
