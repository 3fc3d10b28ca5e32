"""The identity room, as Django sees it."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "guanxi.web.identity"
    label = "identity"
