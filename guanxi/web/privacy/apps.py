"""The privacy room, as Django sees it."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "guanxi.web.privacy"
    label = "privacy"
