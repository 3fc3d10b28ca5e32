"""The kit room, as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    name = "guanxi.web.kit"
    label = "kit"

    def ready(self) -> None:
        from guanxi.web.kit import nav

        nav.register(nav.Entry("kit:audit", _("Audit"), icon="history", order=96, permission="kit.audit"))
